// Finding protocols and stacking them.

import { assert, assertEquals } from "@std/assert";
import { Decoder, openMessages, recogniseMessages } from "../../src/protocols/registry.ts";
import type {
  Carried,
  CarriedRequest,
  CarriedResponse,
  Decoded,
} from "../../src/protocols/protocol.ts";
import type { Payload } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";

function upgrade(conn: number, url: string): CarriedRequest {
  return {
    kind: "request",
    conn,
    id: conn * 100,
    method: "GET",
    url,
    headers: [["Upgrade", "websocket"], ["Connection", "Upgrade"]],
    data: "",
  };
}

function switching(conn: number): Carried {
  return { kind: "response", conn, id: conn * 100, status: 101, headers: [], data: "" };
}

function message(conn: number, from: Side, data: Payload): Carried {
  return { kind: "message", conn, from, data };
}

function decodeAll(carried: readonly Carried[]): readonly Decoded[] {
  const decoder = new Decoder();
  return carried.flatMap((one) => [...decoder.receive(one)]);
}

function stacks(decoded: readonly Decoded[]): readonly string[] {
  return decoded.map((one) =>
    one.packets.map((packet) => `${packet.protocol} ${packet.type}`).join(" > ")
  );
}

const OPEN = '0{"sid":"s1","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

Deno.test("Decoder stacks Socket.IO in Engine.IO, on a custom path too", () => {
  const decoded = decodeAll([
    upgrade(1, "/live/?EIO=4&transport=websocket"),
    switching(1),
    message(1, "server", OPEN),
    message(1, "client", '40/sfa,{"token":"t"}'),
    message(1, "server", '40/sfa,{"sid":"n1"}'),
    message(1, "server", '42/sfa,["location:track",{"lat":1}]'),
  ]).filter((one) => one.packets[0]?.protocol === "engine.io");
  assertEquals(stacks(decoded), [
    "engine.io open",
    "engine.io message > socket.io CONNECT",
    "engine.io message > socket.io CONNECT",
    "engine.io message > socket.io EVENT",
  ]);
  assertEquals(decoded.at(-1)?.event, {
    namespace: "/sfa",
    name: "location:track",
    args: [{ lat: 1 }],
  });
  assertEquals(decoded.map((one) => one.session), ["s1", "s1", "s1", "s1"]);
});

Deno.test("Decoder reads Engine.IO that carries something other than Socket.IO", () => {
  const decoded = decodeAll([
    upgrade(1, "/engine.io/?EIO=4&transport=websocket"),
    switching(1),
    message(1, "server", OPEN),
    message(1, "client", '4{"type":"hello"}'),
  ]);
  assertEquals(stacks(decoded).at(-1), "engine.io message > json value");
  assertEquals(decoded.at(-1)?.event?.name, "hello");
});

Deno.test("Decoder keeps nothing of a request that was answered before it was there", () => {
  const decoder = new Decoder();
  const post: CarriedRequest = {
    ...upgrade(1, "/socket.io/?EIO=4&transport=polling&sid=s1"),
    method: "POST",
    headers: [],
  };
  const answer: CarriedResponse = {
    kind: "response",
    conn: 1,
    id: post.id,
    status: 413,
    headers: [],
    data: "too much",
  };
  decoder.receive(answer);
  decoder.receive(post);
  decoder.receive({ ...upgrade(1, "/log"), id: post.id + 1 });
  // Nobody answers it twice: what comes now is the latest one's, which is no Engine.IO.
  assertEquals(stacks(decoder.receive(answer)), ["http response"]);
});

Deno.test("Decoder says of every message on a plain WebSocket by itself whether it is JSON", () => {
  const decoded = decodeAll([
    upgrade(1, "/driver/get-tracking?userId=19"),
    switching(1),
    upgrade(2, "/log"),
    switching(2),
    message(1, "client", '{"type":"authenticate","payload":{}}'),
    message(2, "client", "start"),
    message(2, "server", '{"type":"pos","lat":1}'),
    message(1, "server", '{"location_lat":"-2.3123","location_lon":"2.4535"}'),
    message(1, "server", "not json"),
    message(1, "server", new Uint8Array([0x7b, 0x7d])),
    message(2, "server", "[1,2]"),
  ]);
  assertEquals(stacks(decoded).slice(4), [
    "json value",
    "raw text",
    "json value",
    "json value",
    "raw text",
    "raw binary",
    "json value",
  ]);
  assertEquals(decoded.slice(4).map(({ label, event }) => [label, event?.name]), [
    ["authenticate", "authenticate"],
    ["text 5 B", undefined],
    ["pos", "pos"],
    ["{location_lat,location_lon}", "{location_lat,location_lon}"],
    ["text 8 B", undefined],
    ["binary 2 B", undefined],
    ["[2]", "[2]"],
  ]);
});

Deno.test("Decoder says the same of a plain WebSocket's messages in any order", () => {
  const texts = ["start", '{"type":"pos"}', "7", '"word"', " \n[1]", "[12:00] up", '{"torn":'];
  const meaningOf = (data: Payload): string =>
    stacks(decodeAll([message(1, "server", data)]))[0] ?? "";
  for (let first = 0; first < texts.length; first++) {
    const order = [...texts.slice(first), ...texts.slice(0, first)];
    const together = stacks(decodeAll(order.map((text) => message(1, "server", text))));
    assertEquals(together, order.map(meaningOf));
  }
});

Deno.test("Decoder names JSON in Engine.IO behind a first message that is none", () => {
  const engine = [upgrade(1, "/engine.io/?EIO=4&transport=websocket"), switching(1)];
  const decoded = decodeAll([
    ...engine,
    message(1, "server", OPEN),
    message(1, "client", "4hello"),
    message(1, "server", '4{"type":"pos"}'),
    message(1, "server", new Uint8Array([1])),
    message(1, "server", '42["pos"]'),
  ]);
  assertEquals(stacks(decoded.filter(({ packets }) => packets[0]?.type === "message")), [
    "engine.io message > raw text",
    "engine.io message > json value",
    "engine.io message > raw binary",
    "engine.io message > raw text",
  ]);
  assertEquals(decoded.at(-3)?.event?.name, "pos");
});

Deno.test("Decoder keeps to Socket.IO in a session that began so", () => {
  const decoded = decodeAll([
    upgrade(1, "/socket.io/?EIO=4&transport=websocket"),
    switching(1),
    message(1, "server", OPEN),
    message(1, "client", "40"),
    message(1, "server", '4{"type":"pos"}'),
  ]);
  assertEquals(stacks(decoded).at(-1), "engine.io message > socket.io unknown");
});

Deno.test("openMessages() opens Socket.IO by its name, and what decides by message for all else", () => {
  const packetOf = (name: string, data: Payload): string => {
    const [packet] = openMessages(name, { eventKeys: ["kind"] }).receive("client", data).packets;
    return `${packet?.protocol} ${packet?.type}`;
  };
  assertEquals(packetOf("socket.io", '2["a"]'), "socket.io EVENT");
  for (const name of ["json", "raw", "engine.io", ""]) {
    assertEquals(packetOf(name, '{"a":1}'), "json value");
    assertEquals(packetOf(name, '2["a"]'), "raw text");
  }
  assertEquals(
    openMessages("raw", { eventKeys: ["kind"] }).receive("client", '{"kind":"k"}').label,
    "k",
  );
});

Deno.test("Decoder tells HTTP that nobody claims by its heads", () => {
  const request: Carried = { ...upgrade(1, "/health"), headers: [] };
  const decoded = decodeAll([request, { ...switching(1), status: 204 } as Carried]);
  assertEquals(stacks(decoded), ["http request", "http response"]);
  assertEquals(decoded.map((one) => one.label), ["GET /health", "HTTP 204"]);
});

Deno.test("Decoder gives pipelined responses to those who were asked", () => {
  const polling = "/socket.io/?EIO=4&transport=polling";
  const ask = (id: number, url: string): Carried => ({ ...upgrade(1, url), headers: [], id });
  const answer = (id: number, data: string): Carried => (
    { kind: "response", conn: 1, id, status: 200, headers: [], data }
  );
  const decoded = decodeAll([
    ask(1, polling),
    ask(2, "/health"),
    answer(1, OPEN),
    answer(2, "fine"),
  ]);
  assertEquals(stacks(decoded), ["http request", "engine.io open", "http response"]);
});

Deno.test("Decoder reads messages of a connection whose beginning it never saw", () => {
  assertEquals(stacks(decodeAll([message(9, "server", '{"a":1}')])), ["json value"]);
});

for (const first of ["0", "1", '0{"sid":"a"}', '2["news",1]', "0/a,"]) {
  Deno.test(`Decoder does not take ${first} on a plain WebSocket for Socket.IO`, () => {
    const url = "/prices?userId=19";
    const told: Carried[] = [upgrade(1, url), switching(1), message(1, "server", first)];
    assertEquals(stacks(decodeAll(told)).at(-1)?.split(" ")[0], "raw");
    const engine = upgrade(2, "/socket.io/?EIO=4&transport=websocket");
    const inside = message(2, "server", `4${first}`);
    const stack = stacks(decodeAll([engine, switching(2), message(2, "server", OPEN), inside]));
    assert(stack.at(-1)?.includes("socket.io"), stack.at(-1));
  });
}

const FIRSTS: readonly [first: Payload, protocol: string][] = [
  ["0", "socket.io"],
  ['0{"token":"t"}', "socket.io"],
  ["0/sfa,", "socket.io"],
  ['2["message",{}]', "socket.io"],
  ['2/sfa,17["location:track",{}]', "socket.io"],
  ['{"type":"x"}', "json"],
  ["[1,2]", "json"],
  ["hello", "raw"],
  ["", "raw"],
  ["2 apples and 3 pears", "raw"],
  [new Uint8Array([1, 2, 3]), "raw"],
];

for (const [first, protocol] of FIRSTS) {
  Deno.test(`recogniseMessages() takes ${JSON.stringify(first)} for ${protocol}`, () => {
    assertEquals(recogniseMessages(first, "server").name, protocol);
  });
}
