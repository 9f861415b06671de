// Messages without a protocol around them (a plain WebSocket's, or an Engine.IO session's that speaks
// no Socket.IO): every message says by itself what it is. Which comes first decides nothing, since
// that is chance: a client may greet in plain text a server that streams JSON.

import type { Payload } from "../base/bytes.ts";
import { DEFAULT_EVENT_KEYS, readJson } from "./json/json.ts";
import type { MessageDecoder, MessageDecoderOptions, MessageMeaning } from "./protocol.ts";
import { readRaw } from "./raw/raw.ts";

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

/** JSON's own white space (RFC 8259, section 2), then an object or array. */
const CONTAINER = /^[ \t\n\r]*[[{]/;

/** Nobody begins a sentence so: where it cannot be read, people want to know why. */
const OBJECT = /^[ \t\n\r]*\{[ \t\n\r]*"/;

export function openStandingAlone(options: MessageDecoderOptions): MessageDecoder {
  const keys = options.eventKeys ?? DEFAULT_EVENT_KEYS;
  return { receive: (_from, data) => readStandingAlone(data, keys) };
}

/**
 * JSON objects and arrays are events, named by their keys; all else is raw. A bare `5` or `"x"` is
 * JSON too, yet means text: no key could name it.
 */
export function readStandingAlone(data: Payload, eventKeys: readonly string[]): MessageMeaning {
  if (typeof data !== "string" || !isContainer(data)) return readRaw(data);
  const meaning = readJson(data, eventKeys);
  if (meaning.event !== undefined) return meaning;
  const isMeantSo = meaning.notes[0]?.rule === "json/depth" || OBJECT.test(data);
  return isMeantSo ? meaning : readRaw(data);
}

/** Mostly the first character says it, at no cost. */
function isContainer(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === OPEN_OBJECT || first === OPEN_ARRAY || CONTAINER.test(text);
}
