// Where a head begins that has not come whole: what a tap that rewrites heads must hold back.

import { assertEquals } from "@std/assert";
import { encodeLatin1 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { Conversation } from "../../src/wire/conversation.ts";

/** What each side sends in turn, and what is pending of it afterwards. */
type Turn = readonly [from: Side, text: string, pending: number | undefined];

const CASES: readonly [name: string, turns: readonly Turn[]][] = [
  ["heads of both sides", [
    ["client", "GET / HTTP/1.1\r\n", 0],
    ["client", "\r\n", undefined],
    ["server", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", 0],
    ["server", "\r\no", undefined],
    ["server", "kHTTP", 40],
  ]],
  ["a final response behind an interim one", [
    ["client", "GET / HTTP/1.1\r\n\r\n", undefined],
    ["server", "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 2", 19],
  ]],
  ["nothing of what is no HTTP", [
    ["client", "\x00", undefined],
    ["server", "HTTX", undefined],
  ]],
  ["nothing of what follows a 101", [
    ["client", "GET / HTTP/1.1\r\nUpgrade: a\r\n\r\n", undefined],
    ["client", "GET", undefined],
    ["server", "HTTP/1.1 101 Hi\r\nUpgrade: a\r\n\r\nHTTP", undefined],
  ]],
  ["a response behind a refused upgrade", [
    ["client", "GET / HTTP/1.1\r\nUpgrade: a\r\n\r\n", undefined],
    ["server", "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\nHTTP", 38],
  ]],
];

for (const [name, turns] of CASES) {
  Deno.test(`Conversation.pendingHeadStart() finds ${name}`, () => {
    const conversation = new Conversation();
    for (const [from, text, pending] of turns) {
      conversation.receive(from, encodeLatin1(text));
      assertEquals(conversation.pendingHeadStart(from), pending, `${from} ${text}`);
    }
  });
}
