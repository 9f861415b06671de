// The command `convert`: makes a new tape from a tape.

import { defineCommand } from "./command.ts";
import { CONVERT_FLAGS } from "./convert/flags.ts";
import type { ExitCode } from "./exit_code.ts";

export const convertCommand = defineCommand({
  name: "convert",
  summary: "make a new tape from a tape: cut, edit, retime, hide, disguise",
  operands: { shown: "FILE (@1 for the newest, - for stdin)", least: 1, most: 1 },
  flags: CONVERT_FLAGS,
  examples: [
    { typed: "convert @1 --out short.ndjson --between 10s..20s", does: "ten seconds of it" },
    {
      typed: `convert @1 --out sfa.ndjson --where 'ns == "/sfa"'`,
      does: "one namespace, with its connections",
    },
    {
      typed: `convert @1 --out bad.ndjson --set 'event == "location:track" && args[0].n == 4 => ` +
        `$.lat=null'`,
      does: "a test case: one broken position",
    },
    {
      typed: `convert @1 --out gap.ndjson --drop '$.n == 7' --duplicate '$.n == 8'`,
      does: "an event lost, another one twice",
    },
    {
      typed:
        `convert @1 --out more.ndjson --force --insert '42 => location:track {"lat":1,"lng":2}'`,
      does: "an event behind entry 42, over the tape that stood there",
    },
    {
      typed: "convert @1 --out bug.ndjson --shift-geo --pseudonymise '**.ssoId' --redact room",
      does: "nobody's ways, nobody's ids: for a bug report",
    },
    {
      typed: "convert @1 --out=- --speed 2 --limit-idle 2s",
      does: "twice as fast, without long pauses, on stdout",
    },
    { typed: "convert @1 --out all.ndjson --watch '*'", does: "decoded lines for every event" },
  ],
  async run({ flags, operands, host }): Promise<ExitCode> {
    // Loaded when it is needed: other commands start without the decoders.
    const { convert } = await import("./convert/run_convert.ts");
    return await convert(operands[0] ?? "", flags, host);
  },
});
