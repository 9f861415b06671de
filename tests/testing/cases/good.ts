// Tests as users of the library write them, run by `deno test` with its sanitizers on: nothing may be
// left open when a tape is disposed of. `deno_test_test.ts` runs this file.

import { assert, assertEquals } from "@std/assert";
import { io } from "socket.io-client";
import { replayServer, tape } from "../../../src/testing/mod.ts";

const TRACKING = new URL("../../../fixtures/tapes/tracking.ndjson", import.meta.url);
const DRIVER = new URL("../../../fixtures/tapes/driver.ndjson", import.meta.url);

Deno.test("a client that is still connected when the server goes", async () => {
  const server = await replayServer(TRACKING, { speed: "max" });
  const socket = io(server.url, {
    query: { token: "hidden", auth_type: "v3" },
    reconnection: false,
    transports: ["websocket"],
    forceNew: true,
  });
  const gone = new Promise((resolve) => socket.on("disconnect", resolve));
  socket.on("connect", () => {
    socket.emit("room:subscribe", { room: "track_222222", ssoId: 222222 });
  });
  await server.played();
  await server.close();
  assertEquals(await gone, "transport close");
});

Deno.test("fetch alone", async () => {
  await using server = await replayServer(TRACKING);
  const answer = await fetch(`${server.baseUrl}${server.path}?EIO=4&transport=polling`);
  assertEquals(answer.status, 200);
  assert((await answer.text()).startsWith("0{"));
  const page = await fetch(`${server.baseUrl}/nothing`);
  assertEquals(page.status, 404);
  await page.body?.cancel();
});

Deno.test("Deno's own WebSocket", async () => {
  await using played = await tape(DRIVER, {
    target: "ws://127.0.0.1:1/driver/get-tracking?userId=19",
    speed: "max",
  });
  const socket = new WebSocket(played.url);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  const heard: string[] = [];
  const all = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => {
    if (heard.push(data) === 3) all.resolve();
  };
  socket.addEventListener("close", () => all.reject(new Error("The connection was closed")));
  socket.onopen = () =>
    socket.send(JSON.stringify({
      type: "authenticate",
      payload: { token: "hidden", command: "start" },
    }));
  await all.promise;
  await played.assertPlayed();
  socket.close();
  await closed;
  assert(heard.every((text) => text.includes("location_lat")));
});

Deno.test("nobody comes", async () => {
  await using server = await replayServer(DRIVER, { patience: 1 });
  assertEquals(await server.played(), "nobody");
});

Deno.test("it is not asked how it went", async () => {
  await using server = await replayServer(DRIVER);
  assert(server.port > 0);
});

Deno.test("a failing assertion", async () => {
  await using server = await replayServer(DRIVER, { patience: 1 });
  let message = "";
  await server.assertPlayed().catch((error) => message = error.message);
  assert(message.includes("nobody has connected"), message);
});

// Last: over polling this client leaves timers behind that outlive it, at a stock server as well.
for (const transports of [["websocket"], ["polling", "websocket"], ["polling"]]) {
  Deno.test(`socket.io-client over ${transports.join(" and ")}`, async () => {
    await using server = await replayServer(TRACKING, { speed: "max" });
    const socket = io(server.url, {
      path: server.path,
      transports,
      query: { token: "hidden", auth_type: "v3" },
      forceNew: true,
    });
    const heard: string[] = [];
    const all = Promise.withResolvers<void>();
    socket.on("location:track", ({ room }) => {
      if (heard.push(room) === 3) all.resolve();
    });
    socket.on("connect", () => {
      socket.emit("room:subscribe", { room: "track_222222", ssoId: 222222 });
    });
    await all.promise;
    await server.assertPlayed();
    const gone = new Promise((resolve) => socket.io.engine.once("close", resolve));
    socket.disconnect();
    await gone;
    assertEquals(new Set(heard), new Set(["track_222222"]));
  });
}
