// The decoder of a session: labels, events, and attachments in both directions.

import { assertEquals } from "@std/assert";
import type { Payload } from "../../../src/base/bytes.ts";
import type { Side } from "../../../src/base/side.ts";
import type { MessageMeaning } from "../../../src/protocols/protocol.ts";
import { SocketDecoder } from "../../../src/protocols/socket_io/decoder.ts";
import { encodePacket } from "../../../src/protocols/socket_io/encode.ts";

const ONE = new Uint8Array([1]);
const TWO = new Uint8Array([2, 2]);
const PLACE_0 = { _placeholder: true, num: 0 };
const PLACE_1 = { _placeholder: true, num: 1 };

function rules(meaning: MessageMeaning): readonly string[] {
  return meaning.notes.map(({ rule }) => rule);
}

function types(meaning: MessageMeaning): readonly string[] {
  return meaning.packets.map(({ type }) => type);
}

function receiveAll(
  decoder: SocketDecoder,
  from: Side,
  messages: readonly Payload[],
): readonly MessageMeaning[] {
  return messages.map((message) => decoder.receive(from, message));
}

const LABELS: readonly (readonly [text: string, label: string])[] = [
  ["0/sfa,", "CONNECT /sfa"],
  ["1", "DISCONNECT /"],
  ['2/sfa,["location:track",{}]', "EVENT location:track"],
  ["2[7]", "EVENT 7"],
  ["2[[1]]", "EVENT [1]"],
  ["2", "EVENT"],
  ["33[]", "ACK 3"],
  ["3[]", "ACK"],
  ['4{"message":"Not authorized"}', "CONNECT_ERROR Not authorized"],
  ["4[]", "CONNECT_ERROR"],
  ["x", "unknown"],
];

Deno.test("receive() labels each message as its own, whatever the one before was", () => {
  const texts = ['2["a"]', '50-["a"]', '2["b"]', '2["a"]', "2[1]", '2["1"]', '2["ab"]'];
  const meanings = receiveAll(new SocketDecoder({ engineVersion: 3 }), "server", texts);
  assertEquals(meanings.map(({ label, event }) => `${label}: ${event?.name}`), [
    "EVENT a: a",
    "BINARY_EVENT a: a",
    "EVENT b: b",
    "EVENT a: a",
    "EVENT 1: 1",
    "EVENT 1: 1",
    "EVENT ab: ab",
  ]);
});

for (const [text, label] of LABELS) {
  Deno.test(`receive() labels ${text} "${label}"`, () => {
    assertEquals(new SocketDecoder().receive("server", text).label, label);
  });
}

Deno.test("receive() tells an event with its arguments and ack id", () => {
  const { event } = new SocketDecoder().receive("client", '2/sfa,12["a",1,[2]]');
  assertEquals(event, { namespace: "/sfa", name: "a", args: [1, [2]], ackId: 12 });
});

Deno.test("receive() waits for attachments and gives the event with the last", () => {
  const decoder = new SocketDecoder({ engineVersion: 4 });
  const text = `52-/sfa,3["img",{"b":${JSON.stringify(PLACE_1)}},${JSON.stringify(PLACE_0)}]`;
  const [first, second, third] = receiveAll(decoder, "client", [text, ONE, TWO]);
  assertEquals(first?.label, "BINARY_EVENT img (waiting for 2 attachments)");
  assertEquals([first?.event, second?.event], [undefined, undefined]);
  assertEquals(second?.label, "attachment 1 of 2");
  assertEquals(second?.packets[0], {
    protocol: "socket.io",
    type: "attachment",
    index: 0,
    of: 2,
    bytes: ONE,
    notes: [],
  } as never);
  assertEquals(third && types(third), ["attachment", "BINARY_EVENT"]);
  assertEquals(third?.label, "BINARY_EVENT img");
  assertEquals(third?.event, {
    namespace: "/sfa",
    name: "img",
    args: [{ b: TWO }, ONE],
    ackId: 3,
  });
});

Deno.test("receive() leaves what it gave out before as it was", () => {
  const decoder = new SocketDecoder();
  const first = decoder.receive("client", '51-["a",{"_placeholder":true,"num":0}]');
  decoder.receive("client", ONE);
  assertEquals((first.packets[0] as unknown as { data: unknown }).data, ["a", PLACE_0]);
});

Deno.test("receive() waits for one attachment of an ack, of revision 3 too", () => {
  for (const [text, type] of [["61-3[]", "BINARY_ACK"], ["31-3[]", "ACK"]] as const) {
    const label = new SocketDecoder().receive("server", text).label;
    assertEquals(label, `${type} 3 (waiting for 1 attachment)`);
  }
});

Deno.test("receive() keeps the attachments of both directions apart", () => {
  const decoder = new SocketDecoder();
  decoder.receive("client", '51-["c",{"_placeholder":true,"num":0}]');
  decoder.receive("server", '51-["s",{"_placeholder":true,"num":0}]');
  assertEquals(decoder.receive("server", TWO).event?.args, [TWO]);
  assertEquals(decoder.receive("client", ONE).event?.args, [ONE]);
});

Deno.test("receive() keeps binary that nothing waits for", () => {
  const decoder = new SocketDecoder();
  decoder.receive("client", "0");
  const meaning = decoder.receive("client", ONE);
  assertEquals(rules(meaning), ["socket.io/unexpected-binary"]);
  assertEquals(types(meaning), ["unknown"]);
  assertEquals((meaning.packets[0] as unknown as { raw: unknown }).raw, ONE);
});

Deno.test("receive() gives an incomplete event when a text comes instead of its attachment", () => {
  const decoder = new SocketDecoder();
  const text = `52-["img",${JSON.stringify(PLACE_0)},${JSON.stringify(PLACE_1)}]`;
  receiveAll(decoder, "client", [text, ONE]);
  const ack = decoder.receive("client", "31[]");
  assertEquals([ack.label, types(ack)], ["ACK 1", ["BINARY_EVENT", "ACK"]]);
  assertEquals(ack.event?.args, [ONE, PLACE_1]);
  assertEquals(rules(ack), ["socket.io/attachments-missing"]);

  decoder.receive("client", text);
  const event = decoder.receive("client", '2["next"]');
  assertEquals([event.event?.name, types(event)], ["next", ["BINARY_EVENT", "EVENT"]]);
  assertEquals(rules(decoder.receive("client", ONE)), ["socket.io/unexpected-binary"]);
});

const PLACEHOLDERS: readonly (readonly [what: string, nums: readonly unknown[], notes: number])[] =
  [
    ["twice and another not at all", [0, 0], 2],
    ["out of range", [0, 1, 2], 1],
    ["negative", [0, 1, -1], 1],
    ["broken", [0, 1, 0.5], 1],
    ["not a number", [0, 1, "0"], 1],
  ];

for (const [what, nums, notes] of PLACEHOLDERS) {
  Deno.test(`receive() notes a placeholder that is ${what}`, () => {
    const places = nums.map((num) => ({ _placeholder: true, num }));
    const text = `52-${JSON.stringify(["img", ...places])}`;
    const last = receiveAll(new SocketDecoder(), "client", [text, ONE, TWO]).at(-1);
    assertEquals(last && rules(last), new Array(notes).fill("socket.io/placeholder"));
    assertEquals(last?.event?.args[0], ONE);
  });
}

Deno.test("receive() notes an announcement of no attachments where stock peers refuse it", () => {
  const meaning = new SocketDecoder({ engineVersion: 4 }).receive("client", '50-["a"]');
  assertEquals([rules(meaning), meaning.event?.name], [["socket.io/attachment-count"], "a"]);
  assertEquals(new SocketDecoder({ engineVersion: 3 }).receive("client", '50-["a"]').notes, []);
});

Deno.test("receive() gives events over the attachment limit as they are and counts on", () => {
  const decoder = new SocketDecoder({}, { maxAttachments: 1, maxAttachmentBytes: 100 });
  const first = decoder.receive("client", '52-["a",{"_placeholder":true,"num":0}]');
  assertEquals([first.label, first.event?.args], ["BINARY_EVENT a", [PLACE_0]]);
  assertEquals(rules(first), ["socket.io/attachments-limit"]);
  const labels = receiveAll(decoder, "client", [ONE, TWO]).map(({ label }) => label);
  assertEquals(labels, ["attachment 1 of 2", "attachment 2 of 2"]);
  assertEquals(rules(decoder.receive("client", '2["b"]')), []);
});

Deno.test("receive() holds no more bytes of attachments than the limit", () => {
  const decoder = new SocketDecoder({}, { maxAttachments: 5, maxAttachmentBytes: 2 });
  const text = `53-${JSON.stringify(["a", PLACE_0, PLACE_1])}`;
  const [, first, second, third] = receiveAll(decoder, "client", [text, ONE, TWO, TWO]);
  assertEquals(first?.event, undefined);
  assertEquals(second?.event?.args, [ONE, PLACE_1]);
  assertEquals(second && rules(second), ["socket.io/attachments-limit"]);
  assertEquals(third?.label, "attachment 3 of 3");
});

Deno.test("receive() reads msgpack when a session begins with it", () => {
  const decoder = new SocketDecoder();
  const [connect] = encodePacket({
    encoding: "msgpack",
    type: "CONNECT",
    namespace: "/sfa",
    data: { sid: "s", pid: "p" },
  });
  const [event] = encodePacket({
    encoding: "msgpack",
    type: "EVENT",
    namespace: "/sfa",
    data: ["a", ONE, "Q7z"],
  });
  assertEquals(decoder.receive("server", connect ?? "").label, "CONNECT /sfa");
  assertEquals(decoder.receive("server", event ?? "").event, {
    namespace: "/sfa",
    name: "a",
    args: [ONE],
    offset: "Q7z",
  });
  assertEquals(rules(decoder.receive("server", new Uint8Array([0xc1])))[0], "socket.io/msgpack");
});
