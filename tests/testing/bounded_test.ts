// What a test's end waits for, and for how long.

import { assertEquals, assertRejects } from "@std/assert";
import net from "node:net";
import { bounded } from "../../src/testing/bounded.ts";
import { replayServer } from "../../src/testing/mod.ts";
import { openTape } from "../../src/testing/open_tape.ts";
import { TRACKING } from "./tracking_client.ts";

Deno.test("bounded() ends with the work, whose failure is thrown", async () => {
  await bounded(Promise.resolve("done"));
  await assertRejects(() => bounded(Promise.reject(new Error("broken"))), Error, "broken");
});

Deno.test("bounded() ends without the work in time", async () => {
  let isDone = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = promise.then(() => isDone = true);
  await bounded(work, 1);
  assertEquals(isDone, false);
  resolve();
  await work;
});

/** Somebody who connects, says this, never reads and never leaves by themselves. */
async function staying(port: number, said: string): Promise<Disposable> {
  const socket = net.connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  socket.on("error", () => {});
  await new Promise<void>((resolve) => socket.once("connect", () => resolve()));
  await new Promise<void>((resolve) => socket.write(said, () => resolve()));
  socket.pause();
  return { [Symbol.dispose]: () => void socket.destroy() };
}

const STAYING: readonly (readonly [who: string, said: string])[] = [
  ["says nothing", ""],
  ["stops in the middle of a head", "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost:"],
  ["reads no answer", "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n"],
  [
    "stays on a WebSocket that it does not read",
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" +
    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
    "Sec-WebSocket-Version: 13\r\n\r\n",
  ],
];

for (const [who, said] of STAYING) {
  Deno.test(`replayServer() and tape() end although somebody ${who}`, async () => {
    await using place = await folder();
    const server = await replayServer(TRACKING, { speed: "max" });
    const recorded = await openTape(`${place.path}/new.ndjson`, { target: server.baseUrl }, {
      isContinuousIntegration: () => false,
      say: () => {},
    });
    using _direct = await staying(server.port, said);
    using _tapped = await staying(Number(new URL(recorded.url).port), said);
    await recorded.close();
    await server.close();
    // Nothing listens any more.
    await assertRejects(() => fetch(server.baseUrl));
    await assertRejects(() => fetch(recorded.url));
  });
}

async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "wiretape-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
