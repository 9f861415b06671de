// Whether a test's tape is made or played, and either as the same thing to the test.

import { statSync } from "node:fs";
import { messageOf } from "../base/errors.ts";
import type { PlayedBecause } from "../net/replay_server/played.ts";
import { type Recording, startRecording } from "./recording.ts";
import { checkNames } from "./check_options.ts";
import { REPLAY_OPTIONS } from "./replay_options.ts";
import { playTape, type ReplayServer } from "./replay_server.ts";
import type { TapeMode, TapeOptions, TestTape } from "./tape.ts";
import { pathOf } from "./tape_file.ts";

/** What a tape has beside the options of its replay. */
const OWN_OPTIONS = ["target", "mode", "redact", "watch", "tls"];

/** What decides beside the test. */
export interface Surroundings {
  /** Undefined where nobody may look. */
  readonly isContinuousIntegration: () => boolean | undefined;
  /** A line for whoever runs the test. */
  readonly say: (line: string) => unknown;
}

export async function openTape(
  file: string | URL,
  options: TapeOptions,
  surroundings: Surroundings,
): Promise<TestTape> {
  checkNames(options, [...REPLAY_OPTIONS, ...OWN_OPTIONS], "the options of tape()");
  const target = readTarget(options.target);
  const path = pathOf(file);
  if (chooseMode(path, options.mode ?? "auto", surroundings) === "replay") {
    const server = await playTape(path, options);
    return new PlayedTape(server, placeFor(target, server.port));
  }
  const { redact = [], watch = true, mode, tls } = options;
  const replaces = mode === "record";
  const recording = await startRecording({
    path,
    target,
    replaces,
    redact,
    watch,
    ...(tls === undefined ? {} : { tls }),
  });
  return new RecordedTape(recording, placeFor(target, recording.port), path, surroundings.say);
}

class PlayedTape implements TestTape {
  readonly mode = "replay";
  readonly server: ReplayServer;
  readonly url: string;

  constructor(server: ReplayServer, url: string) {
    this.server = server;
    this.url = url;
  }

  played(): Promise<PlayedBecause> {
    return this.server.played();
  }

  assertPlayed(): Promise<void> {
    return this.server.assertPlayed();
  }

  keep(): void {}

  close(): Promise<void> {
    return this.server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

class RecordedTape implements TestTape {
  readonly mode = "record";
  readonly server = undefined;
  readonly url: string;
  readonly #recording: Recording;
  readonly #path: string;
  readonly #say: Surroundings["say"];
  #isKept = false;
  #closed: Promise<void> | undefined;

  constructor(recording: Recording, url: string, path: string, say: Surroundings["say"]) {
    this.#recording = recording;
    this.url = url;
    this.#path = path;
    this.#say = say;
  }

  played(): Promise<"recording"> {
    return Promise.resolve("recording");
  }

  assertPlayed(): Promise<void> {
    this.keep();
    return Promise.resolve();
  }

  keep(): void {
    this.#isKept = true;
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #finish(): Promise<void> {
    await this.#recording.finish(this.#isKept);
    if (this.#isKept) return;
    // Not an error: it would stand before the one that made the test fail.
    this.#say(
      `Threw away the recording for ${JSON.stringify(this.#path)}: ` +
        "the test did not come to assertPlayed() or keep()",
    );
  }
}

function readTarget(target: string | URL): URL {
  const url = URL.parse(target);
  if (url !== null && /^(?:https?|wss?):$/.test(url.protocol)) return url;
  throw new TypeError(
    `Cannot record ${JSON.stringify(String(target))}: expected an http, https, ws or wss URL`,
  );
}

function chooseMode(
  path: string,
  mode: TapeMode,
  surroundings: Surroundings,
): "record" | "replay" {
  const name = JSON.stringify(path);
  if (mode === "replay") return mode;
  if (mode === "auto" && stands(path)) return "replay";
  const isWatched = surroundings.isContinuousIntegration();
  if (isWatched === true) {
    throw new Error(
      `Cannot record the tape ${name}: CI is set, and nothing is recorded there; ` +
        "run the test once on your own machine and commit the tape",
    );
  }
  // Whoever says "record" has decided it.
  if (isWatched === undefined && mode === "auto") {
    throw new Error(
      `Cannot record the tape ${name}: nobody may look whether CI is set; ` +
        'grant --allow-env=CI, or say mode: "record"',
    );
  }
  return "record";
}

/** The target's own path and query, at a port of this machine. */
function placeFor(target: URL, port: number): string {
  const scheme = target.protocol.startsWith("ws") ? "ws" : "http";
  const path = target.pathname === "/" ? "" : target.pathname;
  return `${scheme}://127.0.0.1:${port}${path}${target.search}`;
}

/** What nobody may look at is not missing: it throws. */
function stands(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (cause) {
    const reason = messageOf(cause);
    throw new Error(`Cannot look for the tape ${JSON.stringify(path)}: ${reason}`, { cause });
  }
}
