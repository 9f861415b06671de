// A tape that is recorded the first time a test runs, and played from then on: `tape()`.

import { writeSync } from "node:fs";
import type { TargetTls } from "../net/connect.ts";
import type { PlayedBecause } from "../net/replay_server/played.ts";
import { isContinuousIntegration } from "./continuous_integration.ts";
import { openTape } from "./open_tape.ts";
import type { ReplayOptions } from "./replay_options.ts";
import type { ReplayServer } from "./replay_server.ts";

const STDERR = 2;

/**
 * `replay` plays the tape, `record` makes it anew. `auto` plays it where there is one and makes it
 * where there is none.
 */
export type TapeMode = "auto" | "record" | "replay";

/** Where the real server is, and how the tape is made and played. */
export interface TapeOptions extends ReplayOptions {
  /** The real server: an http, https, ws or wss URL. It is talked to while recording only. */
  readonly target: string | URL;
  /** Default `auto`. With `CI` set in the environment nothing is ever recorded. */
  readonly mode?: TapeMode;
  /**
   * What to hide on the tape beside what is always hidden: keys whose values are secret, and
   * expressions for what is secret wherever it stands.
   */
  readonly redact?: readonly (string | RegExp)[];
  /** Names of the events that get readable lines on the tape; true for all. Default true. */
  readonly watch?: readonly string[] | true;
  /** For a target that speaks TLS: certificates to trust, or not to check. */
  readonly tls?: TargetTls;
}

/** A real server behind a tap, or a tape of it: the test need not know which. */
export interface TestTape extends AsyncDisposable {
  /** What is being done. */
  readonly mode: "record" | "replay";
  /** Where the client under test connects to: the target's path and query, on this machine. */
  readonly url: string;
  /** The replay with its report and its controls; undefined while recording. */
  readonly server: ReplayServer | undefined;
  /** As `played()` of a replay. While recording there is nothing to wait for: `recording`. */
  played(): Promise<PlayedBecause | "recording">;
  /**
   * As `assertPlayed()` of a replay. While recording it asserts nothing, and says that the test went
   * well, as `keep()` does: so it belongs at the test's end.
   */
  assertPlayed(): Promise<void>;
  /**
   * The test went well: what was recorded is kept. Without it, or `assertPlayed()`, a recording is
   * thrown away. On a replay it does nothing.
   */
  keep(): void;
  /** The same as disposing of it. Rejects when a tape that was to be kept cannot be. */
  close(): Promise<void>;
}

/**
 * Records a tape through a tap when it is missing, and plays it when it stands there. Secrets are
 * hidden on what is recorded, the file is for its owner's eyes only, and it appears in its place,
 * whole, once the test has said that it went well, by `assertPlayed()` or `keep()`. A tape that
 * stands is never replaced, unless `mode` is `record`. With `CI` set nothing is recorded: a tape
 * that is missing is an error.
 *
 * To play needs `--allow-read --allow-net=127.0.0.1`; to record, `--allow-write`, the target in
 * `--allow-net`, and `--allow-env=CI`.
 *
 * @example
 * ```ts
 * import { tape } from "@wiretape/wiretape/testing";
 *
 * await using recorded = await tape("fixtures/tapes/driver.ndjson", {
 *   target: "ws://127.0.0.1:3002/driver/get-tracking?userId=19",
 *   speed: "max",
 * });
 * const socket = new WebSocket(recorded.url);
 * const closed = new Promise((resolve) => socket.onclose = resolve);
 * const first = new Promise<string>((resolve, reject) => {
 *   socket.onmessage = ({ data }) => resolve(data);
 *   // A server that does not like the token closes: the test must not wait for ever.
 *   socket.addEventListener("close", ({ code, reason }) => reject(new Error(`${code} ${reason}`)));
 * });
 * socket.onopen = () => {
 *   const payload = { token: "hidden on the tape", command: "start" };
 *   socket.send(JSON.stringify({ type: "authenticate", payload }));
 * };
 * if (!(await first).includes("location_lat")) throw new Error("No position came");
 * await recorded.assertPlayed();
 * socket.close();
 * await closed;
 * ```
 */
export async function tape(file: string | URL, options: TapeOptions): Promise<TestTape> {
  return await openTape(file, options, {
    isContinuousIntegration,
    say: (line) => writeSync(STDERR, `${line}\n`),
  });
}
