// `@1` and its like, and files by their names.

import { assertEquals, assertThrows } from "@std/assert";
import { tapePath } from "../../src/cli/tape_path.ts";
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
