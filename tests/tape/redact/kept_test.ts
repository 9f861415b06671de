// What is no secret stays as it was, and what is hidden still decodes to the same structure.

import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { decodePayload as decodePayload4 } from "engine.io-parser";
import parser3 from "engine.io-parser-2";
import { decode } from "notepack.io";
import { encodeUtf8, fromBase64, toBase64, utf8Length } from "../../../src/base/bytes.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import { RARE_PIECES, SECRET_WORDS, SecretNames } from "../../../src/tape/redact/names.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import {
  AWKWARD,
  counted,
  event,
  JWT,
  log,
  message,
  pack,
  request,
  response,
  SECRET,
} from "./fakes.ts";

const redactor = new Redactor({ hashKey: Uint8Array.of(9), enabled: true });

const LOOK_ALIKE = `${btoa('{"algorithm":1}')}.abc.def`;

/** Nothing here is a secret. */
const CLEAN: readonly (readonly [name: string, entry: Entry])[] = [
  ["a position", message('42/sfa,["location:track",{"lat":-6.2,"lng":106.8,"room":"track_1"}]')],
  ["ids that replay needs", message('40{"sid":"s1","pid":"p1","offset":"o1","auth_type":"v3"}')],
  ["their query", request("/socket.io/?EIO=4&sid=s1&pid=p1&offset=o1&auth_type=v3")],
  [
    "names that only contain a word",
    message('{"tokenCount":"12","passwordless":"yes","secretary":"Bo"}'),
  ],
  [
    "names that end in no word",
    message('{"compass":141,"spin":"up","author":"Al","monkey":"x","encode":"y"}'),
  ],
  ["words that are values", message('{"message":"invalid token","reason":"password"}')],
  ["prose", log("Unexpected token } in JSON at position 5; the secret of it: patience")],
  ["true, false and null", message('{"token":null,"password":false,"secret":true,"otp":""}')],
  ["a look-alike of a token", message(`42["x","${LOOK_ALIKE}","eyJ.a.b","a.eyJhbGciOi"]`)],
  ["a token's header alone", message(`42["x","${JWT.split(".")[0]}"]`)],
  ["an e-mail address", message('{"mail":"a/b bob@host.example"}')],
  ["asterisks", message('42["note","*** very important ***"]')],
  [
    "websocket headers",
    request("/", [["Sec-WebSocket-Key", "abc=="], ["Sec-WebSocket-Protocol", "chat, v2.token"]]),
  ],
  [
    "an upgrade's answer",
    response([["Sec-WebSocket-Accept", "abc="], ["Content-Type", "text/html"]]),
  ],
  ["MessagePack", {
    kind: "message",
    at: 1,
    conn: 1,
    from: "server",
    base64: toBase64(pack({ error: "bad token", room: "r1" })),
  }],
  ["a list of words in MessagePack", {
    kind: "message",
    at: 1,
    conn: 1,
    from: "server",
    base64: toBase64(pack(["token", "abc"])),
  }],
  ["arguments", event({ tokenCount: 12, sid: "s1", list: [1, null, "x"] })],
  ["an end", { kind: "end", at: 9, entries: 4 }],
];

for (const [name, entry] of CLEAN) {
  Deno.test(`redactEntry() hands back the same object: ${name}`, () => {
    assert(redactor.redactEntry(entry) === entry, JSON.stringify(redactor.redactEntry(entry)));
  });
}

Deno.test("redactText() keeps the counts and the bytes of an Engine.IO 3 body", () => {
  const packets = [
    `42["login",{"user":"é","password":${JSON.stringify(AWKWARD)}}]`,
    "2",
    '42["ü"]',
  ];
  const body = counted(...packets);
  const hidden = redactor.redactText(body).text;
  assertEquals(utf8Length(hidden), utf8Length(body));
  const decoded: string[] = [];
  parser3.decodePayload(hidden, (packet: { type: string; data?: string }) => {
    decoded.push(packet.data ?? packet.type);
  });
  assertEquals(decoded.slice(1), ["ping", '2["ü"]']);
  const [event, login] = JSON.parse(decoded[0]?.slice(1) ?? "");
  assertEquals([event, login.user, /^[*·🔒]+$/u.test(login.password)], ["login", "é", true]);
});

Deno.test("redactText() keeps counts through both ways of JSONP", () => {
  const body = counted(
    `42["login",{"password":${JSON.stringify(AWKWARD)},"otp":123456}]`,
    '42["ü"]',
  );
  const answer = `___eio[0](${JSON.stringify(body)});`;
  const literal = redactor.redactText(answer).text.slice("___eio[0](".length, -");".length);
  const form = redactor.redactText(`d=${encodeURIComponent(body)}`).text.slice("d=".length);
  for (const inner of [String(JSON.parse(literal)), decodeURIComponent(form)]) {
    assertEquals(inner.length, body.length);
    assertEquals(utf8Length(inner), utf8Length(body));
    const [first = "", second] = inner.split(/(?<=\])7:/);
    assertEquals(second, '42["ü"]'.slice(0));
    const [event, login] = JSON.parse(first.slice(first.indexOf("42") + 2));
    assertEquals([event, Object.keys(login)], ["login", ["password", "otp"]]);
  }
});

Deno.test("redactText() leaves an Engine.IO 4 body that decodes as before", () => {
  const attachment = toBase64(encodeUtf8(`{"token":"${SECRET}","room":"r1"}`));
  const body = `451-["f",{"_placeholder":true,"num":0}]\x1eb${attachment}\x1e2`;
  const [text, binary, ping] = decodePayload4(redactor.redactText(body).text, "nodebuffer");
  assertEquals([text?.type, binary?.type, ping?.type], ["message", "message", "ping"]);
  assertEquals(JSON.parse(String(binary?.data)), { token: "*".repeat(SECRET.length), room: "r1" });
});

Deno.test("redactBytes() leaves MessagePack that decodes to the same structure", () => {
  const secrets = { a: AWKWARD, b: [7, -1, 300, 1.5, 2 ** 40, null, true, "x"], c: { d: SECRET } };
  const { bytes } = redactor.redactBytes(pack({ id: 65, credentials: secrets, room: "r1" }));
  const decoded = decode(Buffer.from(bytes));
  assertEquals([decoded.id, decoded.room], [65, "r1"]);
  assertEquals(decoded.credentials.b, [0, 0, 0, 0, 0, null, true, "*"]);
  assertEquals(decoded.credentials.c, { d: "*".repeat(SECRET.length) });
  assertEquals(utf8Length(decoded.credentials.a), utf8Length(AWKWARD));
});

Deno.test("redactText() lets numbers become strings of the same total length", () => {
  const { text } = redactor.redactText('{"otp":12345,"pwd":42,"secret":[7,-1.5e3]}');
  assertEquals(text, '{"otp":"***","pwd":"","secret":[0,"****"]}');
});

Deno.test("redactText() ends a secret where its string ends, be its last character a backslash", () => {
  const inner = JSON.stringify({ password: "fake\\", room: "a\nb" });
  for (const [raw, times] of [[inner, 1], [JSON.stringify(inner), 2]] as const) {
    let value = redactor.redactText(raw).text;
    for (let time = 0; time < times; time++) value = JSON.parse(value);
    assertEquals(Object(value).room, "a\nb");
    assert(/^\*+$/.test(Object(value).password), raw);
  }
});

Deno.test("redactText() fits numbers into escaped JSON", () => {
  const text = JSON.stringify(JSON.stringify({ otp: 123456, pwd: 42 }));
  assertEquals(JSON.parse(JSON.parse(redactor.redactText(text).text)), { otp: "**", pwd: 10 });
});

Deno.test("redactText() lists a value of asterisks under a secret name like any other", () => {
  const { text, ranges } = redactor.redactText('{"token":"***","note":"***"}');
  assertEquals([text, ranges.map(([start, length]) => [start, length])], [
    '{"token":"***","note":"***"}',
    [[10, 3]],
  ]);
});

Deno.test("redactBytes() counts places in bytes", () => {
  const bytes = encodeUtf8(`{"é":"ü","token":"${SECRET}"}`);
  const start = bytes.length - SECRET.length - 2;
  assertEquals(redactor.redactBytes(bytes).ranges[0]?.slice(0, 2), [start, SECRET.length]);
});

Deno.test("redactEntry() gives hidden binary arguments a hash of what is left", () => {
  const base64 = toBase64(encodeUtf8(SECRET));
  const hidden = redactor.redactEntry(
    event({ token: { $binary: { bytes: SECRET.length, sha256: "00", base64 } } }),
  );
  assert(hidden.kind === "event");
  const [argument] = JSON.parse(JSON.stringify(hidden.args));
  assertEquals(fromBase64(argument.token.$binary.base64), encodeUtf8("*".repeat(SECRET.length)));
  assertEquals(argument.token.$binary.sha256.length, 64);
  assertEquals(Object.keys(hidden.redacted ?? {}), ["args[0].token.$binary.base64"]);
});

Deno.test("RARE_PIECES has a piece of every secret word", () => {
  for (const word of SECRET_WORDS) {
    assert(word.split("-").some((part) => RARE_PIECES.some((piece) => part.includes(piece))), word);
    assert(new SecretNames().isSecret(word) && new SecretNames().isSecret(`My_${word}`), word);
    assert(!new SecretNames().isSecret(`${word}Count`), word);
  }
});
