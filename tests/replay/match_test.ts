// Matching by meaning: what is the same, what differs and where, and how that can be accepted.

import { assert, assertEquals } from "@std/assert";
import { explainMiss, type MatchMode, missOf } from "../../src/replay/match.ts";
import type { Meaning } from "../../src/replay/meaning.ts";
import type { Step } from "../../src/replay/script.ts";
import { Listener } from "../../src/replay/listener.ts";
import { compilePath } from "../../src/timeline/filter/path.ts";
import type { Payload } from "../../src/base/bytes.ts";
import { scriptFrom, scriptOf } from "./fixtures.ts";

function event(name: string, args: Extract<Meaning, { kind: "event" }>["args"]): Meaning {
  return { kind: "event", namespace: "/", name, args };
}

function step(meaning: Meaning): Step {
  return {
    index: 0,
    from: "client",
    line: 14,
    part: 0,
    at: 0,
    messages: [],
    meaning,
    isOptional: false,
  };
}

function explain(
  expected: Meaning,
  said: Meaning,
  mode: MatchMode = "strict",
  ignore: readonly string[] = [],
): readonly string[] {
  const miss = missOf(step(expected), said, { mode, ignore: ignore.map(compilePath) });
  return miss === undefined ? [] : explainMiss(miss);
}

Deno.test("missOf() says where two messages differ, as one reads it", () => {
  const expected = event("subscribe", [{ room: "track_222222", ssoId: 222222 }]);
  const said = event("subscribe", [{ room: "track_19", ssoId: 222222 }]);
  assertEquals(explain(expected, said), [
    'entry 14: $.room expected "track_222222", got "track_19"',
  ]);
  assertEquals(explain(expected, said, "name"), []);
  assertEquals(explain(expected, said, "shape"), []);
  assertEquals(explain(expected, said, "strict", ["$.room"]), []);
  assertEquals(explain(expected, event("other", [])), ["entry 14: expected subscribe"]);
});

Deno.test("missOf() takes keys in any order, and nothing more or less of them", () => {
  assertEquals(explain(event("a", [{ b: 1, c: 2 }]), event("a", [{ c: 2, b: 1 }])), []);
  assertEquals(explain(event("a", [{ b: 1 }]), event("a", [{ b: 1, c: 2 }])), [
    "entry 14: $.c expected nothing, got 2",
  ]);
  assertEquals(
    explain(event("a", [{ b: 1 }]), event("a", [{ b: 1, c: 2 }]), "strict", ["**.c"]),
    [],
  );
  assertEquals(explain(event("a", [{ b: 1, c: 2 }]), event("a", [{ b: 1 }]), "shape"), [
    "entry 14: $.c expected 2, got nothing",
  ]);
  assertEquals(explain(event("a", [1]), event("a", ["1"]), "shape"), [
    'entry 14: $ expected 1, got "1"',
  ]);
  assertEquals(explain(event("a", [1, 2]), event("a", [1])), [
    "entry 14: $[1] expected 2, got nothing",
  ]);
});

Deno.test("missOf() compares attachments by content, by shape as binary", () => {
  const expected = event("photo", [{ bytes: new Uint8Array([1, 2]) }]);
  assertEquals(explain(expected, event("photo", [{ bytes: new Uint8Array([1, 2]) }])), []);
  const other = event("photo", [{ bytes: new Uint8Array([1, 3]) }]);
  assertEquals(explain(expected, other).length, 1);
  assertEquals(explain(expected, other, "shape"), []);
  assertEquals(explain(expected, event("photo", [{ bytes: "AQI=" }]), "shape").length, 1);
});

Deno.test("missOf() takes an empty auth for none, and recovery's ids for nothing", () => {
  const none: Meaning = { kind: "connect", namespace: "/" };
  assertEquals(explain(none, { ...none, data: {} }), []);
  assertEquals(explain(none, { ...none, data: { pid: "a", offset: "b" } }), []);
  assertEquals(explain(none, { ...none, data: { token: "a" } }), [
    'entry 14: $.token expected nothing, got "a"',
  ]);
});

Deno.test("missOf() tells who wants an answer from who does not", () => {
  const expected: Meaning = { kind: "event", namespace: "/", name: "a", args: [], ackId: 3 };
  assertEquals(explain(expected, { ...expected, ackId: 0 }), []);
  assertEquals(explain(expected, event("a", [])), [
    "entry 14: expected a question for an answer (a callback), got none",
  ]);
  assertEquals(explain(event("a", []), expected), [
    "entry 14: expected no question for an answer, got one (a callback)",
  ]);
});

Deno.test("missOf() takes anything of its type where a secret was hidden", async () => {
  const session = (await scriptOf("driver")).sessions[0];
  const [first] = session?.steps ?? [];
  assert(session !== undefined && first !== undefined);
  const rules = { mode: "strict", ignore: [] } as const;
  const cases: readonly (readonly [text: string, paths: readonly string[]])[] = [
    ['{"type":"authenticate","payload":{"token":"short","command":"start"}}', []],
    ['{"type":"authenticate","payload":{"token":"","command":"start"}}', []],
    ['{"type":"authenticate","payload":{"token":7,"command":"start"}}', ["$.payload.token"]],
    ['{"type":"authenticate","payload":{"token":"x","command":"stop"}}', ["$.payload.command"]],
  ];
  for (const [text, paths] of cases) {
    const [said] = new Listener(session).hear(text);
    assert(said !== undefined);
    assertEquals(missOf(first, said, rules)?.differences.map(({ path }) => path) ?? [], paths);
  }
});

Deno.test("missOf() knows hidden numbers, and parts of texts", async () => {
  const text = '{"type":"pay","pin":"**","short":0,"url":"a?token=***&b=1"}';
  const redacted = {
    text: [[text.indexOf('"**"'), 4, "1"], [text.indexOf(":0,") + 1, 1, "2"], [
      text.indexOf("***&"),
      3,
      "3",
    ]],
  };
  const [session] = (await scriptFrom([
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/ws", headers: [] },
    { kind: "response", at: 0, conn: 1, id: 1, status: 101, headers: [] },
    { kind: "message", at: 1, conn: 1, from: "client", text, redacted },
  ])).sessions;
  const [first] = session?.steps ?? [];
  assert(session !== undefined && first !== undefined);
  const hear = (data: Payload): readonly string[] => {
    const [said] = new Listener(session).hear(data);
    assert(said !== undefined);
    const miss = missOf(first, said, { mode: "strict", ignore: [] });
    return miss?.differences.map(({ path }) => path) ?? [];
  };
  assertEquals(hear('{"type":"pay","pin":4711,"short":5,"url":"a?token=abcdef&b=1"}'), []);
  assertEquals(hear('{"type":"pay","pin":"x","short":5,"url":"a?token=abcdef&b=2"}'), [
    "$.pin",
    "$.url",
  ]);
});

Deno.test("missOf() tells another reason of a refusal", () => {
  const refused = (message: string): Meaning => ({
    kind: "connect-error",
    namespace: "/sfa",
    data: { message },
  });
  assertEquals(explain(refused("expired"), refused("expired")), []);
  assertEquals(explain(refused("expired"), refused("missing")), [
    'entry 14: $.message expected "expired", got "missing"',
  ]);
});
