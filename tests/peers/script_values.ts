// What the script sends there and back: arguments that went wrong somewhere once, or could.

import { plain } from "./log.ts";

/** The length of the long arguments: more than the 65,535 whose length fits a frame's 16 bits. */
const LONG = 72_000;

/** Bytes that no compression makes much of, the same in every run. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[index] = state & 0xff;
  }
  return bytes;
}

const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);

const VALUES: readonly (readonly unknown[])[] = [
  [],
  ["", null, {}, []],
  ["Grüße, 日本語, שלום, Ѐ"],
  ["👩‍👩‍👧‍👦🚀🇮🇩", { "🗺️": ["é", "e\u0301"] }],
  ['a quote " a backslash \\ a slash / a tab \t', "\u0000\u001e\u007f\u2028\u2029\ufeff", "\ud83d"],
  [0, -1.5, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, true, false],
  ['42/sfa,["not","a packet"]', { _placeholder: "not one" }, "ping", "2probe"],
  ["x".repeat(LONG)],
  ["ü🚀".repeat(LONG / 6)],
  [everyByte],
  [new Uint8Array(0)],
  ["before", { a: { b: everyByte, c: [new Uint8Array([0]), "between", { d: everyByte }] } }, 7],
  [new Uint8Array([1]), new Uint8Array([2]), new Uint8Array([3]), "after"],
  [noise(LONG)],
];

/** Every value is a list of arguments, its binary as JSON. */
export const SCRIPT_VALUES: readonly (readonly unknown[])[] = VALUES.map((values) =>
  values.map(plain)
);

/** How many events follow each other at once, in both directions. */
export const BURST = 12;
