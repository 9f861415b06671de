// A tape that is being made by a test: through the tap, secrets hidden, into a file beside its place,
// which is moved there only when the test says that it went well.

import { existsSync, linkSync, renameSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { systemClock } from "../base/clock.ts";
import { messageOf } from "../base/errors.ts";
import { randomId, systemRandom } from "../base/random.ts";
import { VERSION } from "../base/version.ts";
import type { TargetTls } from "../net/connect.ts";
import { tapeFiles } from "../net/files.ts";
import { Recorder } from "../net/recorder.ts";
import { startTap, type Tap } from "../net/tap.ts";
import { lateOwner, type TapOwner } from "../net/tap_owner.ts";
import { targetOf } from "../net/target.ts";
import { FORMAT } from "../tape/entry.ts";
import { Redactor } from "../tape/redact/redactor.ts";
import type { TapeSink } from "../tape/sink.ts";
import { TapeWriter } from "../tape/writer.ts";
import { bounded } from "./bounded.ts";
import { readPlayable } from "./tape_file.ts";

export interface RecordingOptions {
  /** Where the tape is to stand. */
  readonly path: string;
  readonly target: URL;
  /** A tape that stands there already gives way. */
  readonly replaces: boolean;
  readonly redact: readonly (string | RegExp)[];
  readonly watch: readonly string[] | true;
  readonly tls?: TargetTls;
}

export interface Recording {
  readonly port: number;
  /** Ends it: the tape is put in its place, or thrown away. Rejects when it cannot be kept. */
  finish(isKept: boolean): Promise<void>;
}

/** Listens before the file is made: what cannot begin leaves nothing behind. */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const { target, tls } = options;
  const owners: TapOwner[] = [];
  const tap = await startTap({
    target: targetOf(target),
    owner: lateOwner(owners),
    ...(tls === undefined ? {} : { tls }),
  });
  try {
    const recording = new TapRecording(tap, options);
    owners.push(recording.recorder);
    return recording;
  } catch (cause) {
    await tap[Symbol.asyncDispose]();
    throw new Error(`Cannot record the tape ${JSON.stringify(options.path)}`, { cause });
  }
}

class TapRecording implements Recording {
  readonly recorder: Recorder;
  readonly #tap: Tap;
  readonly #options: RecordingOptions;
  readonly #clock = systemClock();
  readonly #redactor: Redactor;
  readonly #writer: TapeWriter;
  /** Where the tape stands while it is made; no two recordings share one. */
  readonly #part: string;
  /** Why the target could not be reached. */
  #failure: Error | undefined;

  constructor(tap: Tap, options: RecordingOptions) {
    this.#tap = tap;
    this.#options = options;
    const { path, redact, watch } = options;
    this.#redactor = new Redactor({
      hashKey: systemRandom.bytes(16),
      extra: redact,
      enabled: true,
    });
    this.#part = `${path}.${randomId(systemRandom)}.part`;
    this.#writer = this.#openPart();
    this.recorder = new Recorder({
      writer: this.#writer,
      redactor: this.#redactor,
      clock: this.#clock,
      watch,
      listener: {
        recorded(): void {},
        decoded(): void {},
        failed: (error) => this.#failure ??= error,
        // The writer remembers it.
        tapeFailed(): void {},
      },
    });
  }

  get port(): number {
    return this.#tap.port;
  }

  async finish(isKept: boolean): Promise<void> {
    await bounded(this.#tap[Symbol.asyncDispose]());
    this.recorder.finish();
    this.#writer.end(this.#clock.now(), { hidden: this.#redactor.hidden });
    try {
      if (isKept) await this.#keep();
    } catch (cause) {
      const path = JSON.stringify(this.#options.path);
      const reasons = [cause, ...(this.#failure === undefined ? [] : [this.#failure])];
      const why = reasons.map(messageOf).join("; ");
      throw new Error(`Cannot keep the tape ${path}: ${why}`, { cause });
    } finally {
      removeIfThere(this.#part);
    }
  }

  #openPart(): TapeWriter {
    tapeFiles.makeFolder(dirname(this.#part));
    const sink: TapeSink | undefined = tapeFiles.openNew(this.#part);
    if (sink === undefined) throw new Error(`${JSON.stringify(this.#part)} stands there already`);
    const { target, watch, redact } = this.#options;
    const writer = new TapeWriter(
      sink,
      this.#redactor.redactHeader({
        kind: "tape",
        format: FORMAT,
        id: randomId(systemRandom),
        startedAt: this.#clock.wallTime().toISOString(),
        tool: `wiretape ${VERSION}`,
        mode: "proxy",
        target: target.href,
        watch: watch === true ? ["*"] : watch,
        redaction: { on: true, ...(redact.length === 0 ? {} : { keys: redact.map(String) }) },
      }),
    );
    if (writer.failure !== undefined) {
      removeIfThere(this.#part);
      throw writer.failure;
    }
    return writer;
  }

  /** A tape that could not be replayed is none. */
  async #keep(): Promise<void> {
    const { path, replaces } = this.#options;
    if (this.#writer.failure !== undefined) throw this.#writer.failure;
    await readPlayable(this.#part, []);
    if (replaces) renameSync(this.#part, path);
    else moveToFree(this.#part, path);
  }
}

/** A link never replaces anything, whoever else makes the same tape at this moment. */
function moveToFree(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (cause) {
    // Not every file system has links.
    if (existsSync(to)) throw new Error("another one stands there by now", { cause });
    renameSync(from, to);
  }
}

function removeIfThere(path: string): void {
  if (existsSync(path)) unlinkSync(path);
}
