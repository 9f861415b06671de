// Two recordings of the same demo say the same, without any flag and whatever carried them; those of
// other runs are the same but for their values; and what is lost in one of them is found.

import { assertEquals } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import { diffTapes } from "../../src/diff/diff_tapes.ts";
import type { DiffResult, Finding } from "../../src/diff/result.ts";
import { LEAVE_MILLISECONDS } from "../../src/net/socket_client.ts";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import { toRead } from "../diff/script_tape.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { HeldTime } from "../house/held_time.ts";

/** Records by the command and gives the tape's text. */
async function recorded(...args: readonly string[]): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const code = await run(["record", ...args, "--out", "tape.ndjson", "--quiet"], host);
    assertEquals(code, 0, host.stderr.written);
    return await Deno.readTextFile(`${folder}/tape.ndjson`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function diff(left: string, right: string): Promise<DiffResult> {
  return await diffTapes({ left: toRead("left", left), right: toRead("right", right) });
}

function told({ findings }: DiffResult): readonly string[] {
  return findings.map((finding) => JSON.stringify(finding));
}

const POLLING = ["--transports", "polling"];
const WEBSOCKET = ["--transports", "websocket"];

/** What a demo says does not depend on its transport, but for S5, whose subject that is. */
const RUNS: readonly (readonly [
  demo: string,
  flags: readonly string[],
  ways: readonly (readonly string[])[],
])[] = [
  ["tracking", ["--events", "4", "--rate", "5"], [POLLING, WEBSOCKET, []]],
  ["driver", ["--events", "4", "--rate", "5"], [[], []]],
  ["chat", ["--events", "1"], [POLLING, WEBSOCKET, []]],
  ["express", ["--events", "1"], [POLLING, WEBSOCKET]],
  // Its ticks come between its answers, or after them, as it happens: these end before the first.
  ["layers", ["--events", "4", "--rate", "0.1"], [WEBSOCKET, WEBSOCKET]],
];

/** Every client says all that it has to say, and its goodbye, however long that takes. */
function holdPatience(): HeldTime {
  const patience = [LEAVE_MILLISECONDS, GOODBYE_MILLISECONDS];
  return new HeldTime((delay) => patience.includes(delay) ? "held" : "runs");
}

for (const [demo, flags, ways] of RUNS) {
  Deno.test(`diff says that two recordings of the ${demo} demo are the same`, async () => {
    using _time = holdPatience();
    const [first, ...others] = await Promise.all(
      ways.map((way) => recorded("--demo", demo, ...flags, ...way)),
    );
    for (const other of others) {
      const result = await diff(first ?? "", other);
      assertEquals(told(result), []);
      assertEquals(result.same, true);
    }
  });
}

Deno.test("diff of two other runs finds the values living, and a lost field at once", async () => {
  using time = holdPatience();
  // A silence of a second would be a difference: on a machine with much to do there may be one.
  time.stand();
  const args = ["--demo", "tracking", "--events", "12", "--rate", "100", ...WEBSOCKET];
  const [one, other] = await Promise.all(
    ["1", "2"].map((seed) => recorded(...args, "--seed", seed)),
  );
  const live = await diff(one ?? "", other ?? "");
  assertEquals(told(live), []);
  assertEquals(live.events.filter(({ isLive }) => isLive).map(({ key: { name } }) => name), [
    "location:track",
  ]);
  const text = other ?? "";
  // In a message: the log lines of a client may also be those of the one that records beside it.
  const message = text.indexOf('"text":"42/sfa,[\\"location:track\\"');
  const at = text.indexOf(',\\"speed\\"', message);
  const lost = text.slice(0, at) + text.slice(text.indexOf(",", at + 1));
  const { findings, same } = await diff(one ?? "", lost);
  assertEquals(same, false);
  assertEquals(findings.map(about), ["field-lost $.speed 1"]);
});

function about(finding: Finding): string {
  if (finding.kind !== "live" || !("count" in finding.change)) return finding.kind;
  const { what, path, count } = finding.change;
  return `${what} ${path} ${count}`;
}
