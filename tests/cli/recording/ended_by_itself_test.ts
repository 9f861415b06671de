// Who ended a recording: its limit, or the person in front of it, whichever came first.

import { assertEquals } from "@std/assert";
import { parseFlags } from "../../../src/cli/flags.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { Recording } from "../../../src/cli/recording/recording.ts";
import { HeldTime } from "../../house/held_time.ts";
import { fakeHost } from "../fake_host.ts";

const LIMIT = 77_000;

const ORDERS: readonly [name: string, first: "signal" | "limit", endedByItself: boolean][] = [
  ["a person", "signal", false],
  ["its limit", "limit", true],
];

for (const [name, first, endedByItself] of ORDERS) {
  Deno.test(`Recording knows that ${name} ended it first`, async () => {
    using time = new HeldTime((delay) => delay === LIMIT ? "held" : "runs");
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      const host = fakeHost({ folder });
      const { flags } = parseFlags(RECORD_FLAGS, ["--out", "t.ndjson"]);
      const target = new URL("http://127.0.0.1/");
      const options = { mode: "record", target, watch: true, flags, host, keys: false } as const;
      const recording = new Recording(options);
      recording.limit(LIMIT);
      if (first === "signal") host.signal("SIGINT");
      time.end(LIMIT);
      if (first === "limit") host.signal("SIGINT");
      assertEquals([recording.stopped.aborted, recording.endedByItself], [true, endedByItself]);
      await recording.finish({ kind: "stopped" });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
