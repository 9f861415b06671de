// A played client, its listener that remembers what it was told, to be awaited; and a server's port.

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Payload } from "../../../src/base/bytes.ts";
import type { ClientEnd, PlayedClient } from "../../../src/net/engine_client/contract.ts";
import { startEngineClient } from "../../../src/net/engine_client/engine_client.ts";
import type { Handshake } from "../../../src/protocols/engine_io/packet.ts";
import type { Transport } from "../../../src/protocols/protocol.ts";
import { inTime } from "../../peers/in_time.ts";

/** Listens on loopback; gives the port. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  return (server.address() as AddressInfo).port;
}

/** A client and what it was told, to be awaited. */
export class Listening {
  readonly messages: Payload[] = [];
  readonly opened = Promise.withResolvers<Handshake | undefined>();
  readonly closed = Promise.withResolvers<ClientEnd>();
  #waiting: (() => void)[] = [];

  readonly listener = {
    opened: (handshake: Handshake | undefined): void => this.opened.resolve(handshake),
    message: (data: Payload): void => {
      this.messages.push(data);
      for (const wake of this.#waiting.splice(0)) wake();
    },
    closed: (end: ClientEnd): void => this.closed.resolve(end),
  };

  async heard(count: number): Promise<readonly Payload[]> {
    while (this.messages.length < count) {
      const more = new Promise<void>((resolve) => this.#waiting.push(resolve));
      await inTime(more, `message ${count} after ${this.messages.length}`);
    }
    return this.messages;
  }
}

export interface ConnectOptions {
  readonly version?: 3 | 4;
  readonly transports?: readonly Transport[];
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: readonly (readonly [string, string])[];
}

export function connect(
  port: number,
  { listener }: Listening,
  options: ConnectOptions = {},
): PlayedClient {
  return startEngineClient({
    hostname: "127.0.0.1",
    port,
    path: "/socket.io/",
    query: [],
    headers: [],
    version: 4,
    transports: ["polling", "websocket"],
    listener,
    ...options,
  });
}

/** One that has been let in. */
export async function connected(
  port: number,
  options?: ConnectOptions,
): Promise<{ readonly client: PlayedClient; readonly told: Listening }> {
  const told = new Listening();
  const client = connect(port, told, options);
  await told.opened.promise;
  return { client, told };
}
