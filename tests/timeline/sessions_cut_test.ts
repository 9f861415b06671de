// The stories of sessions that the tap cut at its own end, and of HTTP whose responses stand before
// their requests.

import { assertEquals } from "@std/assert";
import type { Entry } from "../../src/tape/entry.ts";
import { SessionStories } from "../../src/timeline/sessions.ts";
import type { Story } from "../../src/timeline/sessions_story.ts";
import { answered, get, momentsOfEntries, post } from "./moments_of.ts";

function storiesOf(entries: readonly Entry[]): readonly Story[] {
  const stories = new SessionStories();
  for (const moment of momentsOfEntries(entries)) stories.receive(moment);
  return stories.stories();
}

Deno.test("SessionStories counts the final responses of other HTTP, wherever they stand", () => {
  const stories = storiesOf([
    { kind: "open", at: 0, conn: 1 },
    answered(1, 1, "", 100),
    answered(2, 1, "", 413),
    post(3, 1, "/up", "abcd"),
    answered(4, 1, "", 103, 2),
    get(5, 1, "/", 2),
    answered(6, 1, "", 200, 2),
    { kind: "close", at: 9, conn: 1, by: "tap" },
  ]);
  assertEquals(stories, [{
    kind: "http",
    conn: 1,
    at: 2,
    requests: 2,
    statuses: { 200: 1, 413: 1 },
    ending: { kind: "tape-ended", at: 9, by: "tap" },
  }]);
});

Deno.test("SessionStories says that a plain WebSocket was open when the tap cut it", () => {
  const [story] = storiesOf([
    get(1, 1, "/live"),
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
    { kind: "close", at: 6, conn: 1, by: "tap" },
    { kind: "mark", at: 7, text: "late" },
  ]);
  assertEquals(story?.ending, { kind: "tape-ended", at: 6, by: "tap" });
});
