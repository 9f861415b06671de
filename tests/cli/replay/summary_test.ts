// How a replay is told when it has ended.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  junitXml,
  type Outcome,
  outcomeJson,
  summaryLines,
} from "../../../src/cli/replay/summary.ts";
import type { SessionReport } from "../../../src/replay/report.ts";

type Performance = SessionReport["performances"][number];

const GOOD: Performance = {
  session: 1,
  line: 5,
  state: "over",
  loaded: 3,
  served: 2,
  matched: 1,
  missed: 0,
  givenUp: 0,
  unexpected: 0,
  unserved: 0,
  missedSteps: [],
  unexpectedMessages: [],
  unservedSteps: [],
  isGood: true,
  isComplete: true,
  isSettled: true,
};

const steps = Array.from(
  { length: 7 },
  (_, index) => ({ line: 10 + index, what: `event ${index}` }),
);

const BAD: Performance = {
  ...GOOD,
  missed: 7,
  unexpected: 1,
  unserved: 1,
  missedSteps: steps,
  unexpectedMessages: [{ said: 'say "<hi>" & \x1b[2J' }],
  unservedSteps: [{ line: 40, what: "late one" }],
  endedBy: "client",
  reason: "transport close",
  isGood: false,
  isComplete: false,
  isSettled: false,
};

const STARVE = { kind: "starve-pings" } as const;
const DROP = { kind: "drop", event: "tick", nth: 3 } as const;

function outcomeOf(performances: readonly Performance[]): Outcome {
  const isGood = performances.every((one) => one.isGood) && performances.length > 0;
  const [performance = GOOD] = performances;
  return {
    isTest: false,
    tape: "a<b>.ndjson",
    serve: "sessions",
    match: "strict",
    seed: 9,
    because: "all",
    seconds: 1.5,
    wanted: [DROP, STARVE],
    faults: [
      { client: 2, session: 1, line: 30, fault: DROP },
      { client: 2, session: 1, line: 5, fault: STARVE },
    ],
    report: {
      isGood,
      totals: {
        loaded: 3,
        served: performance.served,
        matched: performance.matched,
        missed: performance.missed,
        unexpected: performance.unexpected,
        unserved: performance.unserved,
        unplayed: performances.length === 0 ? 1 : 0,
        refused: 0,
      },
      sessions: [{ session: 1, line: 5, loaded: 3, performances }],
      refused: [],
      times: { late: 2, worstLateness: 61 },
    },
  };
}

Deno.test("summaryLines() says in a few lines that all was well", () => {
  assertEquals(summaryLines(outcomeOf([GOOD])), [
    "1 session of 1 played, 2 served, 1 matched, 0 missed, 0 unexpected, 2 late, 61 ms at most",
    "2 faults put in, seed 9",
    "  drop at entry 30 for client 2",
    "  starve-pings at entry 5 for client 2",
    "All as on the tape",
  ]);
});

Deno.test("summaryLines() names what was wrong, some of each, and steers no terminal", () => {
  const lines = summaryLines(outcomeOf([BAD]));
  const text = lines.join("\n");
  assertStringIncludes(
    text,
    "session 1 (entry 5): 2 served, 1 matched; the client left: transport",
  );
  assertStringIncludes(text, "  entry 14: missed event 4\n  and 2 more missed messages\n");
  assertStringIncludes(text, '  unexpected say "<hi>" & \\x1b[2J: the tape has no such message');
  assertStringIncludes(text, "  entry 40: not served late one");
  assert(!text.includes("event 5"));
  assert(!text.includes("\x1b"));
  assertEquals(lines.at(-1), "NOT as on the tape");
});

Deno.test("summaryLines() names faults whose packet never came, or that no transport had", () => {
  const cut = { kind: "cut", namespace: "/sfa", nth: 9 } as const;
  const stall = { kind: "stall-polls" } as const;
  const outcome = outcomeOf([GOOD]);
  const lines = summaryLines({ ...outcome, wanted: [...outcome.wanted, cut, stall] });
  assertEquals(lines.filter((line) => line.includes("Never")), [
    "Never put in: cut ns=/sfa nth=9",
    "Never put in: stall-polls",
  ]);
});

Deno.test("summaryLines() says that a fault ended it, and not the client", () => {
  const cut: Performance = { ...BAD, endedBy: "fault", reason: "close 1011" };
  const text = summaryLines(outcomeOf([cut])).join("\n");
  assertStringIncludes(text, "2 served, 1 matched; a fault ended it: close 1011\n");
});

for (const serve of ["sessions", "whole"]) {
  Deno.test(`summaryLines() tells of who came and said nothing, serving ${serve}`, () => {
    const outcome = outcomeOf([]);
    const silent = [{ line: 5, what: "authenticate" }];
    const lines = summaryLines({ ...outcome, serve, report: { ...outcome.report, silent } });
    assertEquals(lines.filter((line) => line.includes("client came") || line.includes("had no")), [
      "1 client came and never said anything; entry 5 expected authenticate",
    ]);
    assertEquals(lines.at(-1), "NOT as on the tape");
  });
}

Deno.test("summaryLines() says how much had not been sent when the client left", () => {
  const outcome = outcomeOf([GOOD]);
  const { report, report: { times } } = outcome;
  const lines = summaryLines({ ...outcome, report: { ...report, times: { ...times, unsent: 7 } } });
  assertEquals(lines[1], "7 of those served had not been sent yet when their client left");
  assertEquals(lines.at(-1), "All as on the tape");
});

Deno.test("summaryLines() still says how many sessions nobody at all came for", () => {
  const outcome = outcomeOf([]);
  const { report, report: { totals } } = outcome;
  const silent = [{ line: 5, what: "authenticate" }];
  const two = { ...report, totals: { ...totals, unplayed: 3 }, silent };
  assertStringIncludes(
    summaryLines({ ...outcome, report: two }).join("\n"),
    "\n2 sessions of the tape had no client\n1 client came",
  );
});

Deno.test("outcomeJson() has all that differs from run to run under times", () => {
  const json = JSON.stringify(outcomeJson(outcomeOf([GOOD])));
  const other = JSON.stringify(outcomeJson({ ...outcomeOf([GOOD]), seconds: 99 }));
  assert(json !== other);
  const times = /"times":\{[^}]*\}/;
  assertEquals(json.replace(times, ""), other.replace(times, ""));
  assertStringIncludes(json, '"seed":9');
  assertStringIncludes(json, '"wantedFaults":[{"kind":"drop","event":"tick","nth":3},');
  assertStringIncludes(json, '"fault":{"kind":"drop","event":"tick","nth":3}');
});

Deno.test("junitXml() has a case for each performance, and one for the whole", () => {
  const xml = junitXml(outcomeOf([GOOD, BAD]));
  assertStringIncludes(
    xml,
    '<testsuite name="a&lt;b&gt;.ndjson" tests="3" failures="2" time="1.500">',
  );
  assertStringIncludes(xml, '<testcase name="session 1 (entry 5), client 1" classname="replay"/>');
  assertStringIncludes(xml, "say &quot;&lt;hi&gt;&quot; &amp; \\x1b[2J");
  // deno-lint-ignore no-control-regex
  assert(!/[\x00-\x09\x0b-\x1f]/.test(xml));
});

Deno.test("junitXml() fails for a session that nobody played", () => {
  const xml = junitXml(outcomeOf([]));
  assertStringIncludes(xml, 'tests="2" failures="2"');
  assertStringIncludes(xml, "No client played this session");
});
