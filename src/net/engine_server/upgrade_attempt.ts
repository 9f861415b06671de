// A session on its way from polling to WebSocket: the client tries the WebSocket with a probe, has
// its polls released meanwhile, and says when it has moved. Anything else ends the attempt.

import type { EnginePacket } from "../../protocols/engine_io/packet.ts";
import type { After } from "./after.ts";
import { RELEASE_MILLISECONDS, UPGRADE_MILLISECONDS } from "./limits.ts";
import type { SocketTransport } from "./socket_transport.ts";
import type { TransportListener } from "./transport.ts";

export interface UpgradeAttemptOptions {
  readonly open: (listener: TransportListener) => SocketTransport;
  readonly after: After;
  readonly isBlocked: () => boolean;
  /** Lets a parked poll go. */
  readonly release: () => void;
  readonly succeeded: (transport: SocketTransport) => void;
  readonly failed: () => void;
}

export class UpgradeAttempt implements TransportListener {
  readonly #options: UpgradeAttemptOptions;
  readonly #transport: SocketTransport;
  readonly #callOffTimeout: () => void;
  #callOffRelease: () => void = () => {};
  #isOver = false;

  constructor(options: UpgradeAttemptOptions) {
    this.#options = options;
    this.#transport = options.open(this);
    this.#callOffTimeout = options.after(UPGRADE_MILLISECONDS, () => this.#fail());
  }

  received(packet: EnginePacket): void {
    const { isBlocked, succeeded } = this.#options;
    if (this.#isOver || isBlocked()) return;
    if (packet.type === "ping" && packet.probe === true) {
      this.#transport.send([{ type: "pong", data: "probe" }]);
      this.#release();
    } else if (packet.type === "upgrade") {
      this.#stop();
      succeeded(this.#transport);
    } else {
      this.#fail();
    }
  }

  ready(): void {
    // There is always room for a probe.
  }

  ended(): void {
    if (!this.#isOver) this.#fail();
  }

  /** The session is over. */
  cancel(): void {
    if (this.#isOver) return;
    this.#stop();
    this.#transport.close();
  }

  /** Now, and whenever another poll may have come: one is on its way when the probe is answered. */
  #release(): void {
    const { release, after } = this.#options;
    release();
    this.#callOffRelease();
    this.#callOffRelease = after(RELEASE_MILLISECONDS, () => this.#release());
  }

  #fail(): void {
    this.cancel();
    this.#options.failed();
  }

  #stop(): void {
    this.#isOver = true;
    this.#callOffTimeout();
    this.#callOffRelease();
  }
}
