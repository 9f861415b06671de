// The JavaScript peers for the five systems: the stock clients of Engine.IO 4 and 3, and WebSockets.
// Imported by tests in Deno, and by the program that is bundled for Node.

import { Buffer } from "node:buffer";
import { io } from "socket.io-client";
import ioVersion2 from "socket.io-client-2";
import { WebSocket as StockWebSocket } from "ws";
import type { PlainSocket } from "./plain_run.ts";
import type { SystemOptions, SystemPeer, SystemSocket } from "./system_client.ts";

/** Version 2 has no types of its own: this is what is used. */
type Version2 = (url: string, options: SystemOptions) => SystemSocket;

export const SYSTEM_PEERS: Readonly<Record<"socket.io-client" | "socket.io-client-2", SystemPeer>> =
  {
    "socket.io-client": {
      // Its own types are narrower than what is used, and differ from version to version.
      open: (url, options) => io(url, options) as unknown as SystemSocket,
      toBytes: (bytes) => bytes,
    },
    "socket.io-client-2": {
      open: (url, options) => (ioVersion2 as unknown as Version2)(url, options),
      toBytes: (bytes) => Buffer.from(bytes),
    },
  };

export type SystemPeerName = keyof typeof SYSTEM_PEERS;

/** npm ws has the shape of browsers' WebSockets, with wider types. */
export function openStockWebSocket(url: string): PlainSocket {
  const socket = new StockWebSocket(url);
  // Its close event says the same.
  socket.on("error", () => {});
  return socket as unknown as PlainSocket;
}

/** The runtime's own, where it has one. */
export function openOwnWebSocket(url: string): PlainSocket {
  return new WebSocket(url) as unknown as PlainSocket;
}
