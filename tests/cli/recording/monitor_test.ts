// What a recording counts and shows while it runs.

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Monitor } from "../../../src/cli/recording/monitor.ts";
import { Once } from "../../../src/cli/recording/once.ts";
import { summaryJson, summaryLines } from "../../../src/cli/recording/summary.ts";
import { Talk } from "../../../src/cli/recording/talk.ts";
import type { Decoded } from "../../../src/protocols/protocol.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";
import { watching } from "./watching.ts";

function watch(host: FakeHost, tellsFailures = false): Monitor {
  return watching(new Talk({ host, quiet: false }), tellsFailures);
}

function hello(from: "client" | "server" = "server"): Decoded {
  const event = { namespace: "/", name: "hello", args: [] };
  return { from, packets: [], label: "EVENT hello", event, notes: [] };
}

function raw(data: string | Uint8Array): Decoded {
  const packet = { protocol: "raw", type: "text", data, notes: [] };
  return { from: "server", packets: [packet], label: "raw", notes: [] };
}

function upgrade(conn: number, at: number): Entry {
  return { kind: "response", at, conn, id: conn, status: 101, headers: [] };
}

Deno.test("Monitor counts no gap across a time when nobody was connected", () => {
  const monitor = watch(fakeHost());
  monitor.recorded(upgrade(1, 0));
  for (let at = 100; at <= 1000; at += 100) monitor.decoded(hello(), at, 1);
  monitor.recorded({ kind: "close", at: 1050, conn: 1, by: "server" });
  monitor.recorded(upgrade(2, 5000));
  for (let at = 5100; at <= 6000; at += 100) monitor.decoded(hello(), at, 2);
  assertEquals(monitor.gauges.figures(6050).silences, []);
  for (let at = 9000; at <= 9500; at += 100) monitor.decoded(hello(), at, 2);
  const [gap, ...others] = monitor.gauges.figures(9550).silences;
  assertEquals([gap?.at, gap?.milliseconds, others], [6000, 3000, []]);
});

Deno.test("Monitor loses no gap among many absences", () => {
  const monitor = watch(fakeHost());
  let at = 0;
  const stream = (conn: number): void => {
    for (let count = 0; count < 10; count++) monitor.decoded(hello(), at += 100, conn);
  };
  for (let conn = 1; conn <= 7; conn++) {
    monitor.recorded(upgrade(conn, at));
    stream(conn);
    if (conn === 4) at += 3000;
    stream(conn);
    monitor.recorded({ kind: "close", at, conn, by: "server" });
    at += 10_000;
  }
  const gaps = monitor.gauges.figures(at).silences;
  assertEquals(gaps.map((gap) => [gap.milliseconds, gap.usual]), [[3100, 100]]);
});

Deno.test("Monitor finds the gaps on both sides of an absence", () => {
  const monitor = watch(fakeHost());
  monitor.recorded(upgrade(1, 0));
  for (let at = 100; at <= 1000; at += 100) monitor.decoded(hello(), at, 1);
  monitor.recorded({ kind: "close", at: 4000, conn: 1, by: "server" });
  monitor.recorded(upgrade(2, 6000));
  monitor.decoded(hello(), 7500, 2);
  const gaps = monitor.gauges.figures(7600).silences;
  assertEquals(gaps.map((gap) => [gap.at, gap.milliseconds]), [[1000, 3000], [6000, 1500]]);
});

Deno.test("Monitor counts no gap after the last has gone", () => {
  const monitor = watch(fakeHost());
  monitor.recorded(upgrade(1, 0));
  for (let at = 100; at <= 1000; at += 100) monitor.decoded(hello(), at, 1);
  monitor.recorded({ kind: "close", at: 1050, conn: 1, by: "server" });
  assertEquals(monitor.gauges.figures(9000).silences, []);
});

Deno.test("Monitor counts messages without a name beside events", () => {
  const monitor = watch(fakeHost());
  monitor.decoded(hello(), 1, 1);
  for (const data of ["a", "b", new Uint8Array(2)]) monitor.decoded(raw(data), 2, 1);
  assertEquals(monitor.gauges.status(1000).slice(1, 3), ["1 event 1/s", "3 other messages"]);
  const figures = monitor.gauges.figures(1000);
  assertEquals(summaryLines(figures).slice(1), [
    "      1  ←  /  hello",
    "      2  ←  text, no name",
    "      1  ←  binary, no name",
  ]);
  assertEquals(summaryJson(figures).plain, [
    { from: "server", type: "text", count: 2 },
    { from: "server", type: "binary", count: 1 },
  ]);
});

Deno.test("summaryJson() tells times to the microsecond", () => {
  const monitor = watch(fakeHost());
  const ping: Entry = { kind: "control", at: 1.1, conn: 1, from: "client", op: "ping" };
  monitor.recorded(ping);
  monitor.recorded({ ...ping, at: 3.813999999999942, from: "server", op: "pong" });
  for (let at = 100.1; at < 1000; at += 100.1) monitor.decoded(hello(), at, 1);
  const json = summaryJson(monitor.gauges.figures(6000.123456));
  assertEquals(json.seconds, 6.000123);
  assertEquals(json.roundTrip, { count: 1, median: 2.714, least: 2.714, most: 2.714 });
  assertEquals(json.gaps, [
    { namespace: "/", name: "hello", at: 900.9, milliseconds: 5099.223, usual: 100.1 },
  ]);
});

Deno.test("Monitor knows a session to play from one that never was", () => {
  const monitor = watch(fakeHost());
  assertEquals(monitor.gauges.hasSession, false);
  monitor.recorded({ ...upgrade(1, 0), kind: "response", status: 403 } as Entry);
  assertEquals(monitor.gauges.hasSession, false);
  monitor.recorded(upgrade(1, 0));
  assertEquals(monitor.gauges.hasSession, true);
});

Deno.test("Monitor shows who lost a WebSocket, and nothing of those that the end of it ends", async () => {
  const host = fakeHost();
  const monitor = watch(host);
  monitor.recorded(upgrade(1, 0));
  monitor.recorded({ kind: "close", at: 5, conn: 1, by: "server", reset: true });
  monitor.recorded(upgrade(2, 10));
  monitor.recorded({ kind: "close", at: 15, conn: 2, by: "client" });
  monitor.recorded(upgrade(3, 20));
  monitor.stopping();
  monitor.recorded({ kind: "close", at: 25, conn: 3, by: "tap" });
  await host.stdout.said(/word/);
  assertEquals(
    host.stdout.written,
    "    0.005 s  ←  websocket lost  reset\n    0.015 s  →  websocket lost  without a word\n",
  );
});

Deno.test("Monitor shows a request that is never answered", async () => {
  const host = fakeHost();
  const monitor = watch(host, true);
  monitor.recorded({
    kind: "request",
    at: 1,
    conn: 1,
    id: 1,
    method: "GET",
    url: `/long/${"x".repeat(200)}`,
    headers: [],
  });
  monitor.recorded({ kind: "close", at: 2000, conn: 1, by: "server" });
  const line = await host.stdout.said(/GET.*/);
  assertEquals(line, `GET /long/${"x".repeat(93)}…  no answer`);
  assertStringIncludes(monitor.reasonAt(2000) ?? "", "closed the connection without an answer");
});

function ask(conn: number, at: number): Entry {
  const url = "/socket.io/?EIO=4&transport=polling";
  return { kind: "request", at, conn, id: conn, method: "GET", url, headers: [] };
}

Deno.test("Monitor tells why the client does not come back, in each outage once", async () => {
  const host = fakeHost();
  const monitor = watch(host);
  const told = "The target answered GET /socket.io/ with HTTP 502\n";
  for (let outage = 1; outage <= 2; outage++) {
    monitor.connected();
    for (const conn of [outage * 10, outage * 10 + 1]) {
      monitor.recorded(ask(conn, conn));
      monitor.recorded({ ...upgrade(conn, conn), status: 502 } as Entry);
    }
  }
  monitor.recorded(ask(30, 30));
  monitor.recorded({ ...upgrade(30, 30), status: 503 } as Entry);
  await host.stderr.said(/503/);
  assertEquals(host.stderr.written.split(told).length - 1, 2, host.stderr.written);
});

Deno.test("Monitor says of an answer that it was cut, and not of one that was kept in part", async () => {
  const host = fakeHost();
  const monitor = watch(host);
  const note = (conn: number, rule: string): void =>
    monitor.recorded({ kind: "note", at: 1, conn, rule, text: "" });
  const answer = (conn: number, text: string): void => {
    monitor.recorded({ ...upgrade(conn, 1), status: 200, text, truncated: true } as Entry);
  };
  for (let conn = 1; conn <= 4; conn++) {
    monitor.recorded({ ...ask(conn, 1), url: `/${conn}` } as Entry);
  }
  note(1, "wire/body-truncated");
  answer(1, "abcd");
  note(2, "wire/body-too-large");
  answer(2, "abcd");
  note(3, "wire/body-too-large");
  note(3, "wire/body-truncated");
  answer(3, "");
  note(4, "wire/body-truncated");
  monitor.recorded({ ...ask(4, 1), url: "/upload" } as Entry);
  answer(4, "abcd");
  await host.stdout.said(/upload {2}200/);
  assertEquals(host.stdout.written.split("\n").map((line) => line.slice(16)), [
    "GET /1  200  4 B cut",
    "GET /2  200  4 B",
    "GET /3  200  cut",
    "GET /upload  200  4 B",
    "",
  ]);
});

Deno.test("Once forgets what it said, but not without end", () => {
  const once = new Once();
  let said = 0;
  for (let time = 0; time < 100; time++) {
    once.forget();
    if (once.isNew("a")) said += 1;
  }
  assertEquals(said, 21);
});

Deno.test("Once says nothing twice, and not everything", () => {
  const once = new Once();
  assertEquals([once.isNew("a"), once.isNew("a"), once.isNew("b")], [true, false, true]);
  const news = Array.from({ length: 200 }, (_, index) => once.isNew(String(index)));
  assertEquals(news.filter(Boolean).length, 98);
});
