// The command `inspect`: shows what is on a tape, for people and for scripts.

import { defineCommand } from "./command.ts";
import type { ExitCode } from "./exit_code.ts";
import { INSPECT_FLAGS } from "./inspect/flags.ts";

export const inspectCommand = defineCommand({
  name: "inspect",
  summary: "show what is on a tape, layer by layer",
  operands: { shown: "FILE (@1 for the newest, - for stdin)", least: 1, most: 1 },
  flags: INSPECT_FLAGS,
  examples: [
    { typed: "inspect @1", does: "the newest tape as a timeline" },
    { typed: "inspect @1 --all", does: "with heartbeats, probes, polls and log lines" },
    { typed: "inspect @1 --layer socket", does: "as Socket.IO packets; engine and wire go deeper" },
    { typed: "inspect @1 --show 42", does: "entry 42 taken apart, with what it answers" },
    { typed: "inspect @1 --show 42 --full", does: "all of it, however long it is" },
    {
      typed: `inspect @1 --where 'event == "location:track" && $.speed > 10'`,
      does: "what fits an expression (docs/expressions.md)",
    },
    { typed: "inspect @1 --match '/speed.:(4|5)\\d/'", does: "what has this in its text" },
    {
      typed: "inspect @1 --event visit:plan --ns /sfa --from server",
      does: "one event of a namespace and a side, with its answers",
    },
    { typed: "inspect @1 --conn 3 --between 10s..20s", does: "ten seconds of a connection" },
    { typed: "inspect @1 --around 42,10", does: "entry 42 and ten lines on both sides" },
    { typed: "inspect @1 --sessions", does: "only who connected, joined, was refused and left" },
    { typed: "inspect @1 --stats --event location:track", does: "rates, gaps, answers, a map" },
    {
      typed: "inspect @1 --json --event error --fail-empty",
      does: "for scripts: 1 when none came",
    },
    { typed: "inspect day.ndjson.gz --limit 100", does: "the first 100 lines of a packed tape" },
    { typed: "inspect tapes/now.ndjson --follow", does: "while it is being recorded" },
    { typed: "inspect @1 --verify", does: "is the tape what it says, and without secrets?" },
  ],
  async run(context): Promise<ExitCode> {
    // Loaded when it is needed: other commands start without the decoders.
    const { inspect } = await import("./inspect/inspect.ts");
    return await inspect(context.operands[0] ?? "", context.flags, context.host);
  },
});
