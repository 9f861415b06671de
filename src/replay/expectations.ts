// What the tape expects of one live client: which of its messages came, which are waited for, which
// were given up. Messages are expected in order within a namespace; acks by what they answer.

import { describeIn, describeMeaning, type Meaning } from "./meaning.ts";
import { isSameKind, type MatchRules, type Miss, missOf } from "./match.ts";
import { join, type Met, NOTHING, type Outcome, type Unexpected } from "./outcome.ts";
import type { ReplaySession, Step } from "./script.ts";

/** How many messages that came too early, or were not expected, are held for later steps. */
export const MAX_HELD = 1000;

/** How far any order may look ahead. */
export const MAX_LOOK_AHEAD = 1000;

/** `waived`: it did not come, and need not. */
type State = "waiting" | "met" | "missed" | "waived";

interface Held {
  readonly said: Meaning;
  readonly unexpected: Unexpected;
}

export class Expectations {
  readonly #rules: MatchRules;
  readonly #steps: readonly Step[];
  readonly #states: State[];
  readonly #byNamespace = new Map<string, Step[]>();
  /** In each namespace, before which place in its list nothing waits any more. */
  readonly #firsts = new Map<string, number>();
  readonly #answers = new Map<number, Step>();
  readonly #held = new Map<string, Held[]>();
  readonly #unexpected = new Set<Unexpected>();
  /** What may still be said, once each, and need not: it was waived, or was said before. */
  #spare: Step[] = [];

  constructor({ steps }: Pick<ReplaySession, "steps">, rules: MatchRules) {
    this.#rules = rules;
    this.#steps = steps;
    this.#states = steps.map(() => "waiting");
    for (const step of steps) {
      if (step.from !== "client") continue;
      const list = this.#byNamespace.get(step.meaning.namespace);
      if (list === undefined) this.#byNamespace.set(step.meaning.namespace, [step]);
      else list.push(step);
      if (step.answers !== undefined) this.#answers.set(step.answers, step);
    }
  }

  /** In the order in which they came. */
  get unexpected(): readonly Unexpected[] {
    return [...this.#unexpected];
  }

  /** Nobody compares: nothing can be missed. */
  get isOff(): boolean {
    return this.#rules.mode === "off";
  }

  stateOf(step: Step): State {
    return this.#states[step.index] ?? "waiting";
  }

  /** The first message of a namespace that is waited for. */
  firstGate(namespace: string): Step | undefined {
    const list = this.#byNamespace.get(namespace);
    if (list === undefined) return undefined;
    for (let place = this.#skipDone(namespace, list); place < list.length; place++) {
      const step = list[place];
      if (step !== undefined && !step.isOptional && this.stateOf(step) === "waiting") return step;
    }
    return undefined;
  }

  /** On the tape the client joined a namespace that the live one has not asked for yet. */
  get awaitsConnect(): boolean {
    return !this.isOff &&
      [...this.#byNamespace.keys()].some((namespace) =>
        this.#waiting(namespace).some(({ meaning, isOptional }) =>
          meaning.kind === "connect" && !isOptional
        )
      );
  }

  /** An event, or what nobody could read. */
  hear(said: Meaning): Outcome {
    const { mode } = this.#rules;
    const { namespace } = said;
    if (mode === "off") {
      const step = this.#messagesWaiting(namespace).find(({ meaning }) =>
        isSameKind(meaning, said)
      );
      const met = step ?? this.#takeSpare(said);
      return met === undefined ? NOTHING : this.#meet(met, said);
    }
    const step = mode === "any-order"
      ? this.#messagesWaiting(namespace).find((one) => missOf(one, said, this.#rules) === undefined)
      : this.#firstMessage(namespace);
    const miss = step === undefined ? this.#nearestMiss(said) : missOf(step, said, this.#rules);
    const spare = step === undefined || miss !== undefined ? this.#takeSpare(said) : undefined;
    if (spare !== undefined) return this.#meet(spare, said);
    if (miss !== undefined && this.#rules.lenient === true) {
      const alike = mode === "any-order"
        ? this.#messagesWaiting(namespace).find(({ meaning }) => isSameKind(meaning, said))
        : step;
      if (alike !== undefined && isSameKind(alike.meaning, said)) {
        const { unexpected } = this.#differ(alike, said, miss);
        const met = [{ step: alike, said }];
        return join({ met, missed: [], unexpected }, this.#drain(namespace));
      }
    }
    if (step === undefined || miss !== undefined) return this.#hold(said, miss);
    return join(this.#meet(step, said), this.#drain(namespace));
  }

  /** A CONNECT opens its gate even if its auth is another one: without it nothing goes on. */
  connect(said: Meaning): Outcome {
    const list = [...this.#waiting(said.namespace)];
    const step = list.find(({ meaning }) => meaning.kind === "connect");
    if (step === undefined) {
      const unexpected = { said: describeMeaning(said) };
      this.#unexpected.add(unexpected);
      return { ...NOTHING, unexpected: [unexpected] };
    }
    const skipped = list.filter(({ index }) => index < step.index);
    const missed = skipped.filter(({ isOptional }) => !isOptional);
    for (const { index } of skipped) this.#states[index] = "missed";
    const miss = missOf(step, said, this.#rules);
    if (miss === undefined) return { ...this.#meet(step, said), missed };
    const outcome = this.#differ(step, said, miss);
    return { met: [{ step, said }], missed: [...missed, step], unexpected: outcome.unexpected };
  }

  /** The client's goodbye to a namespace: never more than what the tape has, or else no matter. */
  disconnect(said: Meaning): Outcome {
    const step = this.#waiting(said.namespace).find(({ meaning }) => meaning.kind === "disconnect");
    return step === undefined ? NOTHING : this.#meet(step, said);
  }

  /** An answer to a step of the server's, undefined when nothing was asked under its id. */
  answer(asked: number | undefined, said: Meaning): Outcome {
    if (asked === undefined) {
      if (this.#rules.mode === "off") return NOTHING;
      const unexpected = { said: `${describeMeaning(said)}, an answer to what was not asked` };
      this.#unexpected.add(unexpected);
      return { ...NOTHING, unexpected: [unexpected] };
    }
    const step = this.#answers.get(asked);
    // On the tape nobody answered, often because the session ended: an answer does no harm.
    if (step === undefined || this.stateOf(step) !== "waiting") return NOTHING;
    const miss = missOf(step, said, this.#rules);
    return miss === undefined ? this.#meet(step, said) : this.#differ(step, said, miss);
  }

  /** It is no longer waited for; what came instead may stand for later steps. */
  giveUp(step: Step): Outcome {
    this.#states[step.index] = "missed";
    return join({ ...NOTHING, missed: [step] }, this.#drain(step.meaning.namespace));
  }

  /** It need not come any more, and is not missed. */
  waive(step: Step): void {
    this.#states[step.index] = "waived";
    if (step.meaning.kind === "event" || step.meaning.kind === "other") this.#spare.push(step);
  }

  /**
   * Goes on where others left off, over another connection. These namespaces are joined again, and
   * questions of the server's that were asked are answered no more; what was said may be repeated.
   */
  resume(before: Expectations, joins: ReadonlySet<number>, served: ReadonlySet<number>): void {
    for (const step of [...this.#byNamespace.values()].flat()) {
      const { index, answers, meaning: { kind } } = step;
      const state = before.stateOf(step);
      const isGone = state === "waiting" && answers !== undefined && served.has(answers);
      this.#states[index] = joins.has(index) ? "waiting" : isGone ? "waived" : state;
      if (state === "met" && (kind === "event" || kind === "other")) this.#spare.push(step);
    }
    this.#spare.push(...before.#spare);
    for (const unexpected of before.#unexpected) this.#unexpected.add(unexpected);
    for (const [namespace, held] of before.#held) this.#held.set(namespace, [...held]);
  }

  #takeSpare(said: Meaning): Step | undefined {
    if (this.#spare.length === 0) return undefined;
    const spare = this.#spare.find((step) => missOf(step, said, this.#rules) === undefined);
    if (spare !== undefined) this.#spare = this.#spare.filter((step) => step !== spare);
    return spare;
  }

  #meet(step: Step, said: Meaning): Outcome {
    this.#states[step.index] = "met";
    return { ...NOTHING, met: [{ step, said }] };
  }

  /** Nothing better will come: the step is missed at once. */
  #differ(step: Step, said: Meaning, miss: Miss): Outcome {
    this.#states[step.index] = "missed";
    const what = said.kind === "ack" ? describeIn(step, this.#steps) : describeMeaning(said);
    const unexpected = { said: what, miss };
    this.#unexpected.add(unexpected);
    return { met: [], missed: [step], unexpected: [unexpected] };
  }

  #hold(said: Meaning, miss: Miss | undefined): Outcome {
    const unexpected: Unexpected = {
      said: describeMeaning(said),
      ...(miss === undefined ? {} : { miss }),
    };
    this.#unexpected.add(unexpected);
    const held = this.#held.get(said.namespace) ?? [];
    if (held.length < MAX_HELD) held.push({ said, unexpected });
    this.#held.set(said.namespace, held);
    return { ...NOTHING, unexpected: [unexpected] };
  }

  /** What came too early may be what is expected now. */
  #drain(namespace: string): Outcome {
    const held = this.#held.get(namespace);
    if (held === undefined) return NOTHING;
    const met: Met[] = [];
    for (let index = 0; index < held.length;) {
      const item = held[index];
      const step = this.#firstMessage(namespace);
      if (item === undefined || step === undefined) break;
      if (missOf(step, item.said, this.#rules) !== undefined) {
        index += 1;
        continue;
      }
      held.splice(index, 1);
      this.#unexpected.delete(item.unexpected);
      met.push(...this.#meet(step, item.said).met);
      index = 0;
    }
    return { ...NOTHING, met };
  }

  #nearestMiss(said: Meaning): Miss | undefined {
    const alike =
      this.#messagesWaiting(said.namespace).find(({ meaning }) => isSameKind(meaning, said)) ??
        this.#firstMessage(said.namespace);
    return alike === undefined ? undefined : missOf(alike, said, this.#rules);
  }

  #firstMessage(namespace: string): Step | undefined {
    return this.#messagesWaiting(namespace).find(() => true);
  }

  /** One by one: mostly the first is the one. */
  #messagesWaiting(namespace: string): IteratorObject<Step> {
    return this.#waiting(namespace).filter(({ meaning: { kind } }) =>
      kind === "event" || kind === "other"
    );
  }

  *#waiting(namespace: string): Generator<Step> {
    const list = this.#byNamespace.get(namespace) ?? [];
    const first = this.#skipDone(namespace, list);
    const last = Math.min(list.length, first + MAX_LOOK_AHEAD);
    for (let place = first; place < last; place++) {
      const step = list[place];
      if (step !== undefined && this.stateOf(step) === "waiting") yield step;
    }
  }

  #skipDone(namespace: string, list: readonly Step[]): number {
    const before = this.#firsts.get(namespace) ?? 0;
    let first = before;
    while (first < list.length && this.#states[list[first]?.index ?? 0] !== "waiting") first += 1;
    if (first !== before) this.#firsts.set(namespace, first);
    return first;
  }
}
