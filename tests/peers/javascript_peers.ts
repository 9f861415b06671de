// The JavaScript peers: the stock clients of Engine.IO 4 and 3. Imported by tests in Deno, and by the
// program that is bundled for Node.

import { Buffer } from "node:buffer";
import { Manager } from "socket.io-client";
import socketIoClient2 from "socket.io-client-2";
import type { ManagerLike, ManagerOptions, Peer } from "./script_client.ts";

/** Version 2 has no types of its own: this is what the script uses. */
interface Version2 {
  readonly Manager: new (url: string, options: ManagerOptions) => ManagerLike;
}

export const PEERS: Readonly<Record<"socket.io-client" | "socket.io-client-2", Peer>> = {
  "socket.io-client": {
    // Its own types are narrower than the script needs, and differ from version to version.
    open: (url, options) => new Manager(url, options) as unknown as ManagerLike,
    toBytes: (bytes) => bytes,
  },
  "socket.io-client-2": {
    open: (url, options) => new (socketIoClient2 as unknown as Version2).Manager(url, options),
    toBytes: (bytes) => Buffer.from(bytes),
  },
};

export type PeerName = keyof typeof PEERS;
