// From the wire's events to tape lines, and from lines to what they carried.

import { assert, assertEquals } from "@std/assert";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { carriedOf } from "../../src/timeline/carried_of.ts";
import { entryOf } from "../../src/timeline/entry_of.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import { encodeFrame } from "../../src/wire/frames.ts";

const UPGRADE =
  "GET /live?x=1 HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
const SWITCH = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
const MASK = new Uint8Array([1, 2, 3, 4]);

function entriesOf(sent: readonly (readonly [Side, string | Uint8Array])[]): readonly Entry[] {
  const conversation = new Conversation();
  const events = sent.flatMap(([from, data]) =>
    conversation.receive(from, typeof data === "string" ? encodeUtf8(data) : data)
  );
  const ended = [...events, ...conversation.end("client"), ...conversation.end("server")];
  return ended.flatMap((event) => {
    const entry = entryOf(event, { at: 7, conn: 3, requestId: (id) => id + 40 });
    return entry === undefined ? [] : [entry];
  });
}

Deno.test("entryOf() writes an exchange as request and response", () => {
  const entries = entriesOf([
    ["client", "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"],
    ["server", "HTTP/1.0 404 Not Here\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ["server", "2\r\nhi\r\n0\r\nX-Trailer: t\r\n\r\n"],
  ]);
  assertEquals(entries.slice(0, 2), [
    {
      kind: "request",
      at: 7,
      conn: 3,
      id: 41,
      method: "POST",
      url: "/a",
      headers: [["Host", "a"], ["Content-Length", "3"]],
      text: "abc",
    },
    {
      kind: "response",
      at: 7,
      conn: 3,
      id: 41,
      status: 404,
      reason: "Not Here",
      version: "1.0",
      headers: [["Transfer-Encoding", "chunked"]],
      text: "hi",
      wireBytes: 26,
      trailers: [["X-Trailer", "t"]],
    },
  ]);
});

Deno.test("entryOf() writes messages, control frames and half-closes", () => {
  const entries = entriesOf([
    ["client", UPGRADE],
    ["server", SWITCH],
    ["client", encodeFrame({ opcode: 1, fin: false, payload: encodeUtf8("he"), mask: MASK })],
    ["client", encodeFrame({ opcode: 9, payload: encodeUtf8("p"), mask: MASK })],
    ["client", encodeFrame({ opcode: 0, payload: encodeUtf8("llo"), mask: MASK })],
    ["server", encodeFrame({ opcode: 2, payload: new Uint8Array([0, 255]) })],
    [
      "server",
      encodeFrame({
        opcode: 8,
        payload: concatBytes([new Uint8Array([3, 232]), encodeUtf8("bye")]),
      }),
    ],
  ]);
  const common = { at: 7, conn: 3 };
  assertEquals(entries.slice(2), [
    { kind: "control", ...common, from: "client", op: "ping", text: "p" },
    { kind: "message", ...common, from: "client", text: "hello", frames: [2, 3], wireBytes: 17 },
    { kind: "message", ...common, from: "server", base64: "AP8=" },
    { kind: "control", ...common, from: "server", op: "close", code: 1000, reason: "bye" },
    { kind: "control", ...common, from: "client", op: "end" },
    { kind: "control", ...common, from: "server", op: "end" },
  ]);
});

Deno.test("entryOf() writes what cannot be read as bytes, with a note", () => {
  const entries = entriesOf([["client", "\x00\x01\x02"]]);
  assertEquals(entries.map((entry) => entry.kind), ["note", "bytes", "control", "control"]);
  assertEquals(entries[1], {
    kind: "bytes",
    at: 7,
    conn: 3,
    from: "client",
    base64: "AAEC",
  });
});

Deno.test("carriedOf() gives back what was carried", () => {
  const entries = entriesOf([
    ["client", UPGRADE],
    ["server", SWITCH],
    ["server", encodeFrame({ opcode: 2, payload: new Uint8Array([0, 255]) })],
  ]);
  const carried = entries.flatMap((entry) => carriedOf(entry) ?? []);
  assertEquals(carried.map((one) => one.kind), ["request", "response", "message"]);
  assertEquals(carried[2], {
    kind: "message",
    conn: 3,
    from: "server",
    data: new Uint8Array([0, 255]),
  });
  assertEquals(carriedOf({ kind: "mark", at: 1, text: "x" }), undefined);
});

Deno.test("a secret that frames, chunks and reads have cut is hidden all the same", () => {
  const secret = "hunter2-is-no-secret";
  const message = `42["login",{"password":"${secret}"}]`;
  const frames = [...message].map((character, index) =>
    encodeFrame({
      opcode: index === 0 ? 1 : 0,
      fin: index === message.length - 1,
      payload: encodeUtf8(character),
      mask: MASK,
    })
  );
  const chunks = [...message].map((character) => `1\r\n${character}\r\n`).join("");
  const wire =
    `POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`;
  const byteByByte = Array.from(
    encodeUtf8(wire),
    (byte) => ["client", new Uint8Array([byte])] as const,
  );
  const redactor = new Redactor({ hashKey: MASK, enabled: true });
  for (
    const sent of [
      [["client", UPGRADE], ["server", SWITCH], ["client", concatBytes(frames)]] as const,
      byteByByte,
    ]
  ) {
    const before = JSON.stringify(entriesOf(sent));
    assert(before.includes(secret), "the secret was on the wire");
    const after = JSON.stringify(entriesOf(sent).map((entry) => redactor.redactEntry(entry)));
    assert(!after.includes(secret), after);
  }
});
