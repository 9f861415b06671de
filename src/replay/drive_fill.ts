// Puts live values into the places of a client's messages, most of all where secrets were hidden on
// the tape: a filler of asterisks is nothing to send to a server.

import type { Payload } from "../base/bytes.ts";
import { isJsonObject, type JsonObject, type Value } from "../base/json.ts";
import { encodePacket } from "../protocols/socket_io/encode.ts";
import { dollarOf, withDollar } from "../timeline/filter/dollar.ts";
import type { Path } from "../timeline/filter/path.ts";
import { printPath } from "../timeline/filter/path_syntax.ts";
import type { Meaning } from "./meaning.ts";
import type { Hidden, ReplaySession, Step } from "./script.ts";

/** `--fill '$.payload.token=…'` */
export interface Fill {
  readonly path: Path;
  readonly value: string;
}

/** What is still hidden in a message, and would be sent. */
export interface Unfilled {
  readonly line: number;
  readonly place: "message" | "auth" | "somewhere";
  /** `$.payload.token` */
  readonly path?: string;
}

export interface Filled {
  readonly session: ReplaySession;
  readonly unfilled: readonly Unfilled[];
}

/** The session with live values; `auth` stands in the place of every CONNECT's own. */
export function fillSession(
  session: ReplaySession,
  fills: readonly Fill[],
  auth: JsonObject | undefined,
): Filled {
  const unfilled: Unfilled[] = [];
  const steps = session.steps.map((step) => {
    if (step.from !== "client") return step;
    return auth !== undefined && step.meaning.kind === "connect"
      ? withAuth(step, auth)
      : fillStep(step, fills, session.protocol, unfilled);
  });
  return { session: { ...session, steps }, unfilled };
}

/** What recovery asks with is the client's own, and stays. */
function withAuth(step: Step, auth: JsonObject): Step {
  const { hidden: _, ...plain } = step;
  if (step.meaning.kind !== "connect") return step;
  const recorded = isJsonObject(step.meaning.data) ? step.meaning.data : {};
  const { pid, offset } = recorded;
  const data = {
    ...auth,
    ...(pid === undefined ? {} : { pid }),
    ...(offset === undefined ? {} : { offset }),
  };
  return withValue(plain, data, "socket.io");
}

function fillStep(
  step: Step,
  fills: readonly Fill[],
  protocol: string,
  unfilled: Unfilled[],
): Step {
  const { meaning, hidden, line } = step;
  const value = valueOf(meaning);
  if (value === undefined || hidden?.kind === "somewhere") {
    if (hidden !== undefined) unfilled.push({ line, place: "somewhere" });
    return step;
  }
  let marked = hidden === undefined ? value : valueOf(hidden.meaning) ?? value;
  let filled = value;
  for (const { path, value: text } of fills) {
    const numbers = new Set(
      path.find(marked).filter((place) => isNumber(place.value, hidden))
        .map((place) => printPath(place.path)),
    );
    const change = (place: { readonly path: readonly (string | number)[] }): Value =>
      numbers.has(printPath(place.path)) ? Number(text) : text;
    filled = path.replace(filled, change);
    marked = path.replace(marked, change);
  }
  const place = meaning.kind === "connect" ? "auth" : "message";
  for (const path of markedPaths(marked, hidden)) unfilled.push({ line, place, path });
  if (filled === value) return step;
  const { hidden: _, ...plain } = step;
  return withValue(plain, filled, protocol);
}

/** `$` of a packet: an event's or ack's arguments, a CONNECT's auth. */
function valueOf(meaning: Meaning): Value | undefined {
  switch (meaning.kind) {
    case "event":
    case "ack":
      return dollarOf(meaning.args);
    case "connect":
      return meaning.data ?? {};
    case "connect-error":
    case "disconnect":
    case "other":
      return undefined;
  }
}

function withValue(step: Step, value: Value, protocol: string): Step {
  const { meaning } = step;
  switch (meaning.kind) {
    case "connect":
      return rewritten(step, { ...meaning, data: value }, value, protocol);
    case "event": {
      const args = withDollar(meaning.args, value);
      return rewritten(step, { ...meaning, args }, [meaning.name, ...args], protocol);
    }
    case "ack": {
      const args = withDollar(meaning.args, value);
      return rewritten(step, { ...meaning, args }, args, protocol);
    }
    default:
      return step;
  }
}

function rewritten(step: Step, meaning: Meaning, data: Value, protocol: string): Step {
  if (protocol !== "socket.io") {
    const [only] = meaning.kind === "event" ? meaning.args : [];
    return { ...step, meaning, messages: [JSON.stringify(only ?? null)] };
  }
  return { ...step, meaning, messages: packetOf(step.messages, meaning, data) };
}

/** socket.io-protocol, "Packet encoding": `<type>[<n>-][/nsp,][id]` stands before the JSON. */
const HEAD = /^[0-6](?:\d+-)?(?:\/[^,]*,)?\d*/;

function packetOf(
  [first = ""]: readonly Payload[],
  meaning: Meaning,
  data: Value,
): readonly Payload[] {
  const isAcked = meaning.kind === "ack" || meaning.kind === "event";
  const encoded = encodePacket({
    type: meaning.kind === "connect" ? "CONNECT" : meaning.kind === "ack" ? "ACK" : "EVENT",
    namespace: meaning.namespace,
    data,
    ...(isAcked && meaning.ackId !== undefined ? { ackId: meaning.ackId } : {}),
    ...(typeof first === "string" ? {} : { encoding: "msgpack" }),
  });
  // The head as it was recorded may say more: older clients have a query in it.
  const [head] = typeof first === "string" ? HEAD.exec(first) ?? [] : [];
  const isPlain = encoded.length === 1 && head !== undefined;
  // A CONNECT to "/" without auth has no id that could be mistaken for data.
  return isPlain ? [`${head}${JSON.stringify(data)}`] : encoded;
}

function isNumber(value: Value, hidden: Hidden | undefined): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && hidden?.kind === "marked" &&
    hidden.number !== hidden.text && value.includes(hidden.number);
}

/** Where markers stand, as paths. */
function markedPaths(value: Value, hidden: Hidden | undefined): readonly string[] {
  if (hidden?.kind !== "marked") return [];
  const found: string[] = [];
  const marks = [hidden.text, hidden.number];
  const look = (item: Value, path: readonly (string | number)[]): void => {
    if (typeof item === "string") {
      if (marks.some((mark) => item.includes(mark))) found.push(printPath(path));
    } else if (item instanceof Uint8Array) {
      if (marks.some((mark) => item.includes(mark.charCodeAt(0)))) found.push(printPath(path));
    } else if (Array.isArray(item)) {
      for (const [index, child] of item.entries()) look(child, [...path, index]);
    } else if (isJsonObject(item)) {
      for (const [key, child] of Object.entries(item)) look(child, [...path, key]);
    }
  };
  look(value, []);
  return found;
}
