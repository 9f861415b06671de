// Reading ahead: the same pieces, the same end, and nobody waits for a pipe that is silent.

import { assertEquals, assertRejects } from "@std/assert";
import { readAhead } from "../../../src/cli/inspect/read_ahead.ts";
import { READ_BYTES } from "../../../src/net/files.ts";

const FULL = new Uint8Array(READ_BYTES);
const SHORT = new Uint8Array(READ_BYTES - 1);

/** Writes down what is asked of it. */
async function* piecesOf(
  pieces: readonly (Uint8Array | Error)[],
  asked: string[],
): AsyncGenerator<Uint8Array> {
  try {
    for (const piece of pieces) {
      asked.push("piece");
      await Promise.resolve();
      if (piece instanceof Error) throw piece;
      yield piece;
    }
    asked.push("end");
  } finally {
    asked.push("closed");
  }
}

Deno.test("readAhead() gives the pieces as they are, in their order", async () => {
  const pieces = [FULL, SHORT, new Uint8Array([1]), FULL];
  assertEquals(await Array.fromAsync(readAhead(piecesOf(pieces, []))), pieces);
});

Deno.test("readAhead() has the next piece read while a full one is in use", async () => {
  const asked: string[] = [];
  const pieces = readAhead(piecesOf([FULL, FULL, SHORT], asked));
  await pieces.next();
  assertEquals(asked, ["piece", "piece"]);
  await pieces.return(undefined);
  assertEquals(asked, ["piece", "piece", "closed"]);
});

Deno.test("readAhead() asks for nothing behind a piece that is not full", async () => {
  const asked: string[] = [];
  const pieces = readAhead(piecesOf([SHORT, SHORT], asked));
  await pieces.next();
  assertEquals(asked, ["piece"]);
  await pieces.return(undefined);
  assertEquals(asked, ["piece", "closed"]);
});

Deno.test("readAhead() fails where the reading failed, behind what was read before", async () => {
  const pieces = readAhead(piecesOf([FULL, new Error("the disk is gone")], []));
  assertEquals((await pieces.next()).value, FULL);
  await assertRejects(() => pieces.next(), Error, "the disk is gone");
});

Deno.test("readAhead() says nothing of a failure that nobody came to", async () => {
  const asked: string[] = [];
  const pieces = readAhead(piecesOf([FULL, new Error("the disk is gone")], asked));
  await pieces.next();
  await pieces.return(undefined);
  assertEquals(asked, ["piece", "piece", "closed"]);
});
