// Options that cannot be meant: a name that does not exist is a test that tests something else.

import { suggest } from "../base/suggest.ts";
import type { ServerFault } from "../net/replay_server/transport_fault.ts";

const TARGET = ["event", "namespace", "nth"];
const COUNT = ["times", "client"];

/** What each kind of fault has beside its kind. */
const FIELDS: { readonly [Kind in ServerFault["kind"]]: readonly string[] } = {
  drop: TARGET,
  duplicate: TARGET,
  corrupt: TARGET,
  reorder: TARGET,
  "lose-ack": TARGET,
  cut: TARGET,
  delay: [...TARGET, "by"],
  "refuse-connect": [...TARGET, "message"],
  close: [...TARGET, "code", "reason"],
  "starve-pings": [],
  "block-upgrade": [],
  "stall-polls": [],
};

/** `what` is where they stand: `the options of replayServer()`. */
export function checkNames(given: object, known: readonly string[], what: string): void {
  const wrong = Object.keys(given).find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw new TypeError(`Cannot read ${what}: there is no ${quoted(wrong)}${meant(wrong, known)}`);
}

export function checkFaults(faults: readonly ServerFault[]): void {
  for (const fault of faults) {
    const { kind } = fault;
    const kinds = Object.keys(FIELDS);
    if (!Object.hasOwn(FIELDS, kind)) {
      throw new TypeError(
        `Cannot put in the fault ${quoted(kind)}: there is no such kind${meant(kind, kinds)}`,
      );
    }
    checkNames(fault, ["kind", ...FIELDS[kind], ...COUNT], `the fault ${quoted(kind)}`);
    checkNumbers(fault);
  }
}

/** An origin as browsers send it, or one of those that stand for more. */
export function checkOrigin(cors: string): void {
  if (cors === "*" || cors === "null" || URL.parse(cors)?.origin === cors) return;
  throw new TypeError(
    `Cannot let in pages of ${quoted(cors)}: it is no origin, such as "http://localhost:5173"`,
  );
}

/** From 1 on, and whole; `nth` has to be said. */
function checkNumbers(fault: ServerFault): void {
  const numbers: Readonly<Record<string, unknown>> = {
    ...("nth" in fault || FIELDS[fault.kind].length > 0 ? { nth: undefined } : {}),
    ...fault,
  };
  for (const name of ["nth", ...COUNT]) {
    const value = numbers[name];
    if (!(name in numbers) || Number.isSafeInteger(value) && Number(value) >= 1) continue;
    throw new TypeError(
      `Cannot put in the fault ${quoted(fault.kind)}: ${name} is ${quoted(value)}, ` +
        "expected a whole number from 1 on",
    );
  }
}

function meant(word: string, known: readonly string[]): string {
  const near = suggest(word, known);
  return near === undefined ? `; known are ${known.join(", ")}` : `, did you mean ${quoted(near)}?`;
}

function quoted(value: unknown): string {
  return JSON.stringify(value) ?? "missing";
}
