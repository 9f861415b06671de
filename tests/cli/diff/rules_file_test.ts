// Noise that is learned from another good tape, written down, and used again.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { parseNoiseRules } from "../../../src/diff/noise_rules.ts";
import { TapeFolder } from "./run_diff.ts";

/** The answer to the first question comes or does not, on good tapes as well. */
const RIDES = {
  good: { seed: 1 },
  silent: { seed: 2, answerAfter: (visit: number) => visit === 0 ? undefined : 12 },
  bad: { seed: 3, answerAfter: (visit: number) => visit === 0 ? undefined : 12 },
  worse: { seed: 4, ask: (visit: number) => ({ visit, tags: visit === 1 ? [] : ["a", "b"] }) },
} as const;

const GOOD_BAD = ["good.ndjson", "bad.ndjson"] as const;

Deno.test("diff --baseline names what good tapes differ in as noise", async () => {
  await using folder = await TapeFolder.make(RIDES);
  assertEquals((await folder.diff([...GOOD_BAD])).code, 1);
  const { code, out, talk } = await folder.diff([...GOOD_BAD, "--baseline", "silent.ndjson"]);
  assertEquals([code, talk], [0, ""]);
  assertStringIncludes(out, "noise, not counted: 1 difference\n");
  assertStringIncludes(out, "1 × → /sfa  visit:check  is not answered");
});

Deno.test("diff --baseline still tells what good tapes do not differ in", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const args = ["good.ndjson", "worse.ndjson", "--baseline", "silent.ndjson"];
  const { code, out } = await folder.diff(args);
  assertEquals(code, 1);
  assertStringIncludes(out, "$.tags");
});

Deno.test("diff --write-rules keeps what a baseline taught, and --rules uses it", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const wrote = await folder.diff([
    ...GOOD_BAD,
    ...["--baseline", "silent.ndjson", "--write-rules", "ci/noise.json"],
  ]);
  assertEquals(wrote.code, 0);
  assertEquals(
    wrote.talk,
    "Wrote 1 rule to ci/noise.json: what good.ndjson and silent.ndjson differ in is noise\n",
  );
  assertEquals(parseNoiseRules(folder.read("ci/noise.json")).map(({ kind }) => kind), ["answer"]);
  assertEquals((await folder.diff([...GOOD_BAD, "--rules", "ci/noise.json"])).code, 0);
});

Deno.test("diff --write-rules keeps what two good tapes differ in, without a baseline", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const args = ["good.ndjson", "silent.ndjson", "--write-rules", "noise.json"];
  const { code, talk } = await folder.diff(args);
  assertEquals(code, 1);
  assertStringIncludes(talk, "Wrote 1 rule to noise.json");
  assertEquals((await folder.diff([...args.slice(0, 2), "--rules", "noise.json"])).code, 0);
});

Deno.test("diff --write-rules keeps the rules that it was given", async () => {
  await using folder = await TapeFolder.make(RIDES);
  await folder.diff(["good.ndjson", "silent.ndjson", "--write-rules", "noise.json"]);
  const more = await folder.diff([
    ...["good.ndjson", "worse.ndjson"],
    ...["--rules", "noise.json", "--write-rules", "noise.json", "--force"],
  ]);
  assertStringIncludes(more.talk, "and 1 that were there to noise.json");
  const kinds = parseNoiseRules(folder.read("noise.json")).map(({ kind }) => kind);
  assertEquals(kinds.includes("answer") && kinds.length >= 2, true, kinds.join());
});

Deno.test("diff --write-rules overwrites nothing without --force, and reads no tape before", async () => {
  await using folder = await TapeFolder.make(RIDES);
  folder.write("noise.json", "mine");
  const args = ["good.ndjson", "none.ndjson", "--write-rules", "noise.json"];
  const { code, talk } = await folder.diff(args);
  assertEquals(code, 2);
  assertStringIncludes(talk, 'Cannot write the rules "noise.json": the file stands already');
  assertStringIncludes(talk, "--force overwrites it");
  assertEquals(folder.read("noise.json"), "mine");
});

Deno.test("diff --rules says which file cannot be read, with exit code 3", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const none = await folder.diff([...GOOD_BAD, "--rules", "none.json"]);
  assertEquals(none.code, 3);
  assertStringIncludes(none.talk, 'Cannot read the rules "none.json"');
  folder.write("broken.json", "{oh");
  const broken = await folder.diff([...GOOD_BAD, "--rules", "broken.json"]);
  assertEquals(broken.code, 3);
  assertStringIncludes(broken.talk, 'Cannot use the rules "broken.json"');
  assertStringIncludes(broken.talk, "because: Cannot read the rules: this is no JSON");
});

Deno.test("diff says when a baseline is one of the two tapes", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const left = await folder.diff([...GOOD_BAD, "--baseline", "good.ndjson"]);
  assertStringIncludes(left.talk, "The baseline is good.ndjson itself: nothing is learned from it");
  const right = await folder.diff([...GOOD_BAD, "--baseline", "bad.ndjson"]);
  assertStringIncludes(right.talk, "The baseline is bad.ndjson itself: every difference");
});

const UNWRITABLE: readonly (readonly [typed: string, code: number, words: string])[] = [
  [
    "file/noise.json",
    3,
    'Cannot write the rules "file/noise.json": Cannot make the folder "PLACE/file": a file stands in its place',
  ],
  [
    "file/below/noise.json",
    3,
    'Cannot write the rules "file/below/noise.json": Cannot make the folder "PLACE/file/below": a file stands in the place of a folder',
  ],
  ["folder", 2, 'Cannot write the rules "folder": it is a folder\n  Name a file in it'],
];

for (const [typed, code, words] of UNWRITABLE) {
  Deno.test(`diff --write-rules says why it cannot write ${typed}, in words of ours`, async () => {
    await using folder = await TapeFolder.make(RIDES);
    folder.write("file", "");
    Deno.mkdirSync(join(folder.path, "folder"));
    const told = await folder.diff([...GOOD_BAD, "--write-rules", typed, "--force"]);
    assertEquals(told.code, code);
    assertEquals(told.talk.replaceAll(folder.path, "PLACE"), `wiretape: ${words}\n`);
  });
}

Deno.test("diff --write-rules says that it may not write, and gives no advice of the runtime", async () => {
  await using folder = await TapeFolder.make(RIDES);
  // What belongs to the system, no process of ours may write without all permissions.
  const { code, talk } = await folder.diff([...GOOD_BAD, "--write-rules", "/proc/noise.json"]);
  assertEquals(code, 3);
  assertStringIncludes(talk, 'Cannot write the rules "/proc/noise.json": ');
  assert(!talk.includes("--allow"), talk);
});
