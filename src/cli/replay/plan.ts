// What a replay is to do: its flags, read and checked before the tape is opened. By hand and in a
// test are two sets of defaults; every one of them can be said by name.

import { messageOf } from "../../base/errors.ts";
import { FIRST_PATIENCE } from "../../net/replay_server/played.ts";
import type { ReplayServerOptions } from "../../net/replay_server/replay_server.ts";
import { MATCH_MODES, type MatchMode } from "../../replay/match.ts";
import type { PlaySpeed } from "../../replay/player_contract.ts";
import type { Supply } from "../../replay/supply.ts";
import { compilePath, type Path } from "../../timeline/filter/path.ts";
import { readDuration } from "../duration.ts";
import type { Host } from "../host.ts";
import { originIn } from "../origin.ts";
import { type Address, readAddress } from "../proxy/plan.ts";
import { UsageError } from "../usage_error.ts";
import { readFaults } from "./faults.ts";
import type { ReplayFlags } from "./flags.ts";
import { readSupply } from "./supply.ts";

export interface ReplayPlan {
  /** It ends when the tape has been played, and its exit code says how that went. */
  readonly isTest: boolean;
  /** No command is run beside it. */
  readonly isAlone: boolean;
  readonly listen: Address;
  readonly seed: number;
  /** As it is said: `warn` is `strict` that waits for nobody who came near. */
  readonly match: string;
  readonly supplies: readonly Supply[];
  readonly server: Omit<ReplayServerOptions, "script">;
}

const MATCH_NAMES: readonly (MatchMode | "warn")[] = ["warn", ...MATCH_MODES];

export function readReplayPlan(
  command: readonly string[],
  flags: ReplayFlags,
  host: Host,
): ReplayPlan {
  const isAlone = command.length === 0;
  const isTest = !isAlone || flags.report !== undefined || flags.junit !== undefined;
  const serve = pick(flags.serve, "--serve", ["whole", "sessions"]);
  const mode = pick(flags.match, "--match", MATCH_NAMES) ?? (isTest ? "strict" : "warn");
  const { limitIdle, patience, cors } = flags;
  const seed = flags.seed ?? 1;
  // A person may take any time; a test must end.
  const waits = patience === undefined
    ? isTest ? {} : { patience: Infinity }
    : { patience: readDuration(patience, "--patience") };
  const firstPatience = isTest && isAlone ? waits.patience ?? FIRST_PATIENCE : Infinity;
  const listen = !isAlone && flags.listen === undefined
    ? { hostname: "127.0.0.1", port: 0 }
    : readAddress(flags.listen);
  return {
    isTest,
    isAlone,
    listen,
    seed,
    match: mode,
    supplies: flags.supply.map((text) => readSupply(text, host)),
    server: {
      ...listen,
      // A port that was asked for by its number is the one that clients know.
      nextPort: flags.listen === undefined || !/(?:^|:)\d+$/.test(flags.listen),
      serve: serve ?? (isTest ? "sessions" : "whole"),
      mode: mode === "warn" ? "strict" : mode,
      lenient: mode === "warn",
      ignore: flags.ignore.map(readIgnore),
      speed: readSpeed(flags.speed),
      failFast: flags.failFast,
      loop: flags.loop,
      allowPartial: flags.allowPartial,
      pinIds: flags.pinIds,
      faults: readFaults(flags.fault, host),
      seed,
      ...(limitIdle === undefined ? {} : { limitIdle: readDuration(limitIdle, "--limit-idle") }),
      ...waits,
      firstPatience,
      ...(cors === undefined ? {} : { cors: readOrigin(cors) }),
    },
  };
}

/** `1`, `0.5`, `10x`, `max`, `step` */
export function readSpeed(typed: string | undefined): PlaySpeed {
  if (typed === undefined) return 1;
  if (typed === "max" || typed === "step") return typed;
  const [, amount] = /^(\d+(?:\.\d+)?)x?$/.exec(typed) ?? [];
  const speed = Number(amount);
  if (speed > 0 && speed <= MAX_SPEED) return speed;
  throw new UsageError(
    `Cannot read --speed "${typed}": expected a number above 0, max or step`,
    "10 plays ten times as fast as it was recorded",
  );
}

const MAX_SPEED = 1_000_000;

function pick<Name extends string>(
  typed: string | undefined,
  flag: string,
  names: readonly Name[],
): Name | undefined {
  const found = names.find((name) => name === typed);
  if (typed === undefined || found !== undefined) return found;
  throw new UsageError(`Cannot read ${flag} "${typed}": expected ${names.join(", ")}`);
}

function readOrigin(typed: string): string {
  const origin = typed === "*" || typed === "null" ? typed : originIn(typed);
  if (origin !== undefined) return origin;
  throw new UsageError(
    `Cannot read --cors "${typed}": it is no origin`,
    "Write it as the browser does: http://localhost:5173; * lets everybody in",
  );
}

function readIgnore(typed: string): Path {
  try {
    return compilePath(typed);
  } catch (error) {
    throw new UsageError(
      `Cannot read --ignore "${typed}": ${messageOf(error)}`,
      "Write it like '$.room', '$[1].lat' or '**.ts'",
    );
  }
}
