// What is said of packets, bodies, URLs and answers: by example.

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Payload } from "../../../src/base/bytes.ts";
import { anatomyOf } from "../../../src/timeline/anatomy/anatomy.ts";
import { MAX_PACKETS } from "../../../src/timeline/anatomy/payload_parts.ts";
import { MAX_ITEMS } from "../../../src/timeline/anatomy/json_parts.ts";
import type { AnatomyOptions, Part } from "../../../src/timeline/anatomy/part.ts";

/** `text = name: meaning` of every part that says something, those within others too. */
function told(input: Payload, options: AnatomyOptions = {}): readonly string[] {
  return linesOf(anatomyOf(input, options).parts);
}

function linesOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(({ text, name, meaning, children = [], inside }) => [
    ...(meaning === "" ? [] : [`${text} = ${name}: ${meaning}`]),
    ...linesOf(children),
    ...linesOf(inside?.parts ?? []),
  ]);
}

/** The meaning of the only part of this name. */
function meaningOf(name: string, input: Payload, options: AnatomyOptions = {}): string {
  const found = told(input, options).filter((line) => line.includes(` = ${name}: `));
  assertEquals(found.length, 1, `${name} in ${found}`);
  return found[0]?.replace(/^.*? = [^:]*: /s, "") ?? "";
}

Deno.test("anatomyOf() takes an event with an acknowledgement apart", () => {
  const { title, mistakes } = anatomyOf('42/sfa,17["location:track",{"lat":-6.2}]');
  assertEquals(title, "Engine.IO packet: message, with a Socket.IO EVENT location:track");
  assertEquals(mistakes, []);
  assertEquals(told('42/sfa,17["location:track",{"lat":-6.2}]'), [
    "4 = Engine.IO packet type: Engine.IO packet type 4, message: carries data of the protocol above",
    "2 = Socket.IO packet type: Socket.IO packet type 2, EVENT: an emit(), with its arguments",
    "/sfa, = namespace: namespace /sfa; the comma ends it",
    "17 = acknowledgement id: acknowledgement id 17: the sender waits for an answer with the same " +
    "id (43/sfa,17[…])",
    '["location:track",{"lat":-6.2}] = payload: a JSON array: the event\'s name, then its arguments',
    '"location:track" = event name: the event\'s name',
    '{"lat":-6.2} = argument 1: argument 1: an object with 1 key',
  ]);
});

Deno.test("anatomyOf() says what a CONNECT means by who sent it", () => {
  const type = "Socket.IO packet type";
  assertMatch(meaningOf(type, "40/sfa,", { from: "client" }), /client asks to be let into/);
  assertMatch(meaningOf(type, "40/sfa,", { from: "server" }), /server has let the client into/);
  assertMatch(meaningOf(type, "40/sfa,"), /a client asks .* or a server says/);
  assertMatch(meaningOf(type, '40{"sid":"abc"}'), /server has let the client into/);
  assertMatch(meaningOf("connect token", '40{"token":"x"}', { from: "client" }), /token: a string/);
  assertMatch(meaningOf("connect sid", '40{"sid":"abc"}'), /socket\.id/);
});

Deno.test("anatomyOf() says how many attachments follow, and where they belong", () => {
  const text = '451-["photo",{"a":{"_placeholder":true,"num":0}}]';
  assertMatch(meaningOf("attachment count", text), /1 attachment: the next message is binary/);
  assertMatch(meaningOf("argument 1", text), /1 key; the bytes of attachment 0 belong here/);
  assertMatch(anatomyOf(text).remarks.join(), /On a WebSocket attachments follow as binary/);
  assertMatch(
    anatomyOf(text, { transport: "polling" }).remarks.join(),
    /In a polling body attachments follow as b…/,
  );
});

Deno.test("anatomyOf() turns the heartbeat round between revisions", () => {
  const type = "Engine.IO packet type";
  assertMatch(meaningOf(type, "2", { engine: 4 }), /the server asks whether the client/);
  assertMatch(meaningOf(type, "2", { engine: 3 }), /the client asks whether the server/);
  const [wrong] = anatomyOf("2", { engine: 4, from: "client" }).mistakes;
  assertMatch(wrong?.consequence ?? "", /invalid heartbeat direction/);
  assertEquals(anatomyOf("2", { engine: 3, from: "client" }).mistakes, []);
});

Deno.test("anatomyOf() tells probes from heartbeats, and the upgrade", () => {
  assertEquals(anatomyOf("2probe").title, "Engine.IO packet: ping probe");
  assertMatch(meaningOf("Engine.IO packet type", "3probe"), /the WebSocket works/);
  assertMatch(meaningOf("Engine.IO packet type", "5"), /the client uses this WebSocket/);
});

Deno.test("anatomyOf() tells the handshake key by key", () => {
  const text = '0{"sid":"a","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"own":1}';
  assertMatch(meaningOf("handshake sid", text), /every further request has it in its URL/);
  assertMatch(meaningOf("handshake upgrades", text), /no transport/);
  assertMatch(meaningOf("handshake pingInterval", text), /server pings every 25 s/);
  assertMatch(meaningOf("handshake pingInterval", text, { engine: 3 }), /client is to ping/);
  assertMatch(meaningOf("handshake own", text), /of the server's own/);
});

Deno.test("anatomyOf() guesses a body of revision 3 by its lengths, and says so", () => {
  const { title, remarks } = anatomyOf("2:407:40/sfa,");
  assertMatch(title, /^Polling body with 2 packets/);
  assertMatch(remarks.join(), /only revision 3/);
  // Where the user says 4, it is a ping with data.
  assertEquals(anatomyOf("2:40", { engine: 4 }).title, "Engine.IO packet: ping");
});

Deno.test("anatomyOf() takes bodies of revision 4 apart, base64 included", () => {
  assertEquals(
    told('40\x1e42["x"]\x1ebAQID').filter((line) => !line.includes("type")),
    [
      told("40\x1e0")[0] ?? "",
      "\x1e = separator: the record separator, character 0x1e: the next packet begins",
      '42["x"] = packet 2: packet 2 of 3: message, with a Socket.IO EVENT x',
      '["x"] = payload: a JSON array: the event\'s name, then its arguments',
      '"x" = event name: the event\'s name',
      "\x1e = separator: the record separator, character 0x1e: the next packet begins",
      "bAQID = packet 3: packet 3 of 3: message of 3 bytes (base64)",
      "b = base64 mark: b: a message of binary data, written as base64 because polling carries text",
      "AQID = base64 data: 3 bytes as base64: for Socket.IO an attachment of the binary event or " +
      "acknowledgement before it",
      "010203 = bytes: 3 bytes of data: for Socket.IO an attachment of the binary event or " +
      "acknowledgement before it",
    ].map((line) => line.replace("1 of 2", "1 of 3")),
  );
});

Deno.test("anatomyOf() takes so many packets of a body apart and counts the rest", () => {
  const text = "6\x1e".repeat(MAX_PACKETS + 1) + "6";
  const { parts } = anatomyOf(text);
  assertEquals(parts.map((part) => part.text).join(""), text);
  assertEquals(parts.at(-1)?.meaning, "2 more packets, not taken apart");
  const bytes = new Uint8Array(4 * (MAX_PACKETS + 2));
  for (let at = 0; at < bytes.length; at += 4) bytes.set([0, 1, 255, 0x36], at);
  assertEquals(anatomyOf(bytes).parts.at(-1)?.meaning, "2 more packets, not taken apart");
});

Deno.test("anatomyOf() takes both forms of JSONP apart", () => {
  const script = anatomyOf('___eio[3]("40\\u001e42[\\"x\\"]");');
  assertMatch(script.title, /^JSONP answer: Polling body with 2 packets/);
  assertEquals(script.parts.map(({ name }) => name), ["JSONP call", "JSONP payload", "JSONP end"]);
  const form = anatomyOf("d=42%5B%22x%22%5D");
  assertEquals(form.parts[1]?.inside?.input, '42["x"]');
});

Deno.test("anatomyOf() tells a URL parameter by parameter", () => {
  const url = "https://example.com/socket.io/?EIO=4&transport=polling&sid=a%20b&room=7#x";
  assertEquals(anatomyOf(url).title, "URL of Engine.IO 4, polling: belongs to an open session");
  assertMatch(meaningOf("parameter EIO", url), /Socket\.IO 3 and 4/);
  assertMatch(meaningOf("parameter room", url), /the application's own/);
  assertMatch(meaningOf("fragment", url), /never sent/);
  const [missing] = anatomyOf("/socket.io/?transport=polling").mistakes;
  assertMatch(missing?.consequence ?? "", /Unsupported protocol version/);
});

Deno.test("anatomyOf() explains refusals and answers of the server", () => {
  assertMatch(meaningOf("error code", '{"code":1,"message":"Session ID unknown"}'), /sticky/);
  assertMatch(meaningOf("error code", '{"code":99}'), /none known/);
  assertEquals(anatomyOf("ok").title, "Answer to a POST");
});

Deno.test("anatomyOf() reads binary by the revision", () => {
  const bytes = Uint8Array.of(4, 1, 2);
  assertEquals(told(bytes, { engine: 3 }).map((line) => line.split(" ")[0]), ["04", "0102"]);
  assertEquals(told(bytes).map((line) => line.split(" ")[0]), ["040102"]);
  // {type: 2, nsp: "/", data: ["x"]} in msgpack.
  const packet = Uint8Array.from([
    0x83,
    0xa4,
    0x74,
    0x79,
    0x70,
    0x65,
    2,
    0xa3,
    0x6e,
    0x73,
    0x70,
    0xa1,
    0x2f,
    0xa4,
    0x64,
    0x61,
    0x74,
    0x61,
    0x91,
    0xa1,
    0x78,
  ]);
  assertMatch(meaningOf("msgpack packet", packet), /EVENT x/);
});

Deno.test("anatomyOf() guesses a binary body of revision 3", () => {
  const body = Uint8Array.from([0, 2, 255, 0x34, 0x30, 1, 3, 255, 4, 1, 2]);
  const { remarks, parts } = anatomyOf(body);
  assertMatch(remarks.join(), /Only revision 3/);
  assertEquals(parts.map(({ text }) => text), ["00", "02ff", "3430", "01", "03ff", "04", "0102"]);
  assertEquals(parts[2]?.inside?.input, "40");
});

const MISTAKES: readonly (readonly [
  text: string,
  options: AnatomyOptions,
  at: number,
  what: RegExp,
  consequence: RegExp,
])[] = [
  [
    '42["a",}',
    {},
    7,
    /expected a value, found "}"/,
    /stock server refuses it \("invalid payload"\)/,
  ],
  ['42["a",}', { from: "server" }, 7, /not JSON/, /^a stock client closes with "parse error"/],
  [
    "97",
    { from: "client" },
    0,
    /type "9"/,
    /^a stock server closes the session with "parse error"$/,
  ],
  ["47x", { inner: "socket.io" }, 1, /begins with a type/, /unknown packet type/],
  ['45["a"]', {}, 2, /how many attachments/, /Illegal attachments/],
  ['42["connect"]', {}, 1, /named "connect"/, /invalid payload/],
  ["42{}", { inner: "socket.io" }, 1, /expected an array/, /invalid payload/],
  ['43["a"]', {}, 1, /no ack id/, /^$/],
  ["6", { from: "client" }, 0, /Only the server sends this noop/, /^$/],
  ["5:4", { engine: 3, transport: "polling" }, 0, /No length that fits/, /parse error/],
  ["0{sid}", {}, 2, /expected a key in quotes/, /nobody can open/],
];

for (const [text, options, at, what, consequence] of MISTAKES) {
  Deno.test(`anatomyOf() says what is wrong with ${text} ${JSON.stringify(options)}`, () => {
    const [mistake] = anatomyOf(text, options).mistakes;
    assert(mistake !== undefined);
    assertEquals(mistake.at, at);
    assertMatch(mistake.text, what);
    assertMatch(mistake.consequence ?? "", consequence);
  });
}

Deno.test("anatomyOf() knows a Socket.IO packet that lacks Engine.IO's digit", () => {
  assertMatch(anatomyOf('2["hello"]').remarks.join(), /explain '42\["hello"\]'/);
});

Deno.test("anatomyOf() reads JSON without Engine.IO as a message of a plain WebSocket", () => {
  assertEquals(anatomyOf('{"type":"hello"}').title, "Message of a plain WebSocket: JSON");
  assertEquals(anatomyOf("hello", { plain: true }).title, "Message of a plain WebSocket: text");
  assertEquals(told('4{"a":1}', { inner: "json" }).at(-1), '"a":1 = key a: a: the number 1');
});

Deno.test("anatomyOf() tells what recovers a connection", () => {
  assertMatch(meaningOf("connect pid", '40{"sid":"a","pid":"b"}'), /may be sent what was missed/);
  const asked = '40{"pid":"b","offset":"c"}';
  assertMatch(meaningOf("connect pid", asked, { from: "client" }), /wants to be recovered/);
  assertMatch(meaningOf("connect offset", asked, { from: "client" }), /the client has seen/);
});

Deno.test("anatomyOf() tells so many items of JSON one by one and counts the rest", () => {
  const values = Array.from({ length: MAX_ITEMS + 5 }, (_, index) => index);
  assertEquals(meaningOf("more items", `42${JSON.stringify(["x", ...values])}`), "6 more items");
});

Deno.test("anatomyOf() tells namespace and id of a msgpack packet", () => {
  // {type: 2, nsp: "/a", id: 7, data: ["x"]}
  const packet = Uint8Array.from(
    "84 a4 74 79 70 65 02 a3 6e 73 70 a2 2f 61 a2 69 64 07 a4 64 61 74 61 91 a1 78".split(" "),
    (digits) => parseInt(digits, 16),
  );
  assertMatch(meaningOf("msgpack packet", packet), /EVENT x in \/a, acknowledgement id 7$/);
});
