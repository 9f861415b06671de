// What all our clients that play a recorded part have in common, Engine.IO or plain WebSocket: they
// send messages as they are given, and tell what comes. What it means is not their business.

import type { Payload } from "../../base/bytes.ts";
import type { Side } from "../../base/side.ts";
import type { Handshake } from "../../protocols/engine_io/packet.ts";

export type HeaderLine = readonly [name: string, value: string];

/** Where the client goes: usually a tap. */
export interface ClientAddress {
  readonly hostname: string;
  readonly port: number;
}

/** How a client's time ended. */
export type ClientEnd =
  /** The server answered, and would not have it. */
  | { readonly kind: "refused"; readonly status: number; readonly reason: string }
  /** It never got in, or what came was no answer to what was asked. */
  | { readonly kind: "failed"; readonly reason: string }
  /** It was in, and is out. */
  | {
    readonly kind: "closed";
    readonly by: Side;
    /** Of the server's close frame. */
    readonly code?: number;
    readonly reason: string;
  };

export interface PlayedClientListener {
  /** It is in; plain WebSockets have no handshake of their own. */
  opened(handshake: Handshake | undefined): void;
  message(data: Payload): void;
  /** Told once, and nothing after it. */
  closed(end: ClientEnd): void;
}

export interface PlayedClient {
  /** Messages in order; what is said before it is in, or while it changes its transport, waits. */
  send(messages: readonly Payload[]): void;
  /** Says goodbye and goes, once it has moved if it is about to change its transport. */
  close(code?: number, reason?: string): void;
  /** Says goodbye and goes at once, with the transport that it has; ends what it waits for. */
  leaveNow(): void;
  /** Goes without a word. */
  destroy(): void;
}
