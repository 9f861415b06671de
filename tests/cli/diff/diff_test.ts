// The command `diff`: which tapes, which exit code, what is said besides, how it is shown.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { textWidth } from "../../../src/view/terminal/text_width.ts";
import { rideTape } from "./ride_tape.ts";
import { diff, TapeFolder, wiretape } from "./run_diff.ts";

const RIDES = { good: { seed: 1 }, other: { seed: 2 } } as const;
const BAD = { ...RIDES, bad: { seed: 3, ask: (): unknown => ({ visit: "x" }) } } as const;

Deno.test("diff says that tapes are the same, with exit code 0", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const { code, out, talk } = await folder.diff(["good.ndjson", "other.ndjson"]);
  assertEquals([code, talk], [0, ""]);
  assertMatch(out, /^same: 1 session, \d+ acts; 1 event with live values, compared by shape\n/);
});

Deno.test("diff says that tapes differ, with exit code 1", async () => {
  await using folder = await TapeFolder.make(BAD);
  const { code, out, talk } = await folder.diff(["good.ndjson", "bad.ndjson"]);
  assertEquals([code, talk], [1, ""]);
  assertMatch(out, /^different: /);
});

Deno.test("diff compares the newest tape with the one before it when none is named", async () => {
  await using folder = await TapeFolder.make();
  Deno.mkdirSync(join(folder.path, "tapes"));
  for (const [index, seed] of [1, 2, 3].entries()) {
    const path = join(folder.path, "tapes", `${seed}.ndjson`);
    Deno.writeTextFileSync(path, rideTape({ seed, ...(seed === 3 ? { points: 6 } : {}) }));
    Deno.utimeSync(path, index, index);
  }
  const { code, out, talk } = await folder.diff([]);
  assertEquals(talk, "Comparing tapes/2.ndjson (@2) with tapes/3.ndjson (@1, the newest)\n");
  assertEquals(code, 1);
  assertStringIncludes(out, "--- tapes/2.ndjson");
  assertStringIncludes(out, "inspect tapes/3.ndjson --around");
  const named = await folder.diff(["@3", "@2"]);
  assertEquals([named.code, named.talk], [0, ""]);
});

Deno.test("diff needs two tapes", async () => {
  const { code, talk } = await diff(["tracking.ndjson"]);
  assertEquals(code, 2);
  assertStringIncludes(talk, 'Cannot compare "tracking.ndjson" alone: it needs GOOD and BAD');
  assertEquals((await diff(["a", "b", "c"])).code, 2);
  assertStringIncludes((await diff(["-", "-"])).talk, "Cannot read two tapes from stdin");
});

Deno.test("diff says when both tapes are the same file", async () => {
  await using folder = await TapeFolder.make(RIDES);
  Deno.symlinkSync(join(folder.path, "good.ndjson"), join(folder.path, "link.ndjson"));
  const { code, talk } = await folder.diff(["good.ndjson", "link.ndjson"]);
  assertEquals([code, talk], [0, "good.ndjson and link.ndjson are the same file\n"]);
});

Deno.test("diff reads packed tapes and stdin", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const packed = gzipSync(folder.read("other.ndjson"));
  Deno.writeFileSync(join(folder.path, "other.ndjson.gz"), packed);
  const stdin = folder.read("good.ndjson");
  const { code, out } = await folder.diff(["-", "other.ndjson.gz"], { stdin });
  assertEquals([code, out.slice(0, 5)], [0, "same:"]);
});

Deno.test("diff reads stdin once when it is compared with a baseline, too", async () => {
  await using folder = await TapeFolder.make(BAD);
  const stdin = folder.read("good.ndjson");
  const { code, out } = await folder.diff(["-", "bad.ndjson", "--baseline", "other.ndjson"], {
    stdin,
  });
  assertEquals([code, out.slice(0, 10)], [1, "different:"]);
});

Deno.test("diff ends with 3 when a tape cannot be read, and names it once", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const none = await folder.diff(["good.ndjson", "none.ndjson"]);
  assertEquals([none.code, none.out], [3, ""]);
  assertStringIncludes(none.talk, 'Cannot read the tape "none.ndjson": there is no such file');
  folder.write("text.ndjson", "hello\n");
  const { code, talk } = await folder.diff(["text.ndjson", "good.ndjson"]);
  assertEquals(code, 3);
  assertEquals(talk.split('"text.ndjson"').length, 2, talk);
});

Deno.test("diff compares what can be read of a tape, and ends with 3", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const lines = folder.read("other.ndjson").split("\n");
  folder.write("broken.ndjson", [...lines.slice(0, 12), "{oh", ...lines.slice(12)].join("\n"));
  const { code, out, talk } = await folder.diff(["good.ndjson", "broken.ndjson"]);
  assertEquals([code, out.slice(0, 5)], [3, "same:"]);
  assertMatch(talk, /^broken\.ndjson: Cannot read entry 13: /);
  assertStringIncludes(talk, "1 line of broken.ndjson could not be read");
});

Deno.test("diff says when a tape was cut short", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const lines = folder.read("other.ndjson").trimEnd().split("\n");
  folder.write("short.ndjson", `${lines.slice(0, -1).join("\n")}\n`);
  const { code, out } = await folder.diff(["good.ndjson", "short.ndjson"]);
  assertEquals(code, 0);
  assertStringIncludes(out, "short.ndjson: it was cut short");
});

const CONFLICTS: readonly (readonly [args: readonly string[], reason: string])[] = [
  [["--late", "1s"], "Cannot use --late alone"],
  [["--factor", "2"], "Cannot use --factor alone"],
  [["--drift", "2s"], "Cannot use --drift alone"],
  [["--force"], "Cannot use --force alone"],
  [["--json", "--full"], "Cannot use --full with --json"],
  [["--json", "--context", "0"], "Cannot use --context with --json"],
  [["--json", "--side-by-side"], "Cannot use --side-by-side with --json"],
];

for (const [args, reason] of CONFLICTS) {
  Deno.test(`diff refuses ${args.join(" ")}`, async () => {
    const { code, talk } = await diff(["a.ndjson", "b.ndjson", ...args]);
    assertEquals(code, 2);
    assertStringIncludes(talk, reason);
  });
}

Deno.test("diff --only looks at an event or at a namespace, and says when nothing fits", async () => {
  await using folder = await TapeFolder.make(BAD);
  const args = ["good.ndjson", "bad.ndjson", "--only"];
  assertEquals((await folder.diff([...args, "visit:check"])).code, 1);
  assertEquals((await folder.diff([...args, "/sfa"])).code, 1);
  assertEquals((await folder.diff([...args, "room:subscribe"])).code, 0);
  const { code, talk } = await folder.diff([...args, "visit:chekc", "--only", "/sfa"]);
  assertEquals([code, talk], [1, "Nothing fits --only visit:chekc\n"]);
});

Deno.test("diff colours on a terminal and nowhere else", async () => {
  await using folder = await TapeFolder.make(BAD);
  const args = ["good.ndjson", "bad.ndjson"];
  const plain = await folder.diff(args);
  assert(!plain.out.includes("\x1b"));
  const coloured = await folder.diff(args, { colour: true, terminal: 100 });
  assert(coloured.out.includes("\x1b[31m") && coloured.out.includes("\x1b[32m"));
});

Deno.test("diff keeps its lines within the terminal, commands aside", async () => {
  await using folder = await TapeFolder.make(BAD);
  for (const terminal of [50, 80]) {
    const { out } = await folder.diff(["good.ndjson", "bad.ndjson"], { terminal });
    for (const line of out.split("\n")) {
      const isCommand = line.startsWith("to ") || line.startsWith("  inspect");
      assert(isCommand || textWidth(line) <= terminal, line);
    }
  }
});

Deno.test("diff falls back to one column on a narrow terminal, and says so", async () => {
  await using folder = await TapeFolder.make(BAD);
  const args = ["good.ndjson", "bad.ndjson", "--side-by-side"];
  const narrow = await folder.diff(args, { terminal: 99 });
  assertEquals(narrow.talk, "--side-by-side needs 100 columns, this terminal has 99\n");
  assertEquals(narrow.out, (await folder.diff(args.slice(0, 2), { terminal: 99 })).out);
  assertEquals((await folder.diff(args, { terminal: 100 })).talk, "");
  assertEquals((await folder.diff(args)).talk, "");
});

Deno.test("diff shows as much around a difference as was asked for, or all", async () => {
  await using folder = await TapeFolder.make(BAD);
  const args = ["good.ndjson", "bad.ndjson"];
  const lines = async (...more: readonly string[]): Promise<number> =>
    (await folder.diff([...args, ...more])).out.split("\n").length;
  assert(await lines("--context", "0") < await lines());
  assert(await lines() < await lines("--context", "8"));
});

Deno.test("diff ends quietly when nobody reads its output any more", async () => {
  await using folder = await TapeFolder.make(BAD);
  const ended = await folder.diff(["good.ndjson", "bad.ndjson"], { stdoutClosed: true });
  assertEquals([ended.code, ended.talk], [0, ""]);
});

Deno.test("diff --help has an example for every flag, and an example of every kind", async () => {
  const { code, out } = await wiretape(["diff", "--help"]);
  assertEquals(code, 0);
  const rows = out.split("\n").filter((line) => /^ +--/.test(line));
  assert(rows.length >= 20);
  for (const row of rows.filter((line) => !line.includes("--help"))) {
    const [, flag = ""] = /(--[a-z-]+)/.exec(row) ?? [];
    assertMatch(row, new RegExp(`\\(.*${flag}.*\\)|; .*${flag}.*\\)|--baseline good2`), row);
  }
  assert(out.includes("deno task diff good.ndjson bad.ndjson --json | jq .first"));
});
