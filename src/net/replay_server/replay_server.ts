// A tape as a server: a recording's sessions played to real clients, its pages beside them.

import { type Clock, systemClock } from "../../base/clock.ts";
import { type Random, systemRandom } from "../../base/random.ts";
import type { ServeMode } from "../../replay/casting.ts";
import type { MatchMode } from "../../replay/match.ts";
import { PATIENCE, type PlaySpeed } from "../../replay/player_contract.ts";
import { Replay } from "../../replay/replay.ts";
import type { ReplayReport } from "../../replay/report.ts";
import type { ReplayScript } from "../../replay/script.ts";
import type { Path } from "../../timeline/filter/path.ts";
import { type After, systemAfter } from "../engine_server/after.ts";
import { type EngineServerOptions, startEngineServer } from "../engine_server/engine_server.ts";
import { GOODBYE_MILLISECONDS } from "../engine_server/limits.ts";
import { stockSid } from "../engine_server/stock_sid.ts";
import { Doorman } from "./doorman.ts";
import { originRule } from "./origins.ts";
import { FIRST_PATIENCE, Played, type PlayedBecause } from "./played.ts";
import type { PlayedFault, ReplayEvent } from "./replay_event.ts";
import { Stage } from "./stage.ts";
import { isTransportFault, type ServerFault } from "./transport_fault.ts";

export type { PlayedFault, ReplayEvent, ServerFault };

export interface ReplayServerOptions {
  readonly script: ReplayScript;
  /** `whole`: every client gets the tape from its start. Default `sessions`: each is given once. */
  readonly serve?: ServeMode;
  /** Default `strict`. */
  readonly mode?: MatchMode;
  /** What differs in its contents alone is told, and opens its gate all the same. Default false. */
  readonly lenient?: boolean;
  /** Places in arguments that may be anything. */
  readonly ignore?: readonly Path[];
  /** Default 1. */
  readonly speed?: PlaySpeed;
  /** Milliseconds that a silence of the tape may last; default: as long as it did. */
  readonly limitIdle?: number;
  /** Milliseconds that a message of the client's is waited for, `Infinity` too; default 10 s. */
  readonly patience?: number;
  /** Milliseconds that the first client is waited for, `Infinity` too; default one minute. */
  readonly firstPatience?: number;
  /** The first thing that goes wrong ends the run. */
  readonly failFast?: boolean;
  /** A client that leaves before the end is no failure. */
  readonly allowPartial?: boolean;
  /** When all has been played, it is played again: to who is still there, or to who comes then. */
  readonly loop?: boolean;
  readonly faults?: readonly ServerFault[];
  /** What chance the faults follow. Default 1. */
  readonly seed?: number;
  /** Clients get the recorded ids. */
  readonly pinIds?: boolean;
  /** An origin whose pages are let in beside those that the tape let in; `*` for all. */
  readonly cors?: string;
  /** Default 127.0.0.1. */
  readonly hostname?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** Where the port is taken, the next free one will do. */
  readonly nextPort?: boolean;
  /** Told all that happens, at once. */
  readonly onEvent?: (event: ReplayEvent) => void;
  readonly clock?: Clock;
  readonly after?: After;
  readonly random?: Random;
}

export interface ReplayServer extends AsyncDisposable {
  /** `http://127.0.0.1:7007`, the namespace to be added. */
  readonly url: string;
  readonly hostname: string;
  readonly port: number;
  /** Every session was played and matched or missed, or else nothing more is to be expected. */
  readonly played: Promise<PlayedBecause>;
  /** How many clients are connected. */
  readonly clientCount: number;
  readonly isPaused: boolean;
  readonly speed: PlaySpeed;
  /** How it went until now. */
  report(): ReplayReport;
  /** The faults that were put in so far. */
  faults(): readonly PlayedFault[];
  pause(): void;
  resume(): void;
  /** All clients go to this moment of the tape, in milliseconds since its start. */
  seek(to: number): void;
  /** Each client goes so many milliseconds of the tape forward, or back. */
  seekBy(by: number): void;
  setSpeed(speed: PlaySpeed): void;
  /** Plays each client its next message at once, if its time has come but for the clock. */
  step(): void;
  /** What each client is waited for to say is waited for no longer. */
  skip(): void;
  /** Resolves when no client is connected any more, or after so many milliseconds. */
  whenEmpty(milliseconds: number): Promise<void>;
}

export async function startReplayServer(options: ReplayServerOptions): Promise<ReplayServer> {
  const { script, pinIds = false, random = systemRandom, patience = PATIENCE } = options;
  const after = options.after ?? systemAfter;
  const faults = options.faults ?? [];
  const speed = options.speed ?? 1;
  const { firstPatience = FIRST_PATIENCE } = options;
  const played = new Played({ script, patience, firstPatience, after });
  const { failFast, allowPartial, limitIdle, loop, onEvent } = options;
  const stage = new Stage({
    replay: new Replay(script, {
      serve: options.serve ?? "sessions",
      rules: {
        mode: options.mode ?? "strict",
        ignore: options.ignore ?? [],
        lenient: options.lenient ?? false,
      },
      speed,
      patience,
      ...(limitIdle === undefined ? {} : { limitIdle }),
      ...(failFast === undefined ? {} : { failFast }),
      ...(allowPartial === undefined ? {} : { allowPartial }),
      ...(loop === undefined ? {} : { loop }),
      ...(pinIds ? {} : {
        mint: { namespaceId: () => stockSid(random), recoveryId: () => stockSid(random) },
      }),
    }),
    clock: options.clock ?? systemClock(),
    after,
    faults: faults.filter((fault) => !isTransportFault(fault)),
    seed: options.seed ?? 1,
    speed,
    played,
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const owner = new Doorman({
    stage,
    pinIds,
    faults: faults.filter(isTransportFault),
    isClosed: script.origins.length === 0 && options.cors === undefined,
  });
  const server = await startEngineServer({
    owner,
    after,
    random,
    ...placeOf(options),
    ...crossOriginOf(options, stage),
  });
  let report: ReplayReport | undefined;
  return {
    url: server.url,
    hostname: server.hostname,
    port: server.port,
    played: played.whenDone,
    get clientCount(): number {
      return stage.clientCount;
    },
    get isPaused(): boolean {
      return stage.isPaused;
    },
    get speed(): PlaySpeed {
      return stage.speed;
    },
    report: () => report ?? stage.replay.report(),
    faults: () => stage.faults,
    pause: () => stage.change({ kind: "pause" }),
    resume: () => stage.change({ kind: "resume" }),
    seek: (to) => stage.change({ kind: "seek", to }),
    seekBy: (by) => stage.change({ kind: "seek-by", by }),
    setSpeed: (to) => stage.change({ kind: "speed", speed: to }),
    step: () => stage.change({ kind: "step" }),
    skip: () => stage.change({ kind: "skip" }),
    whenEmpty: (milliseconds) => stage.whenEmpty(milliseconds),
    async [Symbol.asyncDispose](): Promise<void> {
      stage.finish();
      // What the end does to those who are still there says nothing about them.
      report ??= stage.replay.report();
      played.end("closed");
      await lastWords(stage, after);
      await server[Symbol.asyncDispose]();
    },
  };
}

/** What was served but waits for a poll still goes to its client, if that asks for it soon. */
async function lastWords(stage: Stage, after: After): Promise<void> {
  const waiting = stage.performers.filter(({ hasLeft }) => !hasLeft);
  if (waiting.length === 0) return;
  const over = Promise.withResolvers<void>();
  const callOff = after(GOODBYE_MILLISECONDS, over.resolve);
  const gone = waiting.map((performer) => {
    performer.leave();
    return performer.whenGone;
  });
  await Promise.race([Promise.all(gone), over.promise]);
  callOff();
}

function placeOf(
  options: ReplayServerOptions,
): Pick<EngineServerOptions, "path" | "hostname" | "port" | "nextPort"> {
  const { script, hostname, port, nextPort } = options;
  const path = script.sessions.find(({ carrier, request }) =>
    carrier === "engine.io" && request.path !== ""
  )?.request.path;
  return {
    ...(path === undefined ? {} : { path }),
    ...(hostname === undefined ? {} : { hostname }),
    ...(port === undefined ? {} : { port }),
    ...(nextPort === undefined ? {} : { nextPort }),
  };
}

function crossOriginOf(
  { script, cors }: ReplayServerOptions,
  stage: Stage,
): Pick<EngineServerOptions, "crossOrigin"> {
  const { origins } = script;
  const crossOrigin = originRule({
    recorded: origins,
    ...(cors === undefined ? {} : { extra: cors }),
    refused: (origin) => stage.say({ kind: "origin", origin }),
  });
  return origins.length === 0 && cors === undefined ? {} : { crossOrigin };
}
