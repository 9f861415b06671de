// Engine.IO sessions: one sid, carried by several connections. Each has its own decoder for the
// messages inside.

import type { Payload } from "../../base/bytes.ts";
import type { Side } from "../../base/side.ts";
import type { MessageDecoder, MessageDecoderOptions, MessageMeaning } from "../protocol.ts";
import type { EngineVersion } from "./packet.ts";

/** How many sessions are remembered; the one that was asked for longest ago goes first. */
export const MAX_SESSIONS = 10_000;

export type OpenInner = (options: MessageDecoderOptions) => MessageDecoder;

export class Session {
  readonly #openInner: OpenInner;
  #inner: MessageDecoder | undefined;

  /** Without a sid when its handshake has not been seen and no query told it. */
  constructor(
    readonly version: EngineVersion,
    openInner: OpenInner,
    readonly sid?: string,
  ) {
    this.#openInner = openInner;
  }

  /** What a message of the session means to the protocol inside. */
  receive(from: Side, data: Payload): MessageMeaning {
    this.#inner ??= this.#openInner({ engineVersion: this.version });
    return this.#inner.receive(from, data);
  }
}

export class Sessions {
  readonly #openInner: OpenInner;
  readonly #limit: number;
  readonly #bySid = new Map<string, Session>();

  constructor(openInner: OpenInner, limit = MAX_SESSIONS) {
    this.#openInner = openInner;
    this.#limit = limit;
  }

  /** The session of a sid, new when the tape began after its handshake. */
  find(sid: string, version: EngineVersion): Session {
    const known = this.#bySid.get(sid);
    if (known === undefined) return this.start(sid, version);
    this.#remember(sid, known);
    return known;
  }

  /** A new session under this sid. */
  start(sid: string, version: EngineVersion): Session {
    const session = new Session(version, this.#openInner, sid);
    this.#remember(sid, session);
    return session;
  }

  /** A session that nobody can find again. */
  anonymous(version: EngineVersion): Session {
    return new Session(version, this.#openInner);
  }

  /** Connections that still carry the session keep it. */
  forget(sid: string): void {
    this.#bySid.delete(sid);
  }

  #remember(sid: string, session: Session): void {
    this.#bySid.delete(sid);
    this.#bySid.set(sid, session);
    if (this.#bySid.size <= this.#limit) return;
    for (const oldest of this.#bySid.keys()) {
      this.#bySid.delete(oldest);
      return;
    }
  }
}
