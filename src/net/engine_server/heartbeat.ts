// Whether a client is still there. Revision 4: the server pings and waits for the answer; revision
// 3: the client pings and the server waits for that.

import type { EngineType, EngineVersion } from "../../protocols/engine_io/packet.ts";
import type { After } from "./after.ts";

export interface HeartbeatOptions {
  readonly version: EngineVersion;
  readonly pingInterval: number;
  readonly pingTimeout: number;
  readonly after: After;
  readonly send: (type: "ping" | "pong") => void;
  readonly dead: () => void;
}

export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #isStarved = false;
  /** A ping has not been answered yet (revision 4). */
  #isAwaited = false;
  /** Another packet has already given the client more time for this answer. */
  #isExtended = false;
  #callOff: () => void = () => {};

  constructor(options: HeartbeatOptions) {
    this.#options = options;
    if (options.version === 4) this.#schedulePing();
    else this.#expectWord();
  }

  /** No more pings, or answers to them. */
  starve(on: boolean): void {
    this.#isStarved = on;
  }

  /** False when the packet breaks the rules. */
  received(type: EngineType | "unknown"): boolean {
    return this.#options.version === 4 ? this.#receivedIn4(type) : this.#receivedIn3(type);
  }

  /** The session goes on over another transport: what is awaited has all its time again. */
  moved(): void {
    if (this.#options.version === 3 || this.#isAwaited) this.#expectWord();
  }

  stop(): void {
    this.#callOff();
  }

  #receivedIn4(type: EngineType | "unknown"): boolean {
    if (type === "ping") return false;
    if (type === "pong") {
      this.#isAwaited = false;
      this.#schedulePing();
    } else if (this.#isAwaited && !this.#isExtended) {
      this.#isExtended = true;
      this.#expectWord();
    }
    return true;
  }

  #receivedIn3(type: EngineType | "unknown"): boolean {
    if (type === "pong") return false;
    if (type === "ping") {
      this.#expectWord();
      if (!this.#isStarved) this.#options.send("pong");
    }
    return true;
  }

  #schedulePing(): void {
    const { pingInterval, after, send } = this.#options;
    this.#callOff();
    this.#callOff = after(pingInterval, () => {
      if (this.#isStarved) {
        this.#schedulePing();
        return;
      }
      this.#isAwaited = true;
      this.#isExtended = false;
      this.#expectWord();
      send("ping");
    });
  }

  #expectWord(): void {
    const { version, pingInterval, pingTimeout, after, dead } = this.#options;
    this.#callOff();
    this.#callOff = after(version === 3 ? pingInterval + pingTimeout : pingTimeout, dead);
  }
}
