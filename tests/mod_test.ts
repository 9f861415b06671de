// The library's front door: what it says of two tapes, and that it needs no network for that.

import { assert, assertEquals } from "@std/assert";
import * as library from "../src/mod.ts";

Deno.test("src/mod.ts has functions and constants for tapes, and nothing else", () => {
  assertEquals(Object.keys(library).toSorted(), [
    "FORMAT",
    "TapeError",
    "VERSION",
    "decodeTape",
    "diffTapes",
    "readTape",
  ]);
});

Deno.test("diffTapes() of src/mod.ts tells two tapes apart, as data and as text", async () => {
  const good = "fixtures/tapes/tracking.ndjson";
  const { same, report, text } = await library.diffTapes(good, "fixtures/tapes/chat.ndjson");
  assertEquals([same, report.same], [false, false]);
  const kinds = report.findings.map(({ kind }) => kind);
  assertEquals(kinds, ["session-missing", "session-added"]);
  assert(text().startsWith("different: 1 session missing, 1 session added\n--- "));
  assertEquals(JSON.parse(JSON.stringify(report)), report);
});
