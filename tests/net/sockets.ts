// What the tests of the tap share: servers on free ports, sockets that are read to their end, and a
// witness that remembers what the tap told.

import net from "node:net";
import { concatBytes, decodeLatin1 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { startTap, type Tap, type TapChange, type TapOwner } from "../../src/net/tap.ts";
import type { TapOptions } from "../../src/net/tap.ts";
import { targetOf } from "../../src/net/target.ts";
import type { WireEvent } from "../../src/wire/events.ts";

/** Remembers everything it was told. */
export class Witness implements TapOwner {
  readonly told: string[] = [];
  readonly #closed = Promise.withResolvers<void>();

  /** The first connection is gone. */
  get whenClosed(): Promise<void> {
    return this.#closed.promise;
  }

  opened(conn: number, _peer: string): void {
    this.told.push(`open ${conn}`);
  }

  carried(conn: number, events: readonly WireEvent[]): void {
    for (const event of events) this.told.push(`${event.kind} ${conn} ${event.from}`);
  }

  closed(conn: number, by: Side, reset: boolean): void {
    this.told.push(`close ${conn} ${by} ${reset}`);
    this.#closed.resolve();
  }

  broken(conn: number, error: unknown): void {
    this.told.push(`broken ${conn} ${error}`);
  }

  failed(conn: number, error: Error): void {
    this.told.push(`failed ${conn} ${error.message}`);
  }

  changed(conn: number, { requestId, what, text }: TapChange): void {
    this.told.push(`changed ${conn} ${requestId} ${what}: ${text}`);
  }

  unsecured(conn: number, error: Error): void {
    this.told.push(`unsecured ${conn} ${error.message}`);
  }

  /** What was told of this kind. */
  all(kind: string): readonly string[] {
    return this.told.filter((line) => line.startsWith(`${kind} `));
  }
}

export interface TestServer extends AsyncDisposable {
  readonly port: number;
}

/** Accepts on a free port of the loopback; sockets that are left are let go at the end. */
export async function serve(
  handle: (socket: net.Socket) => void,
  server: net.Server = net.createServer({ allowHalfOpen: true }),
): Promise<TestServer> {
  const sockets = new Set<net.Socket>();
  const event = "setSecureContext" in server ? "secureConnection" : "connection";
  server.on(event, (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export async function tapTo(
  port: number,
  owner: TapOwner,
  options: Partial<TapOptions> = {},
): Promise<Tap> {
  return await startTap({
    target: targetOf(new URL(`http://127.0.0.1:${port}/`)),
    owner,
    ...options,
  });
}

/** A client that may half-close. */
export function dial(port: number): net.Socket {
  return net.connect({ host: "127.0.0.1", port, allowHalfOpen: true });
}

/** All that comes until the other side has finished sending. */
export function readAll(socket: net.Socket): Promise<string> {
  const pieces: Uint8Array[] = [];
  socket.on("data", (piece: Uint8Array) => pieces.push(new Uint8Array(piece)));
  return new Promise((resolve, reject) => {
    socket.on("end", () => resolve(decodeLatin1(concatBytes(pieces))));
    socket.on("error", reject);
  });
}

/** Reads until `text` has come. */
export function readUntil(socket: net.Socket, text: string): Promise<string> {
  let read = "";
  return new Promise((resolve, reject) => {
    const listen = (piece: Uint8Array): void => {
      read += decodeLatin1(piece);
      if (!read.includes(text)) return;
      socket.off("data", listen);
      resolve(read);
    };
    socket.on("data", listen);
    socket.on("error", reject);
    socket.on("close", () => reject(new Error(`Closed after ${JSON.stringify(read)}`)));
  });
}

/** How the socket went: the code of its error, or the empty string. */
export function whenGone(socket: net.Socket): Promise<string> {
  let code = "";
  socket.on("error", (error: NodeJS.ErrnoException) => code = error.code ?? error.message);
  return new Promise((resolve) => socket.on("close", () => resolve(code)));
}
