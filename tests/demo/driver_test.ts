// S2 with stock `ws` clients: who is told where the driver is, and how clients are refused.

import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { type DriverDemo, FAREWELL_MILLISECONDS, startDriver } from "../../src/demo/driver.ts";
import { driverAnswer, sendMessage, startMessage } from "../../src/demo/driver_messages.ts";
import { SharedTokenIssuer } from "../../src/demo/tokens.ts";
import { positionAt } from "../../src/demo/track.ts";
import { SILENCE_MILLISECONDS } from "../../src/demo/driver_visit.ts";
import { ManualTimers } from "./manual_timers.ts";
import { connectWebSocket, LogBook, type WebSocketPeer } from "./peers.ts";

/** The demo's own driver, so many seconds after its start. */
function ownDriver(seconds: number): string {
  const { latitude, longitude } = positionAt(seconds);
  return driverAnswer(latitude.toFixed(6), longitude.toFixed(6));
}

async function watch(demo: DriverDemo, url = demo.url): Promise<WebSocketPeer> {
  const peer = await connectWebSocket(url);
  peer.send(startMessage(demo.token()));
  return peer;
}

Deno.test("startDriver() tells where its own driver is, as it moves", async () => {
  await using demo = await startDriver({ rate: 0.1 });
  using still = await connectWebSocket(demo.client.url);
  for (const text of demo.client.send ?? []) still.send(text);
  assertEquals(await still.nextMessage(), ownDriver(0));
  await using quick = await startDriver({ rate: 100 });
  using peer = await watch(quick);
  assertEquals(await peer.nextMessage(), ownDriver(0));
  assertEquals(await peer.nextMessage(), ownDriver(0.01));
  assertEquals(await peer.nextMessage(), ownDriver(0.02));
});

Deno.test("startDriver() answers who sends a position, and tells it to who watches", async () => {
  await using demo = await startDriver({ rate: 0.001 });
  using watcher = await watch(demo);
  using stranger = await watch(demo, demo.url.replace("userId=19", "userId=20"));
  assertEquals(await watcher.nextMessage(), ownDriver(0));
  assertEquals(await stranger.nextMessage(), ownDriver(0));
  using driver = await connectWebSocket(demo.setUrl);
  const answer = '{"location_lat":"-1.4354","location_lon":"0.9871"}';
  driver.send(sendMessage(demo.token(), "-1.4354", "0.9871"));
  assertEquals(await driver.nextMessage(), answer);
  assertEquals(await watcher.nextMessage(), answer);
  // Who comes later is told the last position, and the other driver's watcher none of this.
  using late = await watch(demo);
  assertEquals(await late.nextMessage(), answer);
  using other = await connectWebSocket(demo.setUrl.replace("userId=19", "userId=20"));
  other.send(sendMessage(demo.token(60, "20"), "1", "2"));
  assertEquals(await stranger.nextMessage(), driverAnswer("1", "2"));
});

Deno.test("startDriver() lets its own driver rest while somebody sends", async () => {
  const book = new LogBook();
  await using demo = await startDriver({ rate: 1000, log: book.log });
  using driver = await connectWebSocket(demo.setUrl);
  driver.send(sendMessage(demo.token(), "1", "2"));
  await driver.nextMessage();
  using watcher = await watch(demo);
  assertEquals(await watcher.nextMessage(), driverAnswer("1", "2"));
  // At this rate the own driver, were it not at rest, would have moved many times in between.
  for (let round = 0; round < 20; round++) {
    using _visit = await connectWebSocket(demo.setUrl);
    driver.send(sendMessage(demo.token(), "3", String(round)));
    assertEquals(await watcher.nextMessage(), driverAnswer("3", String(round)));
  }
  driver[Symbol.dispose]();
  // Nobody sends any more: it goes on where it stood.
  assertEquals(await watcher.nextMessage(), ownDriver(0.001));
});

const FOREIGN = new SharedTokenIssuer();
const NOW = 1_800_000_000;

const REFUSED: readonly [what: string, token: (demo: DriverDemo) => string, reason: string][] = [
  ["a missing token", () => "", "the token is missing"],
  ["an expired token", (demo) => demo.token(-60), "the token has expired"],
  ["a foreign token", () => FOREIGN.issue("x", NOW, 60), "the token's signature is wrong"],
];

for (const [what, token, reason] of REFUSED) {
  Deno.test(`startDriver() closes for ${what}, on both endpoints`, async () => {
    await using demo = await startDriver({ now: () => NOW * 1000 });
    using watcher = await connectWebSocket(demo.url);
    watcher.send(startMessage(token(demo)));
    assertEquals(await watcher.closed(), `4401 ${reason}`);
    using driver = await connectWebSocket(demo.setUrl);
    driver.send(sendMessage(demo.token(), "1", "2"));
    assertEquals(await driver.nextMessage(), driverAnswer("1", "2"));
    driver.send(sendMessage(token(demo), "1", "2"));
    assertEquals(await driver.closed(), `4401 ${reason}`);
  });
}

Deno.test("startDriver() closes for what it cannot read, with a reason", async () => {
  await using demo = await startDriver();
  using peer = await connectWebSocket(demo.url);
  peer.send("hello");
  assertMatch(await peer.closed(), /^4400 expected \{"type":"authenticate"/);
});

const NOT_THERE: readonly [path: string, status: string][] = [
  ["/", "404"],
  ["/driver/get-tracking/x?userId=19", "404"],
  ["/get-tracking?userId=19", "404"],
  ["/driver/get-tracking", "400"],
  ["/driver/set-tracking?userId=me", "400"],
];

for (const [path, status] of NOT_THERE) {
  Deno.test(`startDriver() answers ${status} to ${path}`, async () => {
    await using demo = await startDriver();
    const url = new URL(path, demo.url).href;
    await assertRejects(
      () => connectWebSocket(url),
      Error,
      `Unexpected server response: ${status}`,
    );
  });
}

Deno.test("startDriver() says to HTTP that it wants an upgrade", async () => {
  await using demo = await startDriver();
  const url = demo.url.replace("ws:", "http:");
  const response = await fetch(url, { headers: { Connection: "close" } });
  assertEquals([response.status, await response.text()], [426, ""]);
});

Deno.test("startDriver() logs who comes and goes, and ends every connection as it ends", async () => {
  const book = new LogBook();
  const timers = new ManualTimers();
  const demo = await startDriver({ log: book.log, after: timers.after });
  using peer = await watch(demo);
  assertEquals(await book.next("connection"), "connection 1  /driver/get-tracking?userId=19");
  await peer.nextMessage();
  await demo[Symbol.asyncDispose]();
  assertEquals(await peer.closed(), "1001 the demo ends");
  assertMatch(await book.next("disconnect"), /^disconnect 1 {2}1001/);
  assertEquals(timers.waiting, 0);
});

Deno.test("startDriver() ends without the goodbye of a client that does not read its own", async () => {
  const book = new LogBook();
  const timers = new ManualTimers();
  const demo = await startDriver({ log: book.log, after: timers.after });
  using peer = await watch(demo);
  await peer.nextMessage();
  peer.stopReading();
  const ended = demo[Symbol.asyncDispose]();
  timers.advance(FAREWELL_MILLISECONDS);
  await ended;
  assertEquals(await book.next("disconnect"), "disconnect 1  1006");
});

Deno.test("startDriver() lets everybody watch a driver, and nobody else be it", async () => {
  await using demo = await startDriver({ rate: 0.001 });
  const [get, set] = [demo.url, demo.setUrl].map((url) => url.replace("userId=19", "userId=20"));
  using watcher = await connectWebSocket(get ?? "");
  watcher.send(startMessage(demo.token()));
  assertEquals(await watcher.nextMessage(), ownDriver(0));
  using thief = await connectWebSocket(set ?? "");
  thief.send(sendMessage(demo.token(), "1", "2"));
  assertEquals(await thief.closed(), "4403 the token is not for user-20");
});

Deno.test("startDriver() closes for a client that says nothing, and waits no longer than that", async () => {
  const timers = new ManualTimers();
  await using demo = await startDriver({ rate: 0.001, after: timers.after });
  using talker = await watch(demo);
  await talker.nextMessage();
  assertEquals(timers.waiting, 0);
  using silent = await connectWebSocket(demo.url);
  using gone = await connectWebSocket(demo.url);
  gone[Symbol.dispose]();
  await gone.closed();
  timers.advance(SILENCE_MILLISECONDS - 1);
  silent.send("");
  assertMatch(await silent.closed(), /^4400 /);
  using other = await connectWebSocket(demo.url);
  timers.advance(SILENCE_MILLISECONDS);
  assertEquals(await other.closed(), "4408 nothing was said for 30 s");
  talker.send(startMessage(demo.token()));
});

Deno.test("startDriver() logs no token, and nothing that steers a terminal", async () => {
  const book = new LogBook();
  await using demo = await startDriver({ log: book.log });
  const spoilt = await connectWebSocket(`${demo.url}&token=SECRET`);
  assertEquals(await book.next("connection"), "connection 1  /driver/get-tracking?userId=19");
  spoilt.close(4999, "\x1b[2Jgone\nconnection 7");
  assertEquals(
    await book.next("disconnect"),
    "disconnect 1  4999 \\x1b[2Jgone\\x0aconnection 7",
  );
  const elsewhere = new URL("/track?userId=19&token=SECRET", demo.url).href;
  await assertRejects(() => connectWebSocket(elsewhere), Error, "404");
  assertEquals(await book.next("refused"), "refused    /track  404 Not Found");
});
