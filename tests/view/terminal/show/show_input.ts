// The page of a line, from a tape that ships or from lines that a test makes up.

import { join } from "node:path";
import { encodeUtf8 } from "../../../../src/base/bytes.ts";
import { readChunks } from "../../../../src/net/files.ts";
import type { TapeHeader, TapeLine } from "../../../../src/tape/entry.ts";
import { readTape } from "../../../../src/tape/reader.ts";
import type { TapeSource } from "../../../../src/tape/line_runs.ts";
import type { Moment } from "../../../../src/timeline/moment.ts";
import { Timeline } from "../../../../src/timeline/timeline.ts";
import type { ShowInput } from "../../../../src/view/terminal/show.ts";
import { root } from "../../../house/tree.ts";

export const tapes = join(root, "fixtures", "tapes");

export interface WholeTape {
  readonly header: TapeHeader;
  readonly lines: readonly TapeLine[];
  readonly moments: readonly Moment[];
}

export function readFixture(name: string): Promise<WholeTape> {
  return readWhole(readChunks(join(tapes, `${name}.ndjson`)));
}

/** A tape of these entries; the first stands on line 2. */
export function tapeOf(entries: readonly object[]): Promise<WholeTape> {
  const header = {
    kind: "tape",
    format: "wiretape/1",
    id: "1",
    startedAt: "2026-11-21T03:00:00.000Z",
    tool: "wiretape",
    mode: "proxy",
  };
  const text = [header, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join("");
  return readWhole([encodeUtf8(text)]);
}

async function readWhole(source: TapeSource): Promise<WholeTape> {
  const tape = await readTape(source);
  const timeline = new Timeline();
  const lines: TapeLine[] = [];
  const moments: Moment[] = [];
  for await (const line of tape.lines) {
    lines.push(line);
    timeline.receive(line, moments);
  }
  return { header: tape.header, lines, moments };
}

export function showInput(tape: WholeTape, number: number): ShowInput {
  const line = tape.lines.find((candidate) => candidate.number === number);
  if (line === undefined) throw new RangeError(`The tape has no line ${number}`);
  return {
    line,
    header: tape.header,
    moments: tape.moments.filter((moment) => moment.line.number === number),
    before: tape.moments.filter((moment) => moment.line.number < number),
    after: tape.moments.filter((moment) => moment.line.number > number),
  };
}
