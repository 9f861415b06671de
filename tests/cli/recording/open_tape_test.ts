// The file of a new tape, on disks that take it and on disks that do not.

import { assertEquals, assertThrows } from "@std/assert";
import { type NewTapeOptions, openTape } from "../../../src/cli/recording/open_tape.ts";
import { tapeFiles } from "../../../src/net/files.ts";
import type { TapeFiles } from "../../../src/tape/create.ts";
import type { TapeSink } from "../../../src/tape/sink.ts";
import { fakeHost } from "../fake_host.ts";

/** The real disk, which is full. */
const FULL: TapeFiles = {
  ...tapeFiles,
  openNew(path): TapeSink | undefined {
    const sink = tapeFiles.openNew(path);
    return sink === undefined ? undefined : failing(sink);
  },
  openEmptied: (path) => failing(tapeFiles.openEmptied(path)),
};

function failing(sink: TapeSink): TapeSink {
  return {
    write(bytes): void {
      // A part of the line is written before the disk is full.
      sink.write(bytes.slice(0, 5));
      throw new Error("no space left");
    },
    close: () => sink.close(),
  };
}

async function inFolder(
  use: (folder: string, options: NewTapeOptions) => Promise<void> | void,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await use(folder, {
      name: "tapes/t.ndjson",
      isChosen: false,
      force: false,
      header: {
        kind: "tape",
        format: "wiretape/1",
        id: "x",
        startedAt: "",
        tool: "",
        mode: "record",
      },
      host: fakeHost({ folder }),
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  return entries.map(({ name }) => name).sort();
}

Deno.test("openTape() leaves nothing where the disk did not take the first line", async () => {
  await inFolder(async (folder, options) => {
    assertThrows(() => openTape({ ...options, files: FULL }), Error, "no space left");
    assertEquals(await namesIn(`${folder}/tapes`), []);
  });
});

Deno.test("openTape() never removes a file which stood before", async () => {
  await inFolder(async (folder, options) => {
    await Deno.mkdir(`${folder}/tapes`);
    await Deno.writeTextFile(`${folder}/tapes/t.ndjson`, "precious");
    const forced = { ...options, force: true, isChosen: true, files: FULL };
    assertThrows(() => openTape(forced), Error, "no space left");
    assertEquals(await namesIn(`${folder}/tapes`), ["t.ndjson"]);
  });
});

Deno.test("openTape() gives a name of ours that is taken a number, and refuses the user's", async () => {
  await inFolder(async (folder, options) => {
    const names = [1, 2, 3].map(() => {
      const { name, writer } = openTape(options);
      writer.close();
      return name;
    });
    assertEquals(names, ["tapes/t.ndjson", "tapes/t-2.ndjson", "tapes/t-3.ndjson"]);
    assertEquals((await namesIn(`${folder}/tapes`)).length, 3);
    assertThrows(() => openTape({ ...options, isChosen: true }), Error, "stands there already");
  });
});
