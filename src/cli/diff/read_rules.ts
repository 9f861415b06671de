// What the flags of `diff` say of what counts as a difference.

import { suggest } from "../../base/suggest.ts";
import { readPathRule } from "../../diff/read_rule.ts";
import {
  DEFAULT_RULES,
  DEFAULT_TIMING,
  type DiffRules,
  type KeyRule,
  type NoiseRule,
  type PathRule,
  type TimingRules,
  type ToleranceRule,
} from "../../diff/rules.ts";
import { ExpressionError } from "../../timeline/filter/expression_error.ts";
import { type Layer, LAYERS } from "../../timeline/moment.ts";
import { readDuration } from "../duration.ts";
import { expressionProblem } from "../expression_problem.ts";
import { UsageError } from "../usage_error.ts";
import type { DiffFlags } from "./flags.ts";

export function readDiffRules(flags: DiffFlags, noise: readonly NoiseRule[]): DiffRules {
  const { layer, geo, time } = flags;
  const timing = readTiming(flags);
  return {
    layer: layer === undefined ? DEFAULT_RULES.layer : readLayer(layer),
    exact: flags.values,
    ignore: flags.ignore.map((text) => readPath(text, "--ignore")),
    only: flags.only,
    tolerances: flags.tolerance.map(readTolerance),
    ...(geo === undefined ? {} : { geo: readDistance(geo) }),
    ...(time === undefined ? {} : { time: readDuration(time, "--time") }),
    sets: flags.set.map((text) => readPath(text, "--set")),
    keys: flags.key.map(readKey),
    ...(timing === undefined ? {} : { timing }),
    noise,
  };
}

function readLayer(text: string): Layer {
  const layer = LAYERS.find((known) => known === text);
  if (layer !== undefined) return layer;
  const meant = suggest(text, LAYERS);
  throw new UsageError(
    `Cannot read --layer "${text}": expected ${LAYERS.join(", ")}`,
    meant && `Did you mean "${meant}"?`,
  );
}

function readPath(text: string, flag: string): PathRule {
  try {
    return readPathRule(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw expressionProblem(error, `Cannot read ${flag} "${text}": `);
  }
}

interface Assignment {
  readonly path: string;
  readonly value: string;
}

/** Keys in brackets may have a "=": the last one counts. */
function readAssignment(text: string, flag: string, advice: string): Assignment {
  const at = text.lastIndexOf("=");
  const path = text.slice(0, at).trim();
  const value = text.slice(at + 1).trim();
  if (at > 0 && path !== "" && value !== "") return { path, value };
  throw new UsageError(`Cannot read ${flag} "${text}": expected a path, = and a value`, advice);
}

function readTolerance(text: string): ToleranceRule {
  const advice = "Write it like --tolerance '$.speed=0.5'";
  const { path, value } = readAssignment(text, "--tolerance", advice);
  const amount = /^[\d.]+(?:e[-+]?\d+)?$/i.test(value) ? Number(value) : NaN;
  if (!Number.isFinite(amount)) {
    const reason = `"${value}" is no number of 0 or more`;
    throw new UsageError(`Cannot read --tolerance "${text}": ${reason}`, advice);
  }
  return { ...readPath(path, "--tolerance"), amount };
}

function readKey(text: string): KeyRule {
  const { path, value } = readAssignment(text, "--key", "Write it like --key '$.visits=id'");
  return { ...readPath(path, "--key"), key: value };
}

const METRES: { readonly [unit: string]: number } = { "": 1, cm: 0.01, m: 1, km: 1000 };

/** A bare number is metres. */
function readDistance(text: string): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)(cm|m|km|)$/.exec(text) ?? [];
  const metres = Number(amount ?? NaN) * (METRES[unit] ?? NaN);
  if (metres >= 0) return metres;
  const reason = /^-\d/.test(text) ? "expected 0 or more" : "it is no distance";
  throw new UsageError(`Cannot read --geo "${text}": ${reason}`, "Write it like 10m or 1km");
}

function readTiming(flags: DiffFlags): TimingRules | undefined {
  const { timing, late, factor, drift } = flags;
  if (!timing) return undefined;
  return {
    milliseconds: late === undefined ? DEFAULT_TIMING.milliseconds : readDuration(late, "--late"),
    factor: factor ?? DEFAULT_TIMING.factor,
    drift: drift === undefined ? DEFAULT_TIMING.drift : readDuration(drift, "--drift"),
  };
}
