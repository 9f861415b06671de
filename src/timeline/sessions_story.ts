// What there is to tell of a session, as data: how it began, what was joined and refused, how it
// moved to a WebSocket, whether its heart beat, how it ended and who ended it.

import type { Ender, Side } from "../base/side.ts";
import type { Transport } from "../protocols/protocol.ts";

/** How something ended; the first thing that ended it, not what followed from it. */
export type EndingKind =
  /** Engine.IO's own close packet. */
  | "close-packet"
  /** The last namespace was left (Socket.IO DISCONNECT), or the recording client says so. */
  | "disconnect"
  | "close-frame"
  /** TCP was closed without a close frame. */
  | "connection-closed"
  | "connection-reset"
  /** The server says that it does not know the session. */
  | "unknown-session"
  /** The last thing on the tape was not an end, or the tap itself ended it (`by`) at its own end. */
  | "tape-ended";

export interface Ending {
  readonly kind: EndingKind;
  readonly at: number;
  readonly by?: Ender;
  /** Of a close frame. */
  readonly code?: number;
  readonly reason?: string;
}

/** A namespace of a session, from asking to leaving. */
export interface NamespaceStory {
  readonly name: string;
  readonly state: "asked" | "joined" | "refused" | "left";
  readonly at: number;
  /** Why it was refused. */
  readonly reason?: string;
  /** Who left. */
  readonly by?: Side;
}

/** The move from polling to a WebSocket. */
export interface UpgradeStory {
  readonly state: "tried" | "done";
  readonly at: number;
  /** From the WebSocket's request to the upgrade packet. */
  readonly milliseconds?: number;
}

export interface HeartbeatStory {
  /** Who asks: the server in Engine.IO 4, the client in 3. */
  readonly by?: Side;
  readonly sent: number;
  readonly answered: number;
  /** Asked and not answered before the next was asked, or for longer than the timeout. */
  readonly missed: number;
  /** None was asked for although more than interval and timeout went by. */
  readonly overdue: boolean;
}

export interface Counts {
  readonly client: number;
  readonly server: number;
}

interface StoryBase {
  /** Milliseconds since the start of the tape. */
  readonly at: number;
  /** It began at some time before that: the tape is a cut, and only has what it needs of then. */
  readonly beganBefore?: true;
  readonly ending: Ending;
}

/** An Engine.IO session: polling requests and a WebSocket that share a sid. */
export interface SessionStory extends StoryBase {
  readonly kind: "session";
  readonly sid: string;
  readonly version?: 3 | 4;
  /** What it began with, absent when the tape begins later. */
  readonly transport?: Transport;
  readonly pingInterval?: number;
  readonly pingTimeout?: number;
  /** How many TCP connections carried it, and the first of their numbers. */
  readonly connections: number;
  readonly conns: readonly number[];
  readonly namespaces: readonly NamespaceStory[];
  readonly upgrade?: UpgradeStory;
  readonly heartbeats: HeartbeatStory;
  readonly events: Counts;
}

/** A handshake that Engine.IO refused. */
export interface RefusalStory extends StoryBase {
  readonly kind: "refusal";
  readonly conn: number;
  readonly status: number;
  readonly reason: string;
}

/** A WebSocket without Engine.IO. */
export interface WebSocketStory extends StoryBase {
  readonly kind: "websocket";
  readonly conn: number;
  readonly url: string;
  readonly messages: Counts;
  readonly heartbeats: HeartbeatStory;
}

/** A connection with HTTP of no protocol's. */
export interface HttpStory extends StoryBase {
  readonly kind: "http";
  readonly conn: number;
  readonly requests: number;
  /** How many responses of each status. */
  readonly statuses: Readonly<Record<string, number>>;
}

export type Story = SessionStory | RefusalStory | WebSocketStory | HttpStory;
