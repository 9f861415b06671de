// What two tapes are compared by: acts, the things that a side did, in their sessions. An act says
// nothing of ids, transports and fragments; its answer belongs to it, whenever it came.

import type { Value } from "../base/json.ts";
import type { Side } from "../base/side.ts";
import type { Heartbeats } from "./beats.ts";
import type { Story } from "../timeline/sessions_story.ts";

/**
 * `open` is a session's first request. `connect`, `refuse` and `disconnect` are Socket.IO's (a client's asking, a server's answers);
 * `message` is what no protocol of ours could read; `http` an exchange of its own; `packet` and
 * `frame` are only there on the deeper layers.
 */
export type ActKind =
  | "open"
  | "connect"
  | "refuse"
  | "disconnect"
  | "event"
  | "message"
  | "http"
  | "packet"
  | "frame";

/** What acts have in common that are compared with each other. One object for all of them. */
export interface ActKey {
  /** Counts the keys of both tapes from 0. */
  readonly index: number;
  readonly from: Side;
  readonly kind: ActKind;
  /** `/` where there is none. */
  readonly namespace: string;
  /** An event's name; `GET /index.html`; a packet's type. */
  readonly name: string;
}

/** What an act carried. Acts that say the same share one object: it is compared by identity first. */
export interface Content {
  /** The same for what is the same before ignored and tolerated places are looked at. */
  readonly id: number;
  /** The same for what has the same keys and types. */
  readonly shape: number;
  /** As it was said, but for ids and secrets, which stand as marks. An event's are its arguments. */
  readonly value: Value;
}

/** What came back for an act that asked. */
export interface ActAnswer {
  readonly line: number;
  readonly at: number;
  readonly content: Content;
}

export interface Act {
  /** Where it stands on its tape; of a packet of several messages where the last one stands. */
  readonly line: number;
  readonly part: number;
  /** Milliseconds since the start of the tape. */
  readonly at: number;
  readonly key: ActKey;
  readonly content: Content;
  /** It wanted an answer. */
  readonly asks: boolean;
  readonly answer?: ActAnswer;
}

/** An act while its tape is being read: its answer is still to come. */
export type OpenAct = { -readonly [Key in keyof Act]: Act[Key] };

/** One session as it was: an Engine.IO session, a plain WebSocket, a refused handshake, or HTTP. */
export interface ActSession {
  /** Counts the sessions of its tape from 1. */
  readonly number: number;
  readonly kind: Story["kind"];
  /** Short and for people: `session 2 (/sfa)`, `websocket /driver/get-tracking`. */
  readonly label: string;
  /** Milliseconds since the start of the tape. */
  readonly at: number;
  readonly client: readonly Act[];
  readonly server: readonly Act[];
  /** How quickly its heartbeats were answered, where there were any. */
  readonly heartbeats?: Heartbeats;
  /** How it began, lived and ended; absent for HTTP, which is many small things. */
  readonly story?: Story;
}

/** A whole tape, ready to be compared. */
export interface ActTape {
  /** What the user called it. */
  readonly name: string;
  /** Lines but the header. */
  readonly entries: number;
  /** Its last moment. */
  readonly milliseconds: number;
  /** When it was recorded, by the wall clock. */
  readonly startedAt: string;
  /** `record`, `proxy`, … */
  readonly mode: string;
  readonly sessions: readonly ActSession[];
  /** What there is to say of the tape itself: it was cut short, a line could not be read. */
  readonly notes: readonly string[];
}
