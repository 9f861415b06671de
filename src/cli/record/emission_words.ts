// What is told of emissions: their answers, and those that did not go as they were asked for. These
// are told by their names alone, since arguments may hold secrets.

import type { Value } from "../../base/json.ts";
import type { Emission, EmissionsLeft } from "../../net/emissions.ts";
import { counted } from "../../view/terminal/duration.ts";
import { cut, formatArgs } from "../../view/terminal/event_line.ts";

/** How many are named, and how long a name may be. */
const MAX_NAMES = 5;
const MAX_NAME_LENGTH = 60;

/** `hello was acknowledged after 21 ms: "hi" <4 bytes>` */
export function answerWords(event: string, milliseconds: number, args: readonly unknown[]): string {
  const answer = args.length === 0 ? "" : `: ${formatArgs(args.map(plain))}`;
  return `${event} was acknowledged after ${milliseconds} ms${answer}`;
}

/** `noack was never acknowledged; 1 emission was not sent: hello`; undefined when all went well. */
export function leftWords({ unsent, unanswered }: EmissionsLeft): string | undefined {
  const words: string[] = [];
  if (unanswered.length > 0) {
    const verb = unanswered.length === 1 ? "was" : "were";
    words.push(`${namesOf(unanswered)} ${verb} never acknowledged`);
  }
  if (unsent.length > 0) {
    const verb = unsent.length === 1 ? "was" : "were";
    words.push(`${counted(unsent.length, "emission")} ${verb} not sent: ${namesOf(unsent)}`);
  }
  return words.length === 0 ? undefined : words.join("; ");
}

function namesOf(emissions: readonly Emission[]): string {
  const named = emissions.slice(0, MAX_NAMES).map(({ event, namespace }) =>
    cut(namespace === undefined ? event : `${namespace} ${event}`, MAX_NAME_LENGTH)
  );
  const more = emissions.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/** The stock client's Buffers would write themselves as lists of numbers. */
function plain(value: unknown): Value {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  const isPlain = typeof value === "string" || typeof value === "number" ||
    typeof value === "boolean";
  return isPlain ? value : null;
}
