// The replay server of the bench, in a process of its own: one tape for everybody who comes.

import { type ReplayServer, startReplayServer } from "../../src/net/replay_server/replay_server.ts";
import { measuresCost } from "./replay_cost.ts";
import { trackingScript } from "./replay_tape.ts";
import { type Answer, answerCommands, numberIn } from "./tap_commands.ts";

let server: ReplayServer | undefined;

await answerCommands({
  ...measuresCost(),
  async start(question): Promise<Answer> {
    const script = await trackingScript(
      numberIn(question, "count"),
      numberIn(question, "interval"),
    );
    const speed = question.speed === "max" ? "max" : 1;
    server = await startReplayServer({ script, serve: "whole", speed });
    return { port: server.port };
  },
  /** What it says itself of how it went. */
  async stop(): Promise<Answer> {
    const report = server?.report();
    await server?.[Symbol.asyncDispose]();
    if (report?.isGood !== true) throw new Error(`Not all was played: ${JSON.stringify(report)}`);
    const { served } = report.totals;
    return { served, late: report.times.late, worst: report.times.worstLateness };
  },
});
