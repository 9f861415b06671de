// Several paths followed at once through a value: what the rules say of the place that one stands at.
// What was followed once is remembered, so that a step costs a look into a map.

import type { Step } from "../timeline/filter/path_syntax.ts";

/** What a rule says of the places that its path leads to. */
export type Role =
  | { readonly kind: "ignore" | "set" }
  | { readonly kind: "tolerance"; readonly amount: number }
  | { readonly kind: "key"; readonly key: string };

export interface PlaceRule {
  readonly steps: readonly Step[];
  readonly role: Role;
}

/** A place in a value. */
export interface Place {
  /** No rule has anything to say, here or anywhere below. */
  readonly isFree: boolean;
  readonly isIgnored: boolean;
  readonly isSet: boolean;
  readonly tolerance: number | undefined;
  readonly itemKey: string | undefined;
  /** All items of the list that stands here are ignored. */
  readonly ignoresItems: boolean;
  atKey(key: string): Place;
  atItem(index: number, length: number): Place;
  /** What is said of either. */
  or(other: Place): Place;
}

/** Where `$` is. */
export function rootPlace(rules: readonly PlaceRule[]): Place {
  const follower = new Follower(rules);
  return follower.place(rules.flatMap((_, index) => follower.follow(index, 0)));
}

/** More than the steps that a path may have (MAX_STEPS). */
const STEPS = 128;

class Follower {
  readonly #rules: readonly PlaceRule[];
  readonly #places = new Map<string, FollowedPlace>();

  constructor(rules: readonly PlaceRule[]) {
    this.#rules = rules;
  }

  /** The same place for the same steps that may come next. */
  place(state: readonly number[]): Place {
    const sorted = [...new Set(state)].sort((left, right) => left - right);
    const name = sorted.join(" ");
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place = new FollowedPlace(this, sorted);
    this.#places.set(name, place);
    return place;
  }

  /** `**` may stand for no level at all: the step behind it is next as well. */
  follow(rule: number, step: number): readonly number[] {
    const steps = this.#rules[rule]?.steps ?? [];
    const reached = [rule * STEPS + step];
    for (let next = step; steps[next]?.kind === "deep"; next++) {
      reached.push(rule * STEPS + next + 1);
    }
    return reached;
  }

  /** The step that comes next; undefined at the end of a path. */
  step(position: number): Step | undefined {
    return this.#rules[Math.floor(position / STEPS)]?.steps[position % STEPS];
  }

  role(position: number): Role | undefined {
    return this.#rules[Math.floor(position / STEPS)]?.role;
  }

  advance(state: readonly number[], leads: (step: Step) => boolean): Place {
    const next = state.flatMap((position) => {
      const step = this.step(position);
      if (step === undefined) return [];
      if (step.kind === "deep") return this.follow(Math.floor(position / STEPS), position % STEPS);
      if (step.kind !== "each" && !leads(step)) return [];
      return this.follow(Math.floor(position / STEPS), position % STEPS + 1);
    });
    return this.place(next);
  }
}

class FollowedPlace implements Place {
  readonly isFree: boolean;
  readonly isIgnored: boolean;
  readonly isSet: boolean;
  readonly tolerance: number | undefined;
  readonly itemKey: string | undefined;
  readonly #follower: Follower;
  readonly #state: readonly number[];
  /** Keys that a step names; all others lead to one and the same place. */
  readonly #named: ReadonlySet<string>;
  readonly #hasIndexes: boolean;
  readonly #byKey = new Map<string, Place>();
  #byOther: Place | undefined;
  #byItem: Place | undefined;

  constructor(follower: Follower, state: readonly number[]) {
    this.#follower = follower;
    this.#state = state;
    const steps = state.map((position) => follower.step(position));
    const roles = state.filter((_, index) => steps[index] === undefined)
      .flatMap((position) => follower.role(position) ?? []);
    this.isFree = state.length === 0;
    this.isIgnored = roles.some(({ kind }) => kind === "ignore");
    this.isSet = roles.some(({ kind }) => kind === "set");
    const amounts = roles.flatMap((role) => role.kind === "tolerance" ? [role.amount] : []);
    this.tolerance = amounts.length === 0 ? undefined : Math.max(...amounts);
    this.itemKey = roles.flatMap((role) => role.kind === "key" ? [role.key] : []).at(0);
    this.#named = new Set(steps.flatMap((step) => step?.kind === "key" ? [step.key] : []));
    this.#hasIndexes = steps.some((step) => step?.kind === "item");
  }

  get ignoresItems(): boolean {
    return this.#anyItem.isIgnored;
  }

  get #anyItem(): Place {
    return this.#byItem ??= this.#follower.advance(this.#state, () => false);
  }

  atKey(key: string): Place {
    if (!this.#named.has(key)) {
      return this.#byOther ??= this.#follower.advance(this.#state, () => false);
    }
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const place = this.#follower.advance(
      this.#state,
      (step) => step.kind === "key" && step.key === key,
    );
    this.#byKey.set(key, place);
    return place;
  }

  atItem(index: number, length: number): Place {
    if (!this.#hasIndexes) return this.#anyItem;
    return this.#follower.advance(
      this.#state,
      (step) =>
        step.kind === "item" && (step.index < 0 ? length + step.index : step.index) === index,
    );
  }

  or(other: Place): Place {
    if (!(other instanceof FollowedPlace) || other.isFree) return this;
    return this.#follower.place([...this.#state, ...other.#state]);
  }
}
