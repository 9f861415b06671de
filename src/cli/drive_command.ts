// The command `drive`: plays the client's side of a tape to a real server, and says how its answers
// differ from those on the tape.

import { defineCommand } from "./command.ts";
import { DRIVE_FLAGS } from "./drive/flags.ts";
import type { ExitCode } from "./exit_code.ts";

export const driveCommand = defineCommand({
  name: "drive",
  summary: "play a tape's client to a real server",
  operands: { shown: "FILE URL (@1 for the newest tape)", least: 2, most: 2 },
  flags: DRIVE_FLAGS,
  examples: [
    {
      typed: "drive @1 http://127.0.0.1:3000",
      does: "the newest tape's client, as it was recorded",
    },
    {
      typed: "drive day.ndjson https://example.com --query token=… --out again.ndjson",
      does: "with a fresh token in the place of the hidden one",
    },
    {
      typed: "drive driver.ndjson wss://example.com --fill '$.payload.token=env:WIRETAPE_TOKEN'",
      does: "a secret inside messages, from a variable (its name begins with WIRETAPE_)",
    },
    {
      typed: "drive @1 http://127.0.0.1:3000 --speed max --patience 2s --json",
      does: "as a regression test: exit 1 and one line of JSON if the server answers otherwise",
    },
    {
      typed: "drive @1 http://127.0.0.1:3000 --diff",
      does: "tells where the new session parts from the old one, and how, as diff does",
    },
    {
      typed: "drive @1 http://127.0.0.1:3000 --match strict --ignore '**.recordedAt'",
      does: "every value counts, but for one that lives",
    },
    {
      typed: "drive @1 http://127.0.0.1:3000 --match off --speed 10",
      does: "by time alone, ten times as fast: nothing is waited for, nothing is compared",
    },
  ],
  async run({ flags, operands: [file = "", url = ""], host }): Promise<ExitCode> {
    // Loaded when it is needed: other commands start without the network.
    const { drive } = await import("./drive/drive.ts");
    return await drive(file, url, flags, host);
  },
});
