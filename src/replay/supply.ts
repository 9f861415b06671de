// `--supply`: puts something that can be parsed into the places of a server's messages where secrets
// were hidden on the tape. Clients that read a token's claims stop at a row of asterisks.

import { isJsonObject, type JsonValue, type Value } from "../base/json.ts";
import type { Path } from "../timeline/filter/path.ts";
import type { Meaning } from "./meaning.ts";
import { dollarIn, withDollarIn } from "./rewritten_step.ts";
import type { Hidden, ReplayScript, ReplaySession, Step } from "./script.ts";

/** `--supply 'login:$.token=eyJ…'` */
export interface Supply {
  /** In these events alone; default: in all, in acks, and in what CONNECTs answer. */
  readonly event?: string;
  readonly path: Path;
  readonly value: JsonValue;
  /** As it was typed, for people. */
  readonly text: string;
}

export interface Supplied {
  readonly script: ReplayScript;
  /** Those that found nothing hidden in their place. */
  readonly unused: readonly Supply[];
}

export function supplyScript(script: ReplayScript, supplies: readonly Supply[]): Supplied {
  const used = new Set<Supply>();
  const sessions = script.sessions.map((session) => ({
    ...session,
    steps: session.steps.map((step) => supplyStep(step, session, supplies, used)),
  }));
  return { script: { ...script, sessions }, unused: supplies.filter((one) => !used.has(one)) };
}

function supplyStep(
  step: Step,
  { protocol }: ReplaySession,
  supplies: readonly Supply[],
  used: Set<Supply>,
): Step {
  const { from, meaning, hidden } = step;
  if (from !== "server" || hidden === undefined) return step;
  const value = dollarIn(meaning);
  if (value === undefined) return step;
  const marked = hidden.kind === "marked" ? dollarIn(hidden.meaning) ?? value : value;
  let supplied = marked;
  for (const supply of supplies) {
    if (supply.event !== undefined && supply.event !== nameOf(meaning)) continue;
    const before = supplied;
    supplied = supply.path.replace(before, ({ value: there }) => fill(there, supply.value, hidden));
    if (supplied !== before) used.add(supply);
  }
  // What nobody supplied stays as it stands on the tape.
  if (supplied === marked) return step;
  const { hidden: _, ...plain } = step;
  return withDollarIn(plain, keep(supplied, value, marked), protocol);
}

/** A whole hidden text becomes the value; of a text in which something was hidden only that. */
function fill(there: Value, value: JsonValue, hidden: Hidden): Value {
  const marks = hidden.kind === "marked" ? hidden.text + hidden.number : "*";
  // Markers are private or control characters: they mean nothing else to an expression.
  const run = new RegExp(`[${marks}]+`, "g");
  if (typeof there === "string") {
    if (there.replace(run, "") === "") return there === "" ? there : value;
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return there.replace(run, () => text);
  }
  // A container was hidden leaf by leaf: only another container stands for it.
  const isAlike = Array.isArray(there) && Array.isArray(value) ||
    isJsonObject(there) && isJsonObject(value);
  return isAlike && JSON.stringify(there).search(run) >= 0 ? value : there;
}

/** The supplied value, with the tape's own where markers are left. */
function keep(supplied: Value, recorded: Value, marked: Value): Value {
  if (supplied === marked) return recorded;
  if (Array.isArray(supplied) && Array.isArray(recorded) && Array.isArray(marked)) {
    return supplied.map((item, index) =>
      keep(item, recorded[index] ?? null, marked[index] ?? null)
    );
  }
  if (isJsonObject(supplied) && isJsonObject(recorded) && isJsonObject(marked)) {
    return Object.fromEntries(
      Object.entries(supplied).map(([key, item]) => [
        key,
        keep(item, recorded[key] ?? null, marked[key] ?? null),
      ]),
    );
  }
  return supplied;
}

function nameOf(meaning: Meaning): string | undefined {
  return meaning.kind === "event" ? meaning.name : undefined;
}
