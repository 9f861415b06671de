// What a tape on disk owes to its owner: nobody else reads it, and a piece that the disk took in part
// is not taken for a whole one.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { tapeFiles } from "../../src/net/files.ts";

const isUnix = Deno.build.os !== "windows";
const mayRun = Deno.permissions.querySync({ name: "run", command: "sh" }).state === "granted";

/** More than what a shell that counts in kibibytes, or in halves of them, lets a file grow to. */
const LIMIT_BLOCKS = 8 * 1024;
const LENGTH = 12 * 1024 * 1024;

Deno.test(
  "tapeFiles lets nobody but the owner read or write a tape",
  { ignore: !isUnix },
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-files-" });
    try {
      const paths = [join(folder, "new"), join(folder, "emptied"), join(folder, "open")];
      await Deno.writeTextFile(join(folder, "open"), "for all", { mode: 0o666 });
      tapeFiles.openNew(join(folder, "new"))?.close();
      tapeFiles.openEmptied(join(folder, "emptied")).close();
      tapeFiles.openEmptied(join(folder, "open")).close();
      for (const path of paths) {
        const { mode } = await Deno.stat(path);
        assertEquals((mode ?? 0) & 0o777, 0o600, path);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test("tapeFiles does not take a piece that was written in part for a whole one", {
  ignore: !isUnix || !mayRun,
}, async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-files-" });
  try {
    const child = await new Deno.Command("sh", {
      args: [
        "-c",
        // The signal that such a limit comes with would end the process before it can tell.
        'trap "" XFSZ; ulimit -f "$1"; shift; exec deno "$@"',
        "sh",
        String(LIMIT_BLOCKS),
        "run",
        "--no-config",
        "--no-prompt",
        `--allow-read=${folder}`,
        `--allow-write=${folder}`,
        new URL("short_disk.ts", import.meta.url).href,
        join(folder, "tape"),
        String(LENGTH),
      ],
      // A limit, should it hang.
      signal: AbortSignal.timeout(20_000),
    }).output();
    assertEquals([child.code, new TextDecoder().decode(child.stderr)], [0, ""]);
    const { refused, size } = JSON.parse(new TextDecoder().decode(child.stdout));
    assert(size > 0 && size < LENGTH, `${size} bytes were written`);
    assertMatch(refused, /EFBIG|too large/i);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
