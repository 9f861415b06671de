// `diff --json`: one object on one line, with entry numbers and no counting of our own.

import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../../../src/base/json.ts";
import { parseJson } from "../../../src/base/json.ts";
import { findingJson } from "../../../src/view/json/diff_parts.ts";
import type { LiveChange } from "../../../src/diff/result.ts";
import { act, key } from "../../view/terminal/diff/build.ts";
import { root } from "../../house/tree.ts";
import { TapeFolder } from "./run_diff.ts";

const RIDES = {
  good: { seed: 1 },
  silent: { seed: 3, answerAfter: (visit: number) => visit === 1 ? undefined : 12 },
  bad: { seed: 2, ask: (visit: number) => ({ visit, tags: visit === 1 ? [] : ["a", "b"] }) },
} as const;

function parsed(out: string): JsonObject {
  const result = parseJson(out);
  if (!result.ok) throw new Error(result.reason);
  return result.value as JsonObject;
}

/** All names of fields, at any depth, but for what peers said. */
function namesIn(value: JsonValue): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return new Set();
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...namesIn(item)]));
  const names = Object.entries(value as JsonObject).flatMap(([name, item]) =>
    name === "args" || name === "value" ? [name] : [name, ...namesIn(item)]
  );
  return new Set(names);
}

Deno.test("diff --json prints one object on one line", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const { code, out, talk } = await folder.diff(["good.ndjson", "bad.ndjson", "--json"]);
  assertEquals([code, talk], [1, ""]);
  assertEquals(out.split("\n").length, 2);
  const { same, findings, noise, ...more } = parsed(out);
  assertEquals([same, noise], [false, []]);
  assertEquals(Object.keys(more), ["left", "right", "sessions", "first", "events"]);
  const [finding] = findings as readonly JsonObject[];
  assertEquals(finding?.kind, "changed");
  assertEquals(finding?.session, { left: 1, right: 1 });
  const paths = (finding?.differences as readonly JsonObject[]).map(({ path }) => path);
  assert(paths.every((path) => String(path).startsWith("$.tags")), paths.join());
});

Deno.test("diff --json says that tapes are the same, without a first difference", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const { code, out } = await folder.diff(["good.ndjson", "good.ndjson", "--json"]);
  assertEquals(code, 0);
  const { same, first, findings, noise } = parsed(out);
  assertEquals([same, first, findings, noise], [true, undefined, [], []]);
});

Deno.test("diff --json names the rule of each noise", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const args = ["good.ndjson", "silent.ndjson", "--baseline", "silent.ndjson", "--json"];
  const { code, out } = await folder.diff(args);
  assertEquals(code, 0);
  const [noise] = parsed(out).noise as readonly JsonObject[];
  assertEquals(Object.keys(noise ?? {}), ["rule", "finding"]);
  assertEquals((noise?.rule as JsonObject).event, "visit:check");
});

Deno.test("diff --json shows binary and what was hidden in words", async () => {
  await using folder = await TapeFolder.make();
  await folder.take("tracking_binary_acks");
  await folder.take("tracking");
  const args = ["tracking.ndjson", "tracking_binary_acks.ndjson", "--json"];
  const { out } = await folder.diff(args);
  assert(out.includes('"$binary":{"bytes":7,"sha256":"'), out);
  assert(out.includes('"token":"<hidden>"'), out);
  assert(!/[\u{f0000}-\u{fffff}]/u.test(out));
});

Deno.test("findingJson() tells every change of live values", () => {
  const track = key("← /sfa location:track");
  const example = act(track, 7, []);
  const changes: readonly LiveChange[] = [
    { what: "field-new", path: "$.a", count: 1, of: 2, example },
    { what: "constant", path: "$.a", left: 1, right: Uint8Array.of(1), example },
    { what: "field-lost", path: "$.a", count: 1, of: 2, example, odd: act(track, 9, []) },
    { what: "rate", left: 1.00049, right: 2, example },
    { what: "answers", left: 1, right: 0.5, example },
    { what: "order", how: "back", path: "$.n", paths: ["$.n"], count: 1, example },
    { what: "silence", where: "whole", left: 0.5, right: 9.0004, expected: example },
    {
      what: "outlier",
      how: "zero",
      path: "$.a",
      paths: ["$.a"],
      usual: [1, 2],
      value: 0,
      count: 1,
      of: 9,
      example,
    },
  ];
  const session = {};
  const start = { kind: "live", session } as const;
  const event = { from: "server", kind: "event", ns: "/sfa", name: "location:track" } as const;
  const line = { example: { line: 7 } };
  const binary = {
    $binary: {
      bytes: 1,
      sha256: "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
      base64: "AQ==",
    },
  };
  assertEquals(
    changes.map((change) =>
      findingJson({ kind: "live", session: 0, key: track, what: change.what, change }, [])
    ),
    [
      { ...start, what: "field-new", path: "$.a", count: 1, of: 2, ...line, event },
      { ...start, what: "constant", path: "$.a", left: 1, right: binary, ...line, event },
      {
        ...{ ...start, what: "field-lost", path: "$.a", count: 1, of: 2, ...line, event },
        odd: { line: 9 },
      },
      { ...start, what: "rate", left: 1, right: 2, ...line, event },
      { ...start, what: "answers", left: 1, right: 0.5, ...line, event },
      {
        ...start,
        what: "order",
        how: "back",
        path: "$.n",
        paths: ["$.n"],
        count: 1,
        ...line,
        event,
      },
      {
        ...{ ...start, what: "silence", where: "whole", left: 0.5, right: 9, event },
        expected: { line: 7 },
      },
      {
        ...{
          ...start,
          what: "outlier",
          how: "zero",
          path: "$.a",
          paths: ["$.a"],
          usual: [1, 2],
          value: 0,
        },
        ...{ count: 1, of: 9, ...line, event },
      },
    ],
  );
  const [change] = changes;
  if (change === undefined) throw new Error("there are changes");
  const answers = { what: change.what, change, ofAnswers: true } as const;
  const told = findingJson({ kind: "live", session: 0, key: track, ...answers }, []);
  assertEquals("ofAnswers" in told && told.ofAnswers, true);
});

Deno.test("diff --json has no field that docs/diff-json.md does not name", async () => {
  const text = await Deno.readTextFile(join(root, "docs", "diff-json.md"));
  const known = new Set(Array.from(text.matchAll(/`([a-zA-Z$]+)(?:\[\])?`/g), ([, name]) => name));
  const golden = join(root, "fixtures", "golden", "diff");
  const files = Array.from(Deno.readDirSync(golden), ({ name }) => name);
  for (const name of files.filter((name) => name.endsWith(".json"))) {
    const object = parsed(await Deno.readTextFile(join(golden, name)));
    for (const field of namesIn(object)) assert(known.has(field), field);
  }
});
