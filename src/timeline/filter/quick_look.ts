// A look at a line before it is parsed: whether a moment that an expression asks for can come of it
// at all. Parsing is most of what a scan costs; most lines of a tape are events of other names.
//
// What it promises: when `mayMatch` says no, no moment of this line matches, and leaving the line out
// changes no other moment that matches. What the caller must see to:
//  - it is asked about every line of the tape behind the header, in order, and all lines that it does
//    not refuse are decoded;
//  - nothing but the matching moments is used: lines that were left out are not in counts, folded
//    heartbeats, statistics or the answers of other events;
//  - a line that was left out was not checked either: it may not even be JSON.

import { parseJson } from "../../base/json.ts";
import type { Expression } from "./expression.ts";
import { EventLineGate } from "./event_line_gate.ts";

/** Remembers what it was shown: one for each time that a tape is read. */
export interface QuickTest {
  /** Whether the line, as text and without its line break, must be parsed and decoded. */
  mayMatch(line: string): boolean;
}

/** Undefined when the expression does not ask for events by names that can be looked for. */
export function quickTestOf(expression: Expression): QuickTest | undefined {
  const names = namesOf(expression);
  if (names === undefined || !names.every(isSearchable)) return undefined;
  return new EventLineGate(names);
}

/** Names of which the event must have one for the expression to hold. */
export function namesOf(expression: Expression): readonly string[] | undefined {
  switch (expression.kind) {
    case "all":
      return expression.operands.map(namesOf).find((names) => names !== undefined);
    case "any": {
      const names = expression.operands.map(namesOf);
      return names.every((each) => each !== undefined) ? names.flat() : undefined;
    }
    case "equality": {
      const { operator, left, right } = expression;
      if (operator !== "==") return undefined;
      return namesIfEvent(left, [right]) ?? namesIfEvent(right, [left]);
    }
    case "membership": {
      const { left, right } = expression;
      return right.kind === "list" ? namesIfEvent(left, right.items) : undefined;
    }
    default:
      return undefined;
  }
}

function namesIfEvent(
  field: Expression,
  values: readonly Expression[],
): readonly string[] | undefined {
  if (field.kind !== "field" || field.name !== "event") return undefined;
  const names: string[] = [];
  for (const value of values) {
    if (value.kind !== "literal" || typeof value.value !== "string") return undefined;
    names.push(value.value);
  }
  return names;
}

/**
 * Whether a name stands in a raw message as it is, escapes apart. Names with quotes, backslashes or
 * control characters do not; names that are made of something else than a string may be written in
 * another way (`1e2` is named "100"); names of JSON's shapes (`{lat,lng}`) do not stand there.
 */
function isSearchable(name: string): boolean {
  // deno-lint-ignore no-control-regex
  if (name === "" || /[\x00-\x1f"\\]/.test(name)) return false;
  if (/^[{[]/.test(name) || /^-?Infinity$/.test(name)) return false;
  // Numbers, true and null name Socket.IO events in bad traffic; types name plain JSON.
  return !parseJson(name).ok && !TYPE_NAMES.has(name);
}

const TYPE_NAMES: ReadonlySet<string> = new Set(["string", "number", "boolean"]);
