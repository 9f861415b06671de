// The command `explain`: takes one packet, body or URL apart, with no tape at hand.

import { defineCommand } from "./command.ts";
import type { ExitCode } from "./exit_code.ts";
import { EXPLAIN_FLAGS } from "./explain/flags.ts";

export const explainCommand = defineCommand({
  name: "explain",
  summary: "take a packet apart and say what each part means",
  operands: { shown: "[TEXT|-]", least: 0, most: 1 },
  flags: EXPLAIN_FLAGS,
  examples: [
    {
      typed: `explain '42/sfa,17["location:track",{"lat":-6.2}]'`,
      does: "an event that asks for an acknowledgement",
    },
    {
      typed: 'explain \'40/sfa,{"token":"…"}\' --from client',
      does: "say who sent it, where both sides send the same",
    },
    {
      typed: `explain '40/sfa,\\x1e42/sfa,["hello"]' --transport polling`,
      does: "a polling body; \\x1e stands for the separator",
    },
    {
      typed: "explain '2:407:40/sfa,' --engine 3",
      does: "a polling body of Socket.IO 2",
    },
    {
      typed: "explain '04 01 02 03' --as hex --engine 3",
      does: "the bytes of a binary message",
    },
    {
      typed: 'explain \'4{"type":"hello"}\' --inner json',
      does: "read what the message carries as something else than Socket.IO",
    },
    {
      typed: "explain '/socket.io/?EIO=4&transport=polling&sid=abc'",
      does: "the URL of a request",
    },
    { typed: "explain - --json < body.txt", does: "a body from a file, as JSON for a script" },
  ],
  async run({ operands: [text], flags, host }): Promise<ExitCode> {
    // Loaded when it is needed: other commands start without it.
    const { explain } = await import("./explain/explain.ts");
    return await explain(text, flags, host);
  },
});
