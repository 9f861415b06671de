// The processes that a tap bench needs: a server, a client, and what stands between them. All listen
// on loopback alone, and all end with the bench.

import {
  type Answer,
  numberIn,
  type Program,
  type Question,
  startProgram,
} from "./tap_commands.ts";

/** What stands between client and server. */
export type Way = "direct" | "bare" | "tap" | "screen";

export const WAYS: { readonly [Each in Way]: string } = {
  direct: "direct",
  bare: "bare relay",
  tap: "tap",
  screen: "tap, as record watches it",
};

/** What one turn came to. */
export interface Turn {
  readonly answer: Answer;
  /** What the relay's process took. */
  readonly cpuSeconds: number;
  readonly rss: number;
  /** Lines and bytes of the tape. */
  readonly lines: number;
  readonly bytes: number;
}

export interface Stage extends AsyncDisposable {
  /** The server, which is a client as well where both must see the same clock. */
  readonly server: Program;
  readonly client: Program;
  readonly port: number;
  readonly folder: string;
  /** Has a client do something over one way; what stands between is new each time, and warm. */
  turn(way: Way, client: Program, command: string, question: Question): Promise<Turn>;
}

export async function setStage(): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  const [server, client] = [0, 1].map(() => stack.use(startProgram("tap_peer.ts", folder)));
  if (server === undefined || client === undefined) throw new Error("There is no server");
  const relays = new Map<Way, Program>();
  const port = numberIn(await server.ask("serve"), "port");
  const rest = stack.move();
  return {
    server,
    client,
    port,
    folder,
    async turn(way, program, command, question): Promise<Turn> {
      if (way === "direct") {
        const answer = await program.ask(command, { ...question, port });
        return { answer, cpuSeconds: 0, rss: 0, lines: 0, bytes: 0 };
      }
      const relay = relays.get(way) ?? rest.use(startProgram("tap_relay.ts", folder));
      relays.set(way, relay);
      const file = `${folder}/${way}.ndjson`;
      const started = await relay.ask("start", { how: way, port, file });
      const answer = await program.ask(command, { ...question, port: numberIn(started, "port") });
      const cost = await relay.ask("cost");
      const { bytes } = await relay.ask("stop");
      return {
        answer,
        cpuSeconds: numberIn(cost, "seconds"),
        rss: numberIn(cost, "rss"),
        lines: numberIn(cost, "lines"),
        bytes: Number(bytes),
      };
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

/** Smallest, middle and largest. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    least: percentile(values, 0),
    median: percentile(values, 50),
    most: percentile(values, 100),
  };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share / 100))] ?? NaN;
}

/** `1.02 (0.97 to 1.05)` */
export function formatSpread({ least, median, most }: Spread, digits = 2): string {
  return `${median.toFixed(digits)} (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
