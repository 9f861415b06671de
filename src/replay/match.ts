// Whether what a client says is what the tape expects: by meaning, never by ids. A miss teaches:
// it says where the two differ, and how to accept that.

import type { Value } from "../base/json.ts";
import type { Path } from "../timeline/filter/path.ts";
import { dollarOf } from "../timeline/filter/dollar.ts";
import { isJsonObject } from "../base/json.ts";
import { compareValues, type Comparison, type Difference } from "./difference.ts";
import { describeMeaning, type Meaning } from "./meaning.ts";
import type { Step } from "./script.ts";

/**
 * `strict`: names and arguments, in order per namespace. `any-order`: the same in any order. `shape`:
 * in order, arguments by types and keys. `name`: in order, names alone. `off`: nothing is compared
 * and nobody is waited for; the tape goes by time.
 */
export type MatchMode = "strict" | "any-order" | "shape" | "name" | "off";

export const MATCH_MODES: readonly MatchMode[] = ["strict", "any-order", "shape", "name", "off"];

export interface MatchRules {
  readonly mode: MatchMode;
  /** Places in arguments that may be anything. */
  readonly ignore: readonly Path[];
  /** What is expected but for its contents stands for it: that is told, and waited for no longer. */
  readonly lenient?: boolean;
}

/** How a message differs from a step; nothing when it is what was expected. */
export interface Miss {
  /** The line of the step. */
  readonly line: number;
  /** What that step is: `room:subscribe in /sfa`. */
  readonly expected: string;
  /** Empty where it is another message altogether. */
  readonly differences: readonly Difference[];
  /** How to accept the difference: `--ignore '$.room'`. */
  readonly accept?: string;
}

/** Keys of a CONNECT that belong to connection state recovery and change every time. */
const VOLATILE_AUTH = ["pid", "offset"];

/** Compares a step with what was said, ids already translated into the tape's. */
export function missOf(step: Step, said: Meaning, rules: MatchRules): Miss | undefined {
  const expected = step.hidden?.kind === "marked" ? step.hidden.meaning : step.meaning;
  if (!isSameKind(expected, said)) return missing(step, []);
  if (rules.mode === "name" || rules.mode === "off") return undefined;
  const differences = [...answerDifference(expected, said)];
  if (step.hidden?.kind !== "somewhere") {
    const [left, right] = contentsOf(expected, said);
    differences.push(...compareValues(left, right, comparisonOf(step, rules)));
  }
  return differences.length === 0 ? undefined : missing(step, differences);
}

/** The same kind of packet of the same namespace, an event of the same name. */
export function isSameKind(expected: Meaning, said: Meaning): boolean {
  if (expected.kind === "other" && said.kind === "other") {
    return typeof expected.data === typeof said.data;
  }
  if (expected.kind !== said.kind || expected.namespace !== said.namespace) return false;
  return expected.kind !== "event" || said.kind !== "event" || expected.name === said.name;
}

/** `entry 14: $.room expected "track_222222", got "track_19"`, a line for each difference. */
export function explainMiss({ line, expected, differences }: Miss): readonly string[] {
  if (differences.length === 0) return [`entry ${line}: expected ${expected}`];
  return differences.map(({ path, expected: wanted, actual }) => {
    if (path !== ACK) {
      return `entry ${line}: ${path} expected ${wanted ?? "nothing"}, got ${actual ?? "nothing"}`;
    }
    return wanted === undefined
      ? `entry ${line}: expected no question for an answer, got one (a callback)`
      : `entry ${line}: expected a question for an answer (a callback), got none`;
  });
}

function comparisonOf({ hidden }: Step, { mode, ignore }: MatchRules): Comparison {
  const byShape = mode === "shape";
  if (hidden?.kind !== "marked") return { byShape, ignore };
  return { byShape, ignore, hidden: { text: hidden.text, number: hidden.number } };
}

/** Stands for a path where the one asks for an answer and the other does not. */
export const ACK = "ack";

/** Who asks for an answer and who does not are different messages. */
function answerDifference(expected: Meaning, said: Meaning): readonly Difference[] {
  if (expected.kind !== "event" || said.kind !== "event") return [];
  const [wanted, got] = [expected.ackId !== undefined, said.ackId !== undefined];
  if (wanted === got) return [];
  return [{ path: ACK, ...(wanted ? { expected: "an ack id" } : { actual: "an ack id" }) }];
}

function contentsOf(expected: Meaning, said: Meaning): readonly [Value, Value] {
  switch (expected.kind) {
    case "event":
    case "ack": {
      const args = said.kind === expected.kind ? said.args : [];
      // `$` is the only argument, or all of them: but for both it must be the same.
      if (args.length !== expected.args.length) return [expected.args, args];
      return [dollarOf(expected.args), dollarOf(args)];
    }
    case "connect":
      return [authOf(expected), authOf(said)];
    case "other":
      return [expected.data, said.kind === "other" ? said.data : ""];
    case "connect-error":
      // Why it was refused: another reason is another answer.
      return [expected.data ?? null, said.kind === "connect-error" ? said.data ?? null : null];
    case "disconnect":
      return [null, null];
  }
}

/** Clients write no auth in several ways. */
function authOf(meaning: Meaning): Value {
  const data = meaning.kind === "connect" ? meaning.data : undefined;
  if (data === undefined || data === null) return {};
  if (!isJsonObject(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !VOLATILE_AUTH.includes(key)));
}

function missing({ line, meaning }: Step, differences: readonly Difference[]): Miss {
  const paths = differences.map(({ path }) => path).filter((path) => path.startsWith("$"));
  const accept = paths.length > 0
    ? [...new Set(paths)].map((path) => `--ignore '${path.replaceAll("'", `'\\''`)}'`).join(" ")
    // By names alone, whether an answer is asked for does not count.
    : differences.length > 0
    ? "--match name"
    : undefined;
  const expected = describeMeaning(meaning);
  return { line, expected, differences, ...(accept === undefined ? {} : { accept }) };
}
