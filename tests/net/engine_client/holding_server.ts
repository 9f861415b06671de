// Stock Socket.IO that is asked to move its clients when a test says so, and how those end.

import { createServer, type IncomingMessage } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import { Server } from "socket.io";
import type { ClientEnd } from "../../../src/net/engine_client/contract.ts";
import { acceptKey } from "../../../src/wire/handshake.ts";
import { inTime } from "../../peers/in_time.ts";
import { type Listening, listening } from "./listening.ts";

export type Probe = readonly [request: IncomingMessage, socket: TcpSocket, head: Uint8Array];

export interface Holding extends AsyncDisposable {
  readonly port: number;
  /** Who asks to move, and is not heard yet; its poll is waiting. */
  readonly asked: () => Promise<Probe>;
  /** Stock engine.io hears it. */
  readonly hear: (probe: Probe) => void;
  /** Ends the session. */
  readonly hangUp: () => void;
  /** Which transport the client had when it left, and how it did: without a word over polling is an error. */
  readonly left: () => Promise<readonly [transport: string, reason: string]>;
}

export async function holdingServer(): Promise<Holding> {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  const usual = http.listeners("upgrade");
  const asked = Promise.withResolvers<Probe>();
  http.removeAllListeners("upgrade");
  http.on("upgrade", (...probe: Probe) => {
    probe[1].on("error", () => {});
    asked.resolve(probe);
  });
  const polled = Promise.withResolvers<void>();
  http.on("request", ({ method, url }: IncomingMessage) => {
    if (method === "GET" && url?.includes("sid=") === true) polled.resolve();
  });
  const left = Promise.withResolvers<readonly [string, string]>();
  let hangUp = (): void => {};
  server.engine.once("connection", (engine) => {
    engine.once("close", (reason: string) => left.resolve([engine.transport.name, reason]));
    hangUp = (): void => engine.close();
  });
  const port = await listening(http);
  return {
    port,
    async asked(): Promise<Probe> {
      await inTime(polled.promise, "the client's poll");
      return await inTime(asked.promise, "the client's probe");
    },
    hear: (probe) => usual.forEach((listener) => Reflect.apply(listener, http, probe)),
    hangUp: () => hangUp(),
    left: () => inTime(left.promise, "the client to leave"),
    async [Symbol.asyncDispose](): Promise<void> {
      asked.promise.then(([, socket]) => socket.destroy());
      await server.close();
    },
  };
}

export const BY_ITSELF = { kind: "closed", by: "client", reason: "" } as const;

export function endOf(told: Listening): Promise<ClientEnd> {
  return inTime(told.closed.promise, "the client's end");
}

/** The server's yes to a WebSocket. */
export function acceptance({ headers }: IncomingMessage): string {
  const accept = acceptKey(String(headers["sec-websocket-key"]));
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${accept}\r\n\r\n`;
}
