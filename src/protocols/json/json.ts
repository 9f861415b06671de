// JSON text on a plain WebSocket. Such messages have no event name of their own: they are named by
// the first of a few keys, else by their shape, so that they can be counted, watched and compared.

import type { Payload } from "../../base/bytes.ts";
import type { JsonValue } from "../../base/json.ts";
import { isJsonObject, parseJson } from "../../base/json.ts";
import { exceedsDepth, MAX_JSON_DEPTH } from "../../base/json_depth.ts";
import type { Note } from "../../base/note.ts";
import type {
  MessageDecoder,
  MessageDecoderOptions,
  MessageMeaning,
  MessageProtocol,
  Packet,
} from "../protocol.ts";

export interface JsonPacket extends Packet {
  readonly protocol: "json";
  readonly type: "value" | "unknown";
  /** The parsed text of a `value`. */
  readonly value?: JsonValue;
  /** What could not be read, as it came, of an `unknown`. */
  readonly data?: Payload;
}

/** Keys whose string value names a message, the first that is there. */
export const DEFAULT_EVENT_KEYS: readonly string[] = ["type", "event", "action"];

/** The most keys that a name made of a message's shape tells. */
export const MAX_SHAPE_KEYS = 6;

export const json: MessageProtocol = {
  name: "json",
  recognise: recogniseJson,
  open: openJson,
};

function recogniseJson(first: Payload): number {
  if (typeof first !== "string") return 0;
  const start = first.trimStart()[0];
  if (start !== "{" && start !== "[") return 0;
  return parseJson(first).ok ? 0.6 : 0.1;
}

function openJson(options: MessageDecoderOptions): MessageDecoder {
  const keys = options.eventKeys ?? DEFAULT_EVENT_KEYS;
  return { receive: (_from, data) => readJson(data, keys) };
}

/** Reads one message as JSON and names it. */
export function readJson(data: Payload, eventKeys: readonly string[]): MessageMeaning {
  if (typeof data !== "string") {
    return unreadable(data, {
      rule: "json/binary",
      text: `Cannot read ${data.length} bytes of binary as JSON text`,
    });
  }
  if (exceedsDepth(data)) {
    return unreadable(data, {
      rule: "json/depth",
      text: `Cannot read JSON that is nested deeper than ${MAX_JSON_DEPTH}`,
    });
  }
  const parsed = parseJson(data);
  if (!parsed.ok) {
    return unreadable(data, { rule: "json/syntax", text: `Cannot read as JSON: ${parsed.reason}` });
  }
  const packet: JsonPacket = { protocol: "json", type: "value", value: parsed.value, notes: [] };
  const name = nameJson(parsed.value, eventKeys);
  return {
    packets: [packet],
    label: name,
    event: { namespace: "/", name, args: [parsed.value] },
    notes: [],
  };
}

function unreadable(data: Payload, note: Note): MessageMeaning {
  const packet: JsonPacket = { protocol: "json", type: "unknown", data, notes: [note] };
  return { packets: [packet], label: "not JSON", notes: [note] };
}

/** The value of the first event key, else the shape: `{location_lat,location_lon}`, `[3]`. */
export function nameJson(value: JsonValue, eventKeys: readonly string[]): string {
  if (!isJsonObject(value)) return Array.isArray(value) ? `[${value.length}]` : typeName(value);
  for (const key of eventKeys) {
    const name = Object.hasOwn(value, key) ? value[key] : undefined;
    if (typeof name === "string" && name !== "") return name;
  }
  const keys = Object.keys(value);
  const shown = keys.slice(0, MAX_SHAPE_KEYS).join(",");
  return keys.length > MAX_SHAPE_KEYS ? `{${shown},…}` : `{${shown}}`;
}

function typeName(value: JsonValue): string {
  return value === null ? "null" : typeof value;
}
