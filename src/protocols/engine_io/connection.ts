// One TCP connection that speaks Engine.IO: the requests that wait for their answers, and the
// WebSocket that one of them may have become.

import type { EngineUrl } from "./http.ts";
import type { EngineVersion } from "./packet.ts";
import type { Session } from "./session.ts";

/** How many requests of a connection may wait for an answer; the oldest is given up first. */
export const MAX_PENDING_REQUESTS = 1000;

/** A request and all that answers it: a response, or the messages of a WebSocket. */
export class Exchange {
  #session: Session | undefined;
  #isLive = false;

  constructor(readonly url: EngineUrl, readonly method: string, session?: Session) {
    this.#session = session;
  }

  /** Undefined until the handshake is answered. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** A session that exists already knows its revision when the URL does not say. */
  get version(): EngineVersion {
    return this.url.eio === undefined ? this.#session?.version ?? 3 : this.url.version;
  }

  /** Whether it carried more than the probe of an upgrade: its end is then the session's end. */
  get isLive(): boolean {
    return this.#isLive;
  }

  adopt(session: Session): Session {
    this.#session = session;
    return session;
  }

  markLive(): void {
    this.#isLive = true;
  }
}

export class Connection {
  readonly #pending = new Map<number, Exchange>();
  #websocket: Exchange | undefined;

  /** The exchange that became a WebSocket. */
  get websocket(): Exchange | undefined {
    return this.#websocket;
  }

  ask(id: number, exchange: Exchange): void {
    this.#pending.set(id, exchange);
    if (this.#pending.size <= MAX_PENDING_REQUESTS) return;
    for (const oldest of this.#pending.keys()) {
      this.#pending.delete(oldest);
      return;
    }
  }

  /** Takes the exchange that a final response ends. */
  answer(id: number): Exchange | undefined {
    const exchange = this.#pending.get(id);
    this.#pending.delete(id);
    return exchange;
  }

  upgrade(exchange: Exchange): void {
    this.#websocket = exchange;
    this.#pending.clear();
  }

  /** The request that a message without a 101 before it must belong to. */
  latest(): Exchange | undefined {
    return [...this.#pending.values()].at(-1);
  }
}
