// The user's rules as they apply to the contents of one kind of act: made once for all acts of the
// kind, and followed through each content from its root.

import { compilePath } from "../timeline/filter/path.ts";
import { parsePath } from "../timeline/filter/path_syntax.ts";
import type { ActKey } from "./act.ts";
import { pathsOfNoise } from "./noise_path.ts";
import { type Place, type PlaceRule, type Role, rootPlace } from "./places.ts";
import type { DiffRules, NoiseRule, PathRule } from "./rules.ts";

/** What applies to the contents of one kind of act. */
export interface ContentRules {
  /** Nothing applies: contents are the same when they are equal. */
  readonly isExact: boolean;
  /** A content is a list of arguments: `$` is the only one, or the list. */
  readonly isArguments: boolean;
  /** What the paths say of `$`. */
  readonly root: Place;
  /** Metres. */
  readonly geo: number | undefined;
  /** Milliseconds. */
  readonly time: number | undefined;
}

/** The rules of all kinds. */
export class RuleBook {
  readonly #rules: DiffRules;
  readonly #byIndex: ContentRules[] = [];

  constructor(rules: DiffRules) {
    this.#rules = rules;
  }

  for(key: ActKey): ContentRules {
    return this.#byIndex[key.index] ??= contentRules(this.#rules, key);
  }
}

type KeyOfContent = Pick<ActKey, "from" | "kind" | "namespace" | "name">;

/** Without a book, for one kind alone. */
export function contentRules(rules: DiffRules, key: KeyOfContent): ContentRules {
  const paths = [
    ...placeRules(rules.ignore, key, () => ({ kind: "ignore" })),
    ...placeRules(rules.sets, key, () => ({ kind: "set" })),
    ...placeRules(rules.tolerances, key, ({ amount }) => ({ kind: "tolerance", amount })),
    ...placeRules(rules.keys, key, ({ key }) => ({ kind: "key", key })),
    ...placeRules(rules.noise.flatMap((noise) => ignoredBy(noise, key)), key, () => ({
      kind: "ignore",
    })),
  ];
  const { geo, time } = rules;
  return {
    isExact: paths.length === 0 && geo === undefined && time === undefined,
    isArguments: key.kind === "event",
    root: rootPlace(paths),
    geo,
    time,
  };
}

function placeRules<Rule extends PathRule>(
  rules: readonly Rule[],
  { name }: KeyOfContent,
  roleOf: (rule: Rule) => Role,
): readonly PlaceRule[] {
  return rules.filter(({ event }) => event === undefined || event === name)
    .map((rule) => ({ steps: parsePath(rule.path.text), role: roleOf(rule) }));
}

function ignoredBy(noise: NoiseRule, key: KeyOfContent): readonly PathRule[] {
  if (noise.kind !== "value") return [];
  if (noise.event !== undefined && noise.event !== key.name) return [];
  if (noise.namespace !== undefined && noise.namespace !== key.namespace) return [];
  if (noise.from !== undefined && noise.from !== key.from) return [];
  return pathsOfNoise(noise.path ?? "$").map((path) => ({ path: compilePath(path) }));
}
