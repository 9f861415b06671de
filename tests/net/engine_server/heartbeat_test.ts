// The heartbeat by a clock that the test turns: who pings, who waits for whom, and how long.

import { assertEquals } from "@std/assert";
import { Heartbeat } from "../../../src/net/engine_server/heartbeat.ts";
import { ManualAfter } from "./manual_after.ts";

interface Bench {
  readonly clock: ManualAfter;
  readonly heartbeat: Heartbeat;
  /** `ping`, `pong`, `dead`. */
  readonly told: string[];
}

function bench(version: 3 | 4): Bench {
  const clock = new ManualAfter();
  const told: string[] = [];
  const heartbeat = new Heartbeat({
    version,
    pingInterval: 100,
    pingTimeout: 20,
    after: clock.after,
    send: (type) => told.push(type),
    dead: () => told.push("dead"),
  });
  return { clock, heartbeat, told };
}

Deno.test("a heartbeat of revision 4 pings an interval after every answer", () => {
  const { clock, heartbeat, told } = bench(4);
  clock.advance(99);
  assertEquals(told, []);
  clock.advance(1);
  assertEquals(told, ["ping"]);
  clock.advance(19);
  assertEquals(heartbeat.received("pong"), true);
  clock.advance(99);
  assertEquals(told, ["ping"]);
  clock.advance(1);
  assertEquals(told, ["ping", "ping"]);
});

Deno.test("a heartbeat of revision 4 finds a client dead that does not answer in time", () => {
  const { clock, told } = bench(4);
  clock.advance(119);
  assertEquals(told, ["ping"]);
  clock.advance(1);
  assertEquals(told, ["ping", "dead"]);
  assertEquals(clock.waiting, 0);
});

Deno.test("a heartbeat of revision 4 gives a client that talks more time, once", () => {
  const { clock, heartbeat, told } = bench(4);
  clock.advance(110);
  assertEquals(heartbeat.received("message"), true);
  clock.advance(15);
  assertEquals(heartbeat.received("message"), true);
  clock.advance(4);
  assertEquals(told, ["ping"]);
  clock.advance(1);
  assertEquals(told, ["ping", "dead"]);
});

Deno.test("a heartbeat of revision 4 starts the time for an answer anew when the session moves", () => {
  const { clock, heartbeat, told } = bench(4);
  heartbeat.moved();
  clock.advance(110);
  heartbeat.moved();
  clock.advance(19);
  assertEquals(told, ["ping"]);
  clock.advance(1);
  assertEquals(told, ["ping", "dead"]);
});

Deno.test("a heartbeat of revision 3 answers pings and waits for the next one", () => {
  const { clock, heartbeat, told } = bench(3);
  clock.advance(119);
  assertEquals(heartbeat.received("ping"), true);
  assertEquals(heartbeat.received("message"), true);
  clock.advance(119);
  assertEquals(told, ["pong"]);
  clock.advance(1);
  assertEquals(told, ["pong", "dead"]);
});

Deno.test("a heartbeat of revision 3 goes on when the session moves", () => {
  const { clock, heartbeat, told } = bench(3);
  clock.advance(100);
  heartbeat.moved();
  clock.advance(119);
  assertEquals(told, []);
  clock.advance(1);
  assertEquals(told, ["dead"]);
});

Deno.test("a heartbeat refuses what comes from the wrong side", () => {
  assertEquals(bench(4).heartbeat.received("ping"), false);
  assertEquals(bench(3).heartbeat.received("pong"), false);
});

Deno.test("a starved heartbeat is silent, thinks nobody dead, and can go on", () => {
  const four = bench(4);
  four.heartbeat.starve(true);
  four.clock.advance(1000);
  assertEquals(four.told, []);
  four.heartbeat.starve(false);
  four.clock.advance(100);
  assertEquals(four.told, ["ping"]);
  const three = bench(3);
  three.heartbeat.starve(true);
  assertEquals(three.heartbeat.received("ping"), true);
  assertEquals(three.told, []);
  three.clock.advance(120);
  assertEquals(three.told, ["dead"]);
});

Deno.test("a heartbeat that is stopped leaves no timer behind", () => {
  for (const version of [3, 4] as const) {
    const { clock, heartbeat } = bench(version);
    assertEquals(clock.waiting, 1);
    heartbeat.stop();
    assertEquals(clock.waiting, 0);
  }
});
