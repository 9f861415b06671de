// A tape as the server of a test: `replayServer()`.

import type { PlayedBecause } from "../net/replay_server/played.ts";
import type { PlayedFault } from "../net/replay_server/replay_event.ts";
import {
  type ReplayServer as Server,
  startReplayServer,
} from "../net/replay_server/replay_server.ts";
import type { ServerFault } from "../net/replay_server/transport_fault.ts";
import { unmetFaults } from "../net/replay_server/unmet_faults.ts";
import type { PlaySpeed } from "../replay/player_contract.ts";
import type { ReplayReport } from "../replay/report.ts";
import { type Supply, supplyScript } from "../replay/supply.ts";
import { bounded } from "./bounded.ts";
import { checkNames } from "./check_options.ts";
import { explainPlayed } from "./explain.ts";
import { type Places, placesOf } from "./places.ts";
import {
  readReplayOptions,
  readSupplies,
  REPLAY_OPTIONS,
  type ReplayOptions,
  type ServerOptions,
} from "./replay_options.ts";
import { openTapeFile, type TapeFile } from "./tape_file.ts";
import { TapeMismatchError } from "./tape_mismatch_error.ts";
import { untilStill } from "./until_still.ts";

/** A tape that is being played on 127.0.0.1, until it is disposed of. */
export interface ReplayServer extends AsyncDisposable {
  /**
   * Where the client of the tape's first session connects to: `http://127.0.0.1:43210/sfa`, or
   * `ws://127.0.0.1:43210/live` for a plain WebSocket. The query is the client's own affair.
   */
  readonly url: string;
  /** Without the namespace or path, for clients that add theirs: `WIRETAPE_URL` of `replay`. */
  readonly baseUrl: string;
  /** Engine.IO's path, for `io(url, { path })`, or that of a plain WebSocket. */
  readonly path: string;
  /** Where it listens. */
  readonly port: number;
  /** How many clients are connected. */
  readonly clientCount: number;
  /**
   * Resolves when everything was served and every message of the client's has come or was given up
   * (`all`), when nothing has happened for as long as there was patience (`silence`) or no client
   * has come (`nobody`), at something wrong with `failFast` (`failed`), or when the server was
   * closed (`closed`). Never rejects, and never waits for ever. What was served has been handed to
   * the operating system then, or to the poll that asked for it: what the client makes of it is the
   * client's to say, and worth waiting for before.
   */
  played(): Promise<PlayedBecause>;
  /**
   * Waits for `played()`, then throws a TapeMismatchError unless all was as on the tape, and every
   * fault that was asked for has been put in.
   */
  assertPlayed(): Promise<void>;
  /** How it went until now. */
  report(): ReplayReport;
  /** The faults that were put in so far. */
  faults(): readonly PlayedFault[];
  /** Stops the tape's clock; heartbeats go on. */
  pause(): void;
  /** Has the tape's clock go on. */
  resume(): void;
  /** All clients go to this moment of the tape, in milliseconds since its start. */
  seek(to: number): void;
  /** Changes the speed for clients that are here and clients to come. */
  setSpeed(speed: PlaySpeed): void;
  /** Plays each client its next message at once, if nothing but the clock is in its way. */
  step(): void;
  /** The same as disposing of it. */
  close(): Promise<void>;
}

/**
 * Plays a tape to the clients of a test, as the server that was recorded. Each recorded session is
 * given to one client, and what the client says must be what the tape has, unless the options say
 * otherwise. It listens on a free port of 127.0.0.1 until it is disposed of.
 *
 * Needs permission to read the tape and to listen (`--allow-read --allow-net=127.0.0.1`).
 *
 * @example
 * ```ts
 * import { replayServer } from "@wiretape/wiretape/testing";
 *
 * await using server = await replayServer("fixtures/tapes/driver.ndjson", { speed: "max" });
 * const socket = new WebSocket(`${server.url}?userId=19`);
 * const closed = new Promise((resolve) => socket.onclose = resolve);
 * socket.onopen = () => {
 *   const payload = { token: "anything: it is hidden on the tape", command: "start" };
 *   socket.send(JSON.stringify({ type: "authenticate", payload }));
 * };
 * await server.assertPlayed();
 * socket.close();
 * await closed;
 * ```
 */
export async function replayServer(
  file: string | URL,
  options: ReplayOptions = {},
): Promise<ReplayServer> {
  checkNames(options, REPLAY_OPTIONS, "the options of replayServer()");
  return await playTape(file, options);
}

/** The same for who has checked the options, and may have others beside them. */
export async function playTape(
  file: string | URL,
  options: ReplayOptions,
): Promise<ReplayServer> {
  const read = readReplayOptions(options);
  const tape = supplied(await openTapeFile(file), readSupplies(options));
  const server = await startReplayServer({ ...read, script: tape.script });
  return new PlayedServer(server, tape, read);
}

function supplied(tape: TapeFile, supplies: readonly Supply[]): TapeFile {
  const { script, unused } = supplyScript(tape.script, supplies);
  const idle = unused.map(({ text }) =>
    `what is supplied for ${text} is not used: nothing of the server's was hidden there`
  );
  return { ...tape, script, oddities: [...tape.oddities, ...idle] };
}

class PlayedServer implements ReplayServer {
  readonly #server: Server;
  readonly #tape: TapeFile;
  readonly #patience: number;
  readonly #places: Places;
  readonly #wanted: readonly ServerFault[];
  #closed: PromiseLike<void> | undefined;

  constructor(
    server: Server,
    tape: TapeFile,
    { patience, faults = [] }: Pick<ServerOptions, "patience" | "faults">,
  ) {
    this.#server = server;
    this.#tape = tape;
    this.#patience = patience;
    this.#wanted = faults;
    const [first] = tape.script.sessions;
    if (first === undefined) throw new RangeError("Cannot play a tape without a session");
    this.#places = placesOf(first, `${server.hostname}:${server.port}`);
  }

  get url(): string {
    return this.#places.url;
  }

  get baseUrl(): string {
    return this.#places.baseUrl;
  }

  get path(): string {
    return this.#places.path;
  }

  get port(): number {
    return this.#server.port;
  }

  get clientCount(): number {
    return this.#server.clientCount;
  }

  async played(): Promise<PlayedBecause> {
    using still = untilStill(this.#server, this.#patience);
    return await Promise.race([this.#server.played, still.reached]);
  }

  async assertPlayed(): Promise<void> {
    const because = await this.played();
    const report = this.report();
    const unmet = unmetFaults(this.#wanted, this.faults());
    if (report.isGood && unmet.length === 0) return;
    const { name, oddities } = this.#tape;
    const message = explainPlayed({
      name,
      url: this.url,
      report,
      because,
      patience: this.#patience,
      faults: this.faults(),
      unmet,
      oddities,
    });
    throw new TapeMismatchError(message, report);
  }

  report(): ReplayReport {
    return this.#server.report();
  }

  faults(): readonly PlayedFault[] {
    return this.#server.faults();
  }

  pause(): void {
    this.#server.pause();
  }

  resume(): void {
    this.#server.resume();
  }

  seek(to: number): void {
    this.#server.seek(to);
  }

  setSpeed(speed: PlaySpeed): void {
    this.#server.setSpeed(speed);
  }

  step(): void {
    this.#server.step();
  }

  async close(): Promise<void> {
    await bounded(this.#closed ??= this.#server[Symbol.asyncDispose]());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
