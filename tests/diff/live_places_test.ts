// Which session a change belongs to, by the line of the act that shows it.

import { assertEquals } from "@std/assert";
import type { Act, ActSession } from "../../src/diff/act.ts";
import { liveActs } from "../../src/diff/live_acts.ts";
import { lineOfAct, lineOfAnswer, placeChanges } from "../../src/diff/live_places.ts";
import type { SessionPair } from "../../src/diff/pair_sessions.ts";
import type { LiveChange } from "../../src/diff/result.ts";
import { TRACK_KEY } from "./arbitrary_value.ts";
import { liveAct } from "./live_acts.ts";

function sessionOf(number: number, ...server: readonly Act[]): ActSession {
  return { number, kind: "session", label: `session ${number}`, at: 0, client: [], server };
}

const answer = { line: 7, at: 7, content: { id: 1, shape: 1, value: [] } };
const asked = liveAct([1], 1, 5, { asks: true, answer });

const PAIRS: readonly SessionPair[] = [
  { left: sessionOf(1, liveAct([1], 1, 4)), right: sessionOf(1, liveAct([1], 1, 9)) },
  { left: sessionOf(2) },
  { left: sessionOf(3, liveAct([1], 1, 8)), right: sessionOf(2, asked, liveAct([1], 1, 6)) },
];

const gap = (line: number): LiveChange => ({
  what: "gap",
  left: 1,
  right: 2,
  example: liveAct([1], 1, line),
});
const lost = {
  what: "field-lost" as const,
  path: "$.a",
  count: 1,
  of: 1,
  example: liveAct([1], 1, 4),
  odd: liveAct([1], 1, 6),
};

Deno.test("placeChanges() sorts by session, and in each by the right tape", () => {
  const expected = liveAct([1], 1, 8);
  const none: LiveChange = { what: "silence", where: "whole", left: 0, right: 9, expected };
  const changes = [none, lost, gap(5), gap(9)].map((change) => ({ key: TRACK_KEY, change }));
  const placed = placeChanges(changes, PAIRS, lineOfAct);
  assertEquals(
    placed.map(({ session, change }) => [session, change.what]),
    [[0, "gap"], [2, "gap"], [2, "field-lost"], [2, "silence"]],
  );
  assertEquals(placeChanges([], PAIRS, lineOfAct), []);
});

Deno.test("placeChanges() finds answers by their own lines", () => {
  const changes = [{ key: TRACK_KEY, change: gap(7) }];
  assertEquals(placeChanges(changes, PAIRS, lineOfAnswer).map(({ session }) => session), [2]);
});

Deno.test("liveActs() shows the good tape's act where the other has none", () => {
  const { what, path, count, of, example } = lost;
  assertEquals(liveActs({ what, path, count, of, example }), { left: example });
  assertEquals(liveActs(lost), { left: lost.example, right: lost.odd });
});
