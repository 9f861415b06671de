// Sessions that are taken up again, and what is passed over by request: nothing of it is owed.

import { assertEquals } from "@std/assert";
import type { Player } from "../../src/replay/player.ts";
import type { LostFrom } from "../../src/replay/resumption.ts";
import type { Line } from "./fixtures.ts";
import { type Act, CONNECTED, LEFT, play, playerFor, sessionOf } from "./playbook.ts";

const LINES: readonly Line[] = [
  [0, "client", "40"],
  [1, "server", '40{"sid":"recordedSid"}'],
  [2, "client", '420["ask","a"]'],
  [3, "server", '430["yes"]'],
  [4, "client", '421["ask","b"]'],
  [5, "server", '420["question"]'],
  [6, "server", '42["moved",1]'],
  [7, "server", '42["moved",2]'],
  [8, "server", '431["late"]'],
  [9, "client", '430["reply"]'],
  [10, "server", '42["moved",3]'],
];

/** A player after these acts, and whoever takes its session up after these. */
async function takenUp(before: readonly Act[], from: LostFrom | undefined): Promise<Player> {
  const session = await sessionOf(LINES);
  const first = playerFor(session, { speed: "max" });
  play(first, before);
  return playerFor(session, { speed: "max", resume: first.resumption(from) });
}

function verdict(player: Player): readonly unknown[] {
  const { served, matched, unserved, missed, unexpected, isGood } = player.performance();
  return [served, matched, unserved, missed, unexpected, isGood];
}

const BEFORE: readonly Act[] = [
  [0, CONNECTED],
  [0, "0"],
  [0, '20["ask","a"]'],
  [0, '21["ask","b"]'],
  [9, LEFT],
];

Deno.test("Player plays the rest, lets what was said be repeated, and answers it again", async () => {
  const session = await sessionOf(LINES);
  const moved = session.steps.findIndex(({ line }) => line === session.steps[6]?.line);
  const player = await takenUp(BEFORE, moved);
  const lines = play(player, [
    [20, CONNECTED],
    [20, "0"],
    [21, '27["ask","a"]'],
    [22, LEFT],
  ]);
  // The question of before is answered no more, and so does not hold up what comes behind it.
  assertEquals(lines, [
    '20 send 0{"sid":"live-namespace-1"}',
    '20 send 2["moved",1]',
    '20 send 2["moved",2]',
    '20 send 2["moved",3]',
    '21 send 37["yes"]',
  ]);
  assertEquals(verdict(player), [6, 3, 0, 0, 0, true]);
});

Deno.test("Player answers what was asked before only if it is asked again", async () => {
  const player = await takenUp(BEFORE, 6);
  const lines = play(player, [[20, CONNECTED], [20, "0"], [21, '29["ask","b"]'], [22, LEFT]]);
  assertEquals(lines.at(-1), '21 send 39["late"]');
  assertEquals(verdict(player), [7, 3, 0, 0, 0, true]);
});

Deno.test("Player tells what the client says that was never said", async () => {
  const player = await takenUp(BEFORE, 6);
  const lines = play(player, [
    [20, CONNECTED],
    [20, "0"],
    [21, '20["ask","a"]'],
    [22, '21["ask","a"]'],
  ]);
  assertEquals(lines.at(-1), "22 unexpected ask");
});

Deno.test("Player plays all of a connection again over which nothing got through", async () => {
  const player = await takenUp([[0, CONNECTED], [0, "0"], [9, LEFT]], "connection");
  const lines = play(player, [[20, CONNECTED], [20, "0"], [21, '20["ask","a"]']]);
  assertEquals(lines, ['20 send 0{"sid":"live-namespace-1"}', '21 send 30["yes"]']);
});

Deno.test("Player goes on from the moment at which its client was cut off", async () => {
  const session = await sessionOf([
    [0, "client", "40"],
    [0, "server", '40{"sid":"recordedSid"}'],
    [1000, "server", '42["moved",1]'],
    [2000, "server", '42["moved",2]'],
  ]);
  const first = playerFor(session);
  play(first, [[0, CONNECTED], [0, "0"], [1600, LEFT]]);
  const player = playerFor(session, { resume: first.resumption(undefined) });
  assertEquals(play(player, [[9000, CONNECTED], [9000, "0"], [9399, "tick"], [9400, "tick"]]), [
    '9000 send 0{"sid":"live-namespace-1"}',
    '9400 send 2["moved",2]',
  ]);
  const back = playerFor(session, { resume: first.resumption(undefined) });
  const lines = play(back, [[0, CONNECTED], [0, "0"], [1, { kind: "seek", to: 900 }], [
    101,
    "tick",
  ]]);
  assertEquals(lines.at(-1), '101 send 2["moved",1]', "what is gone back to is played");
});

Deno.test("Player owes nothing, and expects nothing, of what it was told to pass over", async () => {
  const player = playerFor(await sessionOf(LINES));
  const lines = play(player, [[0, CONNECTED], [0, "0"], [1, { kind: "seek", to: 10 }], [
    2,
    "tick",
  ]]);
  assertEquals(lines.at(-1), '1 send 2["moved",3]');
  const { isSettled, isGood, served, matched, loaded } = player.performance();
  assertEquals([isSettled, isGood, served, matched, loaded], [true, true, 2, 1, 11]);
  const late = play(player, [[3, '20["ask","a"]'], [4, '21["ask","c"]']]);
  assertEquals(late, ['3 send 30["yes"]', "4 unexpected ask"]);
});
