// What the wire's conversation tells its owner: whole requests, responses, messages, control
// frames, notes. Byte positions let a tap write an entry before it forwards the last byte of it.

import type { Payload } from "../base/bytes.ts";
import type { Note } from "../base/note.ts";
import type { Side } from "../base/side.ts";

export type Header = readonly [name: string, value: string];

export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** `1.1`, `1.0` */
  readonly version: string;
  /** As they were sent: order, case and duplicates kept. */
  readonly headers: readonly Header[];
}

export interface ResponseHead {
  readonly version: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly Header[];
}

/** A whole HTTP body, content coding taken off. Text where it is strictly UTF-8. */
export interface Body {
  readonly data: Payload;
  /** Its bytes on the wire, chunk heads and compression included. */
  readonly wireBytes: number;
  /** The content coding that was taken off: `gzip`, `deflate`, `br`. */
  readonly coding?: string;
  readonly trailers?: readonly Header[];
  readonly truncated?: true;
}

interface EventBase {
  readonly from: Side;
  /** Where it begins and ends in the bytes that this side sent on this connection. */
  readonly start: number;
  readonly end: number;
}

/** A request's head is whole; its body may follow. */
export interface RequestHeadEvent extends EventBase {
  readonly kind: "request-head";
  /** Counts the requests of this connection from 1. */
  readonly id: number;
  readonly head: RequestHead;
}

/** A whole request; `start` is its head's. */
export interface RequestEvent extends EventBase {
  readonly kind: "request";
  readonly id: number;
  readonly head: RequestHead;
  readonly body: Body;
}

export interface ResponseHeadEvent extends EventBase {
  readonly kind: "response-head";
  /** The request's id; 0 when nothing was asked. */
  readonly id: number;
  readonly head: ResponseHead;
}

export interface ResponseEvent extends EventBase {
  readonly kind: "response";
  readonly id: number;
  readonly head: ResponseHead;
  readonly body: Body;
}

/** The connection speaks WebSocket from here on. */
export interface UpgradeEvent extends EventBase {
  readonly kind: "upgrade";
  readonly id: number;
  readonly deflate?: DeflateParameters;
  readonly subprotocol?: string;
}

export interface MessageEvent extends EventBase {
  readonly kind: "message";
  readonly data: Payload;
  /** The payload lengths of its frames on the wire. */
  readonly frames: readonly number[];
  /** Its bytes on the wire, frame heads included. */
  readonly wireBytes: number;
  readonly compressed: boolean;
  readonly truncated?: true;
}

export interface ControlEvent extends EventBase {
  readonly kind: "control";
  readonly op: "ping" | "pong" | "close";
  /** Ping and pong: what they carry. Close: what could not be read as code and reason. */
  readonly data: Payload;
  readonly code?: number;
  readonly reason?: string;
}

/** Bytes that are neither HTTP nor WebSocket as far as can be told. Nothing is lost. */
export interface BytesEvent extends EventBase {
  readonly kind: "bytes";
  readonly data: Uint8Array;
}

/** This side has finished sending. */
export interface EndEvent extends EventBase {
  readonly kind: "end";
}

export interface NoteEvent extends EventBase {
  readonly kind: "note";
  readonly note: Note;
}

export type WireEvent =
  | RequestHeadEvent
  | RequestEvent
  | ResponseHeadEvent
  | ResponseEvent
  | UpgradeEvent
  | MessageEvent
  | ControlEvent
  | BytesEvent
  | EndEvent
  | NoteEvent;

/** The agreed permessage-deflate parameters (RFC 7692, section 7.1). */
export interface DeflateParameters {
  readonly serverNoContextTakeover: boolean;
  readonly clientNoContextTakeover: boolean;
  readonly serverMaxWindowBits: number;
  readonly clientMaxWindowBits: number;
}
