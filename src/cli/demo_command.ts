// The command `demo`: runs the small servers on which everything can be tried without a network.

import { DEMO_NAMES } from "../demo/demo.ts";
import { DEFAULT_RATE, MAX_RATE, MAX_SEED } from "../demo/names.ts";
import { defineCommand } from "./command.ts";
import type { ExitCode } from "./exit_code.ts";
import { numberFlag, switchFlag } from "./flags.ts";

const MAX_PORT = 65535;

export const demoCommand = defineCommand({
  name: "demo",
  summary: "run a small server to try Wiretape on",
  operands: { shown: `[${DEMO_NAMES.join("|")}]`, least: 0, most: 1 },
  flags: {
    port: numberFlag({
      takes: "N",
      summary: "listen there instead of on the system's own port; 0 picks a free one",
      least: 0,
      most: MAX_PORT,
      whole: true,
    }),
    pagePort: numberFlag({
      takes: "N",
      summary: "the same for the page of the chat",
      least: 0,
      most: MAX_PORT,
      whole: true,
    }),
    rate: numberFlag({
      takes: "N",
      summary: `events a second, of those that come by themselves (${DEFAULT_RATE})`,
      least: 0.001,
      most: MAX_RATE,
    }),
    seed: numberFlag({
      takes: "N",
      summary: "the same positions and times in every run, to compare two recordings",
      least: 0,
      most: MAX_SEED,
      whole: true,
    }),
    json: switchFlag({ summary: "print one line of JSON when it is ready, for scripts" }),
  },
  examples: [
    { typed: "demo", does: "S1: field-sales tracking, with a command to record it" },
    { typed: "demo tracking --rate 50", does: "the same, fifty positions a second" },
    { typed: "demo tracking --seed 7", does: "the same positions and times in every run" },
    { typed: "demo driver", does: "S2: driver tracking, plain WebSocket" },
    { typed: "demo chat", does: "S3: a chat with a page to open in a browser" },
    { typed: "demo express --port 0", does: "S4: an Express app, on any free port" },
    { typed: "demo layers", does: "S5: polling, upgrade, binary, acknowledgements" },
  ],
  async run({ operands, flags, host }): Promise<ExitCode> {
    // Loaded when it is needed: other commands start without the servers.
    const { runDemo } = await import("./demo/run_demo.ts");
    return await runDemo(operands[0], flags, host);
  },
});
