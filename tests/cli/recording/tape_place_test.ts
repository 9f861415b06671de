// A tape that somebody removes while it is recorded is no tape, and that is told.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseFlags } from "../../../src/cli/flags.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { Recording } from "../../../src/cli/recording/recording.ts";
import { TapePlace } from "../../../src/cli/recording/tape_place.ts";
import { inFolder } from "../../house/in_folder.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";

interface Run {
  readonly code: number;
  readonly host: FakeHost;
}

/** Records nothing for a moment, in which `during` is done. */
async function recordWhile(
  mode: "record" | "proxy",
  folder: string,
  args: readonly string[],
  during: () => Promise<void>,
): Promise<Run> {
  const host = fakeHost({ folder });
  const { flags } = parseFlags(RECORD_FLAGS, ["--out", "lost/x.ndjson", ...args]);
  const target = new URL("http://127.0.0.1/");
  const recording = new Recording({ mode, target, watch: true, flags, host, keys: false });
  await during();
  return { code: await recording.finish({ kind: "stopped" }), host };
}

for (const mode of ["record", "proxy"] as const) {
  Deno.test(`${mode} tells that its tape was removed, and suggests nothing`, () =>
    inFolder(async (folder) => {
      const lost = `${folder}/lost`;
      const { code, host } = await recordWhile(mode, folder, [], async () => {
        await Deno.remove(lost, { recursive: true });
      });
      assertEquals(code, 3);
      assertStringIncludes(
        host.stderr.written,
        "\nThe tape lost/x.ndjson is GONE: somebody removed or moved it while it was recorded\n",
      );
      // What was moved is whole: how much that is, is told.
      assertStringIncludes(host.stderr.written, "lost/x.ndjson  2 lines");
      assertEquals(host.stderr.written.includes("Next:"), false, host.stderr.written);
    }));
}

Deno.test("record --json tells that its tape is gone", () =>
  inFolder(async (folder) => {
    const path = `${folder}/lost/x.ndjson`;
    const { code, host } = await recordWhile("record", folder, ["--json"], async () => {
      // Both stand at the same time, so that the system has to tell them apart.
      await Deno.writeTextFile(`${path}.new`, "another\n");
      await Deno.rename(`${path}.new`, path);
    });
    assertEquals([code, JSON.parse(host.stdout.written).gone], [
      3,
      "The tape lost/x.ndjson is GONE: another file took its place while it was recorded",
    ]);
  }));

Deno.test("record tells nothing of a tape that is where it was", () =>
  inFolder(async (folder) => {
    const { code, host } = await recordWhile("record", folder, ["--json"], () => Promise.resolve());
    assertEquals([code, "gone" in JSON.parse(host.stdout.written)], [0, false]);
  }));

Deno.test("TapePlace knows a folder that became a file, and takes a tape for there where it cannot look", () =>
  inFolder(async (folder) => {
    const path = `${folder}/tapes/t.ndjson`;
    await Deno.mkdir(`${folder}/tapes`);
    await Deno.writeTextFile(path, "");
    const place = new TapePlace(path);
    assertEquals(place.loss(), undefined);
    await Deno.remove(`${folder}/tapes`, { recursive: true });
    await Deno.writeTextFile(`${folder}/tapes`, "");
    assertEquals(place.loss(), "removed");
    // No system has names as long as this.
    assertEquals(new TapePlace(`${folder}/${"n".repeat(5000)}`).loss(), undefined);
  }));
