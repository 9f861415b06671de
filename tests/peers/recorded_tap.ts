// A tap with a recorder behind it, as `record` and `proxy` have one, whose tape stays in memory:
// tests send real clients through it, and read what it holds.

import { concatBytes } from "../../src/base/bytes.ts";
import { systemClock } from "../../src/base/clock.ts";
import { Recorder, type RecorderListener } from "../../src/net/recorder.ts";
import { startTap } from "../../src/net/tap.ts";
import { targetOf } from "../../src/net/target.ts";
import { type Entry, FORMAT } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import type { TapeSink } from "../../src/tape/sink.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import type { Decoded } from "../../src/protocols/protocol.ts";
import { decodeTape } from "../../src/timeline/decode_tape.ts";

/** A line of a tape that was read, and what it means. */
export interface ReadLine {
  readonly number: number;
  readonly entry: Entry;
  readonly decoded: readonly Decoded[];
}

export interface RecordedTap extends AsyncDisposable {
  /** Where clients connect to instead of the target. */
  readonly url: string;
  readonly port: number;
  /** Ends the tap and the tape once the connections are gone: the tape's bytes. */
  end(): Promise<Uint8Array>;
  /** Ends them and reads the tape. */
  finish(): Promise<readonly ReadLine[]>;
}

export interface RecordedTapOptions {
  /** What it leads to. */
  readonly target: string;
  /** Names of the events that get lines of their own; by default all of them. */
  readonly watch?: readonly string[] | true;
}

/** Starts a tap in front of the target, redaction on, every event watched. */
export async function startRecordedTap(options: RecordedTapOptions): Promise<RecordedTap> {
  const clock = systemClock();
  const redactor = new Redactor({ hashKey: new Uint8Array(16), enabled: true });
  const sink = new MemorySink();
  const writer = new TapeWriter(sink, {
    kind: "tape",
    format: FORMAT,
    id: "peers",
    startedAt: clock.wallTime().toISOString(),
    tool: "wiretape test",
    mode: "proxy",
    target: options.target,
  });
  const gone = new ConnectionCount();
  const watch = options.watch ?? true;
  const recorder = new Recorder({ writer, redactor, clock, watch, listener: gone });
  const tap = await startTap({ target: targetOf(new URL(options.target)), owner: recorder });
  const end = async (): Promise<Uint8Array> => {
    await gone.whenAllClosed();
    await tap[Symbol.asyncDispose]();
    writer.end(clock.now(), { hidden: redactor.hidden });
    return sink.bytes();
  };
  return {
    url: `http://${tap.hostname}:${tap.port}`,
    port: tap.port,
    end,
    finish: async () => await readAll(await end()),
    async [Symbol.asyncDispose](): Promise<void> {
      await tap[Symbol.asyncDispose]();
    },
  };
}

/** Every line of a whole tape. Throws for a tape that is not whole, or has a line of no known kind. */
export async function readAll(bytes: Uint8Array): Promise<readonly ReadLine[]> {
  const tape = await readTape([bytes]);
  const lines: ReadLine[] = [];
  for await (const { line, decoded } of decodeTape(tape)) {
    if (!line.known) throw new TypeError(`Line ${line.number} is of no known kind`);
    lines.push({ number: line.number, entry: line.entry, decoded });
  }
  const { state } = tape.ending();
  if (state !== "whole") throw new TypeError(`The tape is ${state}, expected a whole one`);
  return lines;
}

class MemorySink implements TapeSink {
  readonly #pieces: Uint8Array[] = [];

  write(bytes: Uint8Array): void {
    this.#pieces.push(new Uint8Array(bytes));
  }

  close(): void {}

  bytes(): Uint8Array {
    return concatBytes(this.#pieces);
  }
}

/** Knows when every connection that was opened is closed again, and what failed meanwhile. */
class ConnectionCount implements RecorderListener {
  #open = 0;
  #failure: Error | undefined;
  #waiting: (() => void)[] = [];

  recorded(entry: Entry): void {
    if (entry.kind === "open") this.#open += 1;
    if (entry.kind !== "close") return;
    this.#open -= 1;
    if (this.#open > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  decoded(): void {}

  failed(error: Error): void {
    this.#failure ??= error;
  }

  tapeFailed(error: Error): void {
    this.#failure ??= error;
  }

  async whenAllClosed(): Promise<void> {
    if (this.#open > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#failure !== undefined) throw this.#failure;
  }
}
