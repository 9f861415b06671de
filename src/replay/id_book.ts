// Ids that are fresh for every client: the sids of Engine.IO and of namespaces, and the pid of
// recovery. The book knows which live id stands for which recorded one, and puts them in each
// other's place wherever a whole string of JSON is one of them.

import type { Payload } from "../base/bytes.ts";
import type { Value, ValueObject } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import { MAX_JSON_DEPTH } from "../base/json_depth.ts";
import { encodePacket } from "../protocols/socket_io/encode.ts";
import { decodePacketFromMsgpack } from "../protocols/socket_io/msgpack.ts";

/** How many ids a book holds; later ones stay as they were recorded. */
export const MAX_IDS = 30_000;

/** Where fresh ids come from. Without a mint the recorded ids are used: `--pin-ids`. */
export interface IdMint {
  /** The sid of a client in a namespace. */
  namespaceId(): string;
  /** The pid of connection state recovery. */
  recoveryId(): string;
}

/** A JSON string that may be an id. What stands between two strings always has one of `:,[]{}`. */
const ID_STRING = /"([\w#/=+.-]{4,200})"/g;

export class IdBook {
  readonly #live = new Map<string, string>();
  readonly #recorded = new Map<string, string>();
  readonly #others: IdBook | undefined;

  /** `others` has the ids of other clients: a list of who is there names them all. */
  constructor(others?: IdBook) {
    this.#others = others;
  }

  learn(recorded: string, live: string): void {
    if (recorded === live || this.#live.size >= MAX_IDS) return;
    this.#live.set(recorded, live);
    this.#recorded.set(live, recorded);
  }

  knows(recorded: string): boolean {
    return this.liveOf(recorded) !== undefined;
  }

  liveOf(recorded: string): string | undefined {
    return this.#live.get(recorded) ?? this.#others?.liveOf(recorded);
  }

  recordedOf(live: string): string | undefined {
    return this.#recorded.get(live) ?? this.#others?.recordedOf(live);
  }

  /** Tells another book all that this one has learned. */
  tell(book: IdBook): void {
    for (const [recorded, live] of this.#live) book.learn(recorded, live);
  }

  /** The recorded ids that this book itself has learned. */
  recorded(): IterableIterator<string> {
    return this.#live.keys();
  }

  get #isEmpty(): boolean {
    return this.#live.size === 0 && (this.#others === undefined || this.#others.#isEmpty);
  }

  /** A recorded message with live ids; the message itself when there are none in it. */
  toLive(message: Payload): Payload {
    if (this.#isEmpty) return message;
    if (typeof message !== "string") return this.#liveBytes(message);
    return message.replace(ID_STRING, (whole, id) => {
      const live = this.liveOf(id);
      return live === undefined ? whole : JSON.stringify(live);
    });
  }

  /** A live value with the ids of the tape. */
  toRecorded(value: Value): Value {
    return this.#isEmpty ? value : replaceStrings(value, (live) => this.recordedOf(live), 0);
  }

  /** Only msgpack packets have ids in binary; attachments are the application's. */
  #liveBytes(bytes: Uint8Array): Payload {
    const packet = decodePacketFromMsgpack(bytes);
    if (packet.type === "unknown" || packet.notes.length > 0 || packet.data === undefined) {
      return bytes;
    }
    const data = replaceStrings(packet.data, (recorded) => this.liveOf(recorded), 0);
    return data === packet.data ? bytes : encodePacket({ ...packet, data })[0] ?? bytes;
  }
}

function replaceStrings(
  value: Value,
  by: (id: string) => string | undefined,
  depth: number,
): Value {
  if (typeof value === "string") return by(value) ?? value;
  if (depth > MAX_JSON_DEPTH || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => replaceStrings(item, by, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isJsonObject(value)) return value;
  const object: ValueObject = value;
  let isSame = true;
  const entries = Object.entries(object).map(([key, item]) => {
    const [newKey, newItem] = [by(key) ?? key, replaceStrings(item, by, depth + 1)];
    if (newKey !== key || newItem !== item) isSame = false;
    return [newKey, newItem] as const;
  });
  return isSame ? object : Object.fromEntries(entries);
}
