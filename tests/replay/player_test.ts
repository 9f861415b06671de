// The player's gates, clock and patience, as tables of events and commands under a manual clock.

import { assert, assertEquals } from "@std/assert";
import type { Line } from "./fixtures.ts";
import { CONNECTED, countingMint, LEFT, play, playerFor, sessionOf, STRICT } from "./playbook.ts";

const SID = '40/sfa,{"sid":"recordedNamespaceSid"}';

/** From line 6: joined, subscribed, three events a second apart, an answer. */
const RIDE: readonly Line[] = [
  [100, "client", "40/sfa,"],
  [110, "server", SID],
  [200, "client", '42/sfa,0["subscribe",{"room":"a"}]'],
  [210, "server", '43/sfa,0[{"ok":true}]'],
  [1000, "server", '42/sfa,["moved",1]'],
  [2000, "server", '42/sfa,["moved",2]'],
  [3000, "server", '42/sfa,["moved",3]'],
];

const JOINED = '40/sfa,{"sid":"live-namespace-1"}'.slice(1);

async function ride(): ReturnType<typeof sessionOf> {
  return await sessionOf(RIDE);
}

Deno.test("Player answers each message after as long as it took on the tape", async () => {
  const player = playerFor(await ride(), { patience: 60_000 });
  const lines = play(player, [
    [0, CONNECTED],
    [5000, "0/sfa,"],
    [5009, "tick"],
    [5010, "tick"],
    [35_000, '2/sfa,4["subscribe",{"room":"a"}]'],
    [35_009, "tick"],
    [35_010, "tick"],
    [35_799, "tick"],
    [35_800, "tick"],
    [36_800, "tick"],
    [37_800, "tick"],
  ]);
  assertEquals(lines, [
    `5010 send ${JOINED}`,
    "35000 waiting for line 8",
    '35010 send 3/sfa,4[{"ok":true}]',
    '35800 send 2/sfa,["moved",1]',
    '36800 send 2/sfa,["moved",2]',
    '37800 send 2/sfa,["moved",3]',
  ]);
  assert(player.performance().isGood);
  assertEquals(player.nextDue(), undefined);
});

Deno.test("Player goes along with a client that is faster than the recorded one", async () => {
  const player = playerFor(await ride());
  const lines = play(player, [
    [0, CONNECTED],
    [1, "0/sfa,"],
    [2, '2/sfa,0["subscribe",{"room":"a"}]'],
    [12, "tick"],
    [802, "tick"],
  ]);
  assertEquals(lines, [
    `2 send ${JOINED}`,
    '12 send 3/sfa,0[{"ok":true}]',
    '802 send 2/sfa,["moved",1]',
  ]);
});

Deno.test("Player tells when it is to be asked again", async () => {
  const player = playerFor(await ride());
  assertEquals(player.nextDue(), undefined);
  play(player, [[0, CONNECTED]]);
  assertEquals(player.nextDue(), undefined);
  play(player, [[50, "0/sfa,"]]);
  assertEquals(player.nextDue(), 60);
  play(player, [[60, "tick"]]);
  assertEquals(player.nextDue(), 50 + 100 + 10_000);
});

Deno.test("Player gives up waiting after its patience, and says for what", async () => {
  const player = playerFor(await ride(), { patience: 500 });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [599, "tick"],
    [600, "tick"],
    [1400, "tick"],
    [5000, "tick"],
    [5000, LEFT],
  ]);
  assertEquals(lines, [
    `599 send ${JOINED}`,
    "600 missed line 8",
    '1400 send 2/sfa,["moved",1]',
    '5000 send 2/sfa,["moved",2]',
    '5000 send 2/sfa,["moved",3]',
  ]);
  const { missedSteps, unservedSteps, isGood, times } = player.performance();
  assertEquals(missedSteps, [{ line: 8, what: "subscribe in /sfa" }]);
  assertEquals(unservedSteps, [{ line: 9, what: "answer to subscribe in /sfa" }]);
  assertEquals(isGood, false);
  assertEquals(times.late, 3);
});

Deno.test("Player answers a question that comes when it was given up already", async () => {
  const player = playerFor(await ride(), { patience: 500, rules: { mode: "off", ignore: [] } });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [900, "tick"],
    [950, '2/sfa,9["subscribe",{"room":"other"}]'],
  ]);
  assertEquals(lines, [
    `900 send ${JOINED}`,
    '900 send 2/sfa,["moved",1]',
    '950 send 3/sfa,9[{"ok":true}]',
  ]);
});

Deno.test("Player reports another message and waits for the right one", async () => {
  const player = playerFor(await ride());
  const lines = play(player, [
    [0, CONNECTED],
    [100, "0/sfa,"],
    [200, '2/sfa,1["subscribe",{"room":"b"}]'],
    [400, "tick"],
    [500, '2/sfa,2["subscribe",{"room":"a"}]'],
    [510, "tick"],
  ]);
  assertEquals(lines, [
    `200 send ${JOINED}`,
    "200 unexpected subscribe in /sfa",
    '510 send 3/sfa,2[{"ok":true}]',
  ]);
  const [unexpected] = player.performance().unexpectedMessages;
  assertEquals(unexpected?.miss, {
    line: 8,
    expected: "subscribe in /sfa",
    differences: [{ path: "$.room", expected: '"a"', actual: '"b"' }],
    accept: "--ignore '$.room'",
  });
});

Deno.test("Player never waits for what is said beyond the tape", async () => {
  const player = playerFor(await ride(), { speed: "max" });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [0, '2/sfa,0["subscribe",{"room":"a"}]'],
    [1, '2/sfa,["more"]'],
  ]);
  assertEquals(lines.at(-1), "1 unexpected more in /sfa");
  assertEquals(player.performance().served, 5);
  assertEquals(player.performance().isGood, false);
});

Deno.test("Player fails at once when it is to fail fast", async () => {
  const player = playerFor(await ride(), { failFast: true });
  const lines = play(player, [[0, CONNECTED], [0, "0/sfa,"], [1, '2/sfa,["other"]']]);
  assertEquals(lines, ["1 unexpected other in /sfa", "1 fail line 8"]);
});

Deno.test("Player stands still while paused, and goes on where it was", async () => {
  const player = playerFor(await ride());
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [0, '2/sfa,0["subscribe",{"room":"a"}]'],
    [500, { kind: "pause" }],
    [90_000, "tick"],
    [100_000, { kind: "resume" }],
    [100_299, "tick"],
    [100_300, "tick"],
  ]);
  assertEquals(lines.slice(2), ['100300 send 2/sfa,["moved",1]']);
});

Deno.test("Player changes its speed without losing its place", async () => {
  const player = playerFor(await ride(), { speed: 10 });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [0, '2/sfa,0["subscribe",{"room":"a"}]'],
    [80, "tick"],
    [100, { kind: "speed", speed: 1 }],
    [899, "tick"],
    [900, "tick"],
    [901, { kind: "speed", speed: "max" }],
  ]);
  assertEquals(lines.slice(2), [
    '80 send 2/sfa,["moved",1]',
    '900 send 2/sfa,["moved",2]',
    '901 send 2/sfa,["moved",3]',
  ]);
});

Deno.test("Player goes step by step, and never past what the client has to say", async () => {
  const player = playerFor(await ride(), { speed: "step" });
  const step = { kind: "step" } as const;
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [99_000, "tick"],
    [99_001, step],
    [99_002, step],
    [99_003, '2/sfa,0["subscribe",{"room":"a"}]'],
    [99_004, step],
    [99_005, step],
  ]);
  assertEquals(lines, [
    `99001 send ${JOINED}`,
    '99004 send 3/sfa,0[{"ok":true}]',
    '99005 send 2/sfa,["moved",1]',
  ]);
});

Deno.test("Player seeks forward over what is between, and back to play it again", async () => {
  const player = playerFor(await ride());
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [10, { kind: "seek", to: 1990 }],
    [20, "tick"],
    [30, { kind: "seek", to: 900 }],
    [130, "tick"],
    [1130, "tick"],
  ]);
  assertEquals(lines, [
    `10 send ${JOINED}`,
    '20 send 2/sfa,["moved",2]',
    '130 send 2/sfa,["moved",1]',
    '1130 send 2/sfa,["moved",2]',
  ]);
});

Deno.test("Player makes silences no longer than the limit", async () => {
  const player = playerFor(await ride(), { limitIdle: 50 });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/sfa,"],
    [10, "tick"],
    [60, '2/sfa,0["subscribe",{"room":"a"}]'],
    [70, "tick"],
    [119, "tick"],
    [120, "tick"],
    [170, "tick"],
  ]);
  assertEquals(lines.slice(2), ['120 send 2/sfa,["moved",1]', '170 send 2/sfa,["moved",2]']);
});

Deno.test("Player drifts by less than a microsecond in an hour of tape, whenever it is asked", async () => {
  const lines: Line[] = [[0, "client", "40"], [0, "server", '40{"sid":"recordedSid"}']];
  for (let second = 1; second <= 3600; second++) {
    lines.push([second * 1000 + 0.1, "server", `42["moved",${second}]`]);
  }
  const player = playerFor(await sessionOf(lines), { rules: STRICT, mint: countingMint() });
  play(player, [[0.3, CONNECTED], [0.3, "0"]]);
  let now = 0.3;
  let sent = 0;
  for (let asked = 0; asked < 1_100_000 && sent < 3600; asked++) {
    now += 3.3;
    const due = player.nextDue();
    if (due !== undefined && due < now) {
      const expected = 0.3 + (sent + 1) * 1000 + 0.1;
      assert(Math.abs(due - expected) < 0.001, `${sent}: due at ${due}, expected ${expected}`);
      now = due;
    }
    sent += player.tick(now).length;
  }
  assertEquals(sent, 3600);
});
