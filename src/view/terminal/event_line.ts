// One line for one event: when, which way, where, what. Short enough for the eye; the tape has it
// whole.

import type { Value } from "../../base/json.ts";
import type { Decoded } from "../../protocols/protocol.ts";

/** The line of an event or of anything else that happened, cut to `columns`. */
export function formatMoment(decoded: Decoded, at: number, columns: number): string {
  const arrow = decoded.from === "client" ? "→" : "←";
  const what = decoded.event === undefined
    ? decoded.label
    : `${decoded.event.namespace}  ${decoded.event.name}  ${formatArgs(decoded.event.args)}`;
  return cut(printable(`${formatSeconds(at)}  ${arrow}  ${what}`), columns);
}

/** Seconds since the start in a fixed width: `   12.006 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3).padStart(9)} s`;
}

/** Arguments as one line of JSON, binary as its size. */
export function formatArgs(args: readonly Value[]): string {
  return args.map((value) => JSON.stringify(value, shortBinary) ?? "undefined").join(" ");
}

/** Binary as it is, or as it stands on a tape: `{"$binary":{"bytes":6,…}}`. */
function shortBinary(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (typeof value !== "object" || value === null || !("$binary" in value)) return value;
  const binary = value.$binary;
  const isBinary = typeof binary === "object" && binary !== null && "bytes" in binary;
  return isBinary ? `<${binary.bytes} bytes>` : value;
}

/** The text in at most so many characters, an ellipsis for what is missing. */
export function cut(text: string, columns: number): string {
  if (text.length <= columns) return text;
  // A character has two units at the most: no need to split what cannot be shown.
  const characters = [...text.slice(0, 2 * columns + 2)];
  if (characters.length <= columns) return text;
  return `${characters.slice(0, Math.max(0, columns - 1)).join("")}…`;
}

/** Text from a peer without what would steer the terminal: `\\x1b` for the escape character. */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, (character) => {
    return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  });
}
