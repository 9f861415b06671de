// The connections that long-polling keeps between its requests. A server ends one that has been idle
// for a while, and a POST that crosses that end is lost; nobody may repeat it.

import http from "node:http";
import type { Socket } from "node:net";

/** How long an idle connection is trusted: less than servers do (gunicorn 2 s, most others 5 s). */
export const IDLE_MILLISECONDS = 500;

export class KeptConnections {
  readonly agent = new http.Agent({ keepAlive: true });
  readonly #idleSince = new WeakMap<Socket, number>();

  constructor() {
    this.agent.on("free", (socket: Socket) => this.#idleSince.set(socket, performance.now()));
  }

  /** Ends those that have been idle for long: by the clock, since a timer may be as late as the end. */
  endIdle(): void {
    const latest = performance.now() - IDLE_MILLISECONDS;
    for (const sockets of Object.values(this.agent.freeSockets)) {
      for (const socket of sockets ?? []) {
        if ((this.#idleSince.get(socket) ?? latest) <= latest) socket.destroy();
      }
    }
  }

  destroy(): void {
    this.agent.destroy();
  }
}
