// Everything at once, on generated input: bytes through the parser, its events onto tape lines with
// the secrets hidden, the lines read back, and what they carried decoded. Nothing may throw, and no
// byte may get lost on the way to the tape. `deno task fuzz` runs it a million times.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import { Decoder } from "../../src/protocols/registry.ts";
import type { Entry, TapeHeader } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { carriedOf } from "../../src/timeline/carried_of.ts";
import { entryOf } from "../../src/timeline/entry_of.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { checkAsyncProperty } from "../house/property.ts";
import { type Piece, trafficOf } from "./traffic.ts";

const HEADER: TapeHeader = {
  kind: "tape",
  format: "wiretape/1",
  id: "0000000000000000",
  startedAt: "2026-11-21T00:00:00.000Z",
  tool: "wiretape fuzz",
  mode: "record",
};

Deno.test("bytes of any kind go through the whole house without a throw or a loss", async () => {
  await checkAsyncProperty(
    "pipeline",
    fc.asyncProperty(trafficOf(), async (pieces) => {
      const events = converse(pieces);
      assertCovered(pieces, events);
      const entries = events.flatMap((event, index) => {
        const entry = entryOf(event, { at: index, conn: 1, requestId: (id) => id });
        return entry === undefined ? [] : [entry];
      });
      const read = await throughTape(entries);
      assertEquals(read.map((entry) => entry.kind), entries.map((entry) => entry.kind));
      decodeAll(read);
    }),
    { runs: 500 },
  );
});

function converse(pieces: readonly Piece[]): readonly WireEvent[] {
  const conversation = new Conversation();
  const events = pieces.flatMap((piece) => [...conversation.receive(piece.from, piece.bytes)]);
  return [...events, ...conversation.end("client"), ...conversation.end("server")];
}

/** Every byte that came stands in the range of some event that keeps content. */
function assertCovered(pieces: readonly Piece[], events: readonly WireEvent[]): void {
  for (const side of ["client", "server"] as const) {
    const total = pieces.reduce(
      (sum, piece) => sum + (piece.from === side ? piece.bytes.length : 0),
      0,
    );
    const ranges = events
      .filter((event) => event.from === side && KEEPERS.has(event.kind))
      .sort((left, right) => left.start - right.start);
    let covered = 0;
    for (const { start, end } of ranges) {
      assert(start <= covered, `${side}: bytes ${covered} to ${start} are lost`);
      covered = Math.max(covered, end);
    }
    assertEquals(covered, total, `${side}: the last bytes are lost`);
  }
}

const KEEPERS: ReadonlySet<string> = new Set([
  "request",
  "response",
  "message",
  "control",
  "bytes",
]);

async function throughTape(entries: readonly Entry[]): Promise<readonly Entry[]> {
  const lines: Uint8Array[] = [];
  const redactor = new Redactor({ hashKey: encodeUtf8("fuzz"), enabled: true });
  const writer = new TapeWriter({
    write: (bytes) => void lines.push(new Uint8Array(bytes)),
    close: () => {},
  }, HEADER);
  for (const entry of entries) assert(writer.write(redactor.redactEntry(entry)).ok);
  const tape = await readTape(lines);
  const read: Entry[] = [];
  for await (const line of tape.lines) {
    if (line.known) read.push(line.entry);
  }
  return read;
}

function decodeAll(entries: readonly Entry[]): void {
  const decoder = new Decoder();
  for (const entry of entries) {
    const carried = carriedOf(entry);
    if (carried === undefined) continue;
    for (const decoded of decoder.receive(carried)) {
      assert(decoded.packets.length > 0, `no packet of a ${entry.kind}`);
    }
  }
}
