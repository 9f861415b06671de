// How a replay that went wrong is told: bounded, and with nothing in it that could steer a terminal.

import { assertEquals } from "@std/assert";
import { explainPlayed, MAX_TOLD, type Played } from "../../src/testing/explain.ts";
import { comparable, type Performance, type ReplayReport } from "../../src/testing/mod.ts";

const PERFORMANCE: Omit<Performance, "times"> = {
  session: 1,
  line: 7,
  state: "over",
  loaded: 20,
  served: 3,
  matched: 2,
  missed: 0,
  givenUp: 0,
  unexpected: 0,
  unserved: 0,
  missedSteps: [],
  unexpectedMessages: [],
  unservedSteps: [],
  isGood: false,
  isComplete: false,
  isSettled: false,
};

function reportOf(change: Partial<ReplayReport>): ReplayReport {
  return {
    isGood: false,
    totals: {
      loaded: 20,
      served: 3,
      matched: 2,
      missed: 0,
      unexpected: 0,
      unserved: 0,
      unplayed: 0,
      refused: 0,
    },
    sessions: [{ session: 1, line: 7, loaded: 20, performances: [PERFORMANCE] }],
    refused: [],
    times: { late: 0, worstLateness: 0 },
    ...change,
  };
}

function explain(report: Partial<ReplayReport>, change: Partial<Played> = {}): readonly string[] {
  return explainPlayed({
    name: '"x.ndjson"',
    url: "http://127.0.0.1:1",
    report: reportOf(report),
    because: "all",
    patience: 10_000,
    faults: [],
    unmet: [],
    oddities: [],
    ...change,
  }).split("\n").slice(1);
}

function withPerformance(change: Partial<Performance>): Partial<ReplayReport> {
  const performances = [{ ...PERFORMANCE, ...change }];
  return { sessions: [{ session: 1, line: 7, loaded: 20, performances }] };
}

const MANY = MAX_TOLD + 2;
const named = Array.from({ length: MANY }, (_, line) => ({ line, what: "x in /" }));
const lines = named.slice(0, MAX_TOLD);

for (
  const [noun, change, told] of [
    [
      "missed messages",
      { missed: MANY, missedSteps: named },
      lines.map(({ line }) => `    entry ${line}: missed x in /`),
    ],
    [
      "unexpected messages",
      { unexpected: MANY, unexpectedMessages: named.map(({ what }) => ({ said: what })) },
      lines.map(() => "    unexpected x in /: the tape has no such message"),
    ],
    [
      "unserved messages",
      { unserved: MANY, unservedSteps: named },
      lines.map(({ line }) => `    entry ${line}: not served x in /`),
    ],
  ] as const
) {
  Deno.test(`explainPlayed() names some of many ${noun}`, () => {
    const [first = "", ...rest] = explain(withPerformance(change));
    assertEquals(first.startsWith("  session 1 (entry 7): 3 of "), true, first);
    assertEquals(rest, [...told, `    and 2 more ${noun}`]);
  });
}

Deno.test("explainPlayed() says who left, and which session nobody played", () => {
  const left = { ...PERFORMANCE, endedBy: "client" } as const;
  const sessions = [
    { session: 1, line: 7, loaded: 20, performances: [left] },
    { session: 2, line: 70, loaded: 20, performances: [] },
  ];
  const totals = { ...reportOf({}).totals, unplayed: 1 };
  assertEquals(explain({ sessions, totals }), [
    "  session 2 (entry 70): no client has played it",
    "  session 1 (entry 7): 3 of 3 served, 2 of 2 matched; the client left: nobody knows why",
  ]);
});

Deno.test("explainPlayed() tells of refused clients, of faults, and what is odd about the tape", () => {
  const fault = { kind: "cut", nth: 1 } as const;
  assertEquals(
    explain({ sessions: [], refused: [{ why: "path", reason: "No session at \x1b[2J" }] }, {
      faults: [{ client: 1, session: 1, fault, line: 9 }],
      oddities: ["It was cut short"],
    }),
    [
      "  a client was refused: No session at \\x1b[2J",
      "  1 fault had been put in",
      "  about the tape: It was cut short",
    ],
  );
});

Deno.test("explainPlayed() puts every place that differs into the advice, once", () => {
  const differences = [
    { path: "$.room", expected: '"a"', actual: '"b"' },
    { path: "ack", expected: "an ack id" },
    { path: '$["it\'s"]', actual: "1" },
    { path: "$.room" },
  ];
  const miss = { line: 9, expected: "x in /", differences };
  const [, ...told] = explain(
    withPerformance({ unexpected: 1, unexpectedMessages: [{ said: "x in /", miss }] }),
  );
  assertEquals(told, [
    "    unexpected x in /",
    '      entry 9: $.room expected "a", got "b"',
    "      entry 9: expected a question for an answer (a callback), got none",
    '      entry 9: $["it\'s"] expected nothing, got 1',
    "      entry 9: $.room expected nothing, got nothing",
    '      accept it with { ignore: ["$.room", "$[\\"it\'s\\"]"] }',
  ]);
});

Deno.test("explainPlayed() gives no advice where there is none", () => {
  const miss = { line: 9, expected: "x in /", differences: [] };
  const [, ...told] = explain(
    withPerformance({ unexpected: 1, unexpectedMessages: [{ said: "y in /", miss }] }),
  );
  assertEquals(told, ["    unexpected y in /", "      entry 9: expected x in /"]);
});

Deno.test("comparable() leaves out the times, and does not tell who came first", () => {
  const other = { ...PERFORMANCE, served: 2 };
  const refused = [{ why: "path", reason: "b" }, { why: "path", reason: "a" }] as const;
  const [one, two] = [[PERFORMANCE, other], [other, PERFORMANCE]].map((performances, index) =>
    comparable(reportOf({
      sessions: [{ session: 1, line: 7, loaded: 20, performances }],
      refused: index === 0 ? refused : refused.toReversed(),
      times: { late: index, worstLateness: index },
    }))
  );
  assertEquals(JSON.stringify(one), JSON.stringify(two));
  assertEquals(one?.sessions[0]?.performances.length, 2);
  assertEquals(one !== undefined && "times" in one, false);
});
