// What counts as a difference, as programs say it: plain options with the words of the flags of
// `diff`, checked, and turned into the rules of the engine.

import { messageOf } from "../base/errors.ts";
import { type Layer, LAYERS } from "../timeline/moment.ts";
import { readPathRule } from "./read_rule.ts";
import {
  DEFAULT_RULES,
  DEFAULT_TIMING,
  type DiffRules,
  type NoiseRule,
  type PathRule,
  type TimingRules,
} from "./rules.ts";

/**
 * What counts as a difference. Paths are those of `diff`: `$.room`, `$[1].lat`, `**.ts`, and of one
 * event alone `location:track:$.at`. Times are in milliseconds, distances in metres.
 */
export interface DiffRuleOptions {
  /** These places may be anything, or not be there. */
  readonly ignore?: readonly string[];
  /** Only these events, or namespaces (they begin with `/`). Default: all. */
  readonly only?: readonly string[];
  /** By path, how far apart numbers may be: `{ "$.speed": 0.5 }`. */
  readonly tolerance?: Readonly<Record<string, number>>;
  /** How far apart positions may be, wherever they stand. */
  readonly geo?: number;
  /** How far apart timestamps may be, wherever they stand. */
  readonly time?: number;
  /** Lists whose order means nothing. */
  readonly sets?: readonly string[];
  /** By path, the key that items of a list belong together by: `{ "$.visits": "id" }`. */
  readonly keys?: Readonly<Record<string, string>>;
  /** All values are compared exactly: none are taken for live. Default false. */
  readonly values?: boolean;
  /** Times count as well: true, or what is taken for late. Default false. */
  readonly timing?: boolean | TimingOptions;
  /** How deep to compare. Default `event`. */
  readonly layer?: Layer;
}

/** What is late. */
export interface TimingOptions {
  /** So much longer, in milliseconds … Default 100. */
  readonly late?: number;
  /** … if it also takes so many times as long. Default 2. */
  readonly factor?: number;
  /** How far apart the two timelines may be, in milliseconds. Default 1,000. */
  readonly drift?: number;
}

/** Throws a SyntaxError for a path that is none, a RangeError or TypeError for other mistakes. */
export function readRuleOptions(
  options: DiffRuleOptions,
  noise: readonly NoiseRule[] = [],
): DiffRules {
  const { ignore = [], only = [], tolerance = {}, geo, time, sets = [], keys = {} } = options;
  const { values = false, timing = false, layer = DEFAULT_RULES.layer } = options;
  return {
    layer: readLayer(layer),
    exact: values,
    ignore: ignore.map((text) => readPath("ignore", text)),
    only,
    tolerances: Object.entries(tolerance).map(([path, amount]) => ({
      ...readPath("tolerance", path),
      amount: readAmount(`tolerance of ${JSON.stringify(path)}`, amount),
    })),
    ...(geo === undefined ? {} : { geo: readAmount("geo", geo) }),
    ...(time === undefined ? {} : { time: readAmount("time", time) }),
    sets: sets.map((text) => readPath("sets", text)),
    keys: Object.entries(keys).map(([path, key]) => ({ ...readPath("keys", path), key })),
    ...(timing === false ? {} : { timing: readTiming(timing === true ? {} : timing) }),
    noise,
  };
}

function readPath(option: string, text: string): PathRule {
  try {
    return readPathRule(text);
  } catch (cause) {
    const reason = messageOf(cause);
    throw new SyntaxError(`Cannot read ${option} ${JSON.stringify(text)}: ${reason}`, { cause });
  }
}

function readAmount(option: string, amount: number, least = 0): number {
  if (Number.isFinite(amount) && amount >= least) return amount;
  throw new RangeError(`Cannot compare with a ${option} of ${amount}: expected ${least} or more`);
}

function readLayer(layer: Layer): Layer {
  if (LAYERS.includes(layer)) return layer;
  throw new TypeError(
    `Cannot compare the layer ${JSON.stringify(layer)}: expected ${LAYERS.join(", ")}`,
  );
}

function readTiming({ late, factor, drift }: TimingOptions): TimingRules {
  return {
    milliseconds: readAmount("late", late ?? DEFAULT_TIMING.milliseconds),
    factor: readAmount("factor", factor ?? DEFAULT_TIMING.factor, 1),
    drift: readAmount("drift", drift ?? DEFAULT_TIMING.drift),
  };
}
