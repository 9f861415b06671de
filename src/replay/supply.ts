// `--supply`: puts something that can be parsed into the places of a server's messages where secrets
// were hidden on the tape. Clients that read a token's claims stop at a row of asterisks.

import { isJsonObject, type JsonValue, type Value } from "../base/json.ts";
import { encodePacket, type OutgoingPacket } from "../protocols/socket_io/encode.ts";
import { dollarOf, withDollar } from "../timeline/filter/dollar.ts";
import type { Path } from "../timeline/filter/path.ts";
import type { Meaning } from "./meaning.ts";
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
  return supplied === marked ? step : rewritten(step, keep(supplied, value, marked), protocol);
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

/** `$` of a server's packet. */
function dollarIn(meaning: Meaning): Value | undefined {
  switch (meaning.kind) {
    case "event":
    case "ack":
      return dollarOf(meaning.args);
    case "connect":
    case "connect-error":
      return meaning.data;
    case "disconnect":
    case "other":
      return undefined;
  }
}

function nameOf(meaning: Meaning): string | undefined {
  return meaning.kind === "event" ? meaning.name : undefined;
}

function rewritten(step: Step, value: Value, protocol: string): Step {
  const { meaning, hidden: _, ...rest } = step;
  switch (meaning.kind) {
    case "event": {
      const args = withDollar(meaning.args, value);
      const { ackId } = meaning;
      const messages = protocol === "socket.io"
        ? encoded(step, { type: "EVENT", data: [meaning.name, ...args] }, ackId)
        : [JSON.stringify(args[0] ?? null)];
      return { ...rest, meaning: { ...meaning, args }, messages };
    }
    case "ack": {
      const args = withDollar(meaning.args, value);
      const messages = encoded(step, { type: "ACK", data: args }, meaning.ackId);
      return { ...rest, meaning: { ...meaning, args }, messages };
    }
    case "connect":
    case "connect-error": {
      const type = meaning.kind === "connect" ? "CONNECT" : "CONNECT_ERROR";
      const messages = encoded(step, { type, data: value });
      return { ...rest, meaning: { ...meaning, data: value }, messages };
    }
    case "disconnect":
    case "other":
      return step;
  }
}

function encoded(
  { messages: [first], meaning: { namespace } }: Step,
  packet: Pick<OutgoingPacket, "type" | "data">,
  ackId?: number,
): Step["messages"] {
  return encodePacket({
    ...packet,
    namespace,
    ...(ackId === undefined ? {} : { ackId }),
    ...(typeof first === "string" ? {} : { encoding: "msgpack" }),
  });
}
