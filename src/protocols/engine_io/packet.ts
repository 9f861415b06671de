// What an Engine.IO packet is, in revisions 3 and 4 of the protocol. The types and their digits are
// the same in both; how binary data and payloads are written differs, and is read elsewhere.

import type { Payload } from "../../base/bytes.ts";
import type { Note } from "../../base/note.ts";
import type { Packet } from "../protocol.ts";

export type EngineVersion = 3 | 4;

export type EngineType = "open" | "close" | "ping" | "pong" | "message" | "upgrade" | "noop";

/** What the server says of the session in its open packet; only what has the right type. */
export interface Handshake {
  readonly sid?: string;
  readonly upgrades?: readonly string[];
  /** Milliseconds, as `pingTimeout`. */
  readonly pingInterval?: number;
  readonly pingTimeout?: number;
  /** How many bytes a polling payload may have. */
  readonly maxPayload?: number;
}

export interface EnginePacket extends Packet {
  readonly protocol: "engine.io";
  readonly type: EngineType | "unknown";
  readonly version: EngineVersion;
  /** What follows the type; all there was when the type is unknown. */
  readonly data: Payload;
  /** Where it stood in its message or payload, framing included: packets tile what they came in. */
  readonly start: number;
  readonly end: number;
  readonly handshake?: Handshake;
  /** A ping or pong that tries a new transport out. */
  readonly probe?: true;
}

export function isEnginePacket(packet: Packet): packet is EnginePacket {
  return packet.protocol === "engine.io" && "version" in packet;
}

/** What an encoder needs to know; every `EnginePacket` is one. */
export interface OutgoingPacket {
  readonly type: EngineType | "unknown";
  readonly data?: Payload;
}

/** In the order of their digits (protocol, "Packet": 0 open … 6 noop). */
export const ENGINE_TYPES: readonly EngineType[] = [
  "open",
  "close",
  "ping",
  "pong",
  "message",
  "upgrade",
  "noop",
];

/** Shared by all packets that nothing is to be said of, so that good traffic costs no list. */
export const NO_NOTES: readonly Note[] = Object.freeze([]);

/** The type of a digit's value, undefined when there is none. */
export function typeOfNumber(number: number | undefined): EngineType | undefined {
  return number !== undefined && number >= 0 && number < ENGINE_TYPES.length
    ? ENGINE_TYPES[number]
    : undefined;
}

/** Something that could not be read, kept as it came, and the note that says why. */
export function unknownPacket(
  data: Payload,
  version: EngineVersion,
  start: number,
  end: number,
  rule: string,
  text: string,
): EnginePacket {
  const notes = [{ rule: `engine.io/${rule}`, text, offset: start }];
  return { protocol: "engine.io", type: "unknown", version, data, notes, start, end };
}
