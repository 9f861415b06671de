// The lines of a tape, format wiretape/1: what was sent, when, on which connection. `schema.json`
// beside this file is the contract for other languages; these types are the same in TypeScript.
// Unknown fields survive: code that rewrites a tape copies entries, never builds them from parts.

import type { JsonValue } from "../base/json.ts";
import type { Ender, Side } from "../base/side.ts";

/** The format that this version writes, and the newest that it reads. */
export const FORMAT = "wiretape/1";

/** Where something was hidden: start and length in characters of text (bytes of base64), hash. */
export type RedactedRange = readonly [start: number, length: number, hash: string];

/** Hidden ranges by field of the entry: `text`, `url`, `headers[2]`, `args[0].token`. */
export type Redacted = { readonly [field: string]: readonly RedactedRange[] };

/** A header field as it was sent. */
export type Header = readonly [name: string, value: string];

/** The first line: what was recorded, when and how. */
export interface TapeHeader {
  /** Says that this is a tape. */
  readonly kind: "tape";
  /** `wiretape/1` */
  readonly format: string;
  /** Tells tapes apart; made at random. */
  readonly id: string;
  /** The only wall clock on the tape. */
  readonly startedAt: string;
  /** What wrote the tape. */
  readonly tool: string;
  /** `record`, `proxy`, `convert`, `drive`, … */
  readonly mode: string;
  /** The id of the tape that it was made of (`convert`). */
  readonly from?: string;
  /** The URL that was recorded, its secrets hidden. */
  readonly target?: string;
  /** Where secrets were hidden on this line. */
  readonly redacted?: Redacted;
  /** The events that get decoded `event` lines beside the raw ones. */
  readonly watch?: readonly string[];
  /** The keys that name JSON messages, when the user chose them (`--event-key`). */
  readonly eventKeys?: readonly string[];
  /** Whether secrets were hidden, and which keys beside the usual ones. */
  readonly redaction?: { readonly on: boolean; readonly keys?: readonly string[] };
}

/** What every line after the first has. */
export interface EntryBase {
  /** Milliseconds since the start by the monotonic clock, to the microsecond. */
  readonly at: number;
  /** Where secrets were hidden on this line. */
  readonly redacted?: Redacted;
  /**
   * `convert` kept the line only for what follows to make sense: `at` may say where the cut begins,
   * not when it happened.
   */
  readonly context?: true;
}

/** A TCP connection was opened. */
export interface OpenEntry extends EntryBase {
  /** Tells the kinds apart. */
  readonly kind: "open";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** The client's address. */
  readonly peer?: string;
}

/** Content as text or as base64, never both; how it went over the wire when that differs. */
export interface Content {
  /** Content that is strictly UTF-8. */
  readonly text?: string;
  /** Content that is binary. */
  readonly base64?: string;
  /** Bytes on the wire, when other than the content's own (compressed, chunked). */
  readonly wireBytes?: number;
  /** Only a first part was kept: the whole was over the limit. */
  readonly truncated?: true;
}

/** A whole HTTP request. */
export interface RequestEntry extends EntryBase, Content {
  /** Tells the kinds apart. */
  readonly kind: "request";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** Pairs a request with its response; unique on the tape. */
  readonly id: number;
  /** `GET`, `POST`, … */
  readonly method: string;
  /** The request's target as it was sent. */
  readonly url: string;
  /** As they were sent: order, case and duplicates kept. */
  readonly headers: readonly Header[];
  /** The content coding that was taken off the body. */
  readonly coding?: string;
  /** HTTP version, when not 1.1. */
  readonly version?: string;
  /** Fields that followed a chunked body. */
  readonly trailers?: readonly Header[];
  /** There was a body, and it was not asked for: only `wireBytes` tells of it. */
  readonly omitted?: true;
}

/** A whole HTTP response. */
export interface ResponseEntry extends EntryBase, Content {
  /** Tells the kinds apart. */
  readonly kind: "response";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** The id of the request that it answers. */
  readonly id: number;
  /** `200`, `101`, … */
  readonly status: number;
  /** The reason phrase. */
  readonly reason?: string;
  /** As they were sent: order, case and duplicates kept. */
  readonly headers: readonly Header[];
  /** The content coding that was taken off the body. */
  readonly coding?: string;
  /** The HTTP version, when it is not 1.1. */
  readonly version?: string;
  /** Fields that followed a chunked body. */
  readonly trailers?: readonly Header[];
  /** There was a body, and it was not asked for: only `wireBytes` tells of it. */
  readonly omitted?: true;
}

/** One whole WebSocket message. */
export interface MessageEntry extends EntryBase, Content {
  /** Tells the kinds apart. */
  readonly kind: "message";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** Who sent it. */
  readonly from: Side;
  /** The lengths of its frames' payloads on the wire, when there was more than one. */
  readonly frames?: readonly number[];
  /** It went over the wire with permessage-deflate. */
  readonly compressed?: true;
}

/** Derived from a raw entry: a watched event, decoded for people who grep. */
export interface EventEntry extends EntryBase {
  /** Tells the kinds apart. */
  readonly kind: "event";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** Who sent it. */
  readonly from: Side;
  /** The namespace, `/` where there is none. */
  readonly ns: string;
  /** The event's name. */
  readonly name: string;
  /** Its arguments; binary stands as `{"$binary":{"bytes","sha256","base64"}}`. */
  readonly args: readonly JsonValue[];
  /** The number of the line that carries it raw. */
  readonly of: number;
  /** The id under which an answer is expected. */
  readonly ack?: number;
}

/** A WebSocket control frame, or a TCP half-close (`op: "end"`). */
export interface ControlEntry extends EntryBase, Content {
  /** Tells the kinds apart. */
  readonly kind: "control";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** Who sent it. */
  readonly from: Side;
  /** What kind of control it is; `end` is a half-close of TCP. */
  readonly op: "ping" | "pong" | "close" | "end";
  /** The close code. */
  readonly code?: number;
  /** The reason of a close. */
  readonly reason?: string;
}

/** Bytes that are not HTTP or WebSocket as far as the parser can tell; nothing is lost. */
export interface BytesEntry extends EntryBase, Content {
  /** Tells the kinds apart. */
  readonly kind: "bytes";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** Who sent it. */
  readonly from: Side;
}

/** A line of the recording client's own debug log. */
export interface LogEntry extends EntryBase {
  /** Tells the kinds apart. */
  readonly kind: "log";
  /** The part of the client that said it. */
  readonly source: string;
  /** The line. */
  readonly text: string;
}

/** The user's own marker. */
export interface MarkEntry extends EntryBase {
  /** Tells the kinds apart. */
  readonly kind: "mark";
  /** What the user called it. */
  readonly text: string;
}

/** Something the recorder has to say. */
export interface NoteEntry extends EntryBase {
  /** Tells the kinds apart. */
  readonly kind: "note";
  /** The connection that it is about, if it is about one. */
  readonly conn?: number;
  /** Area and name: `wire/frame-too-large`. */
  readonly rule: string;
  /** One sentence for people. */
  readonly text: string;
}

/** A TCP connection ended. */
export interface CloseEntry extends EntryBase {
  /** Tells the kinds apart. */
  readonly kind: "close";
  /** The number of the TCP connection, from 1. */
  readonly conn: number;
  /** Who ended it. */
  readonly by?: Ender;
  /** It ended by a reset. */
  readonly reset?: boolean;
}

/** The last line of a whole tape. A tape without it was cut short. */
export interface EndEntry extends EntryBase {
  /** Tells the kinds apart. */
  readonly kind: "end";
  /** How many entries stand before this one, the header not counted. */
  readonly entries: number;
  /** How many of each kind. */
  readonly counts?: { readonly [kind: string]: number };
  /** How many secrets were hidden, kept as the entries were written. */
  readonly secrets?: { readonly hidden: number };
}

/** One line of a tape after the first, of a kind that this version knows. */
export type Entry =
  | OpenEntry
  | RequestEntry
  | ResponseEntry
  | MessageEntry
  | EventEntry
  | ControlEntry
  | BytesEntry
  | LogEntry
  | MarkEntry
  | NoteEntry
  | CloseEntry
  | EndEntry;

/** The kinds that this version knows. */
export type EntryKind = Entry["kind"];

/** The entry of a kind. */
export type EntryOf<Kind extends EntryKind> = Extract<Entry, { readonly kind: Kind }>;

/** A line of a kind that this version does not know: kept as it is. */
export interface UnknownEntry {
  /** A kind that is none of ours. */
  readonly kind: string;
  /** Milliseconds since the start. */
  readonly at: number;
  /** Its own fields. */
  readonly [field: string]: JsonValue;
}

/** One line of a tape with its number; the header is line 1. `known` tells the types apart. */
export type TapeLine =
  | { readonly number: number; readonly known: true; readonly entry: Entry }
  | { readonly number: number; readonly known: false; readonly entry: UnknownEntry };

/** A tape as commands pass it on: a header and its lines, which can be gone through once. */
export interface Tape {
  /** Its first line. */
  readonly header: TapeHeader;
  /** All its lines but the first, in order. */
  readonly lines: AsyncIterable<TapeLine>;
}
