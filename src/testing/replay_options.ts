// How a test has a tape played: what people say, checked and turned into what the server takes.

import { messageOf } from "../base/errors.ts";
import type { JsonValue } from "../base/json.ts";
import type { ReplayServerOptions } from "../net/replay_server/replay_server.ts";
import type { ServerFault } from "../net/replay_server/transport_fault.ts";
import type { ServeMode } from "../replay/casting.ts";
import { MATCH_MODES, type MatchMode } from "../replay/match.ts";
import { PATIENCE, type PlaySpeed } from "../replay/player_contract.ts";
import type { Supply } from "../replay/supply.ts";
import { checkFaults, checkOrigin } from "./check_options.ts";
import { compilePath, type Path } from "../timeline/filter/path.ts";

/** How a tape is played. Times are in milliseconds. */
export interface ReplayOptions {
  /**
   * `sessions`: each session of the tape is given to one client. `whole`: every client gets the
   * tape from its start. Default `sessions`.
   */
  readonly serve?: ServeMode;
  /**
   * What the client's messages must have in common with those on the tape. `strict`: names and
   * arguments, in order per namespace. `any-order`: the same in any order. `shape`: in order, with
   * arguments of the same keys and types. `name`: in order, by name alone. `off`: nothing, and
   * nobody is waited for. `warn`: as `strict`, but a message that differs in its arguments alone is
   * answered all the same, and reported. Default `strict`.
   */
  readonly match?: MatchMode | "warn";
  /** Places in arguments that may be anything: `$.room`, `$[1].lat`, `**.ts`. */
  readonly ignore?: readonly string[];
  /** So many times as fast as it was recorded; or `max`; or `step`, by `step()` alone. Default 1. */
  readonly speed?: PlaySpeed;
  /** Longer silences of the tape are made this long. Default: they are as long as they were. */
  readonly limitIdle?: number;
  /** How long a message of the client's, or a client, is waited for. Default 10,000. */
  readonly patience?: number;
  /** The first thing that goes wrong ends the wait for the rest. Default false. */
  readonly failFast?: boolean;
  /**
   * A client may leave before the end of its session, and faults may keep some of it away. A session
   * that nobody plays is a failure all the same. Default false.
   */
  readonly allowPartial?: boolean;
  /** Clients get the recorded ids instead of fresh ones. Default false. */
  readonly pinIds?: boolean;
  /** What to send where the server's secrets were hidden, to clients that read them. */
  readonly supply?: readonly SuppliedValue[];
  /** What is to go wrong, once for every client unless it says otherwise. */
  readonly faults?: readonly ServerFault[];
  /** What chance the faults follow. Default 1. */
  readonly seed?: number;
  /** An origin whose pages are let in beside those that the tape let in; `*` for all. */
  readonly cors?: string;
  /** Where it listens on 127.0.0.1. Default: a free port. */
  readonly port?: number;
}

/** A value in the place of one that was hidden on the tape. */
export interface SuppliedValue {
  /** In these events alone; default: in all, in acks, and in what CONNECTs answer. */
  readonly event?: string;
  /** `$.token` */
  readonly path: string;
  /** What to send there. */
  readonly value: JsonValue;
}

/** What the server takes. */
export type ServerOptions = Omit<ReplayServerOptions, "script"> & { readonly patience: number };

/** All of them. */
export const REPLAY_OPTIONS: readonly (keyof ReplayOptions)[] = [
  "serve",
  "match",
  "ignore",
  "speed",
  "limitIdle",
  "patience",
  "failFast",
  "allowPartial",
  "pinIds",
  "supply",
  "faults",
  "seed",
  "cors",
  "port",
];

const SERVE_MODES: readonly ServeMode[] = ["sessions", "whole"];

/** Throws for what cannot be meant. */
export function readReplayOptions(options: ReplayOptions): ServerOptions {
  const { match = "strict", patience = PATIENCE, speed = 1, ignore = [], ...rest } = options;
  checkSpeed(speed);
  checkTime(patience, "patience");
  if (options.limitIdle !== undefined) checkTime(options.limitIdle, "limitIdle");
  if (rest.faults !== undefined) checkFaults(rest.faults);
  if (rest.cors !== undefined) checkOrigin(rest.cors);
  if (rest.serve !== undefined && !SERVE_MODES.includes(rest.serve)) {
    const known = SERVE_MODES.join(", ");
    throw new TypeError(`Cannot serve ${JSON.stringify(rest.serve)}: expected one of ${known}`);
  }
  return {
    serve: rest.serve ?? "sessions",
    mode: readMatch(match),
    lenient: match === "warn",
    ignore: ignore.map((path) => readPath("ignore", path)),
    speed,
    patience,
    // A test may begin late: it is waited for from when it asks.
    firstPatience: Infinity,
    ...given("limitIdle", rest.limitIdle),
    ...given("failFast", rest.failFast),
    ...given("allowPartial", rest.allowPartial),
    ...given("pinIds", rest.pinIds),
    ...given("faults", rest.faults),
    ...given("seed", rest.seed),
    ...given("cors", rest.cors),
    ...given("port", rest.port),
  };
}

/** The same for what is put into the tape itself. */
export function readSupplies({ supply = [] }: ReplayOptions): readonly Supply[] {
  return supply.map(({ path, ...rest }) => ({
    ...rest,
    path: readPath("supply", path),
    text: path,
  }));
}

function readMatch(match: MatchMode | "warn"): MatchMode {
  if (match === "warn") return "strict";
  if (MATCH_MODES.includes(match)) return match;
  const known = ["warn", ...MATCH_MODES].join(", ");
  throw new TypeError(`Cannot match by ${JSON.stringify(match)}: expected one of ${known}`);
}

function checkSpeed(speed: PlaySpeed): void {
  if (speed === "max" || speed === "step" || speed > 0 && speed < Infinity) return;
  throw new RangeError(
    `Cannot play at the speed ${JSON.stringify(speed)}: expected a number above 0, "max" or "step"`,
  );
}

function checkTime(milliseconds: number, name: string): void {
  if (milliseconds >= 0) return;
  throw new RangeError(
    `Cannot play with ${name} ${milliseconds}: expected milliseconds, from 0 on`,
  );
}

function readPath(what: string, text: string): Path {
  try {
    return compilePath(text);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new SyntaxError(`Cannot ${what} ${JSON.stringify(text)}: ${reason}`, { cause });
  }
}

/** Nothing, where nothing was said: the server has its own defaults. */
function given<Name extends string, Said>(
  name: Name,
  said: Said | undefined,
): { readonly [Key in Name]?: Said } {
  return said === undefined ? {} : { [name]: said } as { readonly [Key in Name]: Said };
}
