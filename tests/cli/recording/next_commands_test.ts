// What is suggested after a recording: only what works.

import { assertEquals } from "@std/assert";
import { nextCommands } from "../../../src/cli/recording/next_commands.ts";
import { fakeHost } from "../fake_host.ts";

const TAPE = { hasConnections: true, hasSession: true, hasEvents: false };

/** `tapes`: what stands in the folder, the newest last. */
const CASES: readonly [what: string, tapes: readonly string[], shown: string, next: string][] = [
  ["the first tape", ["tapes/a.ndjson"], "tapes/a.ndjson", "inspect @1 · replay @1"],
  [
    "a second tape",
    ["tapes/a.ndjson", "tapes/b.ndjson"],
    "tapes/b.ndjson",
    "inspect @1 · replay @1 · diff @2 @1",
  ],
  [
    "a tape elsewhere",
    ["tapes/a.ndjson", "tapes/b.ndjson", "c.ndjson"],
    "c.ndjson",
    "inspect c.ndjson · replay c.ndjson",
  ],
  [
    "a tape with an odd name",
    ["it's mine.ndjson"],
    "it's mine.ndjson",
    "inspect 'it'\\''s mine.ndjson' · replay 'it'\\''s mine.ndjson'",
  ],
  ["one chosen in the folder", ["tapes/c.ndjson"], "./tapes/c.ndjson", "inspect @1 · replay @1"],
  [
    "one that is not the newest",
    ["tapes/c.ndjson", "tapes/d.ndjson"],
    "tapes/c.ndjson",
    "inspect tapes/c.ndjson · replay tapes/c.ndjson",
  ],
];

for (const [what, tapes, shown, next] of CASES) {
  Deno.test(`nextCommands() suggests what works for ${what}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    await Deno.mkdir(`${folder}/tapes`);
    for (const [index, name] of tapes.entries()) {
      await Deno.writeTextFile(`${folder}/${name}`, "");
      await Deno.utime(`${folder}/${name}`, 1000, 1000 + index);
    }
    const host = fakeHost({ folder });
    const lines = await nextCommands({ ...TAPE, shown }, host);
    const unplayable = await nextCommands({ ...TAPE, shown, hasSession: false }, host);
    const empty = { ...TAPE, shown, hasConnections: false, hasSession: false };
    const unused = await nextCommands(empty, host);
    await Deno.remove(folder, { recursive: true });
    assertEquals(unused, [`Next: deno task ${next.split(" · ")[0]}`]);
    assertEquals(lines, [`Next: deno task ${next}`]);
    assertEquals(unplayable, [`Next: deno task ${next.replace(/ · replay (?:'[^·]*'|\S+)/, "")}`]);
  });
}
