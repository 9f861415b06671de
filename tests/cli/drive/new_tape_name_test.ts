// What `drive` calls the new tape: by time and target, with no secret in it, and never what stands.

import { assertEquals } from "@std/assert";
import { newTapeName } from "../../../src/cli/drive/new_tape_name.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import { fakeHost } from "../fake_host.ts";

const NOON = new Date("2026-11-21T12:00:00.500Z");

Deno.test("newTapeName() gives names that are taken a number", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const redactor = new Redactor({ hashKey: new Uint8Array(16), extra: [/hush/], enabled: true });
    const name = (path: string): string =>
      newTapeName(NOON, new URL(`http://127.0.0.1${path}`), redactor, host);
    await Deno.mkdir(`${folder}/tapes`);
    const made: string[] = [];
    for (const _ of [1, 2, 3]) {
      const next = name("/sfa");
      await Deno.writeTextFile(`${folder}/${next}`, "");
      made.push(next);
    }
    assertEquals(made, [
      "tapes/2026-11-21T12-00-00Z-sfa.ndjson",
      "tapes/2026-11-21T12-00-00Z-sfa-2.ndjson",
      "tapes/2026-11-21T12-00-00Z-sfa-3.ndjson",
    ]);
    assertEquals(name("/hush").includes("hush"), false);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
