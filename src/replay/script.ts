// What a tape comes to when it is to be played: sessions, each a list of steps in the order in which
// they happened. Heartbeats, probes, noops and upgrades belong to the transport and are no steps.

import type { Payload } from "../base/bytes.ts";
import type { Note } from "../base/note.ts";
import type { Side } from "../base/side.ts";
import type { Handshake } from "../protocols/engine_io/packet.ts";
import type { Transport } from "../protocols/protocol.ts";
import type { Header } from "../tape/entry.ts";
import type { Meaning } from "./meaning.ts";

/** A tape, ready to be played. */
export interface ReplayScript {
  /** In the order in which they began; the first has number 1. */
  readonly sessions: readonly ReplaySession[];
  /** HTTP recorded beside the sessions, in the order of the answers. */
  readonly pages: readonly RecordedPage[];
  /** Whose pages the recorded server let in, as its answers said: an origin each, or `*`. */
  readonly origins: readonly AllowedOrigin[];
  /** What is odd about the tape as a script: limits that were met, a session without a beginning. */
  readonly notes: readonly Note[];
}

export interface AllowedOrigin {
  readonly origin: string;
  readonly credentials: boolean;
}

/** A session as it was recorded: an Engine.IO session (a sid) or a plain WebSocket. */
export interface ReplaySession {
  readonly number: number;
  /** The line that it began on. */
  readonly line: number;
  /** When its client was connected: the open packet, or the 101 of a plain WebSocket. */
  readonly at: number;
  readonly carrier: "engine.io" | "websocket";
  /** Of Engine.IO only. */
  readonly engineVersion?: 3 | 4;
  readonly sid?: string;
  readonly handshake?: Handshake;
  /** The tape began, or lost something, before this session did: nothing is known of its opening. */
  readonly isMidway: boolean;
  /** What its messages speak: `socket.io`, `json`, `raw`. */
  readonly protocol: string;
  /** The keys that name JSON messages, when the tape says so. */
  readonly eventKeys?: readonly string[];
  /** The request that began it; secrets in it may be hidden. */
  readonly request: RecordedRequest;
  /** The subprotocol that the server chose for the WebSocket. */
  readonly subprotocol?: string;
  /** In the order of their first use. */
  readonly transports: readonly Transport[];
  /** In the order of their first use; `/` in protocols that have none. */
  readonly namespaces: readonly string[];
  readonly steps: readonly Step[];
  readonly ending: SessionEnding;
  /** The handshake was refused, so that there was no session: there are no steps. */
  readonly refusal?: Refusal;
  /** The number of the session that the same client had before: it came back. */
  readonly follows?: number;
}

export interface RecordedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly Header[];
  /** Names of query parameters whose values were hidden: they say nothing. */
  readonly hiddenParameters: readonly string[];
}

/** One packet of the session's own protocol, with its attachments: these are never torn apart. */
export interface Step {
  /** Its place in `steps`. */
  readonly index: number;
  readonly from: Side;
  /** The line of its first message, and which packet of a polling body it was. */
  readonly line: number;
  readonly part: number;
  /** When it was whole, in milliseconds since the start of the tape. */
  readonly at: number;
  /** As recorded: what Engine.IO messages (or the plain WebSocket's) carried; attachments follow. */
  readonly messages: readonly Payload[];
  readonly meaning: Meaning;
  /** Of an ack: the index of the event that it answers, if that is on the tape. */
  readonly answers?: number;
  /** A goodbye, or what crossed one: nobody waits for it, and it is not missed. */
  readonly isOptional: boolean;
  /** Parts of it were hidden on the tape: they match anything of their type. */
  readonly hidden?: Hidden;
}

/** Where secrets stood: the same meaning with markers in their places. */
export type Hidden =
  | {
    readonly kind: "marked";
    readonly meaning: Meaning;
    /** The characters that stand for text that was hidden, and for numbers. */
    readonly text: string;
    readonly number: string;
  }
  /** Somewhere in it, nobody can tell where: any content matches. */
  | { readonly kind: "somewhere" };

/** How a session ended, after all its steps but those that crossed the end. */
export interface SessionEnding {
  readonly how: EndingKind;
  /** Who began it; absent where nobody did, or nobody can tell. */
  readonly by?: Side;
  readonly line: number;
  readonly at: number;
  /** Of a close frame. */
  readonly code?: number;
  readonly reason?: string;
}

/**
 * `close-frame`: a WebSocket close frame. `close-packet`: Engine.IO's own close. `closed`, `reset`:
 * the connection's end without a word. `refused`: the handshake. `tape-ended`: it was still going.
 */
export type EndingKind =
  | "close-frame"
  | "close-packet"
  | "closed"
  | "reset"
  | "refused"
  | "tape-ended";

/** The answer to a handshake that was refused. */
export interface Refusal {
  readonly status: number;
  /** The words behind the status, when they were recorded. */
  readonly reason?: string;
  readonly headers: readonly Header[];
  readonly body: Payload;
}

/** A request beside the sessions and its answer. */
export interface RecordedPage {
  readonly line: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The whole target, query included. */
  readonly url: string;
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Payload;
  /** The body was not recorded (`proxy` keeps bodies with `--bodies`). */
  readonly isBodyMissing: boolean;
}

/** The most that a script holds; what is beyond is left out, with a note. */
export interface ScriptLimits {
  readonly maxSessions: number;
  readonly maxSteps: number;
  readonly maxPages: number;
  /** Characters of text and bytes of binary, of all steps and pages together. */
  readonly maxBytes: number;
}

export const SCRIPT_LIMITS: ScriptLimits = {
  maxSessions: 10_000,
  maxSteps: 1_000_000,
  maxPages: 1000,
  maxBytes: 256 * 1024 * 1024,
};
