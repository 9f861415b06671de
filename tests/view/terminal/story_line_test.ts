// Sessions' stories as lines.

import { assertEquals } from "@std/assert";
import type { Entry } from "../../../src/tape/entry.ts";
import { SessionStories } from "../../../src/timeline/sessions.ts";
import { storyLines } from "../../../src/view/terminal/story_line.ts";
import { answered, get, momentsOfEntries, opened, says } from "../../timeline/moments_of.ts";

function linesOf(entries: readonly Entry[], columns = 300): readonly string[] {
  const stories = new SessionStories();
  for (const moment of momentsOfEntries(entries)) stories.receive(moment);
  return storyLines(stories.stories(), { columns });
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
  assertEquals(linesOf(opened(), 20), ["session 1  abc at 0…"]);
});
