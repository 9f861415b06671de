// A replay that its test steps through, stops and sends elsewhere.

import { assertEquals } from "@std/assert";
import { type ReplayOptions, type ReplayServer, replayServer } from "../../src/testing/mod.ts";
import { POSITIONS, TRACKING, trackingClient } from "./tracking_client.ts";

const COUNT = ["one", "two", "three"];

Deno.test("step() plays the next message, and seek() goes elsewhere", async () => {
  await using counting = await playCount({ speed: "step" });
  const { server, next } = counting;
  server.step();
  assertEquals(await next(), "one");
  server.seek(2500);
  server.step();
  assertEquals(await next(), "three");
});

Deno.test("setSpeed() and resume() have a replay go on", async () => {
  await using counting = await playCount({ speed: 0.000_001 });
  const { server, next } = counting;
  server.pause();
  server.setSpeed("max");
  server.step();
  assertEquals(await next(), "one");
  server.resume();
  assertEquals([await next(), await next()], ["two", "three"]);
  await server.assertPlayed();
});

for (const [what, speed] of [["stepped", "step"], ["paused", "max"]] as const) {
  Deno.test(`played() waits no longer than the patience for a ${what} replay`, async () => {
    await using server = await replayServer(TRACKING, { speed, patience: 20 });
    if (what === "paused") server.pause();
    await using client = trackingClient(server.url);
    await client.opened;
    assertEquals(await server.played(), "silence");
    assertEquals(client.rooms, []);
    const { served, matched, unserved, unplayed } = server.report().totals;
    // Whether it has asked for its namespace by then is its own affair: only with that a session
    // begins, of which all is left.
    const left = matched === 1 ? [POSITIONS + 1, 0] : [0, 1];
    assertEquals([served, unserved, unplayed], [0, ...left]);
  });
}

interface Counting extends AsyncDisposable {
  readonly server: ReplayServer;
  /** What is heard next. */
  next(): Promise<string>;
}

/** A client to whom the tape's server counts, a number a second. */
async function playCount(options: ReplayOptions): Promise<Counting> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await Deno.writeTextFile(`${folder}/count.ndjson`, countTape());
    const server = await replayServer(`${folder}/count.ndjson`, options);
    const socket = new WebSocket(server.url);
    const closed = new Promise((resolve) => socket.onclose = resolve);
    const heard: string[] = [];
    let wake = (): void => {};
    socket.onmessage = ({ data }) => {
      heard.push(data);
      wake();
    };
    await new Promise((resolve) => socket.onopen = resolve);
    return {
      server,
      async next(): Promise<string> {
        for (;;) {
          const first = heard.shift();
          if (first !== undefined) return first;
          await new Promise<void>((resolve) => wake = resolve);
        }
      },
      async [Symbol.asyncDispose](): Promise<void> {
        socket.close();
        await closed;
        await server.close();
      },
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function countTape(): string {
  const lines = [
    {
      kind: "tape",
      format: "wiretape/1",
      id: "1",
      startedAt: "2026-11-21T03:00:00.000Z",
      tool: "wiretape",
      mode: "proxy",
    },
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/live", headers: [] },
    { kind: "response", at: 0, conn: 1, id: 1, status: 101, headers: [] },
    ...COUNT.map((text, index) => ({
      kind: "message",
      at: 1000 * (index + 1),
      conn: 1,
      from: "server",
      text,
    })),
    { kind: "end", at: 4000, entries: 6 },
  ];
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
}

Deno.test("seek() owes nothing of what it passes over, and nobody waits for it", async () => {
  await using counting = await playCount({ speed: 0.000_001, patience: 60_000 });
  const { server } = counting;
  server.seek(1_000_000);
  await server.assertPlayed();
  assertEquals(await server.played(), "all");
});
