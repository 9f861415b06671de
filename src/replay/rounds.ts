// `--loop`: when a session has been played, the server's events are played again to the client that
// is still there. What the client does is waited for in the first round alone, and what it repeats
// later is as good as it was then.

import { withAckId } from "./ack_ids.ts";
import { isSameKind } from "./match.ts";
import type { Meaning } from "./meaning.ts";
import type { ReplaySession, Step } from "./script.ts";

/** No round is shorter than this, in milliseconds: a tape may have no length, or none at full speed. */
export const SHORTEST_ROUND = 1000;

export class Rounds {
  readonly #session: ReplaySession;
  readonly #times: readonly number[];
  /** What is played again, from the first one on. */
  readonly #first: Step | undefined;
  #count = 1;
  #notBefore = Infinity;

  /** Without `loop` there is one round. */
  constructor(session: ReplaySession, times: readonly number[], loop: boolean) {
    this.#session = session;
    this.#times = times;
    // A server that said goodbye says it again to whoever comes back.
    const isLooped = loop && session.ending.by !== "server";
    this.#first = isLooped ? session.steps.find(isRepeated) : undefined;
  }

  get isLooped(): boolean {
    return this.#first !== undefined;
  }

  begin(now: number): void {
    this.#notBefore = now + SHORTEST_ROUND;
  }

  /** When the next round begins, where this one is played by that time. */
  dueAt(played: number): number {
    return this.#first === undefined ? Infinity : Math.max(played, this.#notBefore);
  }

  /** Another round: from which step, and which moment of the tape's (shortened) time, it is played. */
  next(now: number): { readonly first: Step; readonly time: number } | undefined {
    const first = this.#first;
    if (first === undefined) return undefined;
    this.#count += 1;
    this.begin(now);
    return { first, time: this.#times[first.index - 1] ?? this.#session.at };
  }

  /** CONNECTs and answers are given once. */
  isPlayed(step: Step): boolean {
    return this.#count === 1 || isRepeated(step);
  }

  /** The client does again what it did in the first round. */
  isAgain(said: Meaning): boolean {
    if (this.#count === 1 || said.kind !== "event" && said.kind !== "other") return false;
    return this.#alike(said) !== undefined;
  }

  /** The recorded answer to what is asked again, under the id that it is asked with. */
  answerTo(said: Meaning): Step | undefined {
    if (said.kind !== "event" || said.ackId === undefined) return undefined;
    const asked = this.#alike(said)?.index;
    const step = this.#session.steps.find(({ from, answers }) =>
      from === "server" && answers !== undefined && answers === asked
    );
    return step && { ...step, messages: withAckId(step.messages, said.ackId) };
  }

  #alike(said: Meaning): Step | undefined {
    return this.#session.steps.find(({ from, meaning }) =>
      from === "client" && isSameKind(meaning, said)
    );
  }
}

function isRepeated({ from, meaning: { kind } }: Step): boolean {
  return from === "server" && (kind === "event" || kind === "other");
}
