// A played client's listener that remembers what it was told, to be awaited; and a server's port.

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Payload } from "../../../src/base/bytes.ts";
import type { ClientEnd } from "../../../src/net/engine_client/contract.ts";
import type { Handshake } from "../../../src/protocols/engine_io/packet.ts";
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
