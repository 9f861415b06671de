// Flags that fit nothing on either tape: mistyped, or meant for events that were renamed since. "Same"
// would say nothing then, and in CI nobody would notice.

import { suggest } from "../../base/suggest.ts";
import type { Act, Content } from "../../diff/act.ts";
import type { DiffResult } from "../../diff/result.ts";
import type { DiffRules, PathRule } from "../../diff/rules.ts";
import { parsePath } from "../../timeline/filter/path_syntax.ts";

type Compared = Pick<DiffResult, "left" | "right" | "events" | "rules">;

/** What `--only` names and neither tape has. */
export function idleNames({ events, rules: { only } }: Compared): readonly string[] {
  return only.filter((name) =>
    !events.some(({ key }) => key.name === name || key.namespace === name)
  );
}

/** What to say of flags with a path that leads nowhere. */
export function idleRuleTexts(compared: Compared): readonly string[] {
  const names = [...new Set(compared.events.map(({ key }) => key.name))];
  return idleRules(compared).map(({ flag, rule: { event, path } }) => {
    if (event === undefined) return `Nothing fits ${flag} ${path.text}: it leads nowhere`;
    const text = `Nothing fits ${flag} ${event}:${path.text}`;
    if (names.includes(event)) return `${text}: it leads nowhere`;
    const meant = suggest(event, names);
    const advice = meant === undefined ? "" : `; did you mean "${meant}"?`;
    return `${text}: no event "${event}" was compared${advice}`;
  });
}

interface FlagRule {
  readonly flag: string;
  readonly rule: PathRule;
}

function idleRules({ left, right, rules }: Compared): readonly FlagRule[] {
  let idle = flagRules(rules).map((one) => new Search(one));
  for (const { sessions } of [left, right]) {
    for (const { client, server } of sessions) {
      for (const acts of [client, server]) {
        if (idle.length === 0) return [];
        const found = idle.filter((search) => acts.some((act) => search.fits(act)));
        idle = idle.filter((search) => !found.includes(search));
      }
    }
  }
  return idle.map(({ rule }) => rule);
}

function flagRules({ ignore, tolerances, sets, keys }: DiffRules): readonly FlagRule[] {
  const byFlag = { "--ignore": ignore, "--tolerance": tolerances, "--set": sets, "--key": keys };
  return Object.entries<readonly PathRule[]>(byFlag)
    .flatMap(([flag, rules]) => rules.map((rule) => ({ flag, rule })));
}

/** Looks into one content of each shape: a path leads somewhere in all of them, or in none. */
class Search {
  readonly rule: FlagRule;
  /** How many items a list has is no part of its shape. */
  readonly #countsItems: boolean;
  readonly #seen = new Set<number | Content>();

  constructor(rule: FlagRule) {
    this.rule = rule;
    this.#countsItems = parsePath(rule.rule.path.text).some(({ kind }) => kind === "item");
  }

  fits({ key, content, answer }: Act): boolean {
    const { event } = this.rule.rule;
    if (event !== undefined && event !== key.name) return false;
    const isArguments = key.kind === "event";
    return this.#leads(content, isArguments) ||
      (answer !== undefined && this.#leads(answer.content, isArguments));
  }

  #leads(content: Content, isArguments: boolean): boolean {
    const { value, shape } = content;
    const seen = this.#countsItems ? content : 2 * shape + (isArguments ? 1 : 0);
    if (this.#seen.has(seen)) return false;
    this.#seen.add(seen);
    const [only] = isArguments && Array.isArray(value) ? value : [];
    const isAlone = isArguments && Array.isArray(value) && value.length === 1;
    return this.rule.rule.path.find(isAlone ? only ?? null : value).length > 0;
  }
}
