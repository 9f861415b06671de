// The client's part in keeping a session alive. In revision 4 the server asks and the client only
// answers; in revision 3 it is the client that asks.

import type { EngineVersion, Handshake } from "../../protocols/engine_io/packet.ts";

export interface HeartbeatListener {
  /** It is time to ask. */
  ping(): void;
  /** Nothing was heard for longer than the handshake allows. */
  expired(): void;
}

/** What servers use that do not say. */
const USUAL_INTERVAL = 25_000;
const USUAL_TIMEOUT = 20_000;

export class Heartbeat {
  readonly #version: EngineVersion;
  readonly #listener: HeartbeatListener;
  #interval = USUAL_INTERVAL;
  #timeout = USUAL_TIMEOUT;
  #timers: readonly ReturnType<typeof setTimeout>[] = [];
  #isOver = false;

  constructor(version: EngineVersion, listener: HeartbeatListener) {
    this.#version = version;
    this.#listener = listener;
  }

  start({ pingInterval, pingTimeout }: Handshake): void {
    this.#interval = pingInterval ?? USUAL_INTERVAL;
    this.#timeout = pingTimeout ?? USUAL_TIMEOUT;
    this.heard();
  }

  /** The server's ping, or its pong. */
  heard(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    if (this.#isOver) return;
    const longest = this.#interval + this.#timeout;
    this.#timers = [setTimeout(() => this.#listener.expired(), longest)];
    if (this.#version === 4) return;
    this.#timers = [...this.#timers, setTimeout(() => this.#listener.ping(), this.#interval)];
  }

  stop(): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
