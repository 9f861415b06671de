// A side that is gone without having finished: what it had sent comes out in part, once, and nothing
// says that it ended.

import { assertEquals } from "@std/assert";
import { encodeLatin1 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { client, frame, gaps, handshake, lengthOf, notes, type Sent, server } from "./support.ts";

const GET = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";

interface Played {
  readonly conversation: Conversation;
  readonly before: readonly WireEvent[];
  readonly after: readonly WireEvent[];
}

/** Both sides are cut off, the client first. */
function playCut(...sent: readonly Sent[]): Played {
  const conversation = new Conversation();
  const before = sent.flatMap(({ from, bytes }) => conversation.receive(from, bytes));
  const after = [...conversation.cut("client"), ...conversation.cut("server")];
  for (const from of ["client", "server"] as const) {
    assertEquals(gaps([...before, ...after], from, lengthOf(sent, from)), []);
  }
  return { conversation, before, after };
}

/** Kind, id, what was kept of the body, and whether that is all. */
function bodies(events: readonly WireEvent[]): readonly unknown[] {
  return events.flatMap((event) => {
    if (event.kind === "message") return [["message", event.from, event.data, event.truncated]];
    if (event.kind !== "request" && event.kind !== "response") return [];
    return [[event.kind, event.id, event.body.data, event.body.truncated]];
  });
}

const CASES: readonly [
  what: string,
  sent: readonly Sent[],
  told: readonly unknown[],
  noted: readonly string[],
][] = [
  [
    "a stream in chunks",
    [
      client(GET),
      server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\none\n\n\r\n5\r\ntwo"),
    ],
    [["response", 1, "one\n\ntwo", true]],
    ["wire/body-truncated"],
  ],
  [
    "a body of a length",
    [client(GET), server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")],
    [["response", 1, "half", true]],
    ["wire/body-truncated"],
  ],
  [
    "a body that only an end would have made whole",
    [client(GET), server("HTTP/1.1 200 OK\r\n\r\ndata: 1")],
    [["response", 1, "data: 1", true]],
    ["wire/body-truncated"],
  ],
  [
    "a head and nothing of its body",
    [client(GET), server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n")],
    [["response", 1, "", true]],
    ["wire/body-truncated"],
  ],
  [
    "an upload",
    [client("POST /up HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf")],
    [["request", 1, "half", true]],
    ["wire/body-truncated"],
  ],
  [
    "an upload and what was said to it",
    [
      client("POST /up HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf"),
      server("HTTP/1.1 413 No\r\nContent-Length: 9\r\n\r\ntoo"),
    ],
    [["request", 1, "half", true], ["response", 1, "too", true]],
    ["wire/body-truncated", "wire/body-truncated"],
  ],
  [
    "a head",
    [client(GET + "POST /up HT")],
    [],
    ["wire/head-truncated"],
  ],
  [
    "a message of several frames",
    [...handshake(), frame("server", 1, "begun ", { fin: false }), frame("client", 1, "whole")],
    [["message", "server", "begun ", true]],
    ["wire/message-truncated"],
  ],
  [
    "a frame",
    [...handshake(), server(frame("server", 1, "a frame").bytes.subarray(0, 5))],
    [],
    ["wire/frame-truncated"],
  ],
  [
    "an upgrade that nobody answered",
    [...handshake().slice(0, 1), client("ahead")],
    [],
    ["wire/upgrade-unanswered"],
  ],
  ["nothing when all was whole", [client(GET), server("HTTP/1.1 204 No\r\n\r\n")], [], []],
  ["nothing of an idle WebSocket", handshake(), [], []],
];

for (const [what, sent, told, noted] of CASES) {
  Deno.test(`Conversation.cut() tells ${what}`, () => {
    const { after } = playCut(...sent);
    assertEquals(bodies(after), told);
    assertEquals(notes(after), noted);
    assertEquals(after.filter(({ kind }) => kind === "end"), []);
  });
}

Deno.test("Conversation.cut() tells nothing twice, and nothing after an end", () => {
  const half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
  const { conversation, after } = playCut(client(GET), server(half));
  assertEquals(after.length, 2);
  const again = (from: Side): readonly WireEvent[] => [
    ...conversation.cut(from),
    ...conversation.end(from),
  ];
  assertEquals([again("client"), again("server")], [[], []]);

  const ended = new Conversation();
  ended.receive("client", encodeLatin1(GET));
  ended.receive("server", encodeLatin1(half));
  assertEquals(bodies(ended.end("server")), [["response", 1, "half", true]]);
  assertEquals(ended.cut("server"), []);
});

Deno.test("Conversation.end() makes a body whole that lasts until the stream's end", () => {
  const conversation = new Conversation();
  conversation.receive("client", encodeLatin1(GET));
  conversation.receive("server", encodeLatin1("HTTP/1.1 200 OK\r\n\r\nall"));
  const events = conversation.end("server");
  assertEquals(bodies(events), [["response", 1, "all", undefined]]);
  assertEquals(notes(events), []);
});
