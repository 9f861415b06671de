// What is told of a replay while it goes on.

import { assertEquals } from "@std/assert";
import { Talk } from "../../../src/cli/recording/talk.ts";
import { Teller } from "../../../src/cli/replay/tell.ts";
import type { ReplayEvent } from "../../../src/net/replay_server/replay_server.ts";
import { onlySession, scriptOf } from "../../net/replay_server/scripts.ts";
import { fakeHost } from "../fake_host.ts";

async function told(events: readonly ReplayEvent[], quiet = false): Promise<readonly string[]> {
  const host = fakeHost();
  const talk = new Talk({ host, quiet });
  const teller = new Teller(talk, !quiet);
  for (const event of events) teller.happened(event);
  teller.flush();
  await talk.finish();
  return [...host.stdout.written.split("\n"), ...host.stderr.written.split("\n")].filter(Boolean);
}

async function happenings(): Promise<readonly ReplayEvent[]> {
  const [, , subscribe, , first] = onlySession(await scriptOf("tracking_websocket")).steps;
  if (subscribe === undefined || first === undefined) throw new Error("the tape is too short");
  const at = 1000;
  return [
    { at, kind: "opened", client: 1, peer: "127.0.0.1:5", transport: "polling" },
    { at, kind: "upgraded", client: 1 },
    { at, kind: "cast", client: 1, session: 1 },
    { at, kind: "waiting", client: 1, step: subscribe, what: "room:subscribe in /sfa" },
    { at, kind: "missed", client: 1, step: subscribe, what: "room:subscribe in /sfa" },
    { at, kind: "unexpected", client: 1, unexpected: { said: "other in /sfa" } },
    { at, kind: "failed", client: 1, line: subscribe.line },
    { at, kind: "refused", peer: "127.0.0.1:6", reason: "no more" },
    { at, kind: "page", method: "GET", url: "/a", status: "not recorded" },
    { at, kind: "origin", origin: "http://b" },
    { at, kind: "origin", origin: "http://b" },
    { at, kind: "left", client: 1, reason: "gone", isCut: false },
    { at, kind: "left", client: 2, reason: "close 1011", isCut: true },
    { at, kind: "turned-away", client: 3, reason: "no more" },
  ];
}

Deno.test("Teller tells what happens, a line each, and origins once", async () => {
  const events = await happenings();
  const [, , , waiting] = events;
  const line = waiting?.kind === "waiting" ? waiting.step.line : 0;
  assertEquals(await told(events), [
    "Client 1 came over polling from 127.0.0.1:5",
    "Client 1 went on over websocket",
    "Client 1 plays session 1",
    `Client 1: entry ${line}: the tape waits for room:subscribe in /sfa; key s goes on without it`,
    `Client 1: entry ${line}: waited in vain for room:subscribe in /sfa`,
    "Client 1: unexpected other in /sfa: the tape has no such message",
    `Client 1: entry ${line}: ended here (--fail-fast)`,
    "Refused 127.0.0.1:6: no more",
    "GET /a: not recorded",
    "A page of http://b is not let in, as on the tape; --cors http://b would let it in",
    "Client 1 left: gone",
    "Client 2 was cut off by a fault: close 1011",
    "Client 3 was refused: no more",
  ]);
});

Deno.test("Teller tells those who do not watch what is not as on the tape", async () => {
  const lines = await told(await happenings(), true);
  assertEquals(lines.map((line) => line.split(/[: ]/)[0]), [
    ...["Client", "Client", "Client", "Client"],
    "Refused",
    "A",
    "Client",
  ]);
});
