// Good and bad requests, written by hand: our answers are those of a stock server, byte for byte but
// for dates and ids.

import { assertEquals } from "@std/assert";
import type { ServerOptions } from "socket.io";
import {
  type EngineServerOptions,
  startEngineServer,
} from "../../../src/net/engine_server/engine_server.ts";
import { ask, playExchange, type RawExchange, type RawRequest } from "./raw_http.ts";
import { startStock, TakeAll } from "./stock.ts";

const V4 = "EIO=4&transport=polling";
const V3 = "EIO=3&transport=polling";
const OPEN: RawRequest = { query: V4 };
const OPEN_3: RawRequest = { query: V3 };
const POLL: RawRequest = { query: `${V4}&sid=SID` };
const POLL_3: RawRequest = { query: `${V3}&sid=SID` };
const ROUND = { method: "POST", query: `${V4}&sid=SID` };
const ROUND_3 = { method: "POST", query: `${V3}&sid=SID` };
const BINARY = "Content-Type: application/octet-stream";
const UPGRADE: readonly string[] = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];
const ORIGIN = "Origin: http://localhost:5173";

const CASES: Readonly<Record<string, RawExchange>> = {
  "a handshake": [OPEN],
  "a handshake of revision 3": [OPEN_3],
  "a handshake of revision 3 in base64": [{ query: `${V3}&b64=1` }],
  "a handshake over JSONP": [{ query: `${V3}&j=2` }],
  "a JSONP index that is none": [{ query: `${V3}&j=a7%22b` }],
  "no query": [{}],
  "no transport": [{ query: "EIO=4" }],
  "an unknown transport": [{ query: "EIO=4&transport=tcp" }],
  "no version": [{ query: "transport=polling" }],
  "a path that is longer": [{ target: `/socket.io/admin/?${V4}` }],
  "a path that is another": [{ target: `/socket.ioo/?${V4}` }],
  "a POST, a PUT, an OPTIONS and a HEAD without a session": [
    ...["POST", "PUT", "OPTIONS", "HEAD"].map((method) => ({ method, query: V4 })),
  ],
  "a GET for a WebSocket": [{ query: "EIO=4&transport=websocket" }],
  "an unknown session": [
    { query: `${V4}&sid=gone` },
    { method: "POST", query: `${V4}&sid=gone`, body: "40" },
    { query: `${V4}&sid=__proto__` },
  ],
  "a session over another transport": [OPEN, { query: "EIO=4&transport=websocket&sid=SID" }],
  "a session in another revision": [OPEN, POLL_3],
  "a PUT, an OPTIONS and a HEAD to a session": [
    OPEN,
    ...["PUT", "OPTIONS", "HEAD"].map((method) => ({ method, query: `${V4}&sid=SID` })),
  ],
  "a message": [OPEN, { ...ROUND, body: "4hi" }],
  "a message of revision 3": [OPEN_3, POLL_3, { ...ROUND_3, body: "3:4hü" }],
  "a ping of revision 3": [OPEN_3, POLL_3, { ...ROUND_3, body: "1:2" }, POLL_3],
  "an empty POST": [OPEN, { ...ROUND, body: "" }],
  "a message over JSONP": [
    { query: `${V3}&j=0` },
    { query: `${V3}&j=0&sid=SID` },
    { method: "POST", query: `${V3}&j=0&sid=SID`, body: "d=1%3A2" },
    { query: `${V3}&j=0&sid=SID` },
  ],
  "a form without its field": [
    { query: `${V3}&j=0` },
    { method: "POST", query: `${V3}&j=0&sid=SID`, body: "e=1" },
    { query: `${V3}&j=0&sid=SID` },
  ],
  "a body over the limit, and the session lives": [
    OPEN_3,
    { ...ROUND_3, body: `1001:4${"x".repeat(1000)}` },
    POLL_3,
  ],
  "a body just within the limit": [
    OPEN_3,
    { ...ROUND_3, body: `996:${"6".repeat(996)}` },
    POLL_3,
  ],
  "a WebSocket for a session by POST": [
    OPEN,
    { method: "POST", query: "EIO=4&transport=websocket&sid=SID", headers: UPGRADE },
  ],
  "binary in revision 4": [OPEN, { ...ROUND, headers: [BINARY], body: "4hi" }, POLL],
  "binary in revision 3": [OPEN_3, {
    ...ROUND_3,
    headers: [BINARY],
    body: "\u0000\u0002\u007f",
  }],
  "a message that is none": [OPEN, { ...ROUND, body: "hello" }, POLL],
  "a message that is none while a poll is parked": [
    OPEN,
    [POLL, { ...ROUND, body: "4hi\u001ex" }],
    POLL,
  ],
  "a message of revision 3 that is none": [
    OPEN_3,
    POLL_3,
    [POLL_3, { ...ROUND_3, body: "9:4hi" }],
    POLL_3,
  ],
  "a ping that goes the wrong way": [OPEN, [POLL, { ...ROUND, body: "2" }], POLL],
  "a client that leaves": [OPEN, { ...ROUND, body: "1" }, POLL],
  "a client that leaves while its poll is parked": [OPEN, [POLL, { ...ROUND, body: "1" }], POLL],
  "two polls at once": [OPEN, [POLL, POLL], POLL],
  "two polls at once in revision 3": [OPEN_3, POLL_3, [POLL_3, POLL_3], POLL_3],
  "an upgrade of nothing": [{ headers: UPGRADE }],
  "an upgrade of an unknown session": [
    { query: "EIO=4&transport=websocket&sid=gone", headers: UPGRADE },
  ],
  "an upgrade in another revision": [
    OPEN,
    { query: "EIO=3&transport=websocket&sid=SID", headers: UPGRADE },
  ],
  "a WebSocket with a bad key": [{
    query: "EIO=4&transport=websocket",
    headers: [...UPGRADE.slice(0, 3), "Sec-WebSocket-Key: short"],
  }],
  "a WebSocket of another version": [{
    query: "EIO=4&transport=websocket",
    headers: [...UPGRADE.slice(0, 2), "Sec-WebSocket-Version: 12", ...UPGRADE.slice(3)],
  }],
  "another upgrade": [{
    query: "EIO=4&transport=websocket",
    headers: ["Connection: Upgrade", "Upgrade: h2c"],
  }],
  "a WebSocket by POST": [{
    method: "POST",
    query: "EIO=4&transport=websocket",
    headers: UPGRADE,
  }],
};

for (const [name, exchange] of Object.entries(CASES)) {
  Deno.test(`a server answers ${name} as a stock one`, async () => {
    await compare(exchange, { maxHttpBufferSize: 1000 }, {
      handshake: {
        pingInterval: 25_000,
        pingTimeout: 20_000,
        maxPayload: 1000,
        upgrades: ["websocket"],
      },
    });
  });
}

Deno.test("a server answers garbage as a stock one", async () => {
  await using stock = await startStock();
  await using server = await startEngineServer({ owner: new TakeAll() });
  const garbage = ["\r\n\r\nhello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n"];
  for (const text of garbage) {
    assertEquals(await ask(server.port, text), await ask(stock.port, text));
  }
});

Deno.test("a server refuses other revisions as a stock one", async () => {
  await compare([OPEN_3, OPEN], { allowEIO3: false }, { versions: [4] });
});

Deno.test("a server refuses whom its owner refuses as a stock one", async () => {
  await compare(
    [OPEN, { query: "EIO=4&transport=websocket", headers: UPGRADE }],
    { allowRequest: (_, decide) => decide("not you", false) },
    {
      owner: {
        admit: () => ({
          kind: "refuse",
          refusal: { code: 4, message: "not you", status: 403 },
        }),
      },
    },
  );
});

const PREFLIGHT: RawRequest = {
  ...POLL,
  method: "OPTIONS",
  headers: [ORIGIN, "Access-Control-Request-Headers: x-a,x-b"],
};
const FROM_PAGE: RawRequest = { query: V4, headers: [ORIGIN] };
const ALL: RawExchange = [
  PREFLIGHT,
  FROM_PAGE,
  OPEN,
  { ...POLL, method: "OPTIONS" },
  { ...POLL, method: "POST", headers: [ORIGIN], body: "4hi" },
  { query: "transport=x", headers: [ORIGIN] },
  { query: "EIO=4&transport=websocket", headers: [...UPGRADE.slice(0, 3), ORIGIN] },
];

Deno.test("a server lets pages of all origins in as a stock one", async () => {
  await compare(ALL, { cors: { origin: "*" } }, { crossOrigin: { allow: () => "*" } });
});

Deno.test("a server lets pages of one origin in as a stock one", async () => {
  const origin = "http://localhost:5173";
  await compare(ALL, { cors: { origin, credentials: true, methods: ["GET", "POST"] } }, {
    crossOrigin: { allow: () => origin, credentials: true, methods: ["GET", "POST"] },
  });
});

Deno.test("a server keeps pages of other origins out as a stock one", async () => {
  await compare(ALL, { cors: { origin: ["http://other.test"] } }, {
    crossOrigin: { allow: (origin) => origin === "http://other.test" ? origin : undefined },
  });
});

async function compare(
  exchange: RawExchange,
  stockOptions: Partial<ServerOptions>,
  options: Partial<EngineServerOptions>,
): Promise<void> {
  await using stock = await startStock(stockOptions);
  await using server = await startEngineServer({ owner: new TakeAll(), ...options });
  const expected = await playExchange(stock.port, exchange);
  assertEquals(await playExchange(server.port, exchange), expected);
}
