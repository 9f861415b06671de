// What driving a recorded session speaks with the world: what happens to its live client comes in,
// what the client is to do comes out, and in the end there is what was found.

import type { Payload } from "../base/bytes.ts";
import type { Side } from "../base/side.ts";
import type { IdBook } from "./id_book.ts";
import type { MatchRules } from "./match.ts";
import type { Speed } from "./pace.ts";

/** How long an answer may be late before it is given up, when nobody says. */
export const DRIVE_PATIENCE = 10_000;

export interface DriveOptions {
  readonly rules: MatchRules;
  /** Of what the client says; the server's time is its own. */
  readonly speed: Speed;
  /** Milliseconds. */
  readonly patience?: number;
  /** Shared with the sessions of other clients: a client that comes back has a past. */
  readonly ids: IdBook;
}

export type DriveEvent =
  /** The session is open. */
  | { readonly kind: "connected"; readonly sid?: string }
  | { readonly kind: "message"; readonly data: Payload }
  /** The handshake was answered with an error. */
  | { readonly kind: "refused"; readonly status: number; readonly reason: string }
  /** There was never a connection. */
  | { readonly kind: "failed"; readonly reason: string }
  | {
    readonly kind: "disconnected";
    readonly by: Side;
    readonly code?: number;
    readonly reason: string;
  };

export type DriveCommand =
  | { readonly kind: "send"; readonly messages: readonly Payload[]; readonly line: number }
  /** The client goes; nothing else follows. */
  | {
    readonly kind: "leave";
    readonly code?: number;
    readonly reason?: string;
    /** It says no goodbye: on the tape its connection just ended. */
    readonly silent?: true;
  };

/** One thing that is not as on the tape. */
export interface Finding {
  readonly kind: "differs" | "missing" | "unexpected" | "unsent" | "ending";
  /** The tape's line; absent of what is not on the tape. */
  readonly line?: number;
  /** A sentence, or several where a message differs in several places. */
  readonly texts: readonly string[];
  /** How to accept it: `--ignore '$.room'`. */
  readonly accept?: string;
}

/** How one session went. */
export interface DriveOutcome {
  readonly session: number;
  /** The line that it began on. */
  readonly line: number;
  /** Messages of the server's that the tape has, those that came as recorded, and the others. */
  readonly expected: number;
  readonly matched: number;
  readonly differing: number;
  readonly missing: number;
  readonly unexpected: number;
  /** Messages of the client's. */
  readonly sent: number;
  readonly unsent: number;
  /** What came oftener than on the tape, by name: a server that lives is not counted wrong for it. */
  readonly more: readonly { readonly what: string; readonly count: number }[];
  readonly findings: readonly Finding[];
  /** Why there was no session at all. */
  readonly notConnected?: string;
  /** The HTTP status of that answer, when there was one. */
  readonly refusedWith?: number;
  readonly isSame: boolean;
}

/** How many findings are kept of one session. */
export const MAX_FINDINGS = 1000;
