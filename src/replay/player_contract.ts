// What a player is told and what it answers: the whole of its contract with whoever has the sockets
// and the clock.

import type { Payload } from "../base/bytes.ts";
import type { Unexpected } from "./outcome.ts";
import type { IdBook, IdMint } from "./id_book.ts";
import type { MatchRules } from "./match.ts";
import type { Speed } from "./pace.ts";
import type { Resumption } from "./resumption.ts";
import type { EndingKind, Step } from "./script.ts";
import type { Wording } from "./wording.ts";

/** What happened. `now` beside it is in milliseconds of one monotonic clock. */
export type PlayerEvent =
  /** The session is open; of Engine.IO its live sid. */
  | { readonly kind: "connected"; readonly sid?: string }
  /** The content of an Engine.IO message packet, or a message of a plain WebSocket. */
  | { readonly kind: "message"; readonly data: Payload }
  | { readonly kind: "disconnected"; readonly reason?: string }
  | { readonly kind: "pause" }
  | { readonly kind: "resume" }
  /** Another speed, or from now on step by step. */
  | { readonly kind: "speed"; readonly speed: PlaySpeed }
  /** Plays the next step of the server's at once, if its gates are open. */
  | { readonly kind: "step" }
  /** What is waited for will not come: the tape goes on without it. */
  | { readonly kind: "skip" }
  /** Goes to a moment of the tape: what it passes over is left out, or is played again. */
  | { readonly kind: "seek"; readonly to: number }
  /** The same, so many milliseconds from where it is. */
  | { readonly kind: "seek-by"; readonly by: number };

export type SeekEvent = Extract<PlayerEvent, { readonly kind: "seek" | "seek-by" }>;

/** What is to be done, in this order; all commands of one call belong to one flush. */
export type Command =
  /** A packet and its attachments; `step` is missing where the tape has no such step. */
  | {
    readonly kind: "send";
    readonly messages: readonly Payload[];
    readonly line: number;
    readonly step?: number;
  }
  | {
    readonly kind: "close";
    readonly how: EndingKind;
    readonly code?: number;
    readonly reason?: string;
  }
  /** Worth telling at once: a message that was not expected, or was waited for in vain. */
  | { readonly kind: "unexpected"; readonly unexpected: Unexpected }
  | { readonly kind: "missed"; readonly line: number; readonly step: Step }
  /** The tape stands still for this message, and has for PATIENCE. */
  | { readonly kind: "waiting"; readonly line: number; readonly step: Step }
  /** There is nothing for this client after all. */
  | { readonly kind: "turned-away"; readonly reason: string }
  /** With `failFast`: the run is over. */
  | { readonly kind: "fail"; readonly line: number };

/** So many times as fast, at once, or a message at a time. */
export type PlaySpeed = Speed | "step";

export interface PlayerOptions {
  readonly rules: MatchRules;
  readonly speed?: PlaySpeed;
  /** Milliseconds that a silence may last; default: as long as it did. */
  readonly limitIdle?: number;
  /** Milliseconds that a message of the client's is waited for, `Infinity` too; default: PATIENCE. */
  readonly patience?: number;
  readonly failFast?: boolean;
  /** When all has been played it is played again. */
  readonly loop?: boolean;
  readonly ids: IdBook;
  /** A fault ended the connection before: the rest is played. */
  readonly resume?: Resumption;
  /** Of the whole tape, for all players of it; without it every message is searched for ids. */
  readonly wording?: Wording;
  /** Without it the recorded ids are used. */
  readonly mint?: IdMint;
}

/** How many steps are played at one call; what else is due comes with the next, for others' sake. */
export const MAX_TURN = 250;

/** How long a message is waited for. */
export const PATIENCE = 10_000;

/** Step by step the clock stands. */
export function speedOf(speed: PlaySpeed): Speed {
  return speed === "step" ? 0 : speed;
}
