// Frames written by hand: our answers are those of a stock server, frame for frame, and the reasons
// its owner hears are the stock server's too.

import { assertEquals } from "@std/assert";
import { startEngineServer } from "../../../src/net/engine_server/engine_server.ts";
import { encodeFrame, OPCODE } from "../../../src/wire/frames.ts";
import { playExchange } from "./raw_http.ts";
import { closeFrame, frame, RawWebSocket } from "./raw_websocket.ts";
import { startStock, type StockServer, TakeAll } from "./stock.ts";

const SOCKET_4 = "/socket.io/?EIO=4&transport=websocket";
const SOCKET_3 = "/socket.io/?EIO=3&transport=websocket";
const MASK = Uint8Array.of(9, 8, 7, 6);

interface Case {
  readonly target?: string;
  readonly frames: readonly Uint8Array[];
}

const LONG = new Uint8Array(126);

const CASES: Readonly<Record<string, Case>> = {
  "a goodbye": { frames: [closeFrame(1000)] },
  "a goodbye with a reason": { frames: [closeFrame(4002, "tschüß")] },
  "a goodbye without a code": { frames: [closeFrame()] },
  "a goodbye with a code that may not be sent": { frames: [closeFrame(1005)] },
  "a goodbye of one byte": { frames: [frame(Uint8Array.of(3), OPCODE.close)] },
  "a ping of the WebSocket": {
    frames: [frame("hü", OPCODE.ping), frame("", OPCODE.pong), closeFrame(1000)],
  },
  "a frame without a mask": {
    frames: [encodeFrame({ opcode: OPCODE.text, payload: Uint8Array.of(0x33) })],
  },
  "text that is not UTF-8": { frames: [frame(Uint8Array.of(0x34, 0xff), OPCODE.text)] },
  "a message over the limit": { frames: [frame(`4${"x".repeat(1000)}`)] },
  "an opcode that nobody knows": { frames: [frame("x", 0x3)] },
  "compression that nobody agreed on": {
    frames: [
      encodeFrame({ opcode: OPCODE.text, payload: Uint8Array.of(1), rsv1: true, mask: MASK }),
    ],
  },
  "a continuation of nothing": { frames: [frame("x", OPCODE.continuation)] },
  "a ping that is too long": { frames: [frame(LONG, OPCODE.ping)] },
  "a ping in pieces": {
    frames: [
      encodeFrame({ opcode: OPCODE.ping, payload: Uint8Array.of(1), fin: false, mask: MASK }),
    ],
  },
  "a message between two others": {
    frames: [
      encodeFrame({ opcode: OPCODE.text, payload: Uint8Array.of(0x34), fin: false, mask: MASK }),
      frame("4"),
    ],
  },
  "a packet that is none": { frames: [frame("x")] },
  "an empty message": { frames: [frame("")] },
  "a ping that goes the wrong way": { frames: [frame("2")] },
  "a pong, a noop and a close packet": {
    frames: [frame("3"), frame("6"), frame("1"), closeFrame(1000)],
  },
  "a ping of revision 3": { target: SOCKET_3, frames: [frame("2"), closeFrame(1000)] },
  "a pong of revision 3": { target: SOCKET_3, frames: [frame("3")] },
  "a WebSocket that says it is polling": {
    target: "/socket.io/?EIO=4&transport=polling",
    frames: [],
  },
};

for (const [name, { target = SOCKET_4, frames }] of Object.entries(CASES)) {
  Deno.test(`a server meets ${name} as a stock one`, async () => {
    const owner = new TakeAll();
    await using stock = await startStock({ maxHttpBufferSize: 1000 });
    await using server = await startEngineServer({ owner, handshake: HANDSHAKE });
    const ended = stockEnd(stock);
    const expected = await play(stock.port, target, frames);
    assertEquals(await play(server.port, target, frames), expected);
    // One that is turned away has no session.
    if (frames.length === 0) return;
    const end = await owner.until("closed");
    assertEquals(end.split(" ").slice(1, 3).join(" "), await ended);
  });
}

const HANDSHAKE = {
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 1000,
  upgrades: ["websocket"],
};

Deno.test("a server reads frames that came with the head of their request", async () => {
  const owner = new TakeAll();
  await using server = await startEngineServer({ owner });
  using client = new RawWebSocket(server.port, SOCKET_4, [frame("4early"), frame("4bird")]);
  await owner.until("message bird");
  assertEquals(owner.told, ["opened websocket 4", "message early", "message bird"]);
  await client.leave();
});

/** What Socket.IO takes: to be let in, to go. */
const SAYING: Readonly<Record<number, string>> = { 4: "40", 3: "41" };

for (const version of [4, 3]) {
  Deno.test(`a server moves a session of revision ${version} to a WebSocket as a stock one`, async () => {
    const owner = new TakeAll();
    await using stock = await startStock();
    await using server = await startEngineServer({ owner });
    const expected = await move(stock.port, version);
    assertEquals(await move(server.port, version), expected);
    await owner.until("closed");
    assertEquals(owner.told, [
      `opened polling ${version}`,
      "upgraded",
      `message ${SAYING[version]?.slice(1)}`,
      "closed transport close 1000",
    ]);
  });
}

Deno.test("a server turns a second attempt to upgrade away as a stock one", async () => {
  await using stock = await startStock();
  await using server = await startEngineServer({ owner: new TakeAll() });
  const seen = await Promise.all([stock, server].map(async ({ port }) => {
    const sid = await openSession(port, 4);
    using first = new RawWebSocket(port, `${SOCKET_4}&sid=${sid}`, [frame("2probe")]);
    await first.until("text 3probe");
    using second = new RawWebSocket(port, `${SOCKET_4}&sid=${sid}`, [frame("2probe")]);
    return [...await second.until("end")];
  }));
  assertEquals(seen[1], seen[0]);
});

Deno.test("a server ends an attempt to upgrade that says something else as a stock one", async () => {
  const owner = new TakeAll();
  await using stock = await startStock();
  await using server = await startEngineServer({ owner });
  const seen = await Promise.all([stock, server].map(async ({ port }) => {
    const sid = await openSession(port, 4);
    using socket = new RawWebSocket(port, `${SOCKET_4}&sid=${sid}`, [frame("4hello")]);
    return [...await socket.until("end")];
  }));
  assertEquals(seen[1], seen[0]);
  assertEquals(owner.told, ["opened polling 4"]);
  assertEquals(owner.sessions[0]?.isOpen, true);
});

async function openSession(port: number, version: number): Promise<string> {
  const request = { query: `EIO=${version}&transport=polling` };
  let sid = "";
  const answers = await playExchange(port, [request], (found) => sid = found);
  assertEquals(answers.length, 1);
  return sid;
}

/** From polling to WebSocket with a poll parked, and a message over each. */
async function move(port: number, version: number): Promise<{ poll: string; seen: string[] }> {
  const sid = await openSession(port, version);
  const query = `EIO=${version}&transport=polling&sid=${sid}`;
  // Clients of revision 3 are told at once that they are let in.
  if (version === 3) await playExchange(port, [{ query }]);
  const poll = playExchange(port, [{ query }]);
  const target = `/socket.io/?EIO=${version}&transport=websocket&sid=${sid}`;
  using socket = new RawWebSocket(port, target, [frame("2probe")]);
  await socket.until("text 3probe");
  const [released = ""] = await poll;
  socket.send(frame("5"), frame(SAYING[version] ?? ""));
  await socket.leave();
  return { poll: released, seen: socket.seen.filter((line) => !line.startsWith("text 40")) };
}

async function play(
  port: number,
  target: string,
  frames: readonly Uint8Array[],
): Promise<readonly string[]> {
  using client = new RawWebSocket(port, target);
  // Nothing else follows a WebSocket that is turned away.
  if (frames.length > 0) await client.until("text 0");
  client.send(...frames);
  return [...await client.until("end")];
}

/** The reason that a stock server gives for the end of its first session. */
function stockEnd({ io }: StockServer): Promise<string> {
  return new Promise((resolve) => {
    io.engine.on("connection", (socket) => socket.on("close", resolve));
  });
}
