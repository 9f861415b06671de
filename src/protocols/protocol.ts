// The contract of every protocol. A protocol is a folder; `registry.ts` composes them. Decoders are
// told what was carried, in the order of the wire, and answer with what it means. They never throw
// for what a peer sent and never lose a byte of it: what cannot be read comes back as it was, in a
// packet of type "unknown" or with a note.

import type { Payload } from "../base/bytes.ts";
import type { Value } from "../base/json.ts";
import type { Note } from "../base/note.ts";
import type { Side } from "../base/side.ts";

/** One packet of one protocol. Every protocol adds its own fields. */
export interface Packet {
  /** The protocol's name: `engine.io`, `socket.io`, `json`, `raw`. */
  readonly protocol: string;
  /** The packet's type in that protocol's own words: `message`, `EVENT`, … */
  readonly type: string;
  /** What is odd about it. */
  readonly notes: readonly Note[];
}

/** An application event: what people wrote their code about. */
export interface DecodedEvent {
  /** The namespace, `/` where the protocol has none. */
  readonly namespace: string;
  /** The event's name. */
  readonly name: string;
  /** Its arguments, binary in its place. */
  readonly args: readonly Value[];
  /** The id under which an answer is expected. */
  readonly ackId?: number;
  /** A connection state recovery offset that followed the arguments and is none of them. */
  readonly offset?: string;
}

/** What one message means: its stack of packets from the outermost inward. */
export interface Decoded {
  /** Who sent it. */
  readonly from: Side;
  /** The packets, outermost first: Engine.IO, then Socket.IO. */
  readonly packets: readonly Packet[];
  /** Short and for people: `EVENT location:track`, `ping`, `open`. */
  readonly label: string;
  /** The application event, when it is one. */
  readonly event?: DecodedEvent;
  /** The notes of all its packets and of the decoding itself. */
  readonly notes: readonly Note[];
  /** The session it belongs to (an Engine.IO sid), which several connections may share. */
  readonly session?: string;
  /** What carried it. */
  readonly transport?: Transport;
}

/** What can carry a message. */
export type Transport = "polling" | "websocket" | "http";

export interface CarriedRequest {
  readonly kind: "request";
  readonly conn: number;
  readonly id: number;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The body, content coding taken off. */
  readonly data: Payload;
}

export interface CarriedResponse {
  readonly kind: "response";
  readonly conn: number;
  readonly id: number;
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly data: Payload;
}

/** A whole WebSocket message; its connection's request and 101 came before. */
export interface CarriedMessage {
  readonly kind: "message";
  readonly conn: number;
  readonly from: Side;
  readonly data: Payload;
}

/** The connection is gone: its state can be forgotten. */
export interface CarriedClose {
  readonly kind: "close";
  readonly conn: number;
}

/** What a connection carried, one whole thing at a time, in the order of the wire. */
export type Carried = CarriedRequest | CarriedResponse | CarriedMessage | CarriedClose;

/** A protocol that stands directly on HTTP and WebSocket (Engine.IO, plain WebSocket). */
export interface CarrierProtocol {
  readonly name: string;
  /** How sure it is that this request is its own: 0 (not mine) to 1 (certain). */
  recognise(request: CarriedRequest): number;
  /** `inner` opens a decoder for the messages of one session. */
  open(inner: (options: MessageDecoderOptions) => MessageDecoder): CarrierDecoder;
}

/** Decodes all connections of a tape that speak its protocol, so that sessions can span them. */
export interface CarrierDecoder {
  receive(carried: Carried): readonly Decoded[];
}

/**
 * An inner protocol's decoder: one for each Engine.IO session (or plain WebSocket), told every
 * message of both sides in order. One message may complete nothing yet (a binary event waiting for
 * its attachments): it still returns one Decoded that says so.
 */
export interface MessageDecoder {
  receive(from: Side, data: Payload): MessageMeaning;
}

/** What a message decoder found in one message. */
export interface MessageMeaning {
  readonly packets: readonly Packet[];
  readonly label: string;
  readonly event?: DecodedEvent;
  readonly notes: readonly Note[];
}

/** A protocol carried in messages (of a WebSocket or of Engine.IO). */
export interface MessageProtocol {
  readonly name: string;
  /** How sure it is, by the first message of an Engine.IO session: 0 (not mine) to 1 (certain). */
  recognise(first: Payload, from: Side): number;
  open(options: MessageDecoderOptions): MessageDecoder;
}

export interface MessageDecoderOptions {
  /** The Engine.IO version underneath, when there is one: Socket.IO's shapes depend on it. */
  readonly engineVersion?: 3 | 4;
  /** Keys that name JSON messages, by default the first of `type`, `event`, `action` there is. */
  readonly eventKeys?: readonly string[];
}
