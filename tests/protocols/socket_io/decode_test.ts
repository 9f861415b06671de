// The text decoder on odd and broken input: what could be read, what is noted, what is kept.

import fc from "fast-check";
import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { decodePacket } from "../../../src/protocols/socket_io/decode.ts";
import { encodePacket } from "../../../src/protocols/socket_io/encode.ts";
import { MAX_JSON_DEPTH } from "../../../src/base/json_depth.ts";
import { NO_NOTES, PACKET_TYPES } from "../../../src/protocols/socket_io/packet.ts";
import type { SocketPacket } from "../../../src/protocols/socket_io/packet.ts";
import { valueToJson } from "../../../src/base/json.ts";
import { checkProperty } from "../../house/property.ts";
import { plainPacket } from "./arbitraries.ts";

type Expected = Partial<Omit<SocketPacket, "notes">>;

/** Text, what is read, the notes' rules. */
const ODD: readonly (readonly [text: string, read: Expected, ...rules: string[]])[] = [
  ["", { type: "unknown" }, "type"],
  ["7[]", { type: "unknown" }, "type"],
  ["hello", { type: "unknown" }, "type"],
  ["2", { type: "EVENT" }, "payload"],
  ["2[]", { type: "EVENT", data: [] }, "payload"],
  ['2{"a":1}', { type: "EVENT", data: { a: 1 } }, "payload"],
  ["2null", { type: "EVENT", data: null }, "payload"],
  ['2["a",,1]', { type: "EVENT" }, "json"],
  ['2["a"', { type: "EVENT" }, "json"],
  ['2/sfa["a"]', { type: "EVENT", namespace: '/sfa["a"]' }, "payload"],
  ['2/sfa,7["a"', { type: "EVENT", namespace: "/sfa", ackId: 7 }, "json"],
  ['2[{"toString":1}]', { type: "EVENT", data: [{ toString: 1 } as never] }, "event-name"],
  ["2[null]", { type: "EVENT", data: [null] }, "event-name"],
  ['2["disconnect"]', { type: "EVENT", data: ["disconnect"] }, "reserved-event"],
  ['2["newListener",1]', { type: "EVENT", data: ["newListener", 1] }, "reserved-event"],
  ['29007199254740993["a"]', { type: "EVENT", ackId: 9007199254740992, data: ["a"] }, "ack-id"],
  [`2${"9".repeat(400)}["a"]`, { type: "EVENT", data: ["a"] }, "ack-id"],
  ["3[1]", { type: "ACK", data: [1] }, "ack-id"],
  ['31{"a":1}', { type: "ACK", ackId: 1, data: { a: 1 } }, "payload"],
  ["3-1[]", { type: "ACK" }, "json", "ack-id"],
  ["0[1]", { type: "CONNECT", data: [1] }, "payload"],
  ["05", { type: "CONNECT", ackId: 5 }, "ack-id"],
  ["1{}", { type: "DISCONNECT", data: {} }, "payload"],
  ["4", { type: "CONNECT_ERROR" }, "payload"],
  ["4[1]", { type: "CONNECT_ERROR", data: [1] }, "payload"],
  ["4/a,403 Forbidden", {
    type: "CONNECT_ERROR",
    namespace: "/a",
    error: { message: "403 Forbidden" },
  }, "json"],
  ["4404", { type: "CONNECT_ERROR", error: { message: "404" } }, "json"],
  ['5["a"]', { type: "BINARY_EVENT", data: ["a"] }, "attachment-count"],
  ['5-["a"]', { type: "BINARY_EVENT", data: ["a"] }, "attachment-count"],
  ['512["a"]', { type: "BINARY_EVENT", ackId: 12, data: ["a"] }, "attachment-count"],
  [`5${"9".repeat(30)}-["a"]`, { type: "BINARY_EVENT", data: ["a"] }, "attachment-count"],
  ["6x-[]", { type: "BINARY_ACK" }, "attachment-count", "json", "ack-id"],
];

for (const [text, read, ...rules] of ODD) {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  Deno.test(`decodePacket() reads ${JSON.stringify(shown)} as far as it goes`, () => {
    const { notes, ...packet } = decodePacket(text);
    assertEquals<unknown>(packet, { protocol: "socket.io", namespace: "/", raw: text, ...read });
    assertEquals(notes.map(({ rule }) => rule), rules.map((rule) => `socket.io/${rule}`));
  });
}

Deno.test("decodePacket() takes numbers as event names and spaces in JSON", () => {
  const packet = decodePacket('2/a, [ 7 , "x" ] ');
  assertEquals([packet.data, packet.notes], [[7, "x"], []]);
});

Deno.test("decodePacket() reads each namespace as its own, whatever stood in the packet before", () => {
  const texts = ['2/a,["x"]', '2/ab,["x"]', '2/a,["x"]', '2["x"]', '2/a?b,["x"]', "2/a", "1/a,"];
  const namespaces = texts.map((text) => decodePacket(text).namespace);
  assertEquals(namespaces, ["/a", "/ab", "/a", "/", "/a", "/a", "/a"]);
});

Deno.test("decodePacket() shares one empty list of notes", () => {
  assertStrictEquals(decodePacket('2["a"]').notes, NO_NOTES);
  assert(Object.isFrozen(NO_NOTES));
});

Deno.test("decodePacket() keeps __proto__ a key, which pollutes nothing", () => {
  const packet = decodePacket('2["a",{"__proto__":{"polluted":true}}]');
  assertEquals(JSON.stringify(packet.data), '["a",{"__proto__":{"polluted":true}}]');
  assertEquals(encodePacket(packet), ['2["a",{"__proto__":{"polluted":true}}]']);
  assertEquals("polluted" in {}, false);
});

Deno.test("decodePacket() reads payloads nested to the limit and notes deeper ones", () => {
  const nested = (depth: number): string => `2["a",${"[".repeat(depth)}${"]".repeat(depth)}]`;
  const deepest = decodePacket(nested(MAX_JSON_DEPTH - 1));
  assertEquals(deepest.notes, []);
  assert(JSON.stringify(valueToJson(deepest.data ?? null)).startsWith('["a",[['));
  for (const depth of [MAX_JSON_DEPTH, 100_000]) {
    const packet = decodePacket(nested(depth));
    assertEquals(packet.notes.map(({ rule }) => rule), ["socket.io/depth"]);
    assertEquals([packet.data, packet.raw], [undefined, nested(depth)]);
  }
});

Deno.test("decodePacket() does not take brackets in strings for depth", () => {
  const name = "[".repeat(2 * MAX_JSON_DEPTH) + '"\\';
  const packet = decodePacket(`2${JSON.stringify([name])}`);
  assertEquals([packet.data, packet.notes], [[name], []]);
});

Deno.test("encodePacket() refuses what the wire cannot carry", () => {
  assertThrows(() => encodePacket({ type: "EVENT", namespace: "sfa" }), TypeError, '"sfa"');
  assertThrows(() => encodePacket({ type: "EVENT", namespace: "/a,b" }), TypeError, '"/a,b"');
  assertThrows(() => encodePacket({ type: "unknown", namespace: "/" }), TypeError, "raw");
  const data = { a: new Uint8Array(1) };
  assertThrows(() => encodePacket({ type: "CONNECT", namespace: "/", data }), TypeError, "CONNECT");
});

Deno.test("encodePacket() writes query, revision 3 acks and unknown packets as they came", () => {
  for (const text of ["0/sfa?token=q,", '30-7["ok"]', "what?", '50-["plain"]']) {
    assertEquals(encodePacket(decodePacket(text)), [text]);
  }
});

/** A good packet's text with a piece cut out, doubled or replaced. */
const mutated = fc.tuple(
  plainPacket,
  fc.nat(),
  fc.nat(8),
  fc.constantFrom("", ",", "/", "-", "9", "[", '"', "\u0000"),
)
  .map(([packet, place, length, insert]) => {
    const text = String(encodePacket(packet)[0]);
    const at = place % (text.length + 1);
    return text.slice(0, at) + insert + text.slice(at + length);
  });

const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  mutated,
  fc.tuple(fc.constantFrom(..."0123456"), fc.string()).map(([type, rest]) => type + rest),
);

/** Another reading of well-formed packets, by one regular expression. */
function readByPattern(text: string): SocketPacket {
  const [, type, count, name, query, id, json] =
    /^(\d)(?:(\d+)-)?(?:(\/[^,?]*)(?:\?([^,]*))?(?:,|$))?(\d+)?(.*)$/s.exec(text) ?? [];
  const data = json === "" || json === undefined ? undefined : JSON.parse(json);
  const reason = typeof data === "string" ? { message: data } : data;
  const message = typeof reason?.message === "string" ? reason.message : undefined;
  const error = message === undefined
    ? { message: "", data: reason }
    : { message, ...(reason.data === undefined ? {} : { data: reason.data }) };
  return {
    protocol: "socket.io",
    type: PACKET_TYPES[Number(type)] ?? "unknown",
    namespace: name ?? "/",
    ...(query === undefined ? {} : { query }),
    ...(count === undefined ? {} : { attachments: Number(count) }),
    ...(id === undefined ? {} : { ackId: Number(id) }),
    ...(data === undefined ? {} : { data }),
    ...(type === "4" ? { error } : {}),
    notes: [],
  };
}

Deno.test("decodePacket() never throws and loses nothing of any text", () => {
  checkProperty(
    "any text",
    fc.property(anyText, (text) => {
      const packet = decodePacket(text);
      if (packet.notes.length > 0) return assertStrictEquals(packet.raw, text);
      assertEquals(packet, readByPattern(text));
    }),
    { runs: 2000 },
  );
});
