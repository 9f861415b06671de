// Which rules apply to which acts, and where their paths lead.

import { assertEquals, assertStrictEquals } from "@std/assert";
import { compareContents } from "../../src/diff/compare_contents.ts";
import { contentRules, RuleBook } from "../../src/diff/content_rules.ts";
import { DEFAULT_RULES, type DiffRules, type NoiseRule } from "../../src/diff/rules.ts";
import { path, rulesFor, TRACK_KEY } from "./arbitrary_value.ts";

Deno.test("RuleBook makes the rules of a kind once", () => {
  const book = new RuleBook({ ...DEFAULT_RULES, ignore: [{ ...path("$.a"), event: "other" }] });
  assertStrictEquals(book.for(TRACK_KEY), book.for({ ...TRACK_KEY }));
  assertEquals(book.for(TRACK_KEY).isExact, true);
  assertEquals(book.for({ ...TRACK_KEY, index: 1, name: "other" }).isExact, false);
});

const LEFT = { a: { b: [{ c: 1 }, { c: 2 }, { c: 3 }], d: 4 }, e: 5 };
const RIGHT = { a: { b: [{ c: 6 }, { c: 7 }, { c: 8 }], d: 9 }, e: 10 };
const ALL = ["$.a.b[0].c", "$.a.b[1].c", "$.a.b[2].c", "$.a.d", "$.e"];

const IGNORED: readonly (readonly [readonly string[], readonly string[]])[] = [
  [[], ALL],
  [["$.x", "$.b", "$.a.b.c"], ALL],
  [["$.e"], ALL.slice(0, 4)],
  [["$.a"], ["$.e"]],
  [["$"], []],
  [["$.*"], []],
  [["$.*.*"], ["$.e"]],
  [["$.a.b[1]"], ["$.a.b[0].c", "$.a.b[2].c", "$.a.d", "$.e"]],
  [["$.a.b[-1].c"], ["$.a.b[0].c", "$.a.b[1].c", "$.a.d", "$.e"]],
  [["$.a.b[*].c"], ["$.a.d", "$.e"]],
  [["**.c", "$.e"], ["$.a.d"]],
  [["**.b"], ["$.a.d", "$.e"]],
  [["**[0]", "$.a.**.d"], ["$.a.b[1].c", "$.a.b[2].c", "$.e"]],
  [["**.a.**.c"], ["$.a.d", "$.e"]],
];

for (const [paths, told] of IGNORED) {
  Deno.test(`contentRules() follows ${paths.join(" and ") || "no path"}`, () => {
    const rules = rulesFor({ ignore: paths.map(path) });
    assertEquals(compareContents(LEFT, RIGHT, rules).map((difference) => difference.path), told);
    // What was followed once is remembered.
    assertEquals(compareContents(LEFT, RIGHT, rules).map((difference) => difference.path), told);
  });
}

const NOISE: readonly (readonly [NoiseRule, boolean])[] = [
  [{ kind: "value", path: "$.e" }, true],
  [{ kind: "value" }, true],
  [
    { kind: "value", event: "location:track", namespace: "/sfa", from: "server", path: "$.e" },
    true,
  ],
  [{ kind: "value", event: "other", path: "$.e" }, false],
  [{ kind: "value", namespace: "/", path: "$.e" }, false],
  [{ kind: "value", from: "client", path: "$.e" }, false],
  [{ kind: "value", path: "namespace" }, false],
  [{ kind: "live", path: "$.e" }, false],
];

for (const [noise, applies] of NOISE) {
  Deno.test(`contentRules() ${applies ? "takes" : "leaves"} the noise ${JSON.stringify(noise)}`, () => {
    const rules: DiffRules = { ...DEFAULT_RULES, noise: [noise] };
    assertEquals(contentRules(rules, TRACK_KEY).isExact, !applies);
    const told = compareContents([{ e: 1 }], [{ e: 2 }], contentRules(rules, TRACK_KEY));
    assertEquals(told.length, applies ? 0 : 1);
  });
}

Deno.test("contentRules() allows the greatest of several tolerances", () => {
  const amount = (text: string, amount: number) => ({ ...path(text), amount });
  const rules = rulesFor({ tolerances: [amount("$.e", 1), amount("**.e", 3), amount("$.e", 2)] });
  assertEquals(compareContents({ e: 1 }, { e: 4 }, rules), []);
  assertEquals(compareContents({ e: 1 }, { e: 4.1 }, rules).length, 1);
});
