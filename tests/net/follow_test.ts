// A file that grows while it is read.

import { assertEquals, assertRejects } from "@std/assert";
import { followChunks } from "../../src/net/follow.ts";

async function inFolder(work: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await work(`${folder}/now.ndjson`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function nextText(pieces: AsyncIterator<Uint8Array>): Promise<string | undefined> {
  const piece = await pieces.next();
  return piece.done ? undefined : new TextDecoder().decode(piece.value);
}

Deno.test("followChunks() waits at the end of a file for more, until the signal", async () => {
  await inFolder(async (path) => {
    const stop = new AbortController();
    await Deno.writeTextFile(path, "one\n");
    const pieces = followChunks(path, { signal: stop.signal, milliseconds: 1 });
    assertEquals(await nextText(pieces), "one\n");
    const next = nextText(pieces);
    await Deno.writeTextFile(path, "two\n", { append: true });
    assertEquals(await next, "two\n");
    const last = nextText(pieces);
    stop.abort();
    assertEquals(await last, undefined);
  });
});

Deno.test("followChunks() does not wait for its turn when the signal comes", async () => {
  await inFolder(async (path) => {
    const stop = new AbortController();
    await Deno.writeTextFile(path, "one\n");
    const pieces = followChunks(path, { signal: stop.signal, milliseconds: 2 ** 30 });
    await nextText(pieces);
    const last = nextText(pieces);
    setTimeout(() => stop.abort(), 0);
    assertEquals(await last, undefined);
  });
});

Deno.test("followChunks() does not wait when the signal comes while it reads", async () => {
  await inFolder(async (path) => {
    const stop = new AbortController();
    await Deno.writeTextFile(path, "one\n");
    const pieces = followChunks(path, { signal: stop.signal, milliseconds: 2 ** 30 });
    await nextText(pieces);
    const last = nextText(pieces);
    stop.abort();
    assertEquals(await last, undefined);
  });
});

Deno.test("followChunks() ends when the file is made anew", async () => {
  await inFolder(async (path) => {
    const stop = new AbortController();
    await Deno.writeTextFile(path, "one and two\n");
    const pieces = followChunks(path, { signal: stop.signal, milliseconds: 1 });
    await nextText(pieces);
    await Deno.writeTextFile(path, "new\n");
    assertEquals(await nextText(pieces), undefined);
  });
});

Deno.test("followChunks() names the file that is not there", async () => {
  await inFolder(async (path) => {
    const { signal } = new AbortController();
    await assertRejects(() => nextText(followChunks(path, { signal })), Error, "Cannot open");
  });
});
