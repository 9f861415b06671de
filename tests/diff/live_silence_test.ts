// Streams that start late, stop early or starve in one session of several, beside recordings that
// merely are longer or shorter.

import { assertEquals } from "@std/assert";
import type { DiffResult } from "../../src/diff/result.ts";
import { summary } from "./live_summaries.ts";
import { diffScripts, type ScriptAct, type ScriptSession } from "./script_tape.ts";
import { judgeLive, LiveTally } from "../../src/diff/live.ts";
import { liveAct } from "./live_acts.ts";
import { act } from "./told.ts";

interface Stream {
  /** Seconds in which it comes, one a second; by default all. */
  readonly from?: number;
  readonly until?: number;
  /** How long the session is, in seconds. */
  readonly seconds: number;
  /** Each time another one. */
  readonly seed: number;
  /** Something else that is done then, by second. */
  readonly also?: Readonly<Record<number, ScriptAct>>;
  readonly user?: string;
  /** One in so many seconds. */
  readonly every?: number;
}

function stream(options: Stream): ScriptSession {
  const { from = 0, until = Infinity, seconds, seed, also = {}, user = "anna", every = 1 } =
    options;
  const acts: ScriptAct[] = [{ ...act("join", [{ user }], "client"), after: 0 }];
  let rest = 0;
  for (let second = 0; second < seconds; second++) {
    rest += 1000;
    const other = also[second];
    if (other !== undefined) {
      acts.push({ ...other, after: rest });
      rest = 0;
    }
    if (second < from || second >= until || second % every !== 0) continue;
    acts.push({ ...act("track", [{ lat: Math.sin(second + seed * 100) * 5 + 50 }]), after: rest });
    rest = 0;
  }
  return { namespaces: ["/"], refused: [], acts, rest: rest + 500 };
}

/** With the number of the session on the left tape. */
function said({ findings, sessions }: DiffResult): readonly string[] {
  return findings.map((finding) => {
    const session = sessions[finding.session]?.left?.number;
    return `${session}: ${finding.kind === "live" ? summary(finding.change) : finding.kind}`
      .replace(/ at \d+$/, "");
  });
}

const GOOD = stream({ seconds: 60, seed: 1 });

Deno.test("diffTapes() tells a stream that stops before its session does", async () => {
  const result = await diffScripts([GOOD], [stream({ seconds: 60, seed: 2, until: 20 })]);
  assertEquals(said(result), ["1: silence end 500 40500"]);
  const [finding] = result.findings;
  const last = finding?.kind === "live" && finding.change.what === "silence" &&
    "example" in finding.change && finding.change.example;
  assertEquals(last, result.right.sessions[0]?.server.findLast(({ key }) => key.name === "track"));
});

Deno.test("diffTapes() tells a stream that starts long after its session", async () => {
  const late = stream({ seconds: 60, seed: 2, from: 30 });
  assertEquals(said(await diffScripts([GOOD], [late])), ["1: silence begin 1000 31000"]);
});

Deno.test("diffTapes() tells nothing of recordings that are longer or shorter", async () => {
  for (const seconds of [20, 59, 120, 300]) {
    assertEquals(said(await diffScripts([GOOD], [stream({ seconds, seed: 2 })])), []);
  }
});

Deno.test("diffTapes() starts to wait when somebody asks, and stops when that is over", async () => {
  const asked = (at: number, until: number, seconds: number, seed: number) =>
    stream({
      seconds,
      seed,
      from: at,
      until,
      also: {
        [at]: act("subscribe", [], "client"),
        [until]: act("unsubscribe", [], "client"),
      },
    });
  assertEquals(said(await diffScripts([asked(2, 30, 32, 1)], [asked(40, 70, 120, 2)])), []);
  const deaf = stream({
    seconds: 120,
    seed: 2,
    from: 60,
    until: 70,
    also: { 20: act("subscribe", [], "client"), 100: act("unsubscribe", [], "client") },
  });
  assertEquals(said(await diffScripts([asked(2, 30, 32, 1)], [deaf])), [
    "1: silence begin 0 40000",
    "1: silence end 1000 31000",
  ]);
});

Deno.test("diffTapes() tells nothing of a beginning whose cause is missing, which is told", async () => {
  const also = { 3: act("subscribe", [], "client") };
  const left = stream({ seconds: 60, seed: 1, from: 3, also });
  const right = stream({ seconds: 60, seed: 2, from: 30 });
  assertEquals(said(await diffScripts([left], [right])), ["1: missing"]);
});

/** Clients of one fleet, each with a stream of its own. */
function fleet(
  seed: number,
  change: (client: number) => Partial<Stream>,
): readonly ScriptSession[] {
  return [1, 2, 3].map((client) =>
    stream({ seconds: 60, seed: seed + client / 10, user: `user ${client}`, ...change(client) })
  );
}

Deno.test("diffTapes() tells which of several sessions starves", async () => {
  const good = fleet(1, () => ({}));
  const second = (change: Partial<Stream>) => (client: number) => client === 2 ? change : {};
  assertEquals(said(await diffScripts(good, fleet(2, () => ({})))), []);
  assertEquals(said(await diffScripts(good, fleet(2, second({ until: 5 })))), [
    "2: silence end 500 55500",
  ]);
  const none = await diffScripts(good, fleet(2, second({ until: 0 })));
  assertEquals(said(none), ["2: silence whole 1000 60500"]);
  assertEquals(none.sessions.map(({ same }) => same), [true, false, true]);
  assertEquals(said(await diffScripts(good, fleet(2, second({ every: 2 })))), ["2: rate 1 0.5"]);
});

Deno.test("diffTapes() tells a long silence once, and not as a rate, too", async () => {
  const track = (lat: number, after: number): ScriptAct => ({ ...act("track", [{ lat }]), after });
  const ride = (seed: number, gap: (n: number) => number): ScriptSession => ({
    namespaces: ["/"],
    refused: [],
    acts: Array.from({ length: 30 }, (_, n) => track(seed + Math.sin(n), gap(n))),
  });
  const good = ride(50, () => 1000);
  const still = ride(60, (n) => n === 9 ? 40_000 : 1000);
  assertEquals(said(await diffScripts([good], [still])), ["1: gap 1000 40000"]);
  const slow = ride(60, (n) => n === 9 ? 40_000 : 1900);
  assertEquals(said(await diffScripts([good], [slow])), ["1: rate 1 0.31", "1: gap 1000 40000"]);
});

Deno.test("diffTapes() takes a rate for good that one of the good sessions has", async () => {
  const left = fleet(1, (client) => ({ every: client, user: "all" }));
  const right = fleet(2, (client) => ({ every: 4 - client, user: "all" }));
  assertEquals(said(await diffScripts(left, right)), []);
});

Deno.test("diffTapes() tells a change in the session in which it stands", async () => {
  const null_ = { ...act("track", [{ lat: null }]) };
  const right = fleet(2, (client) => client === 3 ? { also: { 30: null_ } } : {});
  const result = await diffScripts(fleet(1, () => ({})), right);
  assertEquals(said(result), ["3: type $.lat number → null,number 1 of 181"]);
  assertEquals(result.sessions.map(({ same }) => same), [true, true, false]);
});

Deno.test("diffTapes() takes no silence of people for one of a stream", async () => {
  const pauses = [1, 2, 1, 1, 9, 2, 1, 12, 1, 2, 8, 1];
  const chat = (seed: number, first: number, rest: number): ScriptSession => {
    const acts = pauses.map((seconds, n): ScriptAct => ({
      ...act("says", [{ text: `${seed} ${n * 7}` }], "client"),
      after: (n === 0 ? first : seconds) * 1000,
    }));
    return { namespaces: ["/"], refused: [], acts, rest: rest * 1000 };
  };
  assertEquals(said(await diffScripts([chat(1, 1, 2)], [chat(2, 60, 90)])), []);
});

/** Acts at these times, in milliseconds, in a session that lasts until then. */
interface Times {
  readonly times: readonly number[];
  readonly until: number;
}

function tallyAt(sessions: readonly Times[]): LiveTally {
  const tally = new LiveTally();
  for (const [index, { times, until }] of sessions.entries()) {
    for (const [n, at] of times.entries()) tally.add(liveAct([{ n: n % 5 }], at, n), index);
    tally.session(index, { from: 0, until });
  }
  return tally;
}

const each = (every: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => n * every);

/** With one pause of ten seconds. */
const PAUSE = each(1000, 40).map((at) => at > 20_000 ? at + 9000 : at);
const SECONDS = each(1000, 40);

const ENDS: readonly (readonly [string, readonly Times[], readonly Times[], number])[] = [
  ["four seconds", [{ times: SECONDS, until: 40_000 }], [{ times: SECONDS, until: 43_000 }], 0],
  ["six seconds", [{ times: SECONDS, until: 40_000 }], [{ times: SECONDS, until: 45_000 }], 1],
  ["so long as pauses are", [{ times: PAUSE, until: 50_000 }], [
    { times: PAUSE, until: 75_000 },
  ], 0],
  ["longer than pauses are", [{ times: PAUSE, until: 50_000 }], [
    { times: PAUSE, until: 80_000 },
  ], 1],
  ["a blink", [{ times: each(100, 40), until: 4000 }], [{ times: each(100, 40), until: 5000 }], 0],
  [
    "a session that had few before",
    [
      { times: SECONDS, until: 40_000 },
      { times: each(1000, 3), until: 40_000 },
    ],
    [{ times: SECONDS, until: 40_000 }, { times: [], until: 40_000 }],
    0,
  ],
  [
    "a session that had none before",
    [
      { times: SECONDS, until: 40_000 },
      { times: [], until: 40_000 },
    ],
    [{ times: SECONDS, until: 40_000 }, { times: [30_000], until: 90_000 }],
    0,
  ],
];

for (const [name, left, right, count] of ENDS) {
  Deno.test(`judgeLive() tells ${count} silences at the end of ${name}`, () => {
    const changes = judgeLive(tallyAt(left), tallyAt(right));
    assertEquals(changes.map(({ what }) => what), new Array(count).fill("silence"));
  });
}
