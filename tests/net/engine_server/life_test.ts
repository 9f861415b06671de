// A session's whole life by a clock that the test turns: no timer outlives what it was for, and what
// was given up stays given up.

import { assertEquals } from "@std/assert";
import {
  type EngineServer,
  startEngineServer,
} from "../../../src/net/engine_server/engine_server.ts";
import { encodeFrame, OPCODE } from "../../../src/wire/frames.ts";
import { ManualAfter } from "./manual_after.ts";
import { playExchange } from "./raw_http.ts";
import { closeFrame, frame, RawWebSocket } from "./raw_websocket.ts";
import { startStock, TakeAll } from "./stock.ts";

const OPEN_3 = { query: "EIO=3&transport=polling" };
const SOCKET_3 = "/socket.io/?EIO=3&transport=websocket";
const SOCKET_4 = "/socket.io/?EIO=4&transport=websocket";

async function openSession({ port }: EngineServer): Promise<string> {
  let sid = "";
  await playExchange(port, [OPEN_3], (found) => sid = found);
  return sid;
}

Deno.test("a session that moved has its time anew, and leaves no timer behind", async () => {
  const clock = new ManualAfter();
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner, after: clock.after });
  const sid = await openSession(server);
  // Revision 3 waits for 45 s.
  clock.advance(40_000);
  using socket = new RawWebSocket(server.port, `${SOCKET_3}&sid=${sid}`, [frame("2probe")]);
  await socket.until("text 3probe");
  socket.send(frame("5"), frame("4here"));
  await owner.until("message here");
  clock.advance(40_000);
  assertEquals(owner.sessions[0]?.isOpen, true);
  assertEquals(owner.sessions[0]?.transport, "websocket");
  assertEquals(clock.waiting, 1);
  await socket.leave();
  await owner.until("closed");
  assertEquals(clock.waiting, 0);
});

Deno.test("a session that ends takes an attempt to upgrade with it", async () => {
  const clock = new ManualAfter();
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner, after: clock.after });
  const sid = await openSession(server);
  using socket = new RawWebSocket(server.port, `${SOCKET_3}&sid=${sid}`, [frame("2probe")]);
  await socket.until("text 3probe");
  const query = `${OPEN_3.query}&sid=${sid}`;
  await playExchange(server.port, [{ method: "POST", query, body: "1:1" }]);
  assertEquals(await owner.until("closed"), "closed transport close");
  await socket.until("end");
  assertEquals(socket.seen, ["answer 101 ", "text 3probe", "close ", "end"]);
  socket[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
  assertEquals(clock.waiting, 0);
});

Deno.test("a poll that is stalled is let go when its session moves", async () => {
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner });
  const sid = await openSession(server);
  owner.sessions[0]?.faults.stallPolls(true);
  const query = `${OPEN_3.query}&sid=${sid}`;
  const poll = playExchange(server.port, [[{ query }, { method: "POST", query, body: "2:4x" }]]);
  await owner.until("message x");
  using socket = new RawWebSocket(server.port, `${SOCKET_3}&sid=${sid}`, [frame("2probe")]);
  await socket.until("text 3probe");
  socket.send(frame("5"));
  await owner.until("upgraded");
  assertEquals((await poll)[0]?.includes("\r\n\r\n1:6HTTP/1.1"), true);
  await socket.until("text 40");
  await socket.leave();
});

Deno.test("a session that is closed while a poll is parked ends that poll as a stock one", async () => {
  const query = "EIO=4&transport=polling";
  const poll = { query: `${query}&sid=SID` };
  const exchange = [{ query }, [poll, { ...poll, method: "POST", body: "40" }], poll];
  await using stock = await startStock();
  stock.io.engine.on("connection", (socket) => {
    socket.removeAllListeners("data");
    socket.on("data", () => socket.close());
  });
  const owner = new TakeAll((session) => session.close());
  await using server = await startEngineServer({ owner });
  const expected = await playExchange(stock.port, exchange);
  assertEquals(await playExchange(server.port, exchange), expected);
  assertEquals(owner.told.at(-1), "closed forced close");
});

Deno.test("a session over WebSocket tells its owner when there is room again", async () => {
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner });
  using socket = new RawWebSocket(server.port, SOCKET_4);
  await socket.until("text 0");
  const [session] = owner.sessions;
  while (session?.send(["x".repeat(10_000)]) === true);
  await owner.until("drained");
  assertEquals(session?.isOpen, true);
  await socket.leave();
});

Deno.test("a server does not hear what follows a broken frame", async () => {
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner });
  using socket = new RawWebSocket(server.port, SOCKET_4);
  await socket.until("text 0");
  const unmasked = encodeFrame({ opcode: OPCODE.text, payload: Uint8Array.of(0x34) });
  socket.send(frame("4before"), unmasked, frame("4after"), closeFrame(1000));
  await socket.until("end");
  await owner.until("closed");
  assertEquals(owner.told, ["opened websocket 4", "message before", "closed transport error"]);
});
