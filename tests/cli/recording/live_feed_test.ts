// The live feed of a recording is bounded: a flood is counted, not printed, and nothing of the count
// is lost at the end.

import { assertEquals } from "@std/assert";
import { Talk } from "../../../src/cli/recording/talk.ts";
import type { Decoded } from "../../../src/protocols/protocol.ts";
import { fakeHost } from "../fake_host.ts";
import { watching } from "./watching.ts";

const EVENTS = 10_000;
const SECONDS = 4;

Deno.test("Monitor prints twenty events a second of a flood, and counts the rest to the last", async () => {
  const host = fakeHost();
  const talk = new Talk({ host, quiet: false });
  const monitor = watching(talk, false);
  for (let count = 0; count < EVENTS; count++) {
    const event = { namespace: "/", name: `tick${count}`, args: [] };
    const decoded: Decoded = { from: "server", packets: [], label: "EVENT", event, notes: [] };
    monitor.decoded(decoded, (count * SECONDS * 1000) / EVENTS, 1);
  }
  monitor.flush();
  await talk.finish();
  const lines = host.stdout.written.trimEnd().split("\n");
  const perSecond = EVENTS / SECONDS;
  const expected = Array.from({ length: SECONDS }, (_, second) => [
    ...Array.from({ length: 20 }, (_, index) => `tick${second * perSecond + index}`),
    `+${perSecond - 20} more`,
  ]).flat();
  assertEquals(lines.map((line) => line.replace(/^.*← {2}\/ {2}|^ +/, "")), expected);
});
