// How deep JSON text is nested, told before it is parsed: JSON.parse takes any depth, but what walks
// over its result (JSON.stringify too) would run out of stack.

/** How deep payloads may be nested that are handed on as values. */
export const MAX_JSON_DEPTH = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Whether arrays and objects are nested deeper than the limit, from `start` to the end. */
export function exceedsDepth(text: string, start = 0, limit = MAX_JSON_DEPTH): boolean {
  // Every level takes a character to open: short texts need no look.
  if (text.length - start <= limit) return false;
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) quoted = false;
    } else if (code === QUOTE) {
      quoted = true;
    } else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      if (++depth > limit) return true;
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      depth--;
    }
  }
  return false;
}
