// An act in words: who, where, what and what it carried, by the names that `inspect` uses. A peer's
// text is made harmless here.

import type { Value } from "../../../base/json.ts";
import type { Act, ActKey } from "../../../diff/act.ts";
import { cut, formatArgs, printable } from "../event_line.ts";
import { withHashes } from "./binary_text.ts";
import { withMarks } from "./marks.ts";
import type { Part } from "../parts.ts";

/** How much of a value is looked at where lines are cut. */
export const MAX_SHOWN = 4096;

/** `/sfa  room:subscribe`; the root namespace goes without saying. */
export function nameOf({ namespace, kind, name }: ActKey): string {
  const place = namespace === "/" ? "" : `${namespace}  `;
  return printable(withMarks(cut(place + wordOf(kind, name), MAX_SHOWN)));
}

export function arrowOf({ from }: Pick<ActKey, "from">): string {
  return from === "client" ? "→" : "←";
}

/** The parts of a line: what is cut last stands first. */
export function actParts(act: Act, name?: Part[1]): readonly Part[] {
  const { key } = act;
  const detail = contentText(act);
  const place = key.namespace === "/" ? "" : `${key.namespace}  `;
  const word = printable(withMarks(cut(wordOf(key.kind, key.name), MAX_SHOWN)));
  return [
    [`${arrowOf(key)} `, key.from === "client" ? "cyan" : "magenta"],
    [printable(place), "dim"],
    name === undefined ? [word] : [word, name],
    [detail === "" ? "" : `  ${detail}`],
  ];
}

/** What it carried, as one line; empty for nothing. */
export function contentText({ key, content: { value } }: Act): string {
  if (key.kind === "event" && Array.isArray(value)) return valuesText(value);
  return value === null && key.kind !== "message" ? "" : valuesText([value]);
}

/** A value as JSON, binary as its size and hash. */
export function valueText(value: Value): string {
  return valuesText([value]);
}

function valuesText(values: readonly Value[]): string {
  return printable(withMarks(formatArgs(values.map((value) => withHashes(value)))));
}

function wordOf(kind: ActKey["kind"], name: string): string {
  switch (kind) {
    case "connect":
      return "CONNECT";
    case "refuse":
      return "CONNECT_ERROR";
    case "disconnect":
      return "DISCONNECT";
    default:
      return name;
  }
}
