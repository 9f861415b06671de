// The player with other ways of matching, with several namespaces, and with other protocols than
// Socket.IO on Engine.IO 4.

import { assert, assertEquals } from "@std/assert";
import type { MatchMode } from "../../src/replay/match.ts";
import { engineSession, type Line, scriptFrom } from "./fixtures.ts";
import { CONNECTED, LEFT, play, playerFor, sessionOf } from "./playbook.ts";

const ORDERED: readonly Line[] = [
  [0, "client", "40"],
  [0, "server", '40{"sid":"recordedSid"}'],
  [10, "client", '42["a",1]'],
  [20, "client", '42["b",2]'],
  [30, "server", '42["done"]'],
];

async function outcomeOf(mode: MatchMode, said: readonly string[]): Promise<readonly string[]> {
  const player = playerFor(await sessionOf(ORDERED), { rules: { mode, ignore: [] }, speed: "max" });
  play(player, [[0, CONNECTED], [0, "0"]]);
  const lines = play(player, said.map((text) => [1, text]));
  player.receive(LEFT, 2);
  const { matched, missed, unexpected, isGood } = player.performance();
  return [...lines.map((line) => line.slice(2)), `${matched} ${missed} ${unexpected} ${isGood}`];
}

Deno.test("Player matches as strictly as it is told to", async () => {
  const [a, b] = ['2["a",1]', '2["b",2]'];
  const done = 'send 2["done"]';
  assertEquals(await outcomeOf("strict", [a, b]), [done, "3 0 0 true"]);
  assertEquals(await outcomeOf("strict", [b, a]), ["unexpected b", done, "3 0 0 true"]);
  assertEquals(await outcomeOf("any-order", [b, a]), [done, "3 0 0 true"]);
  assertEquals(await outcomeOf("name", ['2["a","x"]', '2["b"]']), [done, "3 0 0 true"]);
  assertEquals(await outcomeOf("shape", ['2["a",9]', '2["b",8]']), [done, "3 0 0 true"]);
  assertEquals(await outcomeOf("shape", ['2["a","9"]', a, b]), [
    "unexpected a",
    done,
    "3 0 1 false",
  ]);
  assertEquals(await outcomeOf("off", []), ["1 0 0 true"]);
  assertEquals(await outcomeOf("off", ['2["more"]']), ["1 0 0 true"]);
});

const TWO_NAMESPACES: readonly Line[] = [
  [0, "client", "40/a,"],
  [10, "client", "40/b,"],
  [20, "server", '40/a,{"sid":"recordedSidA"}'],
  [30, "server", '40/b,{"sid":"recordedSidB"}'],
  [40, "client", '42/b,["hi"]'],
  [1000, "server", '42/a,["tick",1]'],
  [1010, "server", '42/b,["tock",1]'],
  [2000, "server", '42/a,["tick",2]'],
  [2010, "server", '42/b,["tock",2]'],
];

Deno.test("Player is not held up by a namespace that nobody joins", async () => {
  const player = playerFor(await sessionOf(TWO_NAMESPACES));
  const lines = play(player, [[0, CONNECTED], [0, "0/a,"], [1000, "tick"], [2000, "tick"]]);
  assertEquals(lines.map((line) => line.slice(0, 20)), [
    '1000 send 0/a,{"sid"',
    '1000 send 2/a,["tick',
    '2000 send 2/a,["tick',
  ]);
  player.receive(LEFT, 2000);
  const { unserved, missed, isGood } = player.performance();
  assertEquals([unserved, missed, isGood], [3, 2, false]);
});

Deno.test("Player plays a namespace that is joined much later from its own beginning", async () => {
  const last: Line = [8000, "server", '42/a,["tick",3]'];
  const player = playerFor(await sessionOf([...TWO_NAMESPACES, last]));
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/a,"],
    [2000, "tick"],
    [5000, "0/b,"],
    [5000, '2/b,["hi"]'],
    [5969, "tick"],
    [5970, "tick"],
    [6970, "tick"],
    [7999, "tick"],
    [8000, "tick"],
  ]);
  assertEquals(lines.slice(3).map((line) => line.split(",{")[0]), [
    "5000 send 0/b",
    '5970 send 2/b,["tock",1]',
    '6970 send 2/b,["tock",2]',
    '8000 send 2/a,["tick",3]',
  ]);
  assert(player.performance().isComplete);
});

Deno.test("Player keeps the order of the tape between namespaces that are joined together", async () => {
  const player = playerFor(await sessionOf(TWO_NAMESPACES));
  const lines = play(player, [
    [0, CONNECTED],
    [3, "0/b,"],
    [7, "0/a,"],
    [9, '2/b,["hi"]'],
    [9999, "tick"],
  ]);
  assertEquals(lines.map((line) => line.split(",")[0] ?? ""), [
    "9 send 0/a",
    "9 send 0/b",
    "9999 send 2/a",
    "9999 send 2/b",
    "9999 send 2/a",
    "9999 send 2/b",
  ]);
});

Deno.test("Player greets a client of Engine.IO 3 at once, and refuses in its words", async () => {
  const player = playerFor(
    await sessionOf(
      [
        [5, "server", "40"],
        [10, "client", "40/sfa?x=1,"],
        [20, "server", "40/sfa,"],
        [30, "server", `42/sfa,["id","/sfa#recordedEngineSid01"]`],
      ],
      [],
      3,
    ),
  );
  const lines = play(player, [[0, CONNECTED], [5, "tick"], [6, "0/sfa,"], [26, "tick"], [
    27,
    "0/other,",
  ]]);
  assertEquals(lines, [
    "5 send 0",
    "26 send 0/sfa,",
    '26 send 2/sfa,["id","/sfa#liveEngineSid01"]',
    '27 send 4/other,"Invalid namespace"',
    "27 unexpected CONNECT /other",
  ]);
});

Deno.test("Player closes as the server did, when all before has been said", async () => {
  const close = { kind: "control", at: 500, conn: 1, from: "server", op: "close", code: 4001 };
  const player = playerFor(await sessionOf(ORDERED, [close]));
  const lines = play(player, [
    [0, CONNECTED],
    [100, "0"],
    [110, '2["a",1]'],
    [400, "tick"],
    [900, '2["b",2]'],
    [910, "tick"],
    [1379, "tick"],
    [1380, "tick"],
  ]);
  assertEquals(lines.slice(1), ['910 send 2["done"]', "1380 close close-frame 4001"]);
  assert(player.isOver);
  assertEquals(player.nextDue(), undefined);
});

Deno.test("Player sends an event and its attachments as one, and hears them as one", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const { sessions } = await scriptFrom(engineSession([
    [0, "client", "40"],
    [0, "server", '40{"sid":"recordedSid"}'],
    [1, "client", '451-["up",{"_placeholder":true,"num":0}]'],
    [1, "client", bytes],
    [2, "server", '451-["down",{"_placeholder":true,"num":0}]'],
    [3, "server", bytes],
  ]));
  const [session] = sessions;
  assert(session !== undefined);
  const player = playerFor(session, { speed: "max" });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [1, '51-["up",{"_placeholder":true,"num":0}]'],
    [2, { kind: "message", data: bytes }],
  ]);
  assertEquals(lines.slice(1), ['2 send 51-["down",{"_placeholder":true,"num":0}] + [1,2,3]']);
});

Deno.test("Player speaks first on a plain WebSocket where the server did", async () => {
  const [session] = (await scriptFrom([
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/ws?a=1", headers: [] },
    { kind: "response", at: 10, conn: 1, id: 1, status: 101, headers: [] },
    { kind: "message", at: 15, conn: 1, from: "server", text: '{"type":"hello"}' },
    { kind: "message", at: 20, conn: 1, from: "client", text: '{"type":"login","name":"x"}' },
    { kind: "message", at: 30, conn: 1, from: "server", text: "not json" },
  ])).sessions;
  assert(session !== undefined);
  const player = playerFor(session);
  const lines = play(player, [
    [100, { kind: "connected" }],
    [105, "tick"],
    [200, '{"name":"x","type":"login"}'],
    [210, "tick"],
  ]);
  assertEquals(lines, ['105 send {"type":"hello"}', "210 send not json"]);
  assert(player.performance().isGood);
});

Deno.test("Player welcomes clients to a session whose beginning is not on the tape", async () => {
  const url = "/socket.io/?EIO=4&transport=websocket&sid=someRecordedSid";
  const [session] = (await scriptFrom([
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url, headers: [] },
    { kind: "response", at: 1, conn: 1, id: 1, status: 101, headers: [] },
    { kind: "message", at: 5, conn: 1, from: "server", text: '42/sfa,["moved",1]' },
  ])).sessions;
  assert(session?.isMidway === true);
  const player = playerFor(session, { speed: "max" });
  const lines = play(player, [[0, CONNECTED], [1, "0/sfa,"]]);
  assertEquals(lines, [
    '1 send 0/sfa,{"sid":"live-namespace-1"}',
    '1 send 2/sfa,["moved",1]',
  ]);
  assert(player.performance().isGood);
});

Deno.test("Player says nothing more to a namespace that its client has left", async () => {
  const player = playerFor(await sessionOf(TWO_NAMESPACES));
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0/a,"],
    [10, "0/b,"],
    [40, '2/b,["hi"]'],
    [50, "1/a,"],
    [5000, "tick"],
  ]);
  assertEquals(lines.slice(2), ['5000 send 2/b,["tock",1]', '5000 send 2/b,["tock",2]']);
});

Deno.test("Player goes on from what came instead when it gives something up", async () => {
  const player = playerFor(await sessionOf(ORDERED), { speed: "max", patience: 100 });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [50, '2["b",2]'],
    [100, "tick"],
  ]);
  assertEquals(lines.slice(1), ["50 unexpected b", "100 missed line 8", '100 send 2["done"]']);
  const { unexpected, missed, matched } = player.performance();
  assertEquals([unexpected, missed, matched], [0, 1, 2]);
});

Deno.test("Player loses no patience while it is paused", async () => {
  const player = playerFor(await sessionOf(ORDERED), { patience: 100 });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [60, { kind: "pause" }],
    [90_000, "tick"],
    [90_000, { kind: "resume" }],
    [90_099, "tick"],
    [90_100, "tick"],
  ]);
  assertEquals(lines.slice(1), ["90100 missed line 8"]);
});

Deno.test("Player goes on by time from where it was stepped to", async () => {
  const steps: readonly Line[] = [
    ...ORDERED.slice(0, 2),
    [1000, "server", '42["tick",1]'],
    [3000, "server", '42["tick",2]'],
  ];
  const player = playerFor(await sessionOf(steps), { speed: "step" });
  const lines = play(player, [
    [0, CONNECTED],
    [0, "0"],
    [6, { kind: "step" }],
    [10, { kind: "speed", speed: 1 }],
    [2009, "tick"],
    [2010, "tick"],
  ]);
  assertEquals(lines.slice(1), ['6 send 2["tick",1]', '2010 send 2["tick",2]']);
});

Deno.test("Player needs to serve nothing that only crossed a goodbye", async () => {
  const player = playerFor(
    await sessionOf([...ORDERED.slice(0, 2), [5, "client", "41"], [6, "server", '42["late"]']]),
  );
  play(player, [[0, CONNECTED], [0, "0"], [1, "1"], [2, LEFT]]);
  assert(player.performance().isGood);
});
