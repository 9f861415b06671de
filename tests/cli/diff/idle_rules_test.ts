// Flags that fit nothing: `--only` is refused, with the names that there are; of the others it is said.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { TapeFolder } from "./run_diff.ts";

const RIDES = {
  good: { seed: 1 },
  bad: { seed: 2, ask: (visit: number) => ({ visit, tags: visit === 1 ? [] : ["a", "b"] }) },
} as const;

const TAPES = ["good.ndjson", "bad.ndjson"] as const;

Deno.test("diff refuses --only that fits nothing, and says what there is", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const args = [...TAPES, "--only", "nothing", "--write-rules", "noise.json"];
  const { code, out, talk } = await folder.diff(args);
  assertEquals([code, out], [2, ""]);
  assertEquals(
    talk,
    [
      'wiretape: Cannot compare only "nothing": neither tape has an event or a namespace of that name',
      "  There are /sfa, room:subscribe, location:track, visit:check",
      "",
    ].join("\n"),
  );
  assertEquals(Array.from(Deno.readDirSync(folder.path), ({ name }) => name).length, 2);
});

Deno.test("diff refuses --only that is mistyped, and says what was meant", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const args = [...TAPES, "--only", "location:trak", "--only", "/sfx"];
  const { code, talk } = await folder.diff(args);
  assertEquals(code, 2);
  assertStringIncludes(talk, 'Cannot compare only "location:trak" and "/sfx": neither tape');
  assertStringIncludes(talk, '\n  Did you mean "location:track" and "/sfa"?\n');
});

Deno.test("diff names no event of a tape that came through a pipe", async () => {
  await using folder = await TapeFolder.make(RIDES);
  folder.write("empty.ndjson", `${folder.read("good.ndjson").split("\n")[0]}\n`);
  const stdin = folder.read("good.ndjson");
  const { code, talk } = await folder.diff(["-", "empty.ndjson", "--only", "x"], { stdin });
  assertEquals([code, talk.split("\n").length], [2, 2]);
});

Deno.test("diff goes on when one of several --only fits, and when lines could not be read", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const some = await folder.diff([...TAPES, "--only", "visit:check", "--only", "nothing"]);
  assertEquals([some.code, some.talk], [1, "Nothing fits --only nothing\n"]);
  const [header = "", ...lines] = folder.read("good.ndjson").split("\n");
  folder.write("broken.ndjson", [header, "{oh", ...lines].join("\n"));
  const broken = await folder.diff(["good.ndjson", "broken.ndjson", "--only", "nothing"]);
  assertEquals(broken.code, 3);
});

Deno.test("diff says of each flag with a path that it leads nowhere", async () => {
  await using folder = await TapeFolder.make(RIDES);
  const { code, talk } = await folder.diff([
    ...TAPES,
    ...["--ignore", "$.nope", "--tolerance", "visit:check:$.speed=1", "--set", "visit:chek:$.tags"],
    ...["--key", "tock:$.visits=id", "--ignore", "$.tags[7]"],
  ]);
  assertEquals(code, 1);
  assertEquals(talk.split("\n"), [
    "Nothing fits --ignore $.nope: it leads nowhere",
    "Nothing fits --ignore $.tags[7]: it leads nowhere",
    "Nothing fits --tolerance visit:check:$.speed: it leads nowhere",
    'Nothing fits --set visit:chek:$.tags: no event "visit:chek" was compared; did you mean "visit:check"?',
    'Nothing fits --key tock:$.visits: no event "tock" was compared',
    "",
  ]);
});

Deno.test("diff says nothing of flags whose path leads somewhere on one tape, or in an answer", async () => {
  await using folder = await TapeFolder.make({
    ...RIDES,
    bad: { seed: 2, ask: (visit) => visit === 2 ? { visit, tags: ["a", "b", "c"] } : { visit } },
  });
  const { talk } = await folder.diff([
    ...TAPES,
    ...["--ignore", "$.tags[2]", "--ignore", "visit:check:$.ok", "--tolerance", "$.speed=1"],
    ...["--ignore", "**.lat", "--set", "$.tags", "--ignore", "room:subscribe:$"],
  ]);
  assertEquals(talk, "");
});
