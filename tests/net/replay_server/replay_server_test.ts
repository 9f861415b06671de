// A tape as a server, where the player and the sockets meet: endings, pages, ids, slow readers.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  type ReplayEvent,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { closed, connect, plainScript, type Said } from "./plain_tape.ts";
import { recordedLog } from "./recorded_log.ts";
import { onlySession, scriptFrom, scriptOf } from "./scripts.ts";
import { playStock } from "./stock_client.ts";

for (
  const [name, rest, code] of [
    [
      "a code",
      [{ kind: "control", at: 9, conn: 1, from: "server", op: "close", code: 4401 }],
      4401,
    ],
    ["no code", [{ kind: "control", at: 9, conn: 1, from: "server", op: "close" }], 1005],
    ["a reset", [{ kind: "close", at: 9, conn: 1, by: "server", reset: true }], 1006],
  ] as const
) {
  Deno.test(`startReplayServer() ends a plain WebSocket as recorded: with ${name}`, async () => {
    const script = await plainScript([[5, "server", "bye"]], rest);
    await using server = await startReplayServer({ script, speed: "max" });
    const socket = await connect(server.url);
    socket.on("error", () => {});
    assertEquals(await closed(socket), code);
    assertEquals(await server.played, "all");
    assert(server.report().isGood, JSON.stringify(server.report()));
  });
}

Deno.test("startReplayServer() holds back what a slow reader has no room for", async () => {
  const size = 100_000;
  const count = 400;
  const text = "x".repeat(size);
  const said = Array.from({ length: count }, (_, index): Said => [index, "server", text]);
  let served = 0;
  await using server = await startReplayServer({
    script: await plainScript(said),
    speed: "max",
    onEvent(event): void {
      if (event.kind === "served") served += 1;
    },
  });
  const socket = await connect(server.url);
  socket.pause();
  // The server has had its turns: what fits is on its way.
  await (await fetch(`${server.url}/nothing`)).body?.cancel();
  assert(served < count, "all was sent to somebody who does not read");
  const all = Promise.withResolvers<void>();
  let heard = 0;
  socket.on("message", (data) => {
    assertEquals(String(data).length, size);
    heard += 1;
    if (heard === count) all.resolve();
  });
  socket.resume();
  await all.promise;
  assertEquals(await server.played, "all");
  assert(server.report().isGood);
  const gone = closed(socket);
  socket.terminate();
  await gone;
});

Deno.test("startReplayServer() gives fresh ids, or the recorded ones", async () => {
  const script = await scriptOf("layers");
  const session = onlySession(script);
  for (const pinIds of [false, true]) {
    await using server = await startReplayServer({ script, speed: "max", pinIds });
    await using client = playStock(server.url, session);
    const said = client.heard("hello");
    const [hello] = await said;
    await client.done;
    // What is said of ids is true of this client.
    assertEquals(Object(hello).engineId, client.sids[0]);
    if (pinIds) assertEquals(client.sids[0], session.sid);
    else assertNotEquals(client.sids[0], session.sid);
  }
});

Deno.test("startReplayServer() hands out the pages that were recorded beside the sessions", async () => {
  const url = "/page?x=1";
  const headers = [["Content-Type", "text/html"], ["Content-Encoding", "gzip"], ["X-Own", "7"]];
  const script = await scriptFrom([
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url, headers: [] },
    { kind: "response", at: 1, conn: 1, id: 1, status: 201, headers, text: "<h1>page</h1>" },
    { kind: "request", at: 2, conn: 1, id: 2, method: "GET", url: "/large", headers: [] },
    { kind: "response", at: 3, conn: 1, id: 2, status: 200, headers: [], omitted: true },
  ]);
  const told: ReplayEvent[] = [];
  await using server = await startReplayServer({ script, onEvent: (event) => told.push(event) });
  const page = await fetch(`${server.url}/page?x=2`);
  assertEquals([page.status, await page.text()], [201, "<h1>page</h1>"]);
  assertEquals(page.headers.get("x-own"), "7");
  for (const path of ["/large", "/none"]) {
    const answer = await fetch(`${server.url}${path}`);
    await answer.body?.cancel();
    assertEquals(answer.status, 404);
  }
  const statuses = told.map((event) => event.kind === "page" ? event.status : event.kind);
  assertEquals(statuses, [201, "body not recorded", "not recorded"]);
});

Deno.test("startReplayServer() says the same of the same client, time aside", async () => {
  const script = await scriptOf("tracking_binary_acks");
  const session = onlySession(script);
  const reports = new Set<string>();
  for (let round = 0; round < 10; round++) {
    await using server = await startReplayServer({ script, speed: "max" });
    await using client = playStock(server.url, session);
    assertEquals(await client.done, recordedLog(session));
    await server.played;
    reports.add(JSON.stringify({ ...server.report(), times: 0 }));
  }
  assertEquals(reports.size, 1);
});

Deno.test("startReplayServer() tells what happens, in order", async () => {
  const script = await plainScript([[5, "client", "a"], [6, "server", "b"]]);
  const told: string[] = [];
  const left = Promise.withResolvers<void>();
  await using server = await startReplayServer({
    script,
    speed: "max",
    onEvent(event): void {
      told.push(event.kind);
      if (event.kind === "left") left.resolve();
    },
  });
  const socket = await connect(server.url);
  socket.send("a");
  await new Promise<void>((resolve) => socket.on("message", () => resolve()));
  socket.send("c");
  socket.close(1000);
  await left.promise;
  assertEquals(told, ["opened", "cast", "served", "unexpected", "left"]);
});

Deno.test("startReplayServer() with failFast is over at the first thing that is wrong", async () => {
  const script = await plainScript([[5, "client", "a"], [6, "server", "b"]]);
  await using server = await startReplayServer({ script, failFast: true });
  const socket = await connect(server.url);
  socket.send("z");
  assertEquals(await server.played, "failed");
  assert(!server.report().isGood);
  const gone = closed(socket);
  socket.terminate();
  await gone;
});

Deno.test("startReplayServer() plays a long tape at once", async () => {
  const count = 150_000;
  const small = await plainScript([[0, "server", "n"]]);
  const session = onlySession(small);
  const steps = Array.from(
    { length: count },
    (_, index) => session.steps.map((step) => ({ ...step, index, at: index })),
  ).flat();
  const script = { ...small, sessions: [{ ...session, steps }] };
  await using server = await startReplayServer({ script, speed: "max" });
  const socket = await connect(server.url);
  assertEquals(await server.played, "all");
  assertEquals(server.report().totals.served, count);
  const gone = closed(socket);
  socket.terminate();
  await gone;
});
