// A plain WebSocket that plays a recorded part: one connection, which is not sought again when it is
// lost, since that would be another session.

import type { Random } from "../../base/random.ts";
import { systemRandom } from "../../base/random.ts";
import { ClientSocket } from "./client_socket.ts";
import type { ClientAddress, HeaderLine, PlayedClient, PlayedClientListener } from "./contract.ts";

export interface PlainClientOptions extends ClientAddress {
  /** Path and query as they go on the wire. */
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly listener: PlayedClientListener;
  readonly random?: Random;
}

/** Connects at once. */
export function startPlainClient(options: PlainClientOptions): PlayedClient {
  const { listener, random = systemRandom } = options;
  let isIn = false;
  let leaves = false;
  const socket = new ClientSocket({
    ...options,
    random,
    listener: {
      opened(): void {
        isIn = true;
        listener.opened(undefined);
      },
      message: (data) => listener.message(data),
      refused: (status, reason) => listener.closed({ kind: "refused", status, reason }),
      closed(code, reason): void {
        if (!isIn) {
          listener.closed({ kind: "failed", reason: "the connection ended before it was open" });
        } else if (leaves) {
          listener.closed({ kind: "closed", by: "client", reason: "" });
        } else listener.closed({ kind: "closed", by: "server", code, reason });
      },
    },
  });
  const close = (code?: number, reason?: string): void => {
    leaves = true;
    socket.close(code, reason);
  };
  return {
    send(messages): void {
      for (const message of messages) socket.send(message);
    },
    close,
    leaveNow: () => close(),
    destroy(): void {
      leaves = true;
      socket.destroy();
    },
  };
}
