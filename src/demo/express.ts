// S4, an Express app with Socket.IO on the same server: it saves what is sent, and tells everybody.

import { createServer, type RequestListener } from "node:http";
import { Server } from "socket.io";
import { isJsonObject } from "../base/json.ts";
import { type DemoServer, type DemoServerOptions, listenOnLoopback } from "./demo_server.ts";
import { importExtra } from "./extras.ts";
import { logSockets } from "./socket_log.ts";

/** Where the app's page lives: the origin that browsers let in. */
export const EXPRESS_ORIGIN = "http://localhost:5173";

/** As much of Express as is used here. */
interface ExpressModule {
  readonly default: () => ExpressApp;
}

type ExpressApp = RequestListener & {
  disable(setting: string): void;
  get(path: string, handler: (request: unknown, response: ExpressResponse) => void): void;
};

interface ExpressResponse {
  json(body: unknown): void;
}

export async function startExpress(options: DemoServerOptions = {}): Promise<DemoServer> {
  // What extras.json pins has this shape.
  const { default: express } = await importExtra("express") as ExpressModule;
  const app = express();
  app.disable("x-powered-by");
  const http = createServer(app);
  const server = new Server(http, { serveClient: false, cors: { origin: EXPRESS_ORIGIN } });
  let saved = 0;
  app.get("/", (_request, response) => response.json({ demo: "express", saved }));
  logSockets(server, options.log);
  server.on("connection", (socket) => {
    socket.on("send-message", (message: unknown) => {
      if (!isJsonObject(message)) return;
      saved += 1;
      server.emit("message-saved", { success: true });
    });
  });
  const port = await listenOnLoopback(http, options.port ?? 0, "express");
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    client: {
      url,
      emit: [{ event: "send-message", args: [{ text: "Hello from Wiretape" }] }],
      watch: ["message-saved"],
    },
    tell: [
      `It allows pages of ${EXPRESS_ORIGIN}, and answers every "send-message" that brings an object`,
      'with "message-saved" to everybody. A client that comes when it is asked to:',
      `  const socket = io("http://localhost:${port}", { autoConnect: false });`,
      '  socket.connect(); socket.emit("send-message", { text: "Hello" });',
    ],
    [Symbol.asyncDispose]: () => server.close(),
  };
}
