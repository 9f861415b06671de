// `@1` and its like, and files by their names.

import { assertEquals, assertThrows } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import { newTapeFlag, tapePath } from "../../src/cli/tape_path.ts";
import { UsageError } from "../../src/cli/usage_error.ts";
import { fakeHost } from "./fake_host.ts";
import { inFolder } from "../house/in_folder.ts";

Deno.test("tapePath() finds the newest tape and those before it, whatever they are called", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/tapes`);
    const written = [["zebra", 1], ["2026-11-21T03-00-00Z-a", 2], ["2026-11-21T03-00-01Z-a", 2]];
    for (const [name, seconds] of written) {
      await Deno.writeTextFile(`${folder}/tapes/${name}.ndjson`, "");
      await Deno.utime(`${folder}/tapes/${name}.ndjson`, Number(seconds), Number(seconds));
    }
    await Deno.writeTextFile(`${folder}/tapes/notes.txt`, "");
    const host = fakeHost({ folder });
    const found = ["@1", "@2", "@3"].map((typed) => tapePath(typed, host));
    assertEquals(found, [
      `${folder}/tapes/2026-11-21T03-00-01Z-a.ndjson`,
      `${folder}/tapes/2026-11-21T03-00-00Z-a.ndjson`,
      `${folder}/tapes/zebra.ndjson`,
    ]);
    const error = assertThrows(() => tapePath("@4", host), UsageError);
    assertEquals(error.message, "Cannot find the tape @4: the folder tapes here has 3 tapes");
    assertThrows(() => tapePath("@0", host), UsageError, "@0");
  }));

Deno.test("tapePath() takes anything else as a file", () => {
  const host = fakeHost({ folder: "/somewhere" });
  assertEquals(tapePath("day.ndjson", host), "/somewhere/day.ndjson");
  assertEquals(tapePath("@home/day.ndjson", host), "/somewhere/@home/day.ndjson");
});

Deno.test("tapePath() says that there is no tape yet", () =>
  inFolder((folder) => {
    const error = assertThrows(() => tapePath("@1", fakeHost({ folder })), UsageError);
    assertEquals(error.message, "Cannot find the tape @1: there is none in the folder tapes here");
    return Promise.resolve();
  }));

const MISNAMED: readonly [args: readonly string[], message: string, advice: string][] = [
  ...["record", "proxy"].map((command): [readonly string[], string, string] => [
    [command, "http://127.0.0.1:9", "--out", "-"],
    'Cannot read --out "-": a recording goes into a file, and not to stdout',
    "Write --out ./- for a file of that name; inspect --follow FILE reads a tape as it grows",
  ]),
  ...[
    ["record", "http://127.0.0.1:9"],
    ["proxy", "http://127.0.0.1:9"],
    ["drive", "@1", "http://127.0.0.1:9"],
    ["convert", "@1"],
  ].map((args): [readonly string[], string, string] => [
    [...args, "-o", "@12"],
    'Cannot read --out "@12": it means a tape by its age, where tapes are read',
    "Write --out ./@12 for a file of that name",
  ]),
];

for (const [args, message, advice] of MISNAMED) {
  Deno.test(`${args[0]} writes no tape called ${args.at(-1)}, and says how to`, () =>
    inFolder(async (folder) => {
      const host = fakeHost({ folder });
      assertEquals(await run(args, host), 2);
      assertEquals(host.stderr.written, `wiretape: ${message}\n  ${advice}\n`);
      assertEquals([...Deno.readDirSync(folder)], []);
    }));
}

Deno.test("newTapeFlag() takes every other name, and - where stdout is meant", () => {
  const read = (typed: string, toStdout: boolean): unknown =>
    newTapeFlag({ summary: "", toStdout }).read([typed], "--out");
  for (const name of ["./-", "./@1", "@home", "tapes/@1", "day.ndjson"]) {
    assertEquals(read(name, false), name);
  }
  assertEquals(read("-", true), "-");
  assertThrows(() => read("@1", true), UsageError, 'Cannot read --out "@1"');
});
