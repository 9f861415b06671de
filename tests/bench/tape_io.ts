// How fast tapes are read and written, beside what bare JSON and bare files reach in the same run.
// Both sides read the same file in the same pieces and look at every line.

// deno-lint-ignore-file no-console

import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { readChunks, tapeFiles } from "../../src/net/files.ts";
import { createTape } from "../../src/tape/create.ts";
import type { Entry, TapeHeader } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import type { Bench } from "./bench.ts";

const ENTRIES = 1_000_000;
const ROUNDS = 5;

/** What the issue asks of reading, as a share of bare line splitting and JSON.parse. */
const READ_GOAL = 0.7;

const HEADER: TapeHeader = {
  kind: "tape",
  format: "wiretape/1",
  id: "bench",
  startedAt: "2026-11-21T03:00:00.000Z",
  tool: "wiretape bench",
  mode: "record",
};

interface Timing {
  readonly seconds: number;
  readonly entries: number;
}

export const tapeIo: Bench = {
  name: "tape",
  summary: "reading and writing tapes beside bare JSON and bare files",

  async run(): Promise<void> {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-bench-" });
    try {
      await measure(join(folder, "tape.ndjson"), join(folder, "bare.ndjson"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
};

async function measure(path: string, barePath: string): Promise<void> {
  const [bareWrite, write] = await race(
    () => Promise.resolve(writeBare(barePath)),
    () => Promise.resolve(writeTape(path)),
  );
  report("write, bare JSON.stringify and writeSync", bareWrite);
  report("write, TapeWriter", write, bareWrite);
  const memory = await watchMemory(path);
  const [bareRead, lines, batches] = await race(
    () => readBare(path),
    () => readLines(path),
    () => readBatches(path),
  );
  report("read, bare lines and JSON.parse", bareRead);
  report(`read, Tape.lines (goal ${READ_GOAL})`, lines, bareRead);
  report("read, Tape.batches", batches, bareRead);
  console.log(
    `memory while reading, above the start: ${inMegabytes(memory.early)} MB at the most in the ` +
      `first quarter, ${inMegabytes(memory.late)} MB in the rest`,
  );
}

/** Traffic as trackers make it: mostly messages, each with its event, and some heartbeats. */
function entryAt(index: number): Entry {
  const at = index * 0.731;
  const lat = 52.5 + (index % 1000) / 1e4;
  if (index % 50 === 0) return { kind: "control", at, conn: 2, from: "server", op: "ping" };
  if (index % 4 !== 0) {
    const text = `42/sfa,["location:track",{"room":"r-17","lat":${lat},"lng":13.405,"speed":11.2}]`;
    return { kind: "message", at, conn: 2, from: "server", text };
  }
  const args = [{ room: "r-17", lat, lng: 13.405, speed: 11.2 }];
  const name = "location:track";
  return { kind: "event", at, conn: 2, from: "server", ns: "/sfa", name, args, of: index };
}

function writeTape(path: string): Timing {
  const created = createTape(path, tapeFiles, { force: true });
  if (!created.ok) throw created.error;
  const writer = new TapeWriter(created.sink, HEADER);
  const started = performance.now();
  for (let index = 0; index < ENTRIES; index++) writer.write(entryAt(index));
  const seconds = (performance.now() - started) / 1000;
  const ended = writer.end(ENTRIES);
  if (!ended.ok) throw ended.error;
  return { seconds, entries: ENTRIES };
}

function writeBare(path: string): Timing {
  const encoder = new TextEncoder();
  const file = openSync(path, "w");
  const started = performance.now();
  for (let index = 0; index < ENTRIES; index++) {
    writeSync(file, encoder.encode(`${JSON.stringify(entryAt(index))}\n`));
  }
  const seconds = (performance.now() - started) / 1000;
  closeSync(file);
  return { seconds, entries: ENTRIES };
}

async function readBare(path: string): Promise<Timing> {
  const decoder = new TextDecoder();
  const started = performance.now();
  let rest = "";
  let entries = -1;
  for await (const bytes of readChunks(path)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (typeof JSON.parse(line).kind === "string") entries++;
    }
  }
  return { seconds: (performance.now() - started) / 1000, entries };
}

async function readLines(path: string): Promise<Timing> {
  const started = performance.now();
  const tape = await readTape(readChunks(path));
  let entries = 0;
  for await (const line of tape.lines) {
    if (typeof line.entry.kind === "string") entries++;
  }
  return { seconds: (performance.now() - started) / 1000, entries };
}

async function readBatches(path: string): Promise<Timing> {
  const started = performance.now();
  const tape = await readTape(readChunks(path));
  let entries = 0;
  for await (const batch of tape.batches) {
    for (const line of batch) {
      if (typeof line.entry.kind === "string") entries++;
    }
  }
  return { seconds: (performance.now() - started) / 1000, entries };
}

/** The most memory above the start, early and late: it must not go up with what was read. */
async function watchMemory(path: string): Promise<{ early: number; late: number }> {
  const start = Deno.memoryUsage().rss;
  const tape = await readTape(readChunks(path));
  let early = 0;
  let late = 0;
  for await (const { number } of tape.lines) {
    if (number % 10_000 !== 0) continue;
    const above = Deno.memoryUsage().rss - start;
    if (number <= ENTRIES / 4) early = Math.max(early, above);
    else late = Math.max(late, above);
  }
  return { early, late };
}

/** The best of a few rounds in which everyone has a turn: noise of the machine hits all alike. */
async function race<Contenders extends readonly (() => Promise<Timing>)[]>(
  ...contenders: Contenders
): Promise<{ [Index in keyof Contenders]: Timing }> {
  const fastest = contenders.map((): Timing => ({ seconds: Infinity, entries: ENTRIES }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, work] of contenders.entries()) {
      const timing = await work();
      if (timing.entries !== ENTRIES && timing.entries !== ENTRIES + 1) {
        throw new Error(`${timing.entries} entries instead of ${ENTRIES}`);
      }
      if (timing.seconds < (fastest[index]?.seconds ?? 0)) fastest[index] = timing;
    }
  }
  return fastest as { [Index in keyof Contenders]: Timing };
}

function report(what: string, timing: Timing, bare?: Timing): void {
  const rate = Math.round(timing.entries / timing.seconds).toLocaleString("en");
  const share = bare === undefined ? "" : `  ${(bare.seconds / timing.seconds).toFixed(2)} of bare`;
  console.log(`${what.padEnd(42)} ${rate.padStart(10)} entries/s${share}`);
}

function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
