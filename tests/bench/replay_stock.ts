// A stock socket.io server for the bench, in a process of its own. It emits the same events as the
// replay to whoever subscribes: to each by an emit of its own; to the whole room at once, which
// encodes every event once for all; or in time, with a timer for each client.

import { createServer } from "node:http";
import { setImmediate } from "node:timers";
import { type Namespace, Server, type Socket } from "socket.io";
import { measuresCost } from "./replay_cost.ts";
import { EVENT, NAMESPACE, type Position, positions, QUESTION } from "./replay_tape.ts";
import { type Answer, answerCommands, numberIn } from "./tap_commands.ts";

/** Emits between two looks at whether the transport keeps up. */
const BATCH = 1000;
const ROOM = "track_222222";

let stop: (() => Promise<void>) | undefined;

/** Resolves when the transport has nothing left to write. */
async function taken({ conn: { transport } }: Socket): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  while (!transport.writable) {
    await new Promise<void>((resolve) => transport.once("ready", resolve));
  }
}

async function pour(socket: Socket, events: readonly Position[]): Promise<void> {
  for (const [index, event] of events.entries()) {
    socket.emit(EVENT, event);
    if ((index + 1) % BATCH === 0) await taken(socket);
  }
}

async function broadcast(namespace: Namespace, events: readonly Position[]): Promise<void> {
  const sockets = [...namespace.sockets.values()];
  for (const [index, event] of events.entries()) {
    namespace.to(ROOM).emit(EVENT, event);
    if ((index + 1) % BATCH === 0) await Promise.all(sockets.map(taken));
  }
}

/** Every event at its time since the beginning, so that nothing drifts. */
function emitInTime(socket: Socket, events: readonly Position[], interval: number): void {
  const started = performance.now();
  const next = (index: number): void => {
    const event = events[index];
    if (event === undefined || !socket.connected) return;
    const wait = started + (index + 1) * interval - performance.now();
    setTimeout(() => {
      socket.emit(EVENT, event);
      next(index + 1);
    }, Math.max(wait, 0));
  };
  next(0);
}

await answerCommands({
  ...measuresCost(),
  async start({ how, clients, ...question }): Promise<Answer> {
    const events = positions(numberIn(question, "count"));
    const http = createServer();
    const server = new Server(http, { transports: ["websocket"], serveClient: false });
    const namespace = server.of(NAMESPACE);
    let subscribed = 0;
    namespace.on("connection", (socket) => {
      socket.on(QUESTION, async () => {
        subscribed += 1;
        const isLast = subscribed === clients;
        await socket.join(ROOM);
        if (how === "each") await pour(socket, events);
        else if (how === "time") emitInTime(socket, events, numberIn(question, "interval"));
        else if (isLast) await broadcast(namespace, events);
      });
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    stop = async () => await server.close();
    const address = http.address();
    if (address === null || typeof address === "string") throw new TypeError("It has no address");
    return { port: address.port };
  },
  async stop(): Promise<Answer> {
    await stop?.();
    return {};
  },
});
