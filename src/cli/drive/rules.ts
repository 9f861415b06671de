// What the flags of `drive` say on how it plays and compares, read and checked before anything is
// opened.

import type { JsonObject } from "../../base/json.ts";
import { suggest } from "../../base/suggest.ts";
import { DRIVE_PATIENCE } from "../../replay/drive_contract.ts";
import type { Fill } from "../../replay/drive_fill.ts";
import { MATCH_MODES, type MatchMode, type MatchRules } from "../../replay/match.ts";
import type { Speed } from "../../replay/pace.ts";
import { ExpressionError } from "../../timeline/filter/expression_error.ts";
import { compilePath, type Path } from "../../timeline/filter/path.ts";
import { liveValue, readAuth, readHeaders, readPairs } from "../client_flags.ts";
import { readDuration } from "../duration.ts";
import type { Host } from "../host.ts";
import { UsageError } from "../usage_error.ts";
import type { DriveFlags } from "./flags.ts";

export interface DriveRules {
  readonly rules: MatchRules;
  readonly speed: Speed;
  readonly patience: number;
  readonly fills: readonly Fill[];
  readonly auth: JsonObject | undefined;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

export function readRules(flags: DriveFlags, host: Host): DriveRules {
  const { patience, auth } = flags;
  return {
    rules: { mode: readMode(flags.match), ignore: flags.ignore.map((text) => readPath(text)) },
    speed: readSpeed(flags.speed),
    patience: patience === undefined ? DRIVE_PATIENCE : readDuration(patience, "--patience"),
    fills: flags.fill.map((text) => readFill(text, host)),
    auth: auth === undefined ? undefined : readAuth(auth, host),
    query: readPairs(flags.query, "=", "--query", host),
    headers: readHeaders(flags.header, host),
  };
}

/** Servers live: what they say differs from run to run, but not its names and its shape. */
function readMode(typed = "shape"): MatchMode {
  const mode = MATCH_MODES.find((known) => known === typed);
  if (mode !== undefined) return mode;
  const meant = suggest(typed, MATCH_MODES);
  throw new UsageError(
    `Cannot match by "${typed}": expected ${MATCH_MODES.join(", ")}`,
    meant && `Did you mean "${meant}"?`,
  );
}

function readSpeed(typed = "1"): Speed {
  if (typed === "max") return typed;
  const speed = /^\d+(?:\.\d+)?$/.test(typed) ? Number(typed) : 0;
  if (speed > 0) return speed;
  throw new UsageError(`Cannot read --speed "${typed}": expected a number above 0, or max`);
}

function readPath(text: string): Path {
  try {
    return compilePath(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new UsageError(`${error.message}\n${error.pointer}`, error.advice);
  }
}

/** The value is behind the first "=" outside of brackets; it is not quoted in any message. */
function readFill(text: string, host: Host): Fill {
  const [, path, value] = /^((?:[^=["]|\["[^"]*"\]|\[)+)=([^]*)$/.exec(text) ?? [];
  if (path === undefined || value === undefined || value === "") {
    throw new UsageError(
      "Cannot read --fill: expected a path, = and a value",
      "Write it like --fill '$.payload.token=env:WIRETAPE_TOKEN'",
    );
  }
  return { path: readPath(path), value: liveValue(value, `the value for ${path}`, host) };
}
