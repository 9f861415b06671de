// The clock of a replay, and what its owner does to it, under a manual clock: nothing here waits.

import { assert, assertEquals } from "@std/assert";
import {
  type ReplayServer,
  type ReplayServerOptions,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { ManualTime } from "./manual_time.ts";
import { closed, connect, plainScript, type Said } from "./plain_tape.ts";

const SAID: readonly Said[] = [
  [1000, "server", "one"],
  [2000, "server", "two"],
  [62_000, "server", "three"],
];

interface Stage {
  readonly server: ReplayServer;
  readonly time: ManualTime;
  /** `1000 one` */
  readonly served: readonly string[];
}

async function play(
  options: Partial<ReplayServerOptions>,
  act: (stage: Stage) => void | Promise<void>,
  said = SAID,
): Promise<readonly string[]> {
  const time = new ManualTime();
  const served: string[] = [];
  const script = await plainScript(said);
  await using server = await startReplayServer({
    script,
    clock: time,
    after: time.after,
    onEvent(event): void {
      if (event.kind === "served") served.push(`${event.at} ${event.step.messages[0]}`);
    },
    ...options,
  });
  const socket = await connect(server.url);
  await act({ server, time, served });
  const gone = closed(socket);
  socket.terminate();
  await gone;
  return served;
}

Deno.test("startReplayServer() keeps the tape's time", async () => {
  assertEquals(await play({}, ({ time }) => time.advance(70_000)), [
    "1000 one",
    "2000 two",
    "62000 three",
  ]);
});

Deno.test("startReplayServer() plays as many times as fast", async () => {
  assertEquals(await play({ speed: 10 }, ({ time }) => time.advance(70_000)), [
    "100 one",
    "200 two",
    "6200 three",
  ]);
});

Deno.test("startReplayServer() shortens silences", async () => {
  assertEquals(await play({ limitIdle: 500 }, ({ time }) => time.advance(70_000)), [
    "500 one",
    "1000 two",
    "1500 three",
  ]);
});

Deno.test("startReplayServer() pauses and goes on where it was", async () => {
  const served = await play({}, ({ server, time }) => {
    time.advance(1500);
    server.pause();
    assert(server.isPaused);
    time.advance(100_000);
    server.resume();
    time.advance(500);
  });
  assertEquals(served, ["1000 one", "102000 two"]);
});

Deno.test("startReplayServer() changes its speed on the way", async () => {
  const served = await play({}, ({ server, time }) => {
    time.advance(1000);
    server.setSpeed(2);
    time.advance(500);
    server.setSpeed("max");
    assertEquals(server.speed, "max");
  });
  assertEquals(served, ["1000 one", "1500 two", "1500 three"]);
});

Deno.test("startReplayServer() goes step by step, and nothing else does", async () => {
  const served = await play({ speed: "step" }, ({ server, time }) => {
    time.advance(100_000);
    server.step();
    time.advance(1);
    server.step();
  });
  assertEquals(served, ["100000 one", "100001 two"]);
});

Deno.test("startReplayServer() goes to another moment, there and back", async () => {
  const served = await play({}, ({ server, time }) => {
    server.seek(61_990);
    time.advance(10);
    server.seek(1999);
    time.advance(1);
  });
  assertEquals(served, ["10 three", "11 two"]);
});

Deno.test("startReplayServer() goes to another moment where silences are shortened", async () => {
  const served = await play({ limitIdle: 500 }, ({ server, time }) => {
    server.seek(1500);
    time.advance(499);
    time.advance(1);
    server.seek(61_990);
    time.advance(10);
    server.seek(0);
    time.advance(499);
    assertEquals(server.report().totals.served, 2);
    time.advance(1);
  });
  assertEquals(served, ["500 two", "510 three", "1010 one"]);
});

for (
  const [limitIdle, by, expected] of [
    [undefined, 59_990, ["500 two", "510 three", "1510 three"]],
    [300, 59_790, ["300 two", "510 three", "810 three"]],
  ] as const
) {
  const name = limitIdle === undefined ? "as they were" : "shortened";
  Deno.test(`startReplayServer() goes so far forward and back, silences ${name}`, async () => {
    const served = await play(limitIdle === undefined ? {} : { limitIdle }, ({ server, time }) => {
      server.seekBy(1500);
      time.advance(500);
      server.seekBy(by);
      time.advance(10);
      server.seekBy(-1000);
      time.advance(1000);
    });
    assertEquals(served, expected);
  });
}

Deno.test("startReplayServer() tells a client that comes later of the pause", async () => {
  const served = await play({ serve: "whole" }, async ({ server, time }) => {
    server.pause();
    const late = await connect(server.url);
    assertEquals(server.clientCount, 2);
    time.advance(100_000);
    server.resume();
    time.advance(1000);
    const gone = closed(late);
    late.terminate();
    await gone;
  });
  assertEquals(served, ["101000 one", "101000 one"]);
});

Deno.test("startReplayServer() does not count the pause as patience", async () => {
  const said: readonly Said[] = [[10, "server", "ask"], [20, "client", "go"], [30, "server", "on"]];
  const served = await play({ patience: 100 }, ({ server, time }) => {
    time.advance(15);
    server.pause();
    time.advance(100_000);
    server.resume();
    time.advance(104);
    assertEquals(server.report().totals.missed, 0);
    time.advance(11);
  }, said);
  assertEquals(served, ["10 ask", "100130 on"]);
});

Deno.test("startReplayServer() drifts by nothing in an hour", async () => {
  const said = Array.from({ length: 3600 }, (_, second): Said => [
    (second + 1) * 1000.1,
    "server",
    `n${second}`,
  ]);
  const served = await play({ speed: 3 }, ({ time }) => time.advance(1_300_000), said);
  assertEquals(served.length, 3600);
  const last = Number(served.at(-1)?.split(" ")[0]);
  assert(Math.abs(last - 3600 * 1000.1 / 3) <= 1, `the last came at ${last}`);
});
