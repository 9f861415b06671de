// The flags of `diff` as rules: what they may say, and what is refused with the place pointed at.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DIFF_FLAGS } from "../../../src/cli/diff/flags.ts";
import { readDiffRules } from "../../../src/cli/diff/read_rules.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { DEFAULT_RULES, DEFAULT_TIMING, type DiffRules } from "../../../src/diff/rules.ts";
import { diff } from "./run_diff.ts";

function rulesOf(...args: readonly string[]): DiffRules {
  return readDiffRules(parseFlags(DIFF_FLAGS, args).flags, []);
}

Deno.test("readDiffRules() gives the rules of the engine where no flag says otherwise", () => {
  assertEquals(rulesOf(), DEFAULT_RULES);
});

Deno.test("readDiffRules() reads paths of all events or of one, whose name may have colons", () => {
  const { ignore, sets } = rulesOf(
    ...["--ignore", "$.room", "--ignore", "**.ts", "--ignore", "location:track:$.at"],
    ...["--ignore", "driver:**.id", "--set", "visit:$.tags"],
  );
  assertEquals(ignore.map(({ event, path }) => [event, path.text]), [
    [undefined, "$.room"],
    [undefined, "**.ts"],
    ["location:track", "$.at"],
    ["driver", "**.id"],
  ]);
  assertEquals(sets.map(({ event, path }) => [event, path.text]), [["visit", "$.tags"]]);
});

Deno.test("readDiffRules() takes a colon and a $ within a path's brackets for part of it", () => {
  const [rule] = rulesOf("--ignore", '$["a:$.b"]').ignore;
  assertEquals([rule?.event, rule?.path.text], [undefined, '$["a:$.b"]']);
});

Deno.test("readDiffRules() reads tolerances and keys, at the last =", () => {
  const { tolerances, keys } = rulesOf(
    ...["--tolerance", "$.speed=0.5", "--tolerance", 'track:$["a=b"]=1e-3'],
    ...["--key", "plan:$.visits=id"],
  );
  assertEquals(tolerances.map(({ event, path, amount }) => [event, path.text, amount]), [
    [undefined, "$.speed", 0.5],
    ["track", '$["a=b"]', 0.001],
  ]);
  assertEquals(keys.map(({ event, path, key }) => [event, path.text, key]), [
    ["plan", "$.visits", "id"],
  ]);
});

const DISTANCES: readonly (readonly [text: string, metres: number])[] = [
  ["10m", 10],
  ["10", 10],
  ["1.5km", 1500],
  ["50cm", 0.5],
  ["0m", 0],
];

for (const [text, metres] of DISTANCES) {
  Deno.test(`readDiffRules() reads --geo ${text} as metres`, () => {
    assertEquals(rulesOf("--geo", text).geo, metres);
  });
}

Deno.test("readDiffRules() reads the rest", () => {
  const rules = rulesOf(
    ...["--values", "--layer", "engine", "--time", "2s"],
    ...["--only", "a", "--only", "/sfa"],
    ...["--timing", "--late", "500ms", "--factor", "1.5", "--drift", "5s"],
  );
  assertEquals([rules.exact, rules.layer, rules.time], [true, "engine", 2000]);
  assertEquals(rules.only, ["a", "/sfa"]);
  assertEquals(rules.timing, { milliseconds: 500, factor: 1.5, drift: 5000 });
  assertEquals(rulesOf("--timing").timing, DEFAULT_TIMING);
});

const REFUSED: readonly (readonly [args: readonly string[], reason: string])[] = [
  [["--layer", "sokcet"], 'Cannot read --layer "sokcet": expected wire, engine, socket, event'],
  [["--geo", "10 yards"], 'Cannot read --geo "10 yards": it is no distance'],
  [["--geo=-1m"], 'Cannot read --geo "-1m": expected 0 or more'],
  [["--time", "soon"], 'Cannot read --time "soon": it is no duration'],
  [["--tolerance", "$.speed"], "expected a path, = and a value"],
  [["--tolerance", "=1"], "expected a path, = and a value"],
  [["--tolerance", "$.speed=much"], '"much" is no number of 0 or more'],
  [["--tolerance", "$.speed=1.2.3"], '"1.2.3" is no number of 0 or more'],
  [["--tolerance", "$.speed=-1"], '"-1" is no number of 0 or more'],
  [["--key", "$.visits="], "expected a path, = and a value"],
  [["--factor", "0.5"], "Cannot read --factor"],
];

for (const [args, reason] of REFUSED) {
  Deno.test(`readDiffRules() refuses ${args.join(" ")}`, () => {
    const error = assertThrows(() => rulesOf("--timing", ...args), UsageError);
    assertStringIncludes(error.message, reason);
  });
}

Deno.test("readDiffRules() points at the place where a path cannot be read", async () => {
  const { code, talk } = await diff(["a", "b", "--ignore", "track:$.a..b"]);
  assertEquals(code, 2);
  assertStringIncludes(
    talk,
    'Cannot read --ignore "track:$.a..b": Cannot read the path at column 5',
  );
  assertStringIncludes(talk, "\n    $.a..b\n        ^");
});

Deno.test("readDiffRules() says how a path begins, for a name alone", async () => {
  const { code, talk } = await diff(["a", "b", "--ignore", "room"]);
  assertEquals(code, 2);
  assertStringIncludes(talk, "Write $.room, or **.room for any depth");
});
