// A whole replay: who is given which session, ids and acks both ways, and the verdict.

import { assert, assertEquals } from "@std/assert";
import { Replay } from "../../src/replay/replay.ts";
import { ENGINE_SID, engineSession, scriptFrom } from "./fixtures.ts";
import { STRICT } from "./playbook.ts";
import { CLIENT, enter, leave, replayOf, say, twoVisitors, visitor } from "./visitors.ts";

Deno.test("Replay gives a client the session that it turns out to behave like", async () => {
  const replay = replayOf(await twoVisitors());
  const blue = enter(replay);
  assertEquals(say(blue, "0"), ['0{"sid":"live-namespace-1"}']);
  assertEquals(blue.session?.number, 1);
  assertEquals(say(blue, '2["join","blue"]'), ['2["joined","blue","live-namespace-1"]']);
  assertEquals(blue.session?.number, 2);
  const red = enter(replay, "liveSidTwo");
  say(red, "0");
  assertEquals(say(red, '2["join","red"]'), ['2["joined","red","live-namespace-2"]']);
  assertEquals(red.session?.number, 1);
  leave(replay, blue);
  leave(replay, red);
  assert(replay.report().isGood);
});

Deno.test("Replay uses no session up for a client that says nothing", async () => {
  const replay = replayOf(await twoVisitors());
  for (let throwaway = 0; throwaway < 5; throwaway++) leave(replay, enter(replay));
  for (const room of ["red", "blue"]) {
    const client = enter(replay);
    say(client, "0");
    say(client, `2["join","${room}"]`);
    leave(replay, client);
  }
  const opening = replay.open(CLIENT);
  assertEquals(opening.kind === "refuse" ? opening.why : opening.kind, "used-up");
  const { totals, isGood } = replay.report();
  assertEquals([totals.refused, totals.unplayed, isGood], [1, 0, false]);
});

Deno.test("Replay gives everybody the whole tape, and who comes back the next session", async () => {
  const replay = replayOf(await twoVisitors(), { serve: "whole" });
  const sessionOf = (): number | undefined => {
    const client = enter(replay);
    say(client, "0");
    const { session } = client;
    leave(replay, client);
    return session?.number;
  };
  assertEquals([sessionOf(), sessionOf(), sessionOf()], [1, 1, 1]);
  const returning = await scriptFrom([
    ...engineSession(visitor("red", "recordedRed")),
    { kind: "control", at: 50, conn: 1, from: "server", op: "close" },
    ...engineSession(visitor("red", "recordedRedAgain"), { conn: 2, at: 100, sid: "recordedTwo" }),
  ]);
  const again = replayOf(returning, { serve: "whole" });
  const numbers = [1, 2, 3].map(() => {
    const client = enter(again);
    say(client, "0");
    say(client, '2["join","red"]');
    leave(again, client);
    return client.session?.number;
  });
  assertEquals(numbers, [1, 2, 1]);
});

Deno.test("Replay refuses another version of Engine.IO, another path, another carrier", async () => {
  const replay = replayOf(await twoVisitors());
  const refusals = [
    { ...CLIENT, engineVersion: 3 as const },
    { ...CLIENT, path: "/elsewhere/" },
    { carrier: "websocket" as const, path: "/socket.io/", query: [] },
  ].map((client) => {
    const opening = replay.open(client);
    return opening.kind === "refuse" ? [opening.why, opening.reason] : [];
  });
  assertEquals(refusals, [
    ["version", "This tape speaks Engine.IO 4, the client speaks Engine.IO 3"],
    ["path", 'The tape has no session at "/elsewhere/"'],
    ["path", 'The tape has no session at "/socket.io/"'],
  ]);
});

Deno.test("Replay prefers the session with the client's own query", async () => {
  const replay = replayOf(
    await scriptFrom([
      ...engineSession(visitor("red", "recordedRed"), { query: "&user=1" }),
      ...engineSession(visitor("red", "recordedBlue"), {
        conn: 2,
        at: 100,
        sid: "recordedTwo",
        query: "&user=2",
      }),
    ]),
  );
  const client = enter(replay, "liveSid", { ...CLIENT, query: [["user", "2"]] });
  say(client, "0");
  assertEquals(client.session?.number, 2);
});

Deno.test("Replay puts fresh ids in every place, both ways, and answers live ack ids", async () => {
  const replay = replayOf(
    await scriptFrom(engineSession([
      [1, "client", "40"],
      [2, "server", '40{"sid":"recordedSid","pid":"recordedPid"}'],
      [
        3,
        "server",
        `42["hello",{"me":"recordedSid","engine":"${ENGINE_SID}","all":{"recordedSid":1},"text":"recordedSid!"},"offset1"]`,
      ],
      [4, "client", '4210["whisper",{"to":"recordedSid","by":{"recordedSid":1}}]'],
      [5, "server", '4310["said to recordedSid"]'],
      [6, "server", '423["question"]'],
      [7, "client", '433["recordedSid"]'],
    ])),
  );
  const client = enter(replay, "liveEngineSid");
  assertEquals(say(client, "0"), [
    '0{"sid":"live-namespace-1","pid":"live-recovery-2"}',
    '2["hello",{"me":"live-namespace-1","engine":"liveEngineSid","all":{"live-namespace-1":1},' +
    '"text":"recordedSid!"},"offset1"]',
  ]);
  assertEquals(say(client, '27["whisper",{"to":"live-namespace-1","by":{"live-namespace-1":1}}]'), [
    '37["said to recordedSid"]',
    '23["question"]',
  ]);
  assertEquals(say(client, '33["live-namespace-1"]'), []);
  leave(replay, client);
  assert(replay.report().isGood);
});

Deno.test("Replay keeps the recorded ids when it is given no others", async () => {
  const script = await twoVisitors();
  const replay = new Replay(script, { rules: STRICT, serve: "sessions", speed: "max" });
  assertEquals(say(enter(replay), "0"), ['0{"sid":"recordedRed"}']);
});

Deno.test("Replay knows the ids of other clients where each session is played once", async () => {
  const replay = replayOf(
    await scriptFrom([
      ...engineSession(visitor("red", "recordedRed")),
      ...engineSession([
        [101, "client", "40"],
        [102, "server", '40{"sid":"recordedBlue"}'],
        [103, "server", '42["here",["recordedRed","recordedBlue"]]'],
      ], { conn: 2, at: 100, sid: "recordedTwo" }),
    ]),
  );
  const red = enter(replay);
  say(red, "0");
  say(red, '2["join","red"]');
  assertEquals(
    say(enter(replay, "liveTwo"), "0").at(-1),
    '2["here",["live-namespace-1","live-namespace-2"]]',
  );
});

Deno.test("Replay answers a namespace that the tape does not have as a stock server does", async () => {
  const client = enter(replayOf(await twoVisitors()));
  assertEquals(say(client, "0/nowhere,"), ['4/nowhere,{"message":"Invalid namespace"}']);
});

Deno.test("Replay is good only if everything happened; partly only where that is allowed", async () => {
  for (const allowPartial of [false, true]) {
    const replay = replayOf(await twoVisitors(), { allowPartial });
    // That nobody comes at all is nothing that could be allowed.
    assertEquals(replay.report().isGood, false);
    const verdicts = [1, 2].map(() => {
      const client = enter(replay);
      say(client, "0");
      leave(replay, client);
      const { isGood, totals: { unplayed } } = replay.report();
      return [unplayed, isGood];
    });
    assertEquals(verdicts, [[1, false], [0, allowPartial]]);
    const { totals, sessions } = replay.report();
    assertEquals([totals.served, totals.matched, totals.missed, totals.unserved], [2, 2, 2, 2]);
    assertEquals(sessions[0]?.performances[0]?.missedSteps, [{ line: 8, what: "join" }]);
  }
});

Deno.test("Replay answers a refused handshake as it was refused", async () => {
  const url = "/socket.io/?EIO=4&transport=polling";
  const script = await scriptFrom([
    { kind: "request", at: 2, conn: 1, id: 1, method: "GET", url, headers: [] },
    { kind: "response", at: 3, conn: 1, id: 1, status: 403, headers: [], text: "no" },
    ...engineSession(visitor("red", "recordedRed"), { conn: 2, at: 5 }),
  ]);
  for (const serve of ["sessions", "whole"] as const) {
    const replay = replayOf(script, { serve });
    const opening = replay.open(CLIENT);
    assert(opening.kind === "refuse-as-recorded");
    assertEquals([opening.refusal.status, opening.refusal.body], [403, "no"]);
    const client = enter(replay);
    say(client, "0");
    assertEquals(client.session?.number, 2);
  }
});

Deno.test("Replay gives a recovered session the ids that its client has", async () => {
  const connect = '40{"sid":"recordedSid","pid":"recordedPid"}';
  const replay = replayOf(
    await scriptFrom([
      ...engineSession([[1, "client", "40"], [2, "server", connect]]),
      { kind: "control", at: 3, conn: 1, from: "server", op: "close" },
      ...engineSession([
        [101, "client", '40{"pid":"recordedPid","offset":"o"}'],
        [102, "server", connect],
      ], { conn: 2, at: 100, sid: "recordedTwo" }),
    ]),
  );
  const first = enter(replay);
  const told = say(first, "0");
  leave(replay, first);
  const second = enter(replay, "liveTwo");
  assertEquals(say(second, '0{"pid":"live-recovery-2","offset":"o"}'), told);
  leave(replay, second);
  assert(replay.report().isGood);
});

Deno.test("Replay is not good where something was waited for in vain, allowed or not", async () => {
  const replay = replayOf(await twoVisitors(), { allowPartial: true, patience: 100 });
  const client = enter(replay);
  say(client, "0");
  client.tick(101);
  leave(replay, client);
  assertEquals(replay.report().isGood, false);
});

Deno.test("Replay does not let a whole tape pass that nobody played, whatever is allowed", async () => {
  const replay = replayOf(await twoVisitors(), { allowPartial: true, serve: "whole" });
  assertEquals(replay.report().isGood, false);
});

Deno.test("Replay refuses who came in time and says its first word when nothing is left", async () => {
  const replay = replayOf(await twoVisitors());
  const clients = ["one", "two", "three", "four"].map((sid) => enter(replay, sid));
  const [red, blue, late, silent] = clients;
  assert(red !== undefined && blue !== undefined && late !== undefined && silent !== undefined);
  for (const [client, room] of [[red, "red"], [blue, "blue"]] as const) {
    say(client, "0");
    say(client, `2["join","${room}"]`);
  }
  const message = "Unexpected: All sessions of the tape have been played";
  assertEquals(say(late, "0"), [`4${JSON.stringify({ message })}`]);
  assertEquals(say(late, "0/a,"), [`4/a,${JSON.stringify({ message })}`]);
  const { isGood, totals, refused } = replay.report();
  assertEquals([isGood, totals.refused, refused[0]?.why], [false, 1, "used-up"]);
  for (const client of clients) leave(replay, client);
  assertEquals(replay.report().totals.refused, 1, "a client that says nothing wants nothing");
});
