// What people are told of whole sessions: how they ended, and which only one tape has.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Ending } from "../../../../src/timeline/sessions_story.ts";
import { endingText } from "../../../../src/view/terminal/diff/ending_text.ts";
import type { Finding, Row, SessionDiff } from "../../../../src/diff/result.ts";
import { act, ending, key, result, session, shown } from "./build.ts";

const track = key("← /sfa location:track");

const subscribe = key("→ /sfa room:subscribe");
const good = act(key("← /sfa CONNECT", "connect"), 56, null);
const asked = act(subscribe, 83, [{ room: "track_2" }]);
const changed: Finding = {
  kind: "changed",
  session: 0,
  left: asked,
  right: act(subscribe, 84, [{ room: "track_19" }]),
  differences: [{ path: "$.room", left: "track_2", right: "track_19" }],
};

Deno.test("diffLines() tells how a session ended otherwise, and what follows from it", () => {
  const finding: Finding = {
    kind: "ending",
    session: 0,
    left: ending("disconnect", 2070, { by: "client" }),
    right: ending("close-frame", 1200, { by: "server", code: 4401, reason: "no\x1b[2Jtoken" }),
    consequences: 12,
  };
  const rows = Array.from({ length: 8 }, (_, index): Row => ({
    mark: "missing",
    left: act(track, index, []),
  }));
  const lines = shown(result({ rows, findings: [finding] }));
  assertEquals(lines[0], "different: 1 session ended otherwise");
  assertStringIncludes(
    lines.join("\n"),
    [
      "The first difference in session 1 (/sfa), 1.20 s after the start: it ended otherwise; 12 more had",
      "  no time to come",
      "  expected  client disconnected after 2.07 s",
      "  actual    server closed the websocket (4401 no\\x1b[2Jtoken) after 1.20 s",
    ].join("\n"),
  );
  assertEquals(lines.filter((line) => line.startsWith("-")).length, 2);
  assert(lines.includes("  … 7 more that could not come: --full shows all"));
});

Deno.test("diffLines() tells how each session ended otherwise", () => {
  const finding: Finding = {
    kind: "ending",
    session: 0,
    left: ending("tape-ended", 2070),
    right: ending("connection-reset", 1200, { by: "server" }),
    consequences: 0,
  };
  const text = shown(result({ findings: [changed, finding] })).join("\n");
  assertStringIncludes(
    text,
    [
      "session 1 (/sfa) ended otherwise",
      "  - still open when the tape ended after 2.07 s",
      "  + server reset the connection after 1.20 s",
    ].join("\n"),
  );
});

Deno.test("diffLines() says when a session only ended earlier", () => {
  const end = { by: "client" } as const;
  const finding: Finding = {
    kind: "ending",
    session: 0,
    left: ending("disconnect", 2070, end),
    right: ending("disconnect", 1200, end),
    consequences: 1,
  };
  const text = shown(result({ findings: [finding] })).join("\n");
  assertStringIncludes(text, "it ended alike, but at another\n  time; 1 more had no time to come");
});

Deno.test("diffLines() tells of a session that only one tape has, once", () => {
  const finding: Finding = { kind: "session-missing", session: 0 };
  const alone = session([good, asked], undefined, "session 2 (/chat)");
  const rows: readonly Row[] = [{ mark: "missing", left: good }, { mark: "missing", left: asked }];
  const lines = shown(
    result({}, {
      same: false,
      findings: [finding],
      first: { finding },
      sessions: [{ left: alone, same: false, rows: () => rows }],
    }),
    { context: 0 },
  );
  const told = "session 2 (/chat) is missing: 1 act →, 1 ←";
  assertEquals(lines.filter((line) => line.includes("is missing")), [
    `The first difference: ${told}`,
  ]);
  assert(lines.includes("  … 1 more of this session: --full shows all"));
  assert(lines.includes("to look closer: inspect good.ndjson --around 83"));
});

const ENDINGS: readonly (readonly [end: Ending, words: string])[] = [
  [ending("close-packet", 1500, { by: "server" }), "server closed the session after 1.50 s"],
  [ending("disconnect", 1500, { by: "client" }), "client disconnected after 1.50 s"],
  [ending("close-frame", 1500, { by: "client" }), "client closed the websocket after 1.50 s"],
  [
    ending("close-frame", 1500, { by: "client", code: 1001, reason: "" }),
    "client closed the websocket (1001) after 1.50 s",
  ],
  [
    ending("tape-ended", 1500, { by: "tap" }),
    "still open when the recording ended after 1.50 s",
  ],
  [ending("connection-reset", 1500), "somebody reset the connection after 1.50 s"],
  [
    ending("unknown-session", 1500, { reason: "Session ID unknown" }),
    "server no longer knew it (Session ID unknown) after 1.50 s",
  ],
  [ending("tape-ended", 1500), "still open when the tape ended after 1.50 s"],
];

for (const [end, words] of ENDINGS) {
  Deno.test(`endingText() says that ${words}`, () => {
    assertEquals(endingText(end, session([])), words);
  });
}

Deno.test("endingText() knows no time of a session that began before its tape", () => {
  const { story, ...cut } = session([]);
  if (story?.kind !== "session") throw new Error("the session has a story");
  const end = ending("disconnect", 1500, { by: "client" });
  assertEquals(
    endingText(end, { ...cut, story: { ...story, beganBefore: true } }),
    "client disconnected",
  );
});

Deno.test("sessionLines() tells of so many sessions, and counts the others", () => {
  const pairs = Array.from({ length: 30 }, (_, index): SessionDiff => ({
    left: session([], undefined, `session ${index}`),
    same: false,
    rows: () => [],
  }));
  const findings = pairs.map((_, index): Finding => ({ kind: "session-missing", session: index }));
  const made = result({}, { same: false, sessions: pairs, findings });
  assert(shown(made).includes("… 10 more lines of sessions: --full shows all"));
  assert(shown(made, { full: true }).includes("session 29 is missing: 0 acts →, 0 ←"));
});

Deno.test("sessionLines() says how many sessions ended as before", () => {
  const pair: SessionDiff = { left: session([]), right: session([]), same: true, rows: () => [] };
  const finding: Finding = { kind: "session-added", session: 3 };
  const alone: SessionDiff = { right: session([]), same: false, rows: () => [] };
  const sessions = [pair, pair, pair, alone];
  const made = result({}, { same: false, sessions, findings: [finding] });
  assert(shown(made).includes("all 3 sessions ended as before"));
  const end = ending("disconnect", 1, { by: "client" });
  const ended: Finding = { kind: "ending", session: 0, left: end, right: end, consequences: 0 };
  const noisy = { ...made, noise: [{ finding: ended, rule: { kind: "ending" } as const }] };
  assert(shown(noisy).includes("the other 2 sessions ended as before"));
});
