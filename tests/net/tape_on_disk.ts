// A recorder that writes a tape to the real disk, as the commands have one: what it holds is read
// back from the file.

import { systemClock } from "../../src/base/clock.ts";
import { readChunks, tapeFiles } from "../../src/net/files.ts";
import { Recorder, type RecorderListener } from "../../src/net/recorder.ts";
import { createTape } from "../../src/tape/create.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { HEADER } from "../tape/samples.ts";

export interface TapeOnDisk {
  readonly recorder: Recorder;
  /** Ends the tape, and reads all of it. Throws unless it is whole. */
  finish(): Promise<readonly Entry[]>;
}

export const SILENT: RecorderListener = {
  recorded: () => {},
  decoded: () => {},
  failed: () => {},
  tapeFailed: () => {},
};

/** A new tape, redaction on, every event watched. */
export function recordTo(path: string): TapeOnDisk {
  const created = createTape(path, tapeFiles);
  if (!created.ok) throw created.error;
  const writer = new TapeWriter(created.sink, HEADER);
  const clock = systemClock();
  const recorder = new Recorder({
    writer,
    redactor: new Redactor({ hashKey: new Uint8Array(16), enabled: true }),
    clock,
    watch: true,
    listener: SILENT,
  });
  return {
    recorder,
    async finish(): Promise<readonly Entry[]> {
      recorder.finish();
      const ended = writer.end(clock.now());
      if (!ended.ok) throw ended.error;
      const tape = await readTape(readChunks(path));
      const entries: Entry[] = [];
      for await (const line of tape.lines) {
        if (!line.known) throw new TypeError(`Line ${line.number} is of no known kind`);
        entries.push(line.entry);
      }
      const { state } = tape.ending();
      if (state !== "whole") throw new TypeError(`The tape is ${state}, expected a whole one`);
      return entries;
    },
  };
}
