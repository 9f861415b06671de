// Finding protocols and stacking them.

import { assert, assertEquals } from "@std/assert";
import { Decoder, recogniseMessages } from "../../src/protocols/registry.ts";
import type { Carried, CarriedRequest, Decoded } from "../../src/protocols/protocol.ts";
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

Deno.test("Decoder takes a plain WebSocket for JSON or raw by its first message", () => {
  const decoded = decodeAll([
    upgrade(1, "/driver/get-tracking?userId=19"),
    switching(1),
    upgrade(2, "/log"),
    switching(2),
    message(1, "client", '{"type":"authenticate","payload":{}}'),
    message(2, "server", "hello"),
    message(1, "server", '{"location_lat":"-2.3123","location_lon":"2.4535"}'),
    message(1, "server", "not json"),
    { kind: "close", conn: 1 },
    message(1, "server", "a new life"),
  ]);
  assertEquals(stacks(decoded).slice(4), [
    "json value",
    "raw text",
    "json value",
    "json unknown",
    "raw text",
  ]);
  assertEquals(decoded.slice(4, 7).map((one) => one.event?.name), [
    "authenticate",
    undefined,
    "{location_lat,location_lon}",
  ]);
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
