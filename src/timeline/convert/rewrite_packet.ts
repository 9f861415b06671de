// A message with other data in its packet: as text with only that part changed, as msgpack anew. What
// cannot be written so that it reads as it is meant to is refused, with the reason.

import { equalBytes, type Payload } from "../../base/bytes.ts";
import { type JsonValue, parseJson, type Value, type ValueObject } from "../../base/json.ts";
import type { SocketPacket } from "../../protocols/socket_io/packet.ts";
import { encodePacketAsMsgpack } from "../../protocols/socket_io/msgpack.ts";
import { rewriteJson } from "./rewrite_json.ts";

export type Rewritten =
  | { readonly ok: true; readonly data: Payload }
  | { readonly ok: false; readonly reason: string };

/** socket.io-protocol, "Packet encoding": `<type>[<n>-][/nsp,][id]` stands before the JSON. */
const HEAD = /^[0-6](?:\d+-)?(?:\/[^,]*,)?\d*/;

/** `message` is what the packet came in; of a binary packet the text before its attachments. */
export function rewriteSocketPacket(
  message: Payload,
  packet: SocketPacket,
  after: Value,
): Rewritten {
  const { type, data } = packet;
  if (type === "unknown" || data === undefined || packet.raw !== undefined) {
    return refused("it could not be read whole");
  }
  if (typeof message !== "string") return rewriteMsgpack(message, packet, after);
  const start = HEAD.exec(message)?.[0].length ?? 0;
  const parsed = parseJson(message.slice(start));
  if (!parsed.ok) return refused("its JSON could not be found");
  const attachments: Uint8Array[] = [];
  const placed = withPlaceholders(data, parsed.value, after, attachments);
  if (placed === undefined) return refused("its binary would change, and attachments are kept");
  return { ok: true, data: rewriteJson(message, start, parsed.value, placed) };
}

/** A plain message that is JSON. */
export function rewriteJsonMessage(message: Payload, before: Value, after: Value): Rewritten {
  if (typeof message !== "string") return refused("it is binary");
  const [was, is] = [plainJson(before), plainJson(after)];
  if (was === undefined || is === undefined) return refused("JSON carries no binary");
  return { ok: true, data: rewriteJson(message, 0, was, is) };
}

function rewriteMsgpack(message: Uint8Array, packet: SocketPacket, after: Value): Rewritten {
  const { type, namespace, ackId, data, extra } = packet;
  if (type === "unknown") return refused("it could not be read");
  const parts = {
    type,
    namespace,
    ...(ackId === undefined ? {} : { ackId }),
    ...(extra === undefined ? {} : { extra }),
  };
  const again = encodePacketAsMsgpack({ ...parts, ...(data === undefined ? {} : { data }) });
  if (!equalBytes(sorted(again), sorted(message))) {
    return refused("its msgpack holds what cannot be written again as it was");
  }
  return { ok: true, data: encodePacketAsMsgpack({ ...parts, data: after }) };
}

/** Peers differ in the order of the keys, which means nothing. */
function sorted(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes).sort();
}

/** The value with each attachment's placeholder; undefined unless each stands there once. */
function withPlaceholders(
  data: Value,
  written: JsonValue,
  after: Value,
  attachments: Uint8Array[],
): JsonValue | undefined {
  const placeholders: JsonValue[] = [];
  if (!collect(data, written, attachments, placeholders)) return undefined;
  const unused = new Set(attachments);
  const place = (value: Value): JsonValue | undefined => {
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Uint8Array) {
      const placeholder = placeholders[attachments.indexOf(value)];
      return unused.delete(value) ? placeholder : undefined;
    }
    return mapChildren(value, place);
  };
  const placed = place(after);
  return unused.size === 0 ? placed : undefined;
}

/** Goes through a value and its JSON, and pairs the binary of the one with what the other has. */
function collect(
  value: Value,
  written: JsonValue | undefined,
  attachments: Uint8Array[],
  placeholders: JsonValue[],
): boolean {
  if (written === undefined) return false;
  if (typeof value !== "object" || value === null) return true;
  if (value instanceof Uint8Array) {
    attachments.push(value);
    placeholders.push(written);
    return true;
  }
  const parts: ValueObject = value as ValueObject;
  const texts = written as { readonly [key: string]: JsonValue };
  return Object.entries(parts).every(([key, item]) =>
    collect(item, texts[key], attachments, placeholders)
  );
}

function mapChildren(
  value: readonly Value[] | ValueObject,
  place: (value: Value) => JsonValue | undefined,
): JsonValue | undefined {
  const placed: (readonly [string, JsonValue])[] = [];
  for (const [key, item] of Object.entries(value)) {
    const child = place(item);
    if (child === undefined) return undefined;
    placed.push([key, child]);
  }
  return Array.isArray(value) ? placed.map(([, child]) => child) : Object.fromEntries(placed);
}

/** Undefined when there is binary in it. */
function plainJson(value: Value): JsonValue | undefined {
  if (typeof value !== "object" || value === null) return value;
  return value instanceof Uint8Array ? undefined : mapChildren(value, plainJson);
}

function refused(reason: string): Rewritten {
  return { ok: false, reason };
}
