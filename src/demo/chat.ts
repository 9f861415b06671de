// S3, a chat boilerplate: stock Socket.IO, one allowed origin, a welcome, and what one says goes to
// the others.

import { createServer } from "node:http";
import { Server } from "socket.io";
import { type DemoServer, type DemoServerOptions, listenOnLoopback } from "./demo_server.ts";
import { CHAT_PAGE_PORT } from "./names.ts";
import { logSockets } from "./socket_log.ts";

export interface ChatOptions extends DemoServerOptions {
  /** The one origin whose pages browsers let in. */
  readonly origin?: string;
}

export const CHAT_ORIGIN = `http://127.0.0.1:${CHAT_PAGE_PORT}`;

export const WELCOME = "Welcome to WebSocket";

export async function startChat(options: ChatOptions = {}): Promise<DemoServer> {
  const origin = options.origin ?? CHAT_ORIGIN;
  const http = createServer();
  const server = new Server(http, { serveClient: false, cors: { origin } });
  logSockets(server, options.log);
  server.on("connection", (socket) => {
    socket.emit("server-message", WELCOME);
    socket.on("client-message", (text: unknown) => {
      if (typeof text === "string") socket.broadcast.emit("message", text);
    });
  });
  const port = await listenOnLoopback(http, options.port ?? 0, "chat");
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    client: {
      url,
      emit: [{ event: "client-message", args: ["Hello from Wiretape"] }],
      watch: ["server-message", "message"],
    },
    tell: [
      `It allows pages of ${origin} and of no other origin, not even of localhost,`,
      'greets with "server-message", and passes every "client-message" on to the others as "message"',
    ],
    [Symbol.asyncDispose]: () => server.close(),
  };
}
