// Recordings of the five systems played to stock clients: what the recorded client heard is what
// they hear, in order, over every transport; and who does something else is told.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { io } from "socket.io-client";
import ioVersion2 from "socket.io-client-2";
import WebSocket from "ws";
import {
  type ReplayServerOptions,
  startReplayServer,
} from "../../src/net/replay_server/replay_server.ts";
import { SENT_CHECK } from "../../src/net/replay_server/stage.ts";
import { lineOf } from "../house/line_of.ts";
import { ManualTime } from "../net/replay_server/manual_time.ts";
import { recordedLog } from "../net/replay_server/recorded_log.ts";
import { playStock } from "../net/replay_server/stock_client.ts";
import { onlySession, scriptOf, TAPE_NAMES } from "../net/replay_server/scripts.ts";

const QUICK: Omit<ReplayServerOptions, "script"> = { speed: "max" };

/** Of a clock that goes on when a test says so: what comes late on a busy machine is not missed. */
const PATIENCE_MILLISECONDS = 1000;

function inManualTime(time: ManualTime): Omit<ReplayServerOptions, "script"> {
  return { ...QUICK, patience: PATIENCE_MILLISECONDS, clock: time, after: time.after };
}

/** What socket.io-client plays; the driver's is a plain WebSocket. */
const STOCK_NAMES = TAPE_NAMES.filter((name) => name !== "driver");

for (const name of STOCK_NAMES) {
  for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
    Deno.test(`replay of ${name} is what was recorded, over ${transports.join(", then ")}`, async () => {
      const script = await scriptOf(name);
      await using server = await startReplayServer({ script, ...QUICK });
      for (const session of script.sessions) {
        await using client = playStock(server.url, session, { transports });
        const heard = await client.done;
        assertEquals(heard, recordedLog(session));
        assertNotEquals(client.sids[0], session.sid);
      }
      assertEquals(await server.played, "all");
      const report = server.report();
      assert(report.isGood, JSON.stringify(report, undefined, 1));
      assertEquals(report.totals.unexpected, 0);
    });
  }
}

for (const transports of [["polling"], ["websocket"]]) {
  Deno.test(`replay ends as the tape's server ended, over ${transports}`, async () => {
    const script = await scriptOf("tracking_reconnect");
    const [session] = script.sessions;
    assert(session !== undefined);
    await using server = await startReplayServer({ script, ...QUICK });
    await using client = playStock(server.url, session, { transports, stays: true });
    assertEquals(await client.done, recordedLog(session));
    assertEquals(await client.gone, "transport close");
  });
}

Deno.test("replay of the driver's plain WebSocket is what was recorded", async () => {
  const script = await scriptOf("driver");
  const { steps } = onlySession(script);
  await using server = await startReplayServer({ script, ...QUICK });
  const url = `${server.url.replace("http", "ws")}/driver/get-tracking?userId=19`;
  const socket = new WebSocket(url);
  const recorded = steps.filter(({ from }) => from === "server").map(({ messages }) => messages[0]);
  const heard: string[] = [];
  const closed = Promise.withResolvers<number>();
  socket.on("open", () => {
    const payload = { token: "anybody's", command: "start" };
    socket.send(JSON.stringify({ type: "authenticate", payload }));
  });
  socket.on("message", (data) => {
    heard.push(String(data));
    if (heard.length === recorded.length) socket.close(1000);
  });
  socket.on("close", (code) => closed.resolve(code));
  assertEquals(await closed.promise, 1000);
  assertEquals(heard, recorded);
  assertEquals(await server.played, "all");
  const report = server.report();
  assert(report.isGood, JSON.stringify(report, undefined, 1));
});

Deno.test("replay tells a client's mistake with its place and how to accept it, and goes on", async () => {
  const script = await scriptOf("tracking");
  const session = onlySession(script);
  const time = new ManualTime();
  const mistaken = Promise.withResolvers<void>();
  await using server = await startReplayServer({
    script,
    ...inManualTime(time),
    onEvent: ({ kind }) => kind === "unexpected" ? mistaken.resolve() : undefined,
  });
  await using client = playStock(server.url, session, {
    change: ([name, data]) => [name, Object.assign({}, data, { room: "track_19" })],
  });
  await mistaken.promise;
  // What it came instead of is given up after the patience, and nothing hangs.
  time.advance(PATIENCE_MILLISECONDS);
  assertEquals(await client.done, recordedLog(session));
  assertEquals(await server.played, "all");
  const report = server.report();
  assert(!report.isGood);
  const line = lineOf("tracking", "room:subscribe");
  const [performance] = report.sessions[0]?.performances ?? [];
  assertEquals(performance?.unexpectedMessages, [{
    said: "room:subscribe in /sfa",
    miss: {
      line,
      expected: "room:subscribe in /sfa",
      differences: [{ path: "$.room", expected: '"track_222222"', actual: '"track_19"' }],
      accept: "--ignore '$.room'",
    },
  }]);
  assertEquals(performance?.missedSteps, [{ line, what: "room:subscribe in /sfa" }]);
});

Deno.test("replay that is lenient waits for nobody who came near", async () => {
  const script = await scriptOf("tracking_binary_acks");
  const session = onlySession(script);
  await using server = await startReplayServer({ script, ...QUICK, lenient: true });
  await using client = playStock(server.url, session, {
    change: ([name, data, ...rest]) =>
      name === "room:subscribe" ? [name, { room: "another" }, ...rest] : [name, data, ...rest],
  });
  // The default patience would be longer than this test may take; the ack comes all the same.
  assertEquals(await client.done, recordedLog(session));
  const report = server.report();
  assert(!report.isGood);
  assertEquals([report.totals.unexpected, report.totals.unserved], [1, 0]);
});

Deno.test("replay does not hang for a client that says nothing", async () => {
  const script = await scriptOf("tracking_upgrade");
  const gone = Promise.withResolvers<void>();
  const time = new ManualTime();
  await using server = await startReplayServer({ script, ...inManualTime(time) });
  const socket = io(`${server.url}/sfa`, { reconnection: false, forceNew: true });
  const joined = new Promise<void>((resolve) => socket.on("connect", () => resolve()));
  socket.on("disconnect", () => gone.resolve());
  const heard: string[] = [];
  socket.onAny((name) => {
    heard.push(name);
    // The server looks from time to time whether all has left.
    time.advance(SENT_CHECK);
  });
  await joined;
  time.advance(PATIENCE_MILLISECONDS);
  assertEquals(await server.played, "all");
  const { totals, isGood } = server.report();
  assert(!isGood);
  assertEquals([totals.missed, totals.unserved], [1, 0]);
  await server[Symbol.asyncDispose]();
  await gone.promise;
  // All that was served reached it before the end.
  assertEquals(heard, ["location:track", "location:track", "location:track"]);
  socket.disconnect();
});

Deno.test("replay that nobody goes on with ends after the patience", async () => {
  const script = await scriptOf("tracking_reconnect");
  const [first] = script.sessions;
  assert(first !== undefined);
  await using server = await startReplayServer({ script, ...QUICK, patience: 20 });
  await using client = playStock(server.url, first);
  await client.done;
  assertEquals(await server.played, "silence");
  assertEquals(server.report().totals.unplayed, 1);
});

Deno.test("replay gives everybody the whole tape where it serves so", async () => {
  const script = await scriptOf("layers");
  const session = onlySession(script);
  await using server = await startReplayServer({ script, ...QUICK, serve: "whole" });
  for (let round = 0; round < 2; round++) {
    await using ann = playStock(server.url, session);
    await using bob = playStock(server.url, session, { transports: ["websocket"] });
    const logs = await Promise.all([ann.done, bob.done]);
    assertEquals(logs, [recordedLog(session), recordedLog(session)]);
    assertNotEquals(ann.sids[0], bob.sids[0]);
  }
  const report = server.report();
  assert(report.isGood, JSON.stringify(report, undefined, 1));
  assertEquals(report.sessions[0]?.performances.length, 4);
});

Deno.test("replay refuses whoever comes when all sessions have been played", async () => {
  const script = await scriptOf("express");
  const session = onlySession(script);
  await using server = await startReplayServer({ script, ...QUICK });
  await using client = playStock(server.url, session);
  await client.done;
  const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
  assertEquals(answer.status, 400);
  assertEquals(await answer.json(), {
    code: 3,
    message: "Unexpected: All sessions of the tape have been played",
  });
  assert(!server.report().isGood);
});

Deno.test("replay refuses a client of another version, and says which is which", async () => {
  const script = await scriptOf("tracking");
  const reasons: string[] = [];
  await using server = await startReplayServer({
    script,
    ...QUICK,
    patience: 20,
    onEvent: (event) => event.kind === "refused" ? reasons.push(event.reason) : undefined,
  });
  const socket = ioVersion2(`${server.url}/sfa`, { reconnection: false, forceNew: true });
  await new Promise<void>((resolve) => socket.on("connect_error", () => resolve()));
  socket.close();
  assertEquals(
    reasons[0],
    "This tape speaks Engine.IO 4, the client speaks Engine.IO 3 (/socket.io/)",
  );
  assertEquals(await server.played, "silence");
  assert(!server.report().isGood);
});
