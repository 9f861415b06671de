// Two tapes compared in somebody's test: what passes, what the message of a failing one says, what is
// an error of its own.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { pathToFileURL } from "node:url";
import {
  assertSameTape,
  diffTapes,
  type DiffTapesOptions,
  TapeDifferenceError,
} from "../../src/testing/mod.ts";
import { type Ride, rideTape } from "../cli/diff/ride_tape.ts";
import { TapeFolder } from "../cli/diff/run_diff.ts";

const TRACKING = "fixtures/tapes/tracking.ndjson";
const POLLING = "fixtures/tapes/tracking_polling.ndjson";

const GOOD: Ride = { seed: 1 };
/** Another tag, in the third question. */
const TAGGED: Ride = { seed: 1, ask: (visit) => ({ visit, tags: ["a", visit === 2 ? "c" : "b"] }) };
const TURNED: Ride = {
  seed: 1,
  ask: (visit) => ({ visit, tags: visit === 2 ? ["b", "a"] : ["a", "b"] }),
};
const SHIFTED: Ride = {
  seed: 1,
  ask: (visit) => ({ visit: visit === 2 ? 2.5 : visit, tags: ["a", "b"] }),
};
/** One question that nobody answers. */
const SILENT: Ride = { seed: 1, answerAfter: (visit) => visit === 1 ? undefined : 12 };

async function failure(
  good: Ride,
  bad: Ride,
  options: DiffTapesOptions = {},
): Promise<TapeDifferenceError> {
  await using folder = await TapeFolder.make({ good, bad });
  return await assertRejects(
    () => assertSameTape(`${folder.path}/good.ndjson`, `${folder.path}/bad.ndjson`, options),
    TapeDifferenceError,
  );
}

async function pass(good: Ride, bad: Ride, options: DiffTapesOptions = {}): Promise<void> {
  await using folder = await TapeFolder.make({ good, bad });
  const paths = ["good", "bad"].map((name) => `${folder.path}/${name}.ndjson`);
  const { same } = await assertSameTape(paths[0] ?? "", paths[1] ?? "", options);
  assertEquals(same, true);
}

Deno.test("assertSameTape() resolves with the comparison, by name or by URL", async () => {
  const { same, report, text } = await assertSameTape(TRACKING, pathToFileURL(POLLING));
  assertEquals([same, report.same, report.findings, report.left.name], [true, true, [], TRACKING]);
  assertStringIncludes(text(), "same: 1 session");
});

Deno.test("assertSameTape() takes other values of a live event for the same", async () => {
  await pass(GOOD, { seed: 2 });
});

Deno.test("assertSameTape() says what differs, where, and how to accept it", async () => {
  const error = await failure(GOOD, TAGGED);
  assertEquals(error.name, "AssertionError");
  const lines = error.message.split("\n");
  assert(/^The tape ".*bad\.ndjson" does not say what ".*good\.ndjson" says$/.test(lines[0] ?? ""));
  assertEquals(lines[1], "different: 1 changed");
  assertStringIncludes(error.message, 'expected  #39      → /sfa  visit:check  {"visit":2');
  assertStringIncludes(error.message, '$.tags[1]  "b" → "c"');
  assertStringIncludes(error.message, "@@ session 1 (/sfa) · entries 37–42 | 37–42");
  assertEquals(lines.at(-1), 'accept it with { ignore: ["visit:check:$.tags[1]"] }');
  assert(!error.message.includes("--ignore"), "flags belong to the command line");
  const [finding] = error.report.findings;
  assert(finding?.kind === "changed");
  assertEquals(finding.differences, [{ path: "$.tags[1]", left: "b", right: "c" }]);
  assertEquals(error.diff.same, false);
  await pass(GOOD, TAGGED, { ignore: ["visit:check:$.tags[1]"] });
});

Deno.test("assertSameTape() names no option where none would accept it", async () => {
  const { message } = await failure(GOOD, SILENT);
  assertStringIncludes(message, "different: 1 answer lost");
  assert(!message.includes("accept it"), message);
});

Deno.test("assertSameTape() shortens a long story, and keeps all of it", async () => {
  const error = await failure(GOOD, { seed: 2 }, { values: true });
  const lines = error.message.split("\n");
  assert(lines.length <= 45, `${lines.length} lines`);
  const more = lines.findLast((line) => line.startsWith("…")) ?? "";
  assert(/^… \d+ more lines: error\.diff\.text\(\) has all$/.test(more), more);
  const all = error.diff.text({ full: true });
  assert(all.split("\n").length > 100, all);
  assert(
    error.diff.text({ columns: 40 }).split("\n").every((line) =>
      line.length <= 40 || line.startsWith("  inspect") || line.startsWith("to ")
    ),
  );
});

Deno.test("assertSameTape() shows nothing of the comparison as the error's own properties", async () => {
  // Test runners print those, and a comparison is long.
  assertEquals(Object.keys(await failure(GOOD, TAGGED)), ["name"]);
});

/** What makes the tagged or the silent ride the same as the good one. */
const ACCEPTED: readonly (readonly [bad: Ride, options: DiffTapesOptions])[] = [
  [TAGGED, { ignore: ["$.tags"] }],
  [TAGGED, { only: ["location:track"] }],
  [TURNED, { sets: ["$.tags"] }],
  [SHIFTED, { tolerance: { "visit:check:$.visit": 0.5 } }],
  [SILENT, {
    rules: { format: "wiretape-rules/1", noise: [{ kind: "answer", event: "visit:check" }] },
  }],
];

for (const [index, [bad, options]] of ACCEPTED.entries()) {
  const shown = JSON.stringify(options);
  Deno.test(`assertSameTape() accepts ${shown} and fails without (${index})`, async () => {
    await failure(GOOD, bad);
    await pass(GOOD, bad, options);
  });
}

Deno.test("assertSameTape() learns noise from another good tape, or from a file of rules", async () => {
  await using folder = await TapeFolder.make({ good: GOOD, bad: SILENT });
  const at = (name: string): string => `${folder.path}/${name}`;
  const [good, bad] = [at("good.ndjson"), at("bad.ndjson")];
  const { report } = await assertSameTape(good, bad, { baseline: bad });
  assertEquals(report.noise.map(({ rule }) => rule.kind), ["answer"]);
  await folder.diff(["good.ndjson", "bad.ndjson", "--write-rules", "rules.json"]);
  for (const rules of [at("rules.json"), pathToFileURL(at("rules.json"))]) {
    await assertSameTape(good, bad, { rules });
  }
  folder.write("rules.json", "{");
  await assertRejects(
    () => assertSameTape(good, bad, { rules: at("rules.json") }),
    Error,
    "Cannot use the rules",
  );
});

Deno.test("assertSameTape() compares times when it is told to", async () => {
  const late: Ride = { seed: 1, silence: { before: 20, milliseconds: 4000 } };
  await pass(GOOD, late);
  const { report } = await failure(GOOD, late, { timing: { late: 500, drift: 60_000 } });
  assertEquals(report.findings[0]?.kind, "late");
  await pass(GOOD, late, { timing: { late: 5000, drift: 60_000 } });
});

Deno.test("diffTapes() compares what is no file, packed or not, as often as it must", async () => {
  const bytes = new TextEncoder().encode(rideTape(GOOD));
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  const pieces = await Array.fromAsync(packed);
  const { same, report } = await diffTapes(
    { name: "in memory", open: () => [bytes] },
    { name: "packed", open: () => ReadableStream.from(pieces) },
    { baseline: TRACKING },
  );
  assertEquals([same, report.left.name, report.right.name], [true, "in memory", "packed"]);
});

const MISTAKES: readonly (readonly [options: DiffTapesOptions, expected: string])[] = [
  [{ ignore: ["room"] }, 'Cannot read ignore "room": Cannot read the path at column 1'],
  [{ tolerance: { "$.speed": -1 } }, 'tolerance of "$.speed" of -1: expected 0 or more'],
  [{ geo: NaN }, "Cannot compare with a geo of NaN"],
  [{ timing: { factor: 0.5 } }, "Cannot compare with a factor of 0.5: expected 1 or more"],
  [{ only: ["nothing"] }, 'Cannot compare only "nothing": neither tape has it'],
  [{ rules: {} }, 'Cannot read the rules: "format" is missing'],
  [{ rules: "nowhere.json" }, 'Cannot use the rules "nowhere.json"'],
];

for (const [options, expected] of MISTAKES) {
  Deno.test(`assertSameTape() refuses ${JSON.stringify(options)}`, async () => {
    const error = await assertRejects(() => assertSameTape(TRACKING, POLLING, options), Error);
    assert(!(error instanceof TapeDifferenceError));
    assertStringIncludes(error.message, expected);
  });
}

Deno.test("assertSameTape() refuses a layer that is none, as JavaScript may say it", async () => {
  const options: DiffTapesOptions = JSON.parse('{"layer":"sokcet"}');
  await assertRejects(() => assertSameTape(TRACKING, POLLING, options), TypeError, '"sokcet"');
});

Deno.test("assertSameTape() trusts no tape that it cannot read to its end", async () => {
  await using folder = await TapeFolder.make({ good: GOOD });
  const broken = rideTape(GOOD).replace('"conn":1,"from":"server"', '"conn":"x","from":"server"');
  folder.write("broken.ndjson", broken);
  folder.write("page.ndjson", "<html>\n");
  const good = `${folder.path}/good.ndjson`;
  const cases: readonly (readonly [name: string, expected: string])[] = [
    ["broken.ndjson", "Cannot read entry"],
    ["page.ndjson", "Cannot read the tape"],
    ["missing.ndjson", "Cannot open"],
  ];
  for (const [name, expected] of cases) {
    for (const baseline of [undefined, `${folder.path}/${name}`]) {
      const bad = baseline === undefined ? `${folder.path}/${name}` : good;
      const options = baseline === undefined ? {} : { baseline };
      const error = await assertRejects(() => assertSameTape(good, bad, options), Error);
      assertEquals(error.name, "Error");
      assertStringIncludes(error.message, `Cannot compare the tape "${folder.path}/${name}": `);
      assertStringIncludes(error.message, expected);
    }
  }
});
