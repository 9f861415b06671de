// What a replay tells while it goes on, for whoever shows it to people.

import type { Unexpected } from "../../replay/outcome.ts";
import type { Step } from "../../replay/script.ts";
import type { TransportName } from "../engine_server/engine_owner.ts";
import type { ServerFault } from "./transport_fault.ts";

/** Clients are numbered from 1; `session` is the recorded one that is played to them, once known. */
export type ReplayEvent =
  & { readonly at: number }
  & (
    | {
      readonly kind: "opened";
      readonly client: number;
      readonly peer: string;
      readonly transport: TransportName;
    }
    | { readonly kind: "upgraded"; readonly client: number }
    /** The client turned out to be the one of this session. */
    | { readonly kind: "cast"; readonly client: number; readonly session: number }
    | { readonly kind: "served"; readonly client: number; readonly step: Step }
    | { readonly kind: "unexpected"; readonly client: number; readonly unexpected: Unexpected }
    | {
      readonly kind: "missed";
      readonly client: number;
      readonly step: Step;
      readonly what: string;
    }
    /** The tape stands still until the client says this. */
    | {
      readonly kind: "waiting";
      readonly client: number;
      readonly step: Step;
      readonly what: string;
    }
    | { readonly kind: "failed"; readonly client: number; readonly line: number }
    | {
      readonly kind: "left";
      readonly client: number;
      readonly reason: string;
      /** A fault has cut it off. */
      readonly isCut: boolean;
    }
    /** The tape had nothing for a client. */
    | { readonly kind: "refused"; readonly peer: string; readonly reason: string }
    /** It was let in, and then others had all that there was for it. */
    | { readonly kind: "turned-away"; readonly client: number; readonly reason: string }
    /** HTTP beside the sessions. */
    | {
      readonly kind: "page";
      readonly method: string;
      readonly url: string;
      readonly status: number | "not recorded" | "body not recorded";
    }
    /** A page of an origin that is not let in. */
    | { readonly kind: "origin"; readonly origin: string }
  );

/** A fault that was put in. */
export interface PlayedFault {
  /** Clients are numbered from 1. */
  readonly client: number;
  /** The recorded session that was played to it, from 1; 0 when none was. */
  readonly session: number;
  /** What was put in. */
  readonly fault: ServerFault;
  /** The line of the packet that it befell; of a fault of the transport the session's. */
  readonly line: number;
}
