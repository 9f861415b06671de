// Sessions' stories as lines.

import { assert, assertEquals } from "@std/assert";
import type { Entry } from "../../../src/tape/entry.ts";
import { SessionStories } from "../../../src/timeline/sessions.ts";
import { storyLines } from "../../../src/view/terminal/story_line.ts";
import { textWidth } from "../../../src/view/terminal/text_width.ts";
import { answered, get, momentsOfEntries, opened, says } from "../../timeline/moments_of.ts";

function linesOf(entries: readonly Entry[], columns = 300): readonly string[] {
  const stories = new SessionStories();
  for (const moment of momentsOfEntries(entries)) stories.receive(moment);
  return storyLines(stories.stories(), { columns });
}

/** A polling session that asks for a WebSocket, and what the client says there. */
function upgrading(...said: readonly Entry[]): readonly Entry[] {
  return [
    get(1, 1, "/socket.io/?EIO=4&transport=polling"),
    answered(2, 1, '0{"sid":"abc","upgrades":["websocket"],"pingInterval":25000}'),
    get(3, 2, "/socket.io/?EIO=4&transport=websocket&sid=abc"),
    { kind: "response", at: 4, conn: 2, id: 1, status: 101, reason: "", headers: [] },
    ...said,
  ];
}

const STORIES: readonly [entries: readonly Entry[], lines: readonly string[]][] = [
  [
    [
      ...opened(),
      says("server", 5, '40/sfa,{"sid":"x"}'),
      says("server", 1000, "2"),
      says("client", 1001, "3"),
      says("client", 1002, '42/sfa,["a"]'),
      { kind: "control", at: 1003, conn: 1, from: "server", op: "close", code: 1001 },
    ],
    [
      "session 1  abc at 0.003 s · Engine.IO 4, websocket · /sfa joined · 1 event →, 0 ← · " +
      "1 heartbeat of the server's, all answered · server closed the websocket (1001) after 1.00 s",
    ],
  ],
  [
    [...opened(), says("server", 5, '44{"message":"no"}'), says("server", 6, "1")],
    [
      "session 1  abc at 0.003 s · Engine.IO 4, websocket · / refused: no · no events · " +
      "server closed the session after 3.00 ms",
    ],
  ],
  [
    [...opened(), { kind: "close", at: 9, conn: 1, by: "client", reset: true }],
    [
      "session 1  abc at 0.003 s · Engine.IO 4, websocket · no events · " +
      "client reset the connection after 6.00 ms",
    ],
  ],
  [
    upgrading(says("client", 5, "2probe", 2), says("server", 6, "3probe", 2)),
    [
      "session 1  abc at 0.002 s · Engine.IO 4, polling, websocket tried and not taken · " +
      "no events · still open when the tape ended after 4.00 ms",
    ],
  ],
  [
    upgrading(says("client", 5, "2probe", 2), says("client", 7, "5", 2)),
    [
      "session 1  abc at 0.002 s · Engine.IO 4, polling, then websocket after 4.00 ms · " +
      "no events · still open when the tape ended after 5.00 ms",
    ],
  ],
  [
    [
      get(1, 1, "/socket.io/?EIO=4&transport=polling"),
      answered(2, 1, '{"code":4,"message":"Forbidden"}', 403),
    ],
    ["refused  HTTP 403: Forbidden (connection 1, 0.002 s)"],
  ],
  [
    [
      get(1, 1, "/a"),
      answered(2, 1, ""),
      get(3, 2, "/b"),
      answered(4, 2, "", 404),
      get(5, 2, "/c", 3),
    ],
    ["other HTTP  3 requests over 2 connections: 1 × 200, 1 × 404"],
  ],
];

for (const [entries, lines] of STORIES) {
  Deno.test(`storyLines() tells: ${lines[0]?.slice(0, 60)}`, () => {
    assertEquals(linesOf(entries), lines);
  });
}

Deno.test("storyLines() keeps to the width of the screen", () => {
  const lines = linesOf([
    ...opened(),
    says("server", 5, `44/x,{"message":"${"不行 ".repeat(99)}"}`),
  ], 40);
  for (const line of lines) assert(textWidth(line) <= 40, line);
  assertEquals(lines.slice(0, 2), ["session 1  abc at 0.003 s", "  Engine.IO 4, websocket"]);
  assertEquals(lines.slice(-3), [
    "  不行 … · no events",
    "  still open when the tape ended after",
    "  2.00 ms",
  ]);
  assertEquals(lines.length, 8);
});

Deno.test("storyLines() times nothing that began before a cut", () => {
  const [begin, ...rest] = opened().slice(1).map((entry) => ({ ...entry, at: 0, context: true }));
  assert(begin !== undefined);
  const [line = ""] = linesOf([begin, ...rest, says("server", 9, "1")] as readonly Entry[]);
  assertEquals(
    line,
    "session 1  abc begun before this cut · Engine.IO 4, websocket · no events · " +
      "server closed the session",
  );
});
