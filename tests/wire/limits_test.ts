// What is over a limit is kept in part or comes out as bytes, with a note, and what follows it is
// read as before.

import { assertEquals, assertGreater, assertThrows } from "@std/assert";
import { Deflate, Z_SYNC_FLUSH } from "pako";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import {
  MAX_CONTROL_BYTES,
  MAX_LISTED_FRAMES,
  MAX_UNANSWERED_REQUESTS,
} from "../../src/wire/limits.ts";
import {
  client,
  frame,
  gaps,
  lengthOf,
  notes,
  ofKind,
  play,
  playWebSocket,
  type Sent,
  server,
} from "./support.ts";

const DEFLATE = "permessage-deflate";
const GET = "GET / HTTP/1.1\r\n\r\n";

/** Messages as one sender compresses them, each referring back to those before it. */
function compressor(): (text: string) => Uint8Array {
  const deflate = new Deflate({ raw: true });
  const parts: Uint8Array[] = [];
  deflate.onData = (part: Uint8Array) => parts.push(part);
  return (text) => {
    deflate.push(encodeUtf8(text), Z_SYNC_FLUSH);
    return concatBytes(parts.splice(0)).slice(0, -4);
  };
}

Deno.test("Conversation keeps a message over the limit in part, cut between characters", () => {
  const sent = [frame("server", 1, "aaaa€€"), frame("server", 1, "b")];
  const events = playWebSocket(sent, { maxMessageBytes: 6 });
  assertEquals(notes(events), ["wire/message-too-large"]);
  const [large, small] = ofKind(events, "message");
  assertEquals([large?.data, large?.truncated, large?.wireBytes], ["aaaa", true, 12]);
  assertEquals([small?.data, small?.truncated], ["b", undefined]);
});

Deno.test("Conversation keeps a part of a large text as bytes when it is not UTF-8", () => {
  const bytes = new Uint8Array([0xff, 0x61, 0x61, 0x61, 0x61]);
  const events = playWebSocket([frame("server", 1, bytes)], { maxMessageBytes: 4 });
  assertEquals(notes(events), ["wire/message-too-large", "wire/invalid-utf8"]);
  assertEquals(ofKind(events, "message")[0]?.data, bytes.slice(0, 4));
});

for (const fragmented of [false, true]) {
  const shape = fragmented ? "in fragments" : "in one frame";
  Deno.test(`Conversation inflates a message over the limit to its end, ${shape}`, () => {
    const compress = compressor();
    const [large, next] = [compress("0123456789".repeat(100)), compress("9".repeat(10))];
    const half = large.length >> 1;
    const first = fragmented
      ? [
        frame("server", 1, large.slice(0, half), { rsv1: true, fin: false }),
        frame("server", 0, large.slice(half)),
      ]
      : [frame("server", 1, large, { rsv1: true })];
    const sent = [...first, frame("server", 1, next, { rsv1: true })];
    const events = playWebSocket(sent, { extensions: DEFLATE, maxMessageBytes: 50 });
    assertEquals(notes(events), ["wire/message-too-large"]);
    assertEquals(ofKind(events, "message").map(({ data, truncated }) => [data, truncated]), [
      ["0123456789".repeat(5), true],
      ["9999999999", undefined],
    ]);
  });
}

Deno.test("Conversation inflates to its end what is over the limit even compressed", () => {
  const compress = compressor();
  const text = Array.from({ length: 300 }, (_, index) => index * index * 7919).join(",");
  const [large, next] = [compress(text), compress(text.slice(-40))];
  assertGreater(large.length, 50);
  const sent = [large, next].map((payload) => frame("server", 1, payload, { rsv1: true }));
  const events = playWebSocket(sent, { extensions: DEFLATE, maxMessageBytes: 50 });
  assertEquals(notes(events), ["wire/message-too-large"]);
  assertEquals(ofKind(events, "message").map(({ data }) => data), [
    text.slice(0, 50),
    text.slice(-40),
  ]);
});

Deno.test("Conversation reads compressed messages of several blocks and output buffers", () => {
  const compress = compressor();
  const texts = [
    "x".repeat(65536),
    "x".repeat(300_000),
    Array.from({ length: 40_000 }).join("ab,"),
  ];
  const sent = texts.map((text) => frame("client", 1, compress(text), { rsv1: true }));
  const events = playWebSocket(sent, { extensions: DEFLATE });
  assertEquals(notes(events), []);
  assertEquals(ofKind(events, "message").map(({ data }) => data === texts.shift()), [
    true,
    true,
    true,
  ]);
});

Deno.test("Conversation stops inflating a bomb and keeps its bytes as sent", () => {
  const compress = compressor();
  const bomb = compress("0".repeat(200_000));
  const sent = [
    frame("server", 1, bomb, { rsv1: true }),
    frame("server", 1, compress("x"), { rsv1: true }),
  ];
  const events = playWebSocket(sent, { extensions: DEFLATE, maxInflatedBytes: 100_000 });
  assertEquals(notes(events), ["wire/deflate", "wire/deflate"]);
  assertEquals(ofKind(events, "message")[0]?.data, bomb);
});

Deno.test("Conversation cannot inflate what refers back to a message that was not finished", () => {
  const compress = compressor();
  const sent = [
    frame("server", 1, compress("hello hello").slice(0, 3), { rsv1: true, fin: false }),
    frame("server", 1, compress("hello hello"), { rsv1: true }),
  ];
  const events = playWebSocket(sent, { extensions: DEFLATE });
  assertEquals(notes(events), ["wire/fragment", "wire/message-truncated", "wire/deflate"]);
  assertEquals(ofKind(events, "message").map(({ truncated }) => truncated), [true, undefined]);
});

Deno.test("Conversation lists only so many frames of one message", () => {
  const piece = frame("server", 0, "", { fin: false }).bytes;
  const many = new Uint8Array(piece.length * MAX_LISTED_FRAMES);
  for (let at = 0; at < many.length; at += piece.length) many.set(piece, at);
  const sent = [
    frame("server", 1, "a", { fin: false }),
    { from: "server", bytes: many } as const,
    frame("server", 0, "b"),
  ];
  const events = playWebSocket(sent);
  assertEquals(notes(events), ["wire/fragment"]);
  const [message] = ofKind(events, "message");
  assertEquals([message?.data, message?.frames.length], ["ab", MAX_LISTED_FRAMES]);
});

Deno.test("Conversation keeps what came of a large frame when the stream ends within it", () => {
  const whole = frame("client", 2, new Uint8Array(3 * 1024 * 1024).fill(5));
  const sent: readonly Sent[] = [{ from: "client", bytes: whole.bytes.slice(0, 2_000_000) }];
  const events = playWebSocket(sent);
  assertEquals(notes(events), ["wire/message-truncated"]);
  const [message] = ofKind(events, "message");
  assertEquals(message?.data, new Uint8Array(2_000_000 - 14).fill(5));
  assertEquals(message?.truncated, true);
});

Deno.test("Conversation reads a control frame far over its limit as bytes", () => {
  const large = frame("server", 9, new Uint8Array(MAX_CONTROL_BYTES + 1));
  const events = playWebSocket([large, frame("server", 9, "a")]);
  assertEquals(notes(events), ["wire/control-frame"]);
  assertEquals(ofKind(events, "bytes").map(({ data }) => data.length), [large.bytes.length]);
  assertEquals(ofKind(events, "control").length, 1);
});

Deno.test("Conversation notes a frame of unknown kind that is cut short", () => {
  const { bytes } = frame("server", 3, "abc");
  const events = playWebSocket([{ from: "server", bytes: bytes.slice(0, 4) }]);
  assertEquals(notes(events), ["wire/frame-truncated"]);
  assertEquals(ofKind(events, "bytes")[0]?.data, bytes.slice(0, 4));
  const large = frame("server", 3, new Uint8Array(2 * 1024 * 1024)).bytes.slice(0, 99);
  const cut = playWebSocket([{ from: "server", bytes: large }]);
  assertEquals(notes(cut), ["wire/frame-opcode", "wire/frame-truncated"]);
});

Deno.test("Conversation keeps a body over the limit in part and reads on behind it", () => {
  const body = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789";
  const chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
    "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n";
  const events = play([client(GET + GET + GET), server(body + chunks + body)], { maxBodyBytes: 5 });
  assertEquals(notes(events), Array.from({ length: 3 }, () => "wire/body-too-large"));
  assertEquals(
    ofKind(events, "response").map(({ body }) => [body.data, body.truncated, body.wireBytes]),
    [["12345", true, 9], ["abcde", true, 22], ["12345", true, 9]],
  );
});

Deno.test("Conversation reads no head over the limit, however it comes", () => {
  const head = `GET / HTTP/1.1\r\nA: ${"x".repeat(100)}\r\n\r\n`;
  assertEquals(notes(play([client(head)], { maxHeadBytes: head.length })), []);
  const events = play([client(head)], { maxHeadBytes: head.length - 1 });
  assertEquals(notes(events), ["wire/head-too-large"]);
  assertEquals(ofKind(events, "bytes").map(({ data }) => data.length), [head.length]);
});

Deno.test("Conversation reads no chunk line and no trailers without end", () => {
  const head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const rest of [`1;${"x".repeat(20_000)}\r\n`, `0\r\nA: ${"x".repeat(70_000)}\r\n\r\n`]) {
    const sent = [client(head + rest)];
    const events = play(sent);
    assertEquals(notes(events), ["wire/chunk"]);
    assertEquals(gaps(events, "client", lengthOf(sent, "client")), []);
  }
});

Deno.test("Conversation pairs only so many requests that wait", () => {
  const events = play([client(GET.repeat(MAX_UNANSWERED_REQUESTS + 1))]);
  assertEquals(notes(events), ["wire/response-unasked"]);
  assertEquals(ofKind(events, "request").at(-1)?.id, MAX_UNANSWERED_REQUESTS + 1);
});

Deno.test("Conversation ends a side once, and refuses bytes after its end", () => {
  const conversation = new Conversation();
  assertEquals(conversation.end("client").map(({ kind }) => kind), ["end"]);
  assertEquals(conversation.end("client"), []);
  assertThrows(
    () => conversation.receive("client", new Uint8Array(2)),
    TypeError,
    "Cannot receive 2 bytes from the client",
  );
  assertEquals(conversation.receive("server", new Uint8Array(0)), []);
});
