// The recording of a tape's own replay is the same as the tape, to `diff` without any flag: for every
// shipped tape, as `drive` says it and as the command that it names says it.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import { startReplayServer } from "../../src/net/replay_server/replay_server.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { scriptOf, TAPE_NAMES } from "../replay/fixtures.ts";
import { fixture } from "./run_drive.ts";

/** What stands in the places of secrets: the new tape hides it again. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  driver: ["--fill", "$.payload.token=somebody-elses-token"],
  tracking: ["--query", "token=somebody-elses-token"],
};

function secretsFor(name: string): readonly string[] {
  const { driver = [], tracking = [] } = HIDDEN;
  if (name === "driver") return driver;
  const asks = /^tracking(?:_(?:polling|refused|upgrade|websocket))?$/.test(name);
  return asks ? tracking : [];
}

for (const name of TAPE_NAMES) {
  Deno.test(`diff says that the recording of a replay of ${name} is the same`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      await using server = await startReplayServer({
        script: await scriptOf(name),
        speed: "max",
      });
      const host = fakeHost({ folder });
      const args = [fixture(name), server.url, "--speed", "max", "--out", "again.ndjson"];
      assertEquals(await run(["drive", ...args, ...secretsFor(name)], host), 0);
      const command = `diff ${fixture(name)} again.ndjson`;
      assertStringIncludes(
        host.stderr.written,
        `By meaning the tapes are the same: deno task ${command}\n`,
      );
      const again = fakeHost({ folder });
      assertEquals(await run(command.split(" "), again), 0, again.stdout.written);
      assertEquals(again.stdout.written.startsWith("same: "), true);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
