// S3, the chat boilerplate, as it is in the world: a stock socket.io server that allows one origin,
// and a page of that origin which loads the client by a script tag with an integrity hash.

import { createServer, type RequestListener, type Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { type LogLine, plain } from "./log.ts";
import { listen } from "./script_server.ts";
import { WireWitness } from "./wire_witness.ts";

/** What stands in S3's page: the tag loads nothing that has another hash. */
export const INTEGRITY = "sha384-2huaZvOR9iDzHqslqwpR87isEmrfxqyWOF7hr7BY6KG0+hVKLoEXMPUJw3ynWuhO";

export interface ChatServer extends AsyncDisposable {
  readonly url: string;
  readonly witness: WireWitness;
  readonly lines: readonly LogLine[];
  /** Its only client has left again. */
  readonly finished: Promise<void>;
}

/** Lets pages of one origin in. */
export async function startChatServer(origin: string): Promise<ChatServer> {
  const http = createServer();
  const witness = new WireWitness();
  const lines: LogLine[] = [];
  const finished = Promise.withResolvers<void>();
  const note = (
    direction: LogLine["direction"],
    kind: LogLine["kind"],
    name: string,
    args: readonly unknown[],
  ): void => {
    lines.push({ direction, namespace: "/", kind, name, args: args.map(plain) });
  };
  const io = new Server(http, {
    cors: { origin },
    perMessageDeflate: { threshold: 0 },
    wsEngine: witness.webSocketServer,
  });
  witness.watch(http);
  io.on("connection", (socket) => {
    note("sent", "connect", "", []);
    note("sent", "event", "server-message", ["Welcome to WebSocket"]);
    socket.emit("server-message", "Welcome to WebSocket");
    socket.on("client-message", (...args: readonly unknown[]) => {
      note("received", "event", "client-message", args);
      note("sent", "event", "message", args);
      socket.emit("message", ...args);
    });
    socket.conn.on("close", () => finished.resolve());
    socket.on("disconnect", () => note("received", "disconnect", "", []));
  });
  const port = await listen(http);
  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    witness,
    lines,
    finished: finished.promise,
    async [Symbol.asyncDispose](): Promise<void> {
      await (closing ??= io.close());
    },
  };
}

export interface PageServer extends AsyncDisposable {
  readonly origin: string;
}

/** Serves the page: `/?server=URL&transports=polling,websocket`. */
export async function startPageServer(): Promise<PageServer> {
  const client = await readClient();
  const answer: RequestListener = (request, response) => {
    const isClient = request.url === "/socket.io.min.js";
    response.setHeader("content-type", isClient ? "text/javascript" : "text/html; charset=utf-8");
    response.end(isClient ? client : PAGE);
  };
  const server: HttpServer = createServer(answer);
  const port = await listen(server);
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The file that the tag of the page loads, out of the package it is published in. */
export async function readClient(): Promise<Uint8Array> {
  const entry = import.meta.resolve("socket.io-client-4.7.5");
  const folder = entry.slice(0, entry.lastIndexOf("/build/"));
  return await Deno.readFile(new URL(`${folder}/dist/socket.io.min.js`));
}

const PAGE = `<!doctype html>
<title>chat</title>
<script src="/socket.io.min.js" integrity="${INTEGRITY}" crossorigin="anonymous"></script>
<script>
  const asked = new URLSearchParams(location.search);
  const lines = [];
  const note = (direction, kind, name, args) =>
    lines.push({ direction, namespace: "/", kind, name, args });
  const say = (message) => {
    note("sent", "event", "client-message", [message]);
    socket.emit("client-message", message);
  };
  const socket = io(asked.get("server"), { transports: asked.get("transports").split(",") });
  const upgraded = () => asked.get("transports") !== "polling,websocket" ||
    socket.io.engine.transport.name === "websocket"
    ? Promise.resolve()
    : new Promise((resolve) => socket.io.engine.once("upgrade", resolve));
  const result = new Promise((resolve) => {
    socket.on("connect", () => note("received", "connect", "", []));
    socket.on("connect_error", (error) => resolve({ failed: error.message, lines }));
    socket.on("server-message", async (...args) => {
      note("received", "event", "server-message", args);
      say("Hello, 世界 🚀");
      await upgraded();
      say("x".repeat(20000));
      say("bye");
    });
    socket.on("message", (...args) => {
      note("received", "event", "message", args);
      if (args[0] !== "bye") return;
      const transport = socket.io.engine.transport.name;
      note("sent", "disconnect", "", []);
      socket.disconnect();
      resolve({ transport, lines });
    });
  });
</script>
`;
