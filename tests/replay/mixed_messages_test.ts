// A plain WebSocket on which text, JSON and binary take turns: each message is matched as what it is,
// whichever came first.

import { assert, assertEquals } from "@std/assert";
import { DrivenSession } from "../../src/replay/drive.ts";
import { IdBook } from "../../src/replay/id_book.ts";
import { Listener } from "../../src/replay/listener.ts";
import { describeMeaning } from "../../src/replay/meaning.ts";
import type { ReplaySession } from "../../src/replay/script.ts";
import { scriptFrom } from "./fixtures.ts";
import { play, playerFor } from "./playbook.ts";

type Said = readonly [at: number, from: "client" | "server", text: string];

async function sessionOf(...said: readonly Said[]): Promise<ReplaySession> {
  const { sessions: [session] } = await scriptFrom([
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/live", headers: [] },
    { kind: "response", at: 1, conn: 1, id: 1, status: 101, headers: [] },
    ...said.map(([at, from, text]) => ({ kind: "message", at, conn: 1, from, text })),
  ]);
  assert(session !== undefined);
  return session;
}

const STREAM: readonly Said[] = [
  [10, "client", "start"],
  [20, "server", '{"type":"pos","lat":1}'],
  [30, "client", '{"type":"more","n":2,"m":1}'],
  [40, "server", "bye"],
];

Deno.test("readScript() reads JSON behind plain text as events", async () => {
  const { steps } = await sessionOf(...STREAM);
  assertEquals(steps.map(({ meaning }) => describeMeaning(meaning)), [
    "text of 5 characters",
    "pos",
    "more",
    "text of 3 characters",
  ]);
});

Deno.test("Listener hears every message of a plain WebSocket as what it is", async () => {
  const listener = new Listener(await sessionOf(...STREAM));
  const kinds = ["start", '{"type":"more"}', "5", '{"type":"less"}']
    .flatMap((text) => listener.hear(text))
    .map((meaning) => meaning.kind === "event" ? meaning.name : meaning.kind);
  assertEquals(kinds, ["other", "more", "other", "less"]);
});

Deno.test("Player matches JSON behind plain text by its values, whatever their order", async () => {
  const player = playerFor(await sessionOf(...STREAM), { speed: "max" });
  const lines = play(player, [
    [0, { kind: "connected" }],
    [1, "start"],
    [2, '{"m":1,"type":"more","n":2}'],
  ]);
  assertEquals(lines, ['1 send {"type":"pos","lat":1}', "2 send bye"]);
  assert(player.performance().isGood);
});

Deno.test("Player does not take other text or other JSON for what was recorded", async () => {
  const player = playerFor(await sessionOf(...STREAM), { speed: "max" });
  const lines = play(player, [
    [0, { kind: "connected" }],
    [1, "stop"],
    [2, "start"],
    [3, '{"type":"more","n":3,"m":1}'],
  ]);
  assertEquals(lines.filter((line) => line.includes("send")), ['2 send {"type":"pos","lat":1}']);
  assert(!player.performance().isGood);
});

for (const [lat, differing] of [[1, 0], [2, 1]] as const) {
  Deno.test(`DrivenSession compares JSON behind plain text by its values: ${lat} for 1`, async () => {
    const session = await sessionOf(...STREAM);
    const rules = { mode: "strict", ignore: [] } as const;
    const driven = new DrivenSession(session, {
      rules,
      speed: "max",
      patience: 1000,
      ids: new IdBook(),
    });
    driven.receive({ kind: "connected" }, 0);
    driven.receive({ kind: "message", data: `{"lat":${lat},"type":"pos"}` }, 1);
    driven.receive({ kind: "message", data: "bye" }, 2);
    driven.receive({ kind: "disconnected", by: "client", reason: "" }, 3);
    assertEquals(driven.outcome().differing, differing);
  });
}
