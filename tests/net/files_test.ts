// Tapes on a real disk, in a folder of their own that goes away again, and on one that is full.

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { concatBytes, encodeUtf8 } from "../../src/base/bytes.ts";
import {
  READ_BYTES,
  readableFailure,
  readChunks,
  TAPE_MODE,
  tapeFiles,
} from "../../src/net/files.ts";
import { createTape, type CreateTapeOptions } from "../../src/tape/create.ts";
import type { TapeSink } from "../../src/tape/sink.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { readTape } from "../../src/tape/reader.ts";
import { HEADER, SHORT } from "../tape/samples.ts";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-files-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function open(path: string, options?: CreateTapeOptions): TapeSink {
  const created = createTape(path, tapeFiles, options);
  if (!created.ok) throw created.error;
  return created.sink;
}

const onUnix = { ignore: Deno.build.os === "windows" };

/** Linux has a disk that is always full; it takes a program of its own to open it. */
const mayRun = Deno.permissions.querySync({ name: "run", command: "deno" }).state === "granted";
const withFullDisk = { ignore: Deno.build.os !== "linux" || !mayRun };

Deno.test("createTape() writes a tape to disk, in new folders, line by line", () =>
  inFolder(async (folder) => {
    const path = join(folder, "new", "folders", "x.ndjson");
    const writer = new TapeWriter(open(path), HEADER);
    writer.write(SHORT.mark);
    const early = await Deno.readTextFile(path);
    assertEquals(early, `${JSON.stringify(HEADER)}\n${JSON.stringify(SHORT.mark)}\n`);
    writer.end(1);
    const tape = await readTape(readChunks(path));
    assertEquals((await Array.fromAsync(tape.lines)).length, 2);
    assertEquals(tape.ending().state, "whole");
  }));

Deno.test(
  "createTape() gives a new tape to its owner alone",
  onUnix,
  () =>
    inFolder(async (folder) => {
      for (const force of [false, true]) {
        const path = join(folder, `${force}.ndjson`);
        open(path, { force }).close();
        assertEquals((await Deno.stat(path)).mode, 0o100000 | TAPE_MODE);
      }
    }),
);

Deno.test("createTape() leaves a file that stands there as it is", () =>
  inFolder(async (folder) => {
    const path = join(folder, "x.ndjson");
    await Deno.writeTextFile(path, "precious");
    const created = createTape(path, tapeFiles);
    assert(!created.ok);
    assertStringIncludes(created.error.message, `${JSON.stringify(path)}: something stands there`);
    assertEquals(await Deno.readTextFile(path), "precious");
  }));

Deno.test(
  "createTape() does not follow a link to nowhere",
  onUnix,
  () =>
    inFolder(async (folder) => {
      await Deno.symlink(join(folder, "elsewhere"), join(folder, "x.ndjson"));
      assert(!createTape(join(folder, "x.ndjson"), tapeFiles).ok);
      await assertRejects(() => Deno.stat(join(folder, "elsewhere")), Deno.errors.NotFound);
    }),
);

Deno.test(
  "createTape() with force empties what stands there, and hides it",
  onUnix,
  () =>
    inFolder(async (folder) => {
      const path = join(folder, "x.ndjson");
      await Deno.writeTextFile(path, "a much longer tape than the new one", { mode: 0o644 });
      const sink = open(path, { force: true });
      sink.write(encodeUtf8("new\n"));
      sink.close();
      assertEquals(await Deno.readTextFile(path), "new\n");
      assertEquals((await Deno.stat(path)).mode, 0o100000 | TAPE_MODE);
    }),
);

Deno.test("createTape() says why when a file stands where a folder is needed", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "file"), "");
    for (const place of [["file"], ["file", "in", "it"]]) {
      for (const force of [false, true]) {
        const path = join(folder, ...place, "x.ndjson");
        const created = createTape(path, tapeFiles, { force });
        assert(!created.ok);
        assertEquals(
          created.error.message,
          `Cannot create the tape ${JSON.stringify(path)}: something that is no folder stands ` +
            "where its folder should be; --out FILE puts the tape elsewhere",
        );
      }
    }
  }));

Deno.test("createTape() says of a folder that it is one, with force or without", () =>
  inFolder((folder) => {
    for (const force of [false, true]) {
      const created = createTape(folder, tapeFiles, { force });
      assert(!created.ok);
      assertEquals([created.error.message, created.taken], [
        `Cannot create the tape ${JSON.stringify(folder)}: it is a folder: name a file in it`,
        undefined,
      ]);
    }
    return Promise.resolve();
  }));

Deno.test(
  "createTape() says of a link to a folder that it is one",
  onUnix,
  () =>
    inFolder(async (folder) => {
      await Deno.symlink(folder, join(folder, "link"));
      const created = createTape(join(folder, "link"), tapeFiles);
      assert(!created.ok);
      assertStringIncludes(created.error.message, "it is a folder");
    }),
);

Deno.test(
  "createTape() says in its own words that Deno guards a place",
  {
    ignore: Deno.build.os !== "linux" ||
      Deno.permissions.querySync({ name: "env" }).state === "granted",
  },
  () => {
    for (const force of [false, true]) {
      for (const path of ["/dev/full", "/proc/none/x.ndjson"]) {
        const created = createTape(path, tapeFiles, { force });
        assert(!created.ok);
        assertEquals(
          created.error.message,
          `Cannot create the tape "${path}": Deno keeps programs away from there: it guards ` +
            "devices and the system's own folders",
        );
        assert(created.error.cause instanceof Error);
        assertEquals(created.error.cause.cause, undefined, "Deno's advice is none for users");
      }
    }
  },
);

Deno.test("readableFailure() leaves what it does not know as it is", () => {
  const refused = new Deno.errors.NotCapable('Requires read access to "x"');
  assertEquals(readableFailure(refused), refused);
  assertEquals(readableFailure("odd").message, "odd");
});

Deno.test("TapeWriter tells of a full disk and stops, without a throw", withFullDisk, async () => {
  const child = await new Deno.Command("deno", {
    args: ["run", "--no-config", "--allow-all", new URL("full_disk.ts", import.meta.url).href],
  }).output();
  assertEquals([child.code, new TextDecoder().decode(child.stderr)], [0, ""]);
  const outcome = JSON.parse(new TextDecoder().decode(child.stdout));
  assertStringIncludes(outcome.message, "Cannot write line 1 of the tape: ");
  assertStringIncludes(outcome.message.toLowerCase(), "no space left on device");
  assert(outcome.stays);
  assert(outcome.deviceStays);
});

Deno.test("TapeWriter tells of a file that was lost while it wrote", () =>
  inFolder((folder) => {
    const sink = open(join(folder, "x.ndjson"));
    const writer = new TapeWriter(sink, HEADER);
    sink.close();
    const result = writer.write(SHORT.mark);
    assert(!result.ok);
    assertStringIncludes(result.error.message, "Cannot write line 2 of the tape: ");
    assert(result.error.cause instanceof Error);
    return Promise.resolve();
  }));

Deno.test("readChunks() gives the bytes of a file, and pieces that stay as they are", () =>
  inFolder(async (folder) => {
    const path = join(folder, "bytes");
    const bytes = new Uint8Array(2 * READ_BYTES + 5).map((_, index) => index % 251);
    await Deno.writeFile(path, bytes);
    const pieces = await Array.fromAsync(readChunks(path));
    assert(pieces.length >= 3);
    assertEquals(concatBytes(pieces), bytes);
  }));

Deno.test("readChunks() gives nothing for an empty file", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "empty"), "");
    assertEquals(await Array.fromAsync(readChunks(join(folder, "empty"))), []);
  }));

Deno.test("readChunks() names the file that it cannot open", () =>
  inFolder(async (folder) => {
    const path = join(folder, "missing.ndjson");
    const error = await assertRejects(() => Array.fromAsync(readChunks(path)), Error);
    assert(error instanceof Error);
    assertStringIncludes(error.message, `Cannot open ${JSON.stringify(path)}: ENOENT`);
  }));

Deno.test("readChunks() closes the file when its reader stops", () =>
  inFolder(async (folder) => {
    const path = join(folder, "x.ndjson");
    await Deno.writeFile(path, new Uint8Array(3 * READ_BYTES));
    // The test runner fails this test when the file is still open at its end.
    for await (const _ of readChunks(path)) break;
  }));
