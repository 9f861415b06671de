// The contract between the server and whoever owns it: who is let in, what a session or a plain
// WebSocket can do, what their owners are told. The server knows transports and nothing of what is
// said over them.

import type { Payload } from "../../base/bytes.ts";
import type { EngineVersion, OutgoingPacket } from "../../protocols/engine_io/packet.ts";
import type { Header } from "../../wire/events.ts";
import type { SharedMessage } from "./shared_message.ts";

export type TransportName = "polling" | "websocket";

/** For one client, or for as many as it is sent to. */
export type Message = Payload | SharedMessage;

export interface ServerRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: readonly Header[];
  /** `address:port` of the client. */
  readonly peer: string;
}

/** A request under the server's own path. */
export interface EngineRequest extends ServerRequest {
  readonly version: EngineVersion;
  /** `polling`, `websocket`, or what else was asked for. */
  readonly transport: string;
  readonly sid?: string;
}

export interface EngineOwner {
  /** A client asks for a session. */
  admit(request: EngineRequest): Admission;
  /** HTTP beside the sessions; nothing is answered with 404. */
  http?(request: ServerRequest): HttpAnswer | undefined;
  /** A WebSocket beside the sessions; nothing is answered with 400. */
  websocket?(request: ServerRequest): PlainAdmission | undefined;
}

export type Admission =
  | {
    readonly kind: "take";
    readonly owner: SessionOwner;
    /** Default, and while another session has it: a fresh one. */
    readonly sid?: string;
    /** Default: the server's. */
    readonly handshake?: HandshakeOptions;
  }
  | {
    readonly kind: "refuse";
    readonly refusal: Refusal;
    /** Said instead of the refusal, as it stands. */
    readonly answer?: HttpAnswer;
  };

/** What the open packet says, and the session then keeps. */
export interface HandshakeOptions {
  /** Milliseconds, as `pingTimeout`. */
  readonly pingInterval: number;
  readonly pingTimeout: number;
  /** Told to the client if it is given; MAX_PAYLOAD_BYTES holds in any case. */
  readonly maxPayload?: number;
  /** What a polling client is offered. */
  readonly upgrades: readonly string[];
}

/** How engine.io says no: JSON to HTTP requests, the bare message to WebSocket handshakes. */
export interface Refusal {
  /** 0 to 5: see `ERROR_MEANINGS`. */
  readonly code: number;
  readonly message: string;
  /** For HTTP requests; a WebSocket handshake is always refused with 400. */
  readonly status: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly reason?: string;
  readonly headers: readonly Header[];
  readonly body: Payload;
}

export interface SessionOwner {
  /** The open packet has gone. */
  opened(session: EngineSession): void;
  message(data: Payload): void;
  /** There is room again after `send()` answered false. */
  drained?(): void;
  /** It goes on over WebSocket. */
  upgraded?(): void;
  /** It is over; nothing else is told after this. */
  closed(end: SessionEnd): void;
}

export interface SessionEnd {
  readonly reason: CloseReason;
  /** Of the WebSocket it ended with, by the client's close frame; 1005 and 1006 stand for none. */
  readonly code?: number;
  readonly text?: string;
}

/** In stock engine.io's words, but for `stalled`: too much waited for this client. */
export type CloseReason =
  | "transport close"
  | "transport error"
  | "parse error"
  | "ping timeout"
  | "forced close"
  | "stalled";

export interface EngineSession {
  readonly sid: string;
  readonly version: EngineVersion;
  /** The one that opened it. */
  readonly request: EngineRequest;
  readonly transport: TransportName;
  readonly isOpen: boolean;
  /** How many bytes wait for the client. */
  readonly buffered: number;
  /**
   * Sends messages as one flush: over polling one payload if a poll is parked, over WebSocket frames
   * that share a write with all that is sent in the same turn. False: wait for `drained()`.
   */
  send(messages: readonly Message[]): boolean;
  /** Says goodbye as a stock server does: a close packet on the next poll, a close frame. */
  close(): void;
  /** The same with a WebSocket close code; polling has none. */
  closeWith(code: number, reason: string): void;
  readonly faults: SessionFaults;
}

/** What a stock server in trouble would do to its client. */
export interface SessionFaults {
  /** Resets the TCP connection; with no poll parked, that of the next one. */
  cut(): void;
  /** No pings any more (revision 4), no answers to pings (revision 3). */
  starvePings(on: boolean): void;
  /** Probes stay unanswered. */
  blockUpgrade(on: boolean): void;
  /** Polls are taken and not answered. */
  stallPolls(on: boolean): void;
  /** Any packets; those of type `unknown` go as they are. */
  sendPackets(packets: readonly OutgoingPacket[]): boolean;
  /** Any bytes: on the WebSocket's TCP connection, or as the body of the next poll. */
  sendBytes(bytes: Uint8Array): boolean;
}

export type PlainAdmission =
  | {
    readonly kind: "take";
    readonly owner: PlainSocketOwner;
    /** Answered if the client has offered it. */
    readonly subprotocol?: string;
  }
  | { readonly kind: "refuse"; readonly answer: HttpAnswer };

export interface PlainSocketOwner {
  opened(socket: PlainSocket): void;
  message(data: Payload): void;
  /** Pings are answered already. */
  ping?(data: Payload): void;
  pong?(data: Payload): void;
  drained?(): void;
  /** 1005: a close frame without a code; 1006: no close frame. */
  closed(code: number, reason: string): void;
}

export interface PlainSocket {
  readonly request: ServerRequest;
  readonly isOpen: boolean;
  readonly buffered: number;
  /** False: wait for `drained()`. */
  send(messages: readonly Message[]): boolean;
  /** One message in frames of these lengths; the last one takes what is left. */
  sendFragments(data: Payload, lengths: readonly number[]): boolean;
  ping(data: Uint8Array): void;
  pong(data: Uint8Array): void;
  /** Without a code the close frame carries none. */
  close(code?: number, reason?: string): void;
  /** Resets the TCP connection. */
  cut(): void;
  sendBytes(bytes: Uint8Array): boolean;
}
