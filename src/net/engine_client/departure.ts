// When a client that is to leave goes: at once, or, while its session is being moved, as soon as that
// is done. Which transport it has in the end is no matter of who is quicker.

import { UPGRADE_MILLISECONDS } from "../engine_server/limits.ts";
import { CLOSE_MILLISECONDS } from "./client_socket.ts";

export class Departure {
  #leave: (() => void) | undefined;
  #isAnswered = false;
  #impatient: ReturnType<typeof setTimeout> | undefined;

  /** There is a WebSocket to move to. */
  answered(): void {
    this.#isAnswered = true;
    if (this.#leave !== undefined) this.#hurry();
  }

  /** Leaves once it is told to go, or has waited for too long. */
  wait(leave: () => void): void {
    this.#leave = leave;
    this.#hurry();
  }

  /** It has moved, or will not, or nobody waits for that. */
  go(): void {
    const leave = this.#leave;
    this.callOff();
    leave?.();
  }

  callOff(): void {
    clearTimeout(this.#impatient);
    this.#leave = undefined;
  }

  /** A move takes no longer than servers let it; a proxy that knows no WebSockets may never answer. */
  #hurry(): void {
    clearTimeout(this.#impatient);
    const longest = this.#isAnswered ? UPGRADE_MILLISECONDS : CLOSE_MILLISECONDS;
    this.#impatient = setTimeout(() => this.go(), longest);
  }
}
