// Finds where a value ends that follows a secret name, in text that need not be whole or even rightly
// JSON (log lines print JavaScript objects), and hides its leaves.

import { BARRIER, jsonUnescape } from "./decode.ts";
import { schemeLength } from "./header_value.ts";
import type { Hit } from "./hit.ts";
import type { View } from "./view.ts";

/** A value that was found. */
export interface FoundValue {
  readonly end: number;
  readonly hits: readonly Hit[];
}

const NUMBER = /-?\d[\d.]*(?:[eE][+-]?\d+)?(?![\w.$])/y;
const BARE_WORD = /[A-Za-z_$][\w$]*/y;
const SPACE = /\s*/y;

/**
 * The JSON value (or printed JavaScript value) at `start`, its leaves hidden. `name` is what it is
 * the value of, `quote` how the original writes the quotes around that name.
 */
export function hideValue(
  view: View,
  start: number,
  name: string,
  quote: string,
): FoundValue | undefined {
  const first = view.text.charAt(start);
  if (isQuote(first)) {
    const inside = stringInside(view, start);
    const scheme = schemeLength(name, view.text.slice(inside.start, inside.end));
    const hit = stringHit(view, { ...inside, start: inside.start + scheme });
    return { end: inside.next, hits: present([hit]) };
  }
  if (first === "{" || first === "[") return hideLeaves(view, start, quote);
  const end = matchEnd(NUMBER, view.text, start);
  return end === undefined ? undefined : { end, hits: [view.hitNumber(start, end, quote)] };
}

/** Everything in a container but its keys, true, false and null. */
function hideLeaves(view: View, start: number, quote: string): FoundValue {
  const { text } = view;
  const hits: (Hit | undefined)[] = [];
  let depth = 0;
  let index = start;
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === BARRIER) break;
    if (isQuote(character)) {
      const inside = stringInside(view, index);
      const after = matchEnd(SPACE, text, inside.next) ?? inside.next;
      if (text.charAt(after) !== ":") hits.push(stringHit(view, inside));
      index = inside.next;
      continue;
    }
    const number = matchEnd(NUMBER, text, index);
    if (number !== undefined) hits.push(view.hitNumber(index, number, quote));
    if (character === "{" || character === "[") depth++;
    if ((character === "}" || character === "]") && --depth === 0) break;
    index = number ?? matchEnd(BARE_WORD, text, index) ?? index + 1;
  }
  return { end: Math.min(index + 1, text.length), hits: present(hits) };
}

interface StringInside {
  readonly start: number;
  readonly end: number;
  /** After the closing quote. */
  readonly next: number;
}

/**
 * The inside of the string whose opening quote is at `open`. One that is cut off reaches to the end
 * of what there is; printed JavaScript strings (`'`) end with their line at the latest.
 */
function stringInside(view: View, open: number): StringInside {
  const { text } = view;
  const quote = text.charAt(open);
  const start = open + 1;
  let close = text.indexOf(quote, start);
  while (close !== -1 && isEscaped(text, start, close)) close = text.indexOf(quote, close + 1);
  const whole = text.slice(start, close === -1 ? text.length : close);
  const cut = whole.search(quote === '"' ? /\uffff/ : /[\uffff\n]/);
  if (cut !== -1) return { start, end: start + cut, next: start + cut };
  return { start, end: start + whole.length, next: start + whole.length + (close === -1 ? 0 : 1) };
}

function isEscaped(text: string, start: number, index: number): boolean {
  let first = index;
  while (first > start && text.charAt(first - 1) === "\\") first--;
  return (index - first) % 2 === 1;
}

function stringHit(view: View, inside: StringInside): Hit | undefined {
  const secret = jsonUnescape(view.text.slice(inside.start, inside.end));
  return view.hit(inside.start, inside.end, secret);
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'" || character === "`";
}

function present(hits: readonly (Hit | undefined)[]): readonly Hit[] {
  return hits.filter((hit) => hit !== undefined);
}

/** Where a sticky expression's match at `start` ends. */
export function matchEnd(expression: RegExp, text: string, start: number): number | undefined {
  expression.lastIndex = start;
  return expression.test(text) ? expression.lastIndex : undefined;
}
