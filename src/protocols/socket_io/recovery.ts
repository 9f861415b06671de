// Connection state recovery: which namespaces' events carry an offset behind their arguments. The
// server offers it with a `pid` in its CONNECT. Events that a returning client missed come before
// that answer, so its request for them counts as well.

import type { Side } from "../../base/side.ts";
import type { Value } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import { withNotes } from "./packet.ts";
import type { SocketPacket } from "./packet.ts";

/** The most namespaces of a session whose offers are remembered. */
export const MAX_NAMESPACES = 10_000;

export class Recovery {
  readonly #offered = new Set<string>();

  /** Whether the server's events to this namespace end with an offset. */
  isOffered(namespace: string): boolean {
    return this.#offered.size > 0 && this.#offered.has(namespace);
  }

  /** Follows the connecting and disconnecting; tells what a client wants back. */
  follow(from: Side, packet: SocketPacket): SocketPacket {
    switch (packet.type) {
      case "CONNECT":
        return from === "client" ? this.#asked(packet) : this.#answered(packet);
      case "CONNECT_ERROR":
      case "DISCONNECT":
        // A client that leaves may still be sent events until the server knows.
        if (from === "server") this.#offered.delete(packet.namespace);
        return packet;
      default:
        return packet;
    }
  }

  /** The server takes a request for recovery only when both are strings. */
  #asked(packet: SocketPacket): SocketPacket {
    const pid = stringOf(packet.data, "pid");
    const offset = stringOf(packet.data, "offset");
    if (pid === undefined || offset === undefined) return packet;
    return this.#offer({ ...packet, recovery: { pid, offset } });
  }

  #answered(packet: SocketPacket): SocketPacket {
    if (stringOf(packet.data, "pid") !== undefined) return this.#offer(packet);
    this.#offered.delete(packet.namespace);
    return packet;
  }

  #offer(packet: SocketPacket): SocketPacket {
    if (this.#offered.size >= MAX_NAMESPACES && !this.#offered.has(packet.namespace)) {
      return withNotes(packet, [{
        rule: "socket.io/namespaces-limit",
        text: `Cannot follow the recovery of "${packet.namespace}", ` +
          `${MAX_NAMESPACES} namespaces are followed already`,
      }]);
    }
    this.#offered.add(packet.namespace);
    return packet;
  }
}

function stringOf(data: Value | undefined, key: string): string | undefined {
  if (!isJsonObject(data) || !Object.hasOwn(data, key)) return undefined;
  const value = data[key];
  return typeof value === "string" ? value : undefined;
}
