// What the tape expects a live server to say: which of it came, which came otherwise, which is
// waited for. Messages of one name are expected in their order; those of different names may cross,
// but for `strict`. Acks are expected by what they answer.

import { describeIn, describeMeaning, type Meaning } from "./meaning.ts";
import { explainMiss, type MatchRules, type Miss, missOf } from "./match.ts";
import type { ReplaySession, Step } from "./script.ts";
import type { Finding } from "./drive_contract.ts";

export type AnswerState = "waiting" | "matched" | "differs" | "missing";

/** What hearing something came to. */
export interface Heard {
  /** The step that it stands for. */
  readonly step?: Step;
  readonly finding?: Finding;
  /** It came oftener than on the tape. */
  readonly isMore?: true;
}

/** How many that are waited for under one name are looked at for one that fits. */
export const MAX_LOOK_AHEAD = 100;

/** The same where any order will do, as `replay` has it. */
export const MAX_DISORDER = 1000;

export class Answers {
  readonly #rules: MatchRules;
  readonly #states = new Map<number, AnswerState>();
  readonly #all: readonly Step[];
  readonly #steps: readonly Step[];
  readonly #waiting = new Set<Step>();
  /** The same by what they are: long tapes say one thing again and again. */
  readonly #alike = new Map<string, Set<Step>>();
  readonly #answers = new Map<number, Step>();
  /** By namespace, the latest step on the tape that has come. */
  readonly #latest = new Map<string, number>();

  constructor({ steps }: Pick<ReplaySession, "steps">, rules: MatchRules) {
    this.#rules = rules;
    this.#all = steps;
    this.#steps = steps.filter(({ from }) => from === "server");
    for (const step of this.#steps) {
      this.#states.set(step.index, "waiting");
      this.#waiting.add(step);
      if (step.answers !== undefined) this.#answers.set(step.answers, step);
      const key = kindOf(step.meaning);
      const alike = this.#alike.get(key);
      if (alike === undefined) this.#alike.set(key, new Set([step]));
      else alike.add(step);
    }
  }

  get steps(): readonly Step[] {
    return this.#steps;
  }

  stateOf({ index }: Step): AnswerState {
    return this.#states.get(index) ?? "waiting";
  }

  /** Those that nobody has heard yet and that must come, in the order of the tape. */
  *required(): Generator<Step> {
    for (const step of this.#waiting) if (!step.isOptional) yield step;
  }

  /** The first CONNECT of a namespace, or its refusal, that is waited for. */
  welcome(namespace: string): Step | undefined {
    for (const step of this.#waiting) {
      const { meaning } = step;
      if (meaning.namespace === namespace && isWelcome(meaning)) return step;
    }
    return undefined;
  }

  /** Ids are the tape's; `asked` is the client's step that an ack answers. */
  hear(said: Meaning, asked: number | undefined): Heard {
    let first: Step | undefined;
    for (const step of this.#candidates(said, asked)) {
      first ??= step;
      if (missOf(step, said, this.#rules) !== undefined) continue;
      return this.#settle(step, this.#misplaced(step));
    }
    if (first !== undefined) return this.#settle(first, this.#differing(first, said));
    const isMore = this.#isMore(said, asked);
    const { mode } = this.#rules;
    if (mode === "off" || isMore && mode !== "strict") return { isMore: true };
    const why = isMore ? "it came oftener than on the tape" : "the tape does not have it";
    const texts = [`${describeMeaning(said)}: ${why}`];
    return { finding: { kind: "unexpected", texts } };
  }

  giveUp(step: Step): Finding {
    this.#put(step, "missing");
    const text = `entry ${step.line}: no ${describeIn(step, this.#all)} came`;
    return { kind: "missing", line: step.line, texts: [text] };
  }

  /** In the order of the tape. */
  #candidates(said: Meaning, asked: number | undefined): Iterable<Step> {
    if (said.kind === "ack") {
      const step = asked === undefined ? undefined : this.#answers.get(asked);
      return step === undefined || !this.#waiting.has(step) ? [] : [step];
    }
    if (isWelcome(said)) {
      const step = this.welcome(said.namespace);
      return step === undefined ? [] : [step];
    }
    const most = this.#rules.mode === "any-order" ? MAX_DISORDER : MAX_LOOK_AHEAD;
    return this.#alike.get(kindOf(said))?.values().take(most) ?? [];
  }

  #differing(step: Step, said: Meaning): Finding {
    const miss = missOf(step, said, this.#rules);
    const { line, meaning } = step;
    if (miss === undefined || miss.differences.length === 0) {
      const got = `${describeMeaning(said)}${reasonOf(said)}`;
      const text = `entry ${line}: expected ${describeMeaning(meaning)}, got ${got}`;
      return { kind: "differs", line, texts: [text] };
    }
    const texts = explain(miss, describeIn(step, this.#all));
    return { kind: "differs", line, texts, ...acceptOf(miss) };
  }

  /** `strict` wants the order of the tape. */
  #misplaced(step: Step): Finding | undefined {
    const { index, line, meaning } = step;
    const latest = this.#latest.get(meaning.namespace) ?? -1;
    if (this.#rules.mode !== "strict" || latest < index) return undefined;
    const texts = [`entry ${line}: ${describeIn(step, this.#all)} came later than on the tape`];
    return { kind: "differs", line, texts };
  }

  #settle(step: Step, finding: Finding | undefined): Heard {
    this.#put(step, finding === undefined ? "matched" : "differs");
    const { namespace } = step.meaning;
    this.#latest.set(namespace, Math.max(this.#latest.get(namespace) ?? -1, step.index));
    return { step, ...(finding === undefined ? {} : { finding }) };
  }

  #put(step: Step, state: AnswerState): void {
    this.#states.set(step.index, state);
    this.#waiting.delete(step);
    this.#alike.get(kindOf(step.meaning))?.delete(step);
  }

  /** What the tape has as well, if not so often; an answer to what nobody answered there. */
  #isMore(said: Meaning, asked: number | undefined): boolean {
    if (said.kind === "ack") return asked !== undefined && !this.#answers.has(asked);
    if (said.kind !== "event" && said.kind !== "other") return false;
    return this.#alike.has(kindOf(said));
  }
}

/** The same for all that may stand for one another. */
function kindOf(meaning: Meaning): string {
  const { kind, namespace } = meaning;
  switch (meaning.kind) {
    case "event":
      return JSON.stringify([kind, namespace, meaning.name]);
    case "other":
      return JSON.stringify([kind, typeof meaning.data]);
    default:
      return JSON.stringify([kind, namespace]);
  }
}

function isWelcome({ kind }: Meaning): boolean {
  return kind === "connect" || kind === "connect-error";
}

/** Why a server refuses is what people want to know first. */
function reasonOf(said: Meaning): string {
  return said.kind === "connect-error" && said.data !== undefined
    ? ` ${JSON.stringify(said.data)}`
    : "";
}

function explain(miss: Miss, name: string): readonly string[] {
  return explainMiss(miss).map((line) => {
    return line.replace(/^entry \d+: /, (entry) => `${entry}${name}: `);
  });
}

function acceptOf({ accept }: Miss): { readonly accept?: string } {
  return accept === undefined ? {} : { accept };
}
