// What counts as a difference: deeper layers, chosen events, noise that two good tapes have, values
// that live, lists without order.

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Value } from "../../src/base/json.ts";
import { diffTapes } from "../../src/diff/diff_tapes.ts";
import { learnNoise } from "../../src/diff/learn.ts";
import { DEFAULT_TIMING, type DiffRules } from "../../src/diff/rules.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { compilePath } from "../../src/timeline/filter/path.ts";
import { get, says } from "../timeline/moments_of.ts";
import { diffScripts, type ScriptAct, scriptTape, toRead } from "./script_tape.ts";
import { act, diffEntries, session, tell, told } from "./told.ts";

Deno.test("diffTapes() looks at the engine's packets and the wire when it is asked to", async () => {
  const entries = (compressed: boolean, ping: boolean): readonly Entry[] => [
    { kind: "open", at: 0, conn: 1 },
    get(1, 1, "/socket.io/?EIO=4&transport=websocket"),
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [["Server", "x"]] },
    says("server", 3, '0{"sid":"abcdefgh","upgrades":[],"pingInterval":1000,"pingTimeout":500}'),
    says("client", 4, "40"),
    { ...says("server", 5, '40{"sid":"ijklmnop"}'), ...(compressed ? { compressed: true } : {}) },
    ...(ping ? [says("server", 6, "2"), says("client", 7, "3")] : []),
    { kind: "control", at: 8, conn: 1, from: "client", op: "ping" },
    { kind: "bytes", at: 9, conn: 1, from: "server", text: "?" },
    { kind: "control", at: 10, conn: 1, from: "client", op: "close", code: 1000, reason: "" },
    { kind: "close", at: 11, conn: 1, by: "client" },
  ];
  const [good, bad] = [entries(false, true), entries(true, false)];
  assertEquals(told(await diffEntries(good, bad)), []);
  assertEquals(told(await diffEntries(good, bad, { layer: "engine" })), [
    "missing ping",
    "missing pong",
  ]);
  assertEquals(told(await diffEntries(good, bad, { layer: "wire" })), [
    "missing ping",
    "added message",
    "missing pong",
  ]);
});

Deno.test("diffTapes() compares only the events and namespaces that are asked for", async () => {
  const good = [session(act("a", [1]), act("b", [1]))];
  const bad = [session(act("a", [2]), act("b", [2]))];
  assertEquals(told(await diffScripts(good, bad, { only: ["b"] })), ["changed b $"]);
  assertEquals(told(await diffScripts(good, bad, { only: ["/"] })), ["changed a $", "changed b $"]);
  assertEquals(told(await diffScripts(good, bad, { only: ["/other"] })), []);
});

Deno.test("diffTapes() takes for noise what differs between two good tapes", async () => {
  const tape = (n: number, extra: readonly ScriptAct[], last: number): string =>
    scriptTape([session(act("hello", [{ n, x: last }]), ...extra, act("bye"))]);
  const left = toRead("good", tape(1, [], 5));
  const baseline = toRead("other good", tape(2, [act("extra")], 5));
  const right = toRead("bad", tape(3, [act("extra"), act("extra")], 6));
  const result = await diffTapes({ left, right, baseline });
  assertEquals(told(result), ["changed hello $.x"]);
  assertEquals(result.noise.map(({ finding, rule }) => [tell(finding), rule.kind]), [
    ["added extra", "presence"],
    ["added extra", "presence"],
  ]);
  assertEquals(result.rules.noise, [
    { kind: "value", event: "hello", namespace: "/", from: "server", path: "$.n" },
    { kind: "presence", event: "extra", namespace: "/", from: "server" },
  ]);
  assertEquals(learnNoise(result).length, 3);
});

Deno.test("diffTapes() learns endings, orders, answers and other sessions as well", async () => {
  const asking = (answer: ScriptAct["answer"]): ScriptAct => ({
    ...act("ask", [1], "client"),
    ...(answer === undefined ? {} : { answer }),
  });
  const good = [session(asking([1]), act("x", [1]), act("y", [2]))];
  const bad = [session(asking("lost"), act("y", [2]), act("x", [1])), session(act("z"))];
  const noise = learnNoise(await diffScripts(good, bad));
  assertEquals(noise.map(({ kind }) => kind).sort(), ["answer", "order", "session"]);
  const result = await diffScripts(good, bad, { noise });
  assertEquals(told(result), []);
  assertEquals(result.noise.length, 3);
});

Deno.test("diffTapes() says of a tape that it was cut short", async () => {
  const whole = scriptTape([session(act("a"))]);
  const cut = whole.split("\n").slice(0, -2).join("\n");
  const left = toRead("whole", whole);
  const notes = async (text: string): Promise<string> => {
    const { right } = await diffTapes({ left, right: toRead("cut", text) });
    return right.notes.join();
  };
  assertEquals(await notes(whole), "");
  assertStringIncludes(await notes(`${cut}\n`), "cut short");
  assertStringIncludes(await notes(cut), "torn");
});

Deno.test("diffTapes() takes values for live only where it may", async () => {
  const acts = (from: number): readonly ScriptAct[] =>
    Array.from({ length: 6 }, (_, index) => act("move", [{ n: from + index * 1.5, room: "r" }]));
  const good = [session(...acts(1))];
  const bad = [session(...acts(1.3))];
  const live = await diffScripts(good, bad);
  assertEquals(told(live), []);
  assertEquals(live.events.find(({ key }) => key.name === "move")?.isLive, true);
  const exact = await diffScripts(good, bad, { exact: true });
  assertEquals(exact.findings.length, 6);
  const more = await diffScripts(good, [session(...acts(1.3), act("move", [{ n: 9, room: "r" }]))]);
  assertEquals(told(more), []);
  const rows = [...more.sessions[0]?.rows() ?? []].map(({ mark }) => mark);
  assertEquals(new Set(rows), new Set(["same"]));
});

Deno.test("diffTapes() follows the rules for numbers, lists and keyed lists", async () => {
  const tags: readonly Value[] = ["a", "b"];
  const drivers = [{ id: 7, speed: 3 }, { id: 8, speed: 4 }];
  const good = [session(act("all", [{ tags: [...tags] as string[], drivers }]))];
  const bad = [session(act("all", [{ tags: ["b", "a"], drivers: drivers.toReversed() }]))];
  assertEquals((await diffScripts(good, bad)).same, false);
  const rules: Partial<DiffRules> = {
    sets: [{ path: compilePath("$.tags") }],
    keys: [{ path: compilePath("$.drivers"), key: "id", event: "all" }],
  };
  assertEquals(told(await diffScripts(good, bad, rules)), []);
});

Deno.test("diffTapes() counts live acts among what an early ending kept from coming", async () => {
  const moves = (count: number, from: number): readonly ScriptAct[] =>
    Array.from({ length: count }, (_, index) => act("move", [{ n: from + index * 1.5 }]));
  const good = [session(...moves(12, 1), act("done", [1]))];
  const bad = [{ ...session(...moves(5, 1.3)), rest: 0 }];
  assertEquals(told(await diffScripts(good, bad)), ["ending disconnect disconnect 8"]);
});

Deno.test("diffTapes() finds slower heartbeats and rates, when times are looked at", async () => {
  const entries = (pause: number, gap: number): readonly Entry[] => [
    { kind: "open", at: 0, conn: 1 },
    get(1, 1, "/live"),
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
    says("server", 3, "hello"),
    ...[10, 20, 30].flatMap((at): Entry[] => [
      { kind: "control", at, conn: 1, from: "server", op: "ping" },
      { kind: "control", at: at + pause, conn: 1, from: "client", op: "pong" },
    ]),
    ...[0, 1, 2, 3, 4, 5].map((n) => says("server", 300 + n * gap, `{"type":"n","n":${n}}`)),
  ];
  const [good, bad] = [entries(1, 20), entries(150, 60)];
  assertEquals(told(await diffEntries(good, bad)), []);
  const { findings } = await diffEntries(good, bad, { timing: DEFAULT_TIMING });
  assertEquals(
    findings.map((finding) =>
      finding.kind === "late"
        ? [finding.what, finding.leftMilliseconds, finding.rightMilliseconds]
        : []
    ),
    [["rate", 20, 60], ["heartbeat", 1, 150]],
  );
});

Deno.test("diffTapes() finds slower heartbeats of Engine.IO, whose probes are none", async () => {
  const entries = (pause: number): readonly Entry[] => [
    { kind: "open", at: 0, conn: 1 },
    get(1, 1, "/socket.io/?EIO=4&transport=websocket"),
    { kind: "response", at: 2, conn: 1, id: 1, status: 101, headers: [] },
    says("server", 3, '0{"sid":"abcdefgh","upgrades":[],"pingInterval":1000,"pingTimeout":500}'),
    says("client", 4, "40"),
    says("server", 10, "2"),
    says("client", 10 + pause, "3"),
    says("server", 1000, "2"),
  ];
  const timing = { timing: DEFAULT_TIMING };
  const { findings } = await diffEntries(entries(2), entries(300), timing);
  assertEquals(findings.map((finding) => "what" in finding ? finding.what : finding.kind), [
    "heartbeat",
  ]);
  assertEquals(told(await diffEntries(entries(2), entries(90), timing)), []);
});
