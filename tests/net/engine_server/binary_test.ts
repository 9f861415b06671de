// Binary messages in all the ways there are of writing them, beside a stock server.

import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { concatBytes, encodeLatin1 } from "../../../src/base/bytes.ts";
import { startEngineServer } from "../../../src/net/engine_server/engine_server.ts";
import type { EngineServer } from "../../../src/net/engine_server/engine_server.ts";
import type { Admission } from "../../../src/net/engine_server/engine_owner.ts";
import { encodePayload } from "../../../src/protocols/engine_io/payload.ts";
import { ask, playExchange } from "./raw_http.ts";
import { closeFrame, frame, RawWebSocket } from "./raw_websocket.ts";
import { startStock, type StockServer, TakeAll } from "./stock.ts";

const BYTES = Uint8Array.of(0, 1, 0xff, 0x1e);

/** Of each way what the first poll, or the WebSocket, brings. */
const QUERIES: readonly string[] = [
  "EIO=4&transport=polling",
  "EIO=4&transport=polling&b64=1",
  "EIO=4&transport=polling&j=0",
  "EIO=3&transport=polling",
  "EIO=3&transport=polling&b64=1",
  "EIO=3&transport=polling&b64=1&j=0",
  "EIO=4&transport=websocket",
  "EIO=4&transport=websocket&b64=1",
  "EIO=3&transport=websocket",
  "EIO=3&transport=websocket&b64=1",
];

for (const query of QUERIES) {
  Deno.test(`a server sends binary for "${query}" as a stock one`, async () => {
    await using stock = await startStock();
    await using server = await startSending();
    sendFrom(stock);
    assertEquals(await hear(server.port, query), await hear(stock.port, query));
  });
}

/** Before Socket.IO says anything; the text between shows where what is binary ends. */
function sendFrom({ io }: StockServer): void {
  io.engine.on("connection", (socket) => {
    for (const data of [Buffer.from(BYTES), "tëxt", Buffer.alloc(0)]) socket.send(data);
  });
}

async function startSending(): Promise<EngineServer> {
  return await startEngineServer({
    owner: {
      admit: (): Admission => ({
        kind: "take",
        owner: {
          opened: (session) => {
            session.send([BYTES, "tëxt", new Uint8Array(0)]);
          },
          message: () => {},
          closed: () => {},
        },
      }),
    },
  });
}

async function hear(port: number, query: string): Promise<readonly string[]> {
  if (query.includes("polling")) {
    const poll = { query: `${query}&sid=SID` };
    // What Socket.IO itself says to revision 3 is behind what is compared, in the same payload.
    const answers = await playExchange(port, [{ query }, poll]);
    return answers.map((answer) =>
      // As text, and in a binary payload.
      answer.replace("2:40", "").replace("\u0000\u0002\u00ff40", "").replace(LENGTH, "")
    );
  }
  using client = new RawWebSocket(port, `/socket.io/?${query}`);
  await client.until("", 5);
  client.send(closeFrame(1000));
  await client.until("end");
  return client.seen.filter((line) => line !== "text 40");
}

const LENGTH = /Content-Length: \d+\r\n/;

Deno.test("a server hears binary in all the ways of writing it", async () => {
  const packets = [{ type: "message", data: BYTES }, { type: "message", data: "tëxt" }] as const;
  const ways: readonly [query: string, headers: string, body: string | Uint8Array][] = [
    ["EIO=4&transport=polling", "", encodePayload(packets, 4)],
    ["EIO=3&transport=polling", "", encodePayload(packets, 3)],
    [
      "EIO=3&transport=polling",
      "Content-Type: application/octet-stream\r\n",
      encodePayload(packets, 3, { binary: true }),
    ],
  ];
  for (const [query, headers, body] of ways) {
    const owner = new TakeAll();
    await using server = await startEngineServer({ owner });
    let sid = "";
    await playExchange(server.port, [{ query }], (found) => sid = found);
    const content = Buffer.from(body);
    const head = `POST /socket.io/?${query}&sid=${sid} HTTP/1.1\r\nHost: x\r\n${headers}` +
      `Content-Length: ${content.length}\r\nConnection: close\r\n\r\n`;
    await ask(server.port, concatBytes([encodeLatin1(head), content]));
    assertEquals(owner.told.slice(1), ["message <0 1 255 30>", "message tëxt"]);
  }
  for (const [version, binary] of [[4, BYTES], [3, Uint8Array.of(4, ...BYTES)]] as const) {
    const owner = new TakeAll();
    await using server = await startEngineServer({ owner });
    const target = `/socket.io/?EIO=${version}&transport=websocket`;
    using client = new RawWebSocket(server.port, target, [frame(binary), frame("4tëxt")]);
    await owner.until("message tëxt");
    assertEquals(owner.told.slice(1), ["message <0 1 255 30>", "message tëxt"]);
    await client.leave();
  }
});
