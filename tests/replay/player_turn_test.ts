// Turns: a player whose whole tape is due plays a part of it at each call, so that whoever plays to
// many clients can go from one to the other.

import { assert, assertEquals } from "@std/assert";
import { MAX_TURN } from "../../src/replay/player_contract.ts";
import type { Player } from "../../src/replay/player.ts";
import type { Line } from "./fixtures.ts";
import { CONNECTED, play, playerFor, sessionOf } from "./playbook.ts";

const EVENTS = 3 * MAX_TURN + 10;

async function longTape(): ReturnType<typeof sessionOf> {
  const lines: Line[] = [[0, "client", "40"], [0, "server", '40{"sid":"recordedSid"}']];
  for (let event = 0; event < EVENTS; event++) {
    lines.push([event, "server", `42["moved",${event}]`]);
  }
  const goodbye = { kind: "control", at: EVENTS, conn: 1, from: "server", op: "close", code: 1000 };
  return await sessionOf(lines, [goodbye]);
}

/** Until there is nothing left; what every call led to. */
function ticks(player: Player, now: number): readonly (readonly string[])[] {
  const turns: (readonly string[])[] = [];
  while ((player.nextDue() ?? Infinity) <= now) turns.push(play(player, [[now, "tick"]]));
  return turns;
}

Deno.test("Player plays no more than a turn at a call, and says goodbye behind the last", async () => {
  const player = playerFor(await longTape(), { speed: "max" });
  const first = play(player, [[0, CONNECTED], [0, "0"]]);
  const turns = ticks(player, 0);
  assert(turns.length >= 2, `${turns.length} turns`);
  for (const turn of turns) assert(turn.length <= MAX_TURN + 1, `${turn.length} in a turn`);
  const all = [...first, ...turns.flat()];
  assertEquals(
    all.slice(1, -1),
    Array.from({ length: EVENTS }, (_, event) => `0 send 2["moved",${event}]`),
  );
  assertEquals(all.at(-1), "0 close close-frame 1000");
  assert(player.isOver);
});

Deno.test("Player is not late at full speed, however late it is asked", async () => {
  const player = playerFor(await longTape(), { speed: "max" });
  play(player, [[0, CONNECTED], [0, "0"]]);
  ticks(player, 60_000);
  assertEquals(player.performance().times, { late: 0, worstLateness: 0 });
});

Deno.test("Player counts what it plays turn by turn by its own time", async () => {
  const player = playerFor(await longTape());
  play(player, [[0, CONNECTED], [0, "0"]]);
  const turns = ticks(player, EVENTS + 100);
  assert(turns.length >= 3, `${turns.length} turns`);
  // All were asked for at once, so that the first had waited for the whole tape's time.
  assertEquals(player.performance().times, { late: EVENTS - 1, worstLateness: EVENTS + 99 });
});

Deno.test("Player stops between two turns when it is paused", async () => {
  const player = playerFor(await longTape(), { speed: "max" });
  play(player, [[0, CONNECTED], [0, "0"], [0, { kind: "pause" }]]);
  const { served } = player.performance();
  assert(served < EVENTS);
  assertEquals(ticks(player, 1000), []);
  play(player, [[1000, { kind: "resume" }]]);
  ticks(player, 1000);
  assertEquals(player.performance().served, EVENTS + 1);
});
