// The command `diff`: compares two recordings by what their messages mean.

import { defineCommand } from "./command.ts";
import { DIFF_FLAGS } from "./diff/flags.ts";
import type { ExitCode } from "./exit_code.ts";

export const diffCommand = defineCommand({
  name: "diff",
  summary: "tell two tapes apart by meaning",
  operands: { shown: "[GOOD BAD] (@2 @1 when none is named, - for stdin)", least: 0, most: 2 },
  flags: DIFF_FLAGS,
  examples: [
    { typed: "diff", does: "the newest tape with the one before it" },
    { typed: "diff good.ndjson bad.ndjson", does: "what is different; live values do not count" },
    { typed: "diff good.ndjson bad.ndjson --values", does: "every value counts" },
    {
      typed: "diff good.ndjson bad.ndjson --geo 10m --time 2s --tolerance '$.speed=0.5'",
      does: "a little is allowed",
    },
    {
      typed: "diff good.ndjson bad.ndjson --ignore '$.room' --only room:subscribe",
      does: "one event, but for its room",
    },
    {
      typed: "diff good.ndjson bad.ndjson --set '$.tags' --key '$.visits=id'",
      does: "lists whose order means nothing, or whose items have ids",
    },
    {
      typed: "diff good.ndjson bad.ndjson --baseline good2.ndjson --write-rules noise.json",
      does: "what good tapes differ in is noise, and kept",
    },
    { typed: "diff good.ndjson bad.ndjson --rules noise.json", does: "noise that was kept" },
    {
      typed: "diff good.ndjson bad.ndjson --timing --late 500ms --drift 5s",
      does: "the same, but later?",
    },
    { typed: "diff good.ndjson bad.ndjson --layer engine", does: "the packets below the events" },
    { typed: "diff good.ndjson bad.ndjson --side-by-side --context 10", does: "in two columns" },
    { typed: "diff good.ndjson bad.ndjson --full | less", does: "all of it" },
    { typed: "diff good.ndjson bad.ndjson --json | jq .first", does: "for scripts" },
  ],
  async run({ flags, operands, host }): Promise<ExitCode> {
    // Loaded when it is needed: other commands start without the decoders.
    const { runDiff } = await import("./diff/run_diff.ts");
    return await runDiff(operands, flags, host);
  },
});
