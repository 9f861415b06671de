// S5, the two layers: Engine.IO starts with long-polling and is upgraded to WebSocket, Socket.IO goes
// on above it unmoved. Text, binary and acknowledged events, so that each layer has something to show.

import { createServer } from "node:http";
import { Server, type Socket } from "socket.io";
import { startBeats } from "./beats.ts";
import { type DemoServer, type DemoServerOptions, listenOnLoopback } from "./demo_server.ts";
import { DEFAULT_RATE } from "./names.ts";
import { logSockets } from "./socket_log.ts";

/** Sixteen bytes that are easy to find again in a dump: 00 01 02 … 0f. */
export const LAYERS_BYTES: Uint8Array = Uint8Array.from({ length: 16 }, (_, index) => index);

export async function startLayers(options: DemoServerOptions = {}): Promise<DemoServer> {
  const http = createServer();
  const server = new Server(http, { serveClient: false, cors: { origin: "*" } });
  const interval = 1000 / (options.rate ?? DEFAULT_RATE);
  logSockets(server, options.log);
  server.on("connection", (socket) => showLayers(socket, interval));
  const port = await listenOnLoopback(http, options.port ?? 0, "layers");
  const url = `http://127.0.0.1:${port}/`;
  return {
    url,
    client: {
      url,
      emit: [{ event: "echo", args: ["over both layers"] }],
      watch: ["hello", "upgraded", "bytes", "echo", "tick"],
    },
    tell: [
      'It begins with polling and says "upgraded" when the WebSocket has taken over; "hello" tells',
      'both ids, "bytes" is binary, "ask" wants an acknowledgement, "echo" gives one; CORS is *',
    ],
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function showLayers(socket: Socket, interval: number): void {
  const { conn } = socket;
  // The two layers have an id each.
  socket.emit("hello", {
    socketId: socket.id,
    engineId: Object(conn).id,
    transport: conn.transport.name,
  });
  socket.emit("bytes", LAYERS_BYTES);
  socket.emit("ask", { question: "Are you there?" }, (answer: unknown) => {
    socket.emit("answered", answer ?? null);
  });
  conn.on("upgrade", ({ name }) => socket.emit("upgraded", { transport: name }));
  socket.on("echo", (...heard: readonly unknown[]) => {
    const acknowledge = heard.at(-1);
    if (typeof acknowledge === "function") acknowledge(...heard.slice(0, -1));
    else socket.emit("echo", ...heard);
  });
  let count = 0;
  const ticks = startBeats({
    interval,
    first: "after one interval",
    beat(): void {
      count += 1;
      socket.emit("tick", count);
    },
  });
  socket.on("disconnect", () => ticks[Symbol.dispose]());
}
