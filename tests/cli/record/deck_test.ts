// How long a recording waits for a target that does not answer, and how long it then runs.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runDeck, timeLeft } from "../../../src/cli/record/deck.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { readClientPlan } from "../../../src/cli/record/plan.ts";
import { Recording, type RecordingEnd } from "../../../src/cli/recording/recording.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { startTap } from "../../../src/net/tap.ts";
import { targetOf } from "../../../src/net/target.ts";
import { serve } from "../../net/sockets.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";

/** Records a server that takes connections and says nothing. */
async function waitInVain(
  scheme: string,
): Promise<{ readonly end: RecordingEnd; readonly host: FakeHost; readonly whom: string }> {
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.resume();
  });
  const whom = `127.0.0.1:${server.port}`;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const { flags } = parseFlags(RECORD_FLAGS, ["--out", "t.ndjson", "--duration", "5m"]);
    const client = readClientPlan(`${scheme}://${whom}/`, flags);
    const recording = new Recording({
      mode: "record",
      target: client.shown,
      watch: true,
      flags,
      host,
      keys: false,
    });
    const target = targetOf(client.url);
    await using tap = await startTap({ target, owner: recording.recorder });
    const patience = { wordAfter: 1, endAfter: 40 };
    const options = { client, recording, tap, log: false, debug: false, limit: 300_000 };
    const end = await runDeck({ ...options, patience });
    await recording.finish(end);
    return { end, host, whom };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const scheme of ["http", "ws"]) {
  Deno.test(`runDeck() says that nobody answers, and ends, over ${scheme}`, async () => {
    const { end, host, whom } = await waitInVain(scheme);
    assertEquals(end, { kind: "refused", message: `No answer from ${whom} within 0.04 s` });
    assertStringIncludes(
      host.stderr.written,
      `Waiting for ${whom}: no answer yet (for at most 0.04 s)\n`,
    );
  });
}

const TIMES: readonly [name: string, limit: number, elapsed: number, left: number][] = [
  ["records as long as was asked for", 3000, 100, 3000],
  ["gives a late connection what is left of the time to connect", 3000, 18_500, 1500],
  ["counts the wait where more was asked for than a connection may take", 60_000, 400, 59_600],
  ["has no time left when all of it went", 3000, 21_000, 0],
];

for (const [name, limit, elapsed, left] of TIMES) {
  Deno.test(`timeLeft() ${name}`, () => {
    assertEquals(timeLeft(limit, elapsed, 20_000), left);
  });
}
