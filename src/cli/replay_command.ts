// The command `replay`: plays the server that a tape recorded to whatever clients come.

import { defineCommand } from "./command.ts";
import { REPLAY_FLAGS } from "./replay/flags.ts";

export const replayCommand = defineCommand({
  name: "replay",
  summary: "play a tape's server to real clients",
  operands: { shown: "[FILE]", least: 0, most: 1, takesCommand: true },
  flags: REPLAY_FLAGS,
  examples: [
    { typed: "replay", does: "play the newest tape to every client of http://127.0.0.1:7007" },
    { typed: "replay day.ndjson --speed 10", does: "ten times as fast as it was" },
    {
      typed: "replay day.ndjson --loop --limit-idle 2s",
      does: "a map that goes on moving, without the silences",
    },
    {
      typed: "replay day.ndjson --supply '$.token=env:WIRETAPE_TOKEN'",
      does: "with a token that can be read where the tape has asterisks",
    },
    {
      typed: "replay day.ndjson -- npm test",
      does: "run a test against it, which finds it in WIRETAPE_URL; what does not match fails",
    },
    {
      typed: "replay day.ndjson --ignore '$.room' --junit report.xml",
      does: "wait for clients, play each session once, and write down how it went",
    },
    {
      typed: "replay day.ndjson --fault 'drop location:track nth=3' --fault starve-pings",
      does: "see what a client makes of a server in trouble",
    },
  ],
  sections: [
    {
      heading: "Faults (--fault 'KIND [EVENT] [nth=N] [ns=/NAME] [times=N] [client=N]')",
      rows: [
        ["drop, duplicate, reorder, corrupt", "the N-th such packet (1) is lost, comes twice, …"],
        ["delay EVENT by=500ms", "it alone comes later"],
        ["lose-ack EVENT", "the answer to it never comes"],
        ["cut EVENT", "the connection is reset there"],
        ["close EVENT code=1011 message=TEXT", "a close frame instead of it"],
        ["refuse-connect /NAME message=TEXT", "the namespace is refused"],
        ["starve-pings, block-upgrade, stall-polls", "of the transport: times= and client= alone"],
      ],
    },
    {
      heading: "Exit codes",
      rows: [
        ["0", "all was as on the tape; by hand always, but for --fail-fast"],
        ["1", "something was not, or a fault that was asked for was never put in"],
        ["2, 3", "what was typed, or the tape or a file, could not be used"],
        ["others", "those of the COMMAND"],
      ],
    },
  ],
  async run({ operands: [typed], trailing, flags, host }): Promise<number> {
    // Loaded when it is needed: other commands start without it.
    const { replay } = await import("./replay/replay.ts");
    return await replay(typed, trailing, flags, host);
  },
});
