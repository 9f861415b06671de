// The processes of the replay's benches: the servers that are compared, and the clients. All listen
// on loopback alone, and all end with the bench.

import {
  type Answer,
  numberIn,
  type Program,
  type Question,
  startProgram,
} from "./tap_commands.ts";

/** The replay; a stock server that emits to each client, or to all of a room, or to each in time. */
export type Way = "replay" | "each" | "room" | "time";

export interface Turn {
  /** Of the clients. */
  readonly answer: Answer;
  /** Of the server's process, from the first subscription on. */
  readonly cpuSeconds: number;
  readonly rss: number;
  /** What the server says of it in the end. */
  readonly own: Answer;
}

export interface ReplayStage extends AsyncDisposable {
  /** New clients come to a new server in a warm process, and do something. */
  turn(way: Way, command: string, question: Question): Promise<Turn>;
}

export async function setReplayStage(): Promise<ReplayStage> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const clients = stack.use(startProgram("replay_clients.ts", folder));
  const ours = stack.use(startProgram("replay_ours.ts", folder));
  const stock = stack.use(startProgram("replay_stock.ts", folder));
  const rest = stack.move();
  return {
    async turn(way, command, question): Promise<Turn> {
      const server: Program = way === "replay" ? ours : stock;
      const port = numberIn(await server.ask("start", { ...question, how: way }), "port");
      await clients.ask("come", { ...question, port });
      await server.ask("begin");
      const answer = await clients.ask(command, question);
      const cost = await server.ask("cost");
      await clients.ask("leave");
      const own = await server.ask("stop");
      return { answer, cpuSeconds: numberIn(cost, "seconds"), rss: numberIn(cost, "rss"), own };
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}
