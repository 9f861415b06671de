// Text from a peer as it can be shown: what would steer the terminal or hide stands as a symbol, and
// what was hidden on the tape (redacted) as a mark that real data can never show.

/** Stands for one hidden character or byte. */
export const HIDDEN_MARK = "▒";

/** A range of hidden characters: where it begins, how long it is. */
export type HiddenRange = readonly [start: number, length: number, ...rest: readonly unknown[]];

/** Controls; marks that turn the direction of text, or that nobody sees; half characters. */
export const STEERING: RegExp =
  // deno-lint-ignore no-control-regex
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

/** And our own mark. */
const UNSEEN = new RegExp(`${STEERING.source}|${HIDDEN_MARK}`, "gu");

/** `start` is where the text stands in what `hidden` counts in. */
export function visibleText(
  text: string,
  hidden: readonly HiddenRange[] = [],
  start = 0,
): string {
  let shown = "";
  let at = 0;
  for (const [from, length] of hidden) {
    const first = Math.max(at, Math.min(text.length, from - start));
    const last = Math.min(text.length, from + length - start);
    if (last <= first) continue;
    shown += symbolsFor(text.slice(at, first)) + HIDDEN_MARK.repeat(last - first);
    at = last;
  }
  return shown + symbolsFor(text.slice(at));
}

function symbolsFor(text: string): string {
  return text.replace(UNSEEN, (character) => {
    const code = character.charCodeAt(0);
    // Unicode has a picture of each control character.
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    if (code === 0x7f) return "␡";
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
