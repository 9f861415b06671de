// What the tape expects a live server to say: which of it came, which came otherwise, which is
// waited for. Messages of one name are expected in their order; those of different names may cross,
// but for `strict`. Acks are expected by what they answer.

import { describeMeaning, type Meaning } from "./meaning.ts";
import { explainMiss, isSameKind, type MatchRules, type Miss, missOf } from "./match.ts";
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

export class Answers {
  readonly #rules: MatchRules;
  readonly #states = new Map<number, AnswerState>();
  readonly #steps: readonly Step[];
  readonly #waiting = new Set<Step>();
  readonly #answers = new Map<number, Step>();
  /** By namespace, the latest step on the tape that has come. */
  readonly #latest = new Map<string, number>();

  constructor({ steps }: Pick<ReplaySession, "steps">, rules: MatchRules) {
    this.#rules = rules;
    this.#steps = steps.filter(({ from }) => from === "server");
    for (const step of this.#steps) {
      this.#states.set(step.index, "waiting");
      this.#waiting.add(step);
      if (step.answers !== undefined) this.#answers.set(step.answers, step);
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
    const candidates = this.#candidates(said, asked);
    const [first] = candidates;
    const fitting = candidates.find((step) => missOf(step, said, this.#rules) === undefined);
    if (fitting !== undefined) return this.#settle(fitting, this.#misplaced(fitting));
    if (first !== undefined) return this.#settle(first, this.#differing(first, said));
    if (this.#rules.mode === "off" || this.#isMore(said, asked)) return { isMore: true };
    const what = describeMeaning(said);
    return { finding: { kind: "unexpected", texts: [`${what}: the tape does not have it`] } };
  }

  giveUp(step: Step): Finding {
    this.#put(step, "missing");
    const what = describeMeaning(step.meaning);
    return { kind: "missing", line: step.line, texts: [`entry ${step.line}: no ${what} came`] };
  }

  #candidates(said: Meaning, asked: number | undefined): readonly Step[] {
    if (said.kind === "ack") {
      const step = asked === undefined ? undefined : this.#answers.get(asked);
      return step === undefined || !this.#waiting.has(step) ? [] : [step];
    }
    if (isWelcome(said)) {
      const step = this.welcome(said.namespace);
      return step === undefined ? [] : [step];
    }
    return [...this.#waiting].filter(({ meaning }) => isSameKind(meaning, said));
  }

  #differing(step: Step, said: Meaning): Finding {
    const miss = missOf(step, said, this.#rules);
    const { line, meaning } = step;
    if (miss === undefined || miss.differences.length === 0) {
      const got = `${describeMeaning(said)}${reasonOf(said)}`;
      const text = `entry ${line}: expected ${describeMeaning(meaning)}, got ${got}`;
      return { kind: "differs", line, texts: [text] };
    }
    return { kind: "differs", line, texts: explain(miss), ...acceptOf(miss) };
  }

  /** `strict` wants the order of the tape. */
  #misplaced({ index, line, meaning }: Step): Finding | undefined {
    const latest = this.#latest.get(meaning.namespace) ?? -1;
    if (this.#rules.mode !== "strict" || latest < index) return undefined;
    const texts = [`entry ${line}: ${describeMeaning(meaning)} came later than on the tape`];
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
  }

  /** What the tape has as well, if not so often; an answer to what nobody answered there. */
  #isMore(said: Meaning, asked: number | undefined): boolean {
    if (this.#rules.mode === "strict") return false;
    if (said.kind === "ack") return asked !== undefined && !this.#answers.has(asked);
    if (said.kind !== "event" && said.kind !== "other") return false;
    return this.#steps.some(({ meaning }) => isSameKind(meaning, said));
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

function explain(miss: Miss): readonly string[] {
  return explainMiss(miss).map((line) => line.replace(/^(entry \d+): /, `$1: ${miss.expected}: `));
}

function acceptOf({ accept }: Miss): { readonly accept?: string } {
  return accept === undefined ? {} : { accept };
}
