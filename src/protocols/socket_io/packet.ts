// The packets of the Socket.IO protocol, revisions 3, 4 and 5, as they are read from traffic: one
// shape for the text and the msgpack encoding. Optional fields are there only when the wire had them.

import type { Payload } from "../../base/bytes.ts";
import type { Value, ValueObject } from "../../base/json.ts";
import type { Note } from "../../base/note.ts";
import type { Packet } from "../protocol.ts";

/**
 * The packet types by their number on the wire (socket.io-protocol v5, "Exchange protocol").
 * Type 4 was called ERROR up to revision 4; BINARY_ACK came with revision 4.
 */
export const PACKET_TYPES = [
  "CONNECT",
  "DISCONNECT",
  "EVENT",
  "ACK",
  "CONNECT_ERROR",
  "BINARY_EVENT",
  "BINARY_ACK",
] as const;

export type SocketPacketType = typeof PACKET_TYPES[number];

export interface SocketPacket extends Packet {
  readonly protocol: "socket.io";
  /** The wire's own type: a complete binary event stays a BINARY_EVENT. */
  readonly type: SocketPacketType | "unknown";
  readonly encoding?: "msgpack";
  readonly namespace: string;
  /** What followed `?` in the namespace, as older clients ask for one. */
  readonly query?: string;
  readonly ackId?: number;
  /** The announced number of attachments. */
  readonly attachments?: number;
  /** The payload: an event's name and arguments, an ACK's arguments, a CONNECT's auth. */
  readonly data?: Value;
  /** A CONNECT_ERROR's reason, the same for both of its shapes. */
  readonly error?: ConnectError;
  /** What a client wants back with connection state recovery. */
  readonly recovery?: RecoveryRequest;
  /** Other keys of a msgpack packet: JavaScript clients send `options`. */
  readonly extra?: ValueObject;
  /** What came, whole, when it could not be read or only in part. */
  readonly raw?: Payload;
}

/** Not so an attachment, which is a packet's part on its own. */
export function isSocketPacket(packet: Packet): packet is SocketPacket {
  return packet.protocol === "socket.io" && packet.type !== "attachment";
}

export interface ConnectError {
  readonly message: string;
  readonly data?: Value;
}

export interface RecoveryRequest {
  readonly pid: string;
  readonly offset: string;
}

/** One attachment of a binary packet, a message of its own on the wire. */
export interface AttachmentPacket extends Packet {
  readonly protocol: "socket.io";
  readonly type: "attachment";
  /** Counts from 0, as placeholders do. */
  readonly index: number;
  readonly of: number;
  readonly bytes: Uint8Array;
}

/** Shared by all packets without notes. */
export const NO_NOTES: readonly Note[] = Object.freeze([]);

/** A packet while it is being read. */
export type PacketDraft = { -readonly [Key in keyof SocketPacket]: SocketPacket[Key] };

/** Adds a note while the packet is being read, and keeps what came beside it. */
export function addNote(packet: PacketDraft, note: Note, raw: Payload): void {
  packet.notes = [...packet.notes, note];
  packet.raw = raw;
}

export function withNotes(packet: SocketPacket, notes: readonly Note[]): SocketPacket {
  return notes.length === 0 ? packet : { ...packet, notes: [...packet.notes, ...notes] };
}

export function unknownPacket(raw: Payload, note: Note): SocketPacket {
  return { protocol: "socket.io", type: "unknown", namespace: "/", notes: [note], raw };
}
