// What the tests of the tap share: servers on free ports, sockets that are read to their end, and a
// witness that remembers what the tap told. Whatever is waited for comes in time, or fails the test.

import net from "node:net";
import tls from "node:tls";
import { concatBytes, decodeLatin1 } from "../../src/base/bytes.ts";
import { startTap, type Tap, type TapChange, type TapOwner } from "../../src/net/tap.ts";
import type { TapOptions } from "../../src/net/tap.ts";
import type { Ender } from "../../src/base/side.ts";
import { targetOf } from "../../src/net/target.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { inTime } from "../peers/in_time.ts";
import type { Certificate } from "./certificate.ts";

/** Remembers everything it was told. */
export class Witness implements TapOwner {
  readonly told: string[] = [];
  /** By the numbers of their connections, from 1. */
  readonly peers: string[] = [];
  #next = Promise.withResolvers<void>();

  /** The first connection is gone. */
  get whenClosed(): Promise<void> {
    return this.until("close 1 ");
  }

  /** Until so many lines of this beginning have been told. */
  until(beginning: string, count: number = 1): Promise<void> {
    return inTime(this.#until(beginning, count), `the tap to tell "${beginning}" ${count} times`);
  }

  opened(conn: number, peer: string): void {
    this.#tell(`open ${conn}`);
    this.peers[conn] = peer;
  }

  carried(conn: number, events: readonly WireEvent[]): void {
    for (const event of events) this.#tell(`${event.kind} ${conn} ${event.from}`);
  }

  closed(conn: number, by: Ender, reset: boolean): void {
    this.#tell(`close ${conn} ${by} ${reset}`);
  }

  broken(conn: number, error: unknown): void {
    this.#tell(`broken ${conn} ${error}`);
  }

  failed(conn: number, error: Error): void {
    this.#tell(`failed ${conn} ${error.message}`);
  }

  changed(conn: number, { requestId, what, text }: TapChange): void {
    this.#tell(`changed ${conn} ${requestId} ${what}: ${text}`);
  }

  unsecured(conn: number, error: Error): void {
    this.#tell(`unsecured ${conn} ${error.message}`);
  }

  /** What was told of this kind. */
  all(kind: string): readonly string[] {
    return this.told.filter((line) => line.startsWith(`${kind} `));
  }

  async #until(beginning: string, count: number): Promise<void> {
    while (this.told.filter((line) => line.startsWith(beginning)).length < count) {
      await this.#next.promise;
    }
  }

  #tell(line: string): void {
    this.told.push(line);
    this.#next.resolve();
    this.#next = Promise.withResolvers();
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

/** The same with TLS. Who cannot agree on it with the server is let go. */
export async function serveTls(
  { cert, key }: Certificate,
  handle: (socket: net.Socket) => void,
): Promise<TestServer> {
  const server = tls.createServer({ cert, key, allowHalfOpen: true });
  server.on("tlsClientError", () => {});
  return await serve(handle, server);
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

/** The same with TLS, for whoever holds this certificate. */
export function dialTls(port: number, { cert }: Certificate): net.Socket {
  // allowHalfOpen is missing in the types of tls.connect(), not in what it does.
  const halfOpen = { allowHalfOpen: true };
  return tls.connect({ ...halfOpen, host: "127.0.0.1", servername: "", port, ca: cert });
}

/** All that comes until the other side has finished sending. */
export function readAll(socket: net.Socket): Promise<string> {
  const pieces: Uint8Array[] = [];
  socket.on("data", (piece: Uint8Array) => pieces.push(new Uint8Array(piece)));
  const read = (): string => decodeLatin1(concatBytes(pieces));
  const ended = new Promise<string>((resolve, reject) => {
    socket.on("end", () => resolve(read()));
    socket.on("error", reject);
    socket.on(
      "close",
      () => reject(new Error(`Closed without an end after "${read().slice(0, 200)}"`)),
    );
  });
  return inTime(ended, "the other side to finish sending");
}

/** Reads until `text` has come. */
export function readUntil(socket: net.Socket, text: string): Promise<string> {
  let read = "";
  const come = new Promise<string>((resolve, reject) => {
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
  return inTime(come, `${JSON.stringify(text)} to come`);
}

/** How the socket went: the code of its error, or the empty string. */
export function whenGone(socket: net.Socket): Promise<string> {
  let code = "";
  socket.on("error", (error: NodeJS.ErrnoException) => code = error.code ?? error.message);
  const gone = new Promise<string>((resolve) => socket.on("close", () => resolve(code)));
  return inTime(gone, "a socket to go");
}
