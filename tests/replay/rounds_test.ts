// Tapes that begin again, and players that wait for as long as it takes.

import { assert, assertEquals } from "@std/assert";
import type { Line } from "./fixtures.ts";
import { CONNECTED, play, playerFor, sessionOf } from "./playbook.ts";

const MAP: readonly Line[] = [
  [0, "client", "40"],
  [10, "server", '40{"sid":"recordedSid"}'],
  [20, "client", '420["subscribe",1]'],
  [30, "server", '430["ok"]'],
  [2000, "server", '42["moved",1]'],
  [3000, "server", '42["moved",2]'],
];
const END = { kind: "close", at: 4000, conn: 1, by: "client" };

Deno.test("Player with loop plays the server's events again, in their time, and waits for nobody", async () => {
  const player = playerFor(await sessionOf(MAP, [END]), { loop: true });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [20, '21["subscribe",1]'],
    [30, "tick"],
    [3999, "tick"],
    [4000, "tick"],
    [5969, "tick"],
    [5970, "tick"],
    [6970, "tick"],
    [7970, "tick"],
    [9940, "tick"],
  ]);
  assertEquals(lines.slice(1), [
    '30 send 31["ok"]',
    '3999 send 2["moved",1]',
    '3999 send 2["moved",2]',
    '5970 send 2["moved",1]',
    '6970 send 2["moved",2]',
    '9940 send 2["moved",1]',
  ]);
  assert(player.performance().isGood);
});

Deno.test("Player with loop answers again what is asked again, and still tells what is new", async () => {
  const player = playerFor(await sessionOf(MAP, [END]), { loop: true, speed: "max" });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [1, '21["subscribe",1]'],
    [1000, "tick"],
    [1001, '27["subscribe",1]'],
    [1002, '2["other"]'],
  ]);
  assertEquals(lines.slice(4), [
    '1000 send 2["moved",1]',
    '1000 send 2["moved",2]',
    '1001 send 37["ok"]',
    "1002 unexpected other",
  ]);
});

Deno.test("Player with loop begins no round sooner than a second after the last", async () => {
  const player = playerFor(await sessionOf(MAP.slice(0, 2).concat([[11, "server", '42["x"]']])), {
    loop: true,
    speed: "max",
  });
  const lines = play(player, [[0, CONNECTED], [500, "0"], [999, "tick"], [1000, "tick"]]);
  assertEquals(lines.slice(1), ['500 send 2["x"]', '1000 send 2["x"]']);
  assertEquals(player.nextDue(), 2000);
});

Deno.test("Player with loop stands while it is paused, and goes on step by step", async () => {
  const player = playerFor(await sessionOf(MAP, [END]), { loop: true, speed: "step" });
  const step = { kind: "step" } as const;
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [1, step],
    [2, '21["subscribe",1]'],
    ...[3, 4, 5, 6, 7].map((now) => [now, step] as const),
    [8, { kind: "speed", speed: 1 }],
    [9, { kind: "pause" }],
    [99_999, "tick"],
  ]);
  assertEquals(lines.slice(1).map((line) => line.slice(2)), [
    'send 31["ok"]',
    'send 2["moved",1]',
    'send 2["moved",2]',
    'send 2["moved",1]',
    'send 2["moved",2]',
  ]);
});

Deno.test("Player with loop ends as the server ended all the same", async () => {
  const close = { kind: "control", at: 4000, conn: 1, from: "server", op: "close", code: 4001 };
  const player = playerFor(await sessionOf(MAP, [close]), { loop: true, speed: "max" });
  const lines = play(player, [[0, CONNECTED], [0, "0"], [1, '21["subscribe",1]']]);
  assertEquals(lines.at(-1), "1 close close-frame 4001");
});

Deno.test("Player waits for ever where it is told to, and says so once", async () => {
  const player = playerFor(await sessionOf(MAP), { patience: Infinity });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [10_019, "tick"],
    [10_020, "tick"],
    [900_000, "tick"],
    [900_001, '20["subscribe",1]'],
    [900_011, "tick"],
  ]);
  assertEquals(lines, [
    '10019 send 0{"sid":"live-namespace-1"}',
    "10020 waiting for line 8",
    '900011 send 30["ok"]',
  ]);
});

Deno.test("Player goes on without what it waits for when it is told to skip it", async () => {
  const player = playerFor(await sessionOf(MAP), { patience: Infinity });
  const lines = play(player, [
    [0, CONNECTED],
    [0, { kind: "skip" }],
    [0, "0"],
    [10, "tick"],
    [500, { kind: "skip" }],
    [2480, "tick"],
    [3480, "tick"],
  ]);
  assertEquals(lines.slice(1), [
    "500 missed line 8",
    '2480 send 2["moved",1]',
    '3480 send 2["moved",2]',
  ]);
});
