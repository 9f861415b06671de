// The command `record`: our own client, sent through a tap to a server; all that goes over the wire
// is put on a tape. Without a URL it records the embedded demo.

import { defineCommand } from "./command.ts";
import type { ExitCode } from "./exit_code.ts";
import { DEMO_SECONDS, RECORD_FLAGS } from "./record/flags.ts";

export const recordCommand = defineCommand({
  name: "record",
  summary: "record what a client of ours and a server say to each other",
  operands: { shown: "[URL]", least: 0, most: 1 },
  flags: RECORD_FLAGS,
  examples: [
    { typed: "record", does: `record ${DEMO_SECONDS} s of the embedded demo` },
    {
      typed: "record 'http://127.0.0.1:3000/chat?room=7' --emit 'join {\"name\":\"me\"}'",
      does: "join a namespace, emit, record until Ctrl-C",
    },
    {
      typed: "record https://example.com/sfa --query token=… --events 20 --out day.ndjson",
      does: "record 20 location:track events to a file of your choice",
    },
    {
      typed: "record --profile fixtures/profiles/driver.json",
      does: "record what a file says; its tokens come from WIRETAPE_… variables",
    },
    {
      typed: "record 'ws://127.0.0.1:3002/live' --send '{\"type\":\"start\"}' --duration 30s",
      does: "record a plain WebSocket",
    },
    {
      typed: "record http://127.0.0.1:3000 --transports websocket --watch-all --duration 1m",
      does: "a minute over websocket only, every event decoded on the tape",
    },
  ],
  sections: [
    {
      heading: "Values that nobody is to see (--query, --header, --auth)",
      rows: [
        ["env:WIRETAPE_NAME", "what this variable holds: --query token=env:WIRETAPE_TOKEN"],
        ["file:PATH", "what this file holds"],
        ["inside --auth JSON", `env: as a whole text: --auth '{"token":"env:WIRETAPE_TOKEN"}'`],
      ],
    },
  ],
  async run(context): Promise<ExitCode> {
    // Loaded when it is needed: other commands start without Socket.IO.
    const { record } = await import("./record/record.ts");
    return await record(context.operands[0], context.flags, context.host);
  },
});
