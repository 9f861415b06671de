// How quickly events that ask for an answer get it, by who answers and what was asked.

import { otherSide, type Side } from "../../base/side.ts";
import { Sample } from "../sample.ts";
import { OTHERS } from "./count.ts";

/** How many names are measured apart. */
export const MAX_QUESTIONS = 100;

export interface AnswerStats {
  /** Who answers. */
  readonly by: Side;
  /** The event that asked. */
  readonly name: string;
  readonly asked: number;
  /** Of those that asked and are among what was counted. */
  readonly latency: Sample;
}

export class Answers {
  readonly #questions = new Map<
    string,
    { -readonly [Key in keyof AnswerStats]: AnswerStats[Key] }
  >();
  /** All of a side's answers. */
  readonly latency = { client: new Sample("all"), server: new Sample("all") } as const;

  asked(from: Side, name: string): void {
    this.#find(otherSide(from), name).asked += 1;
  }

  answered(by: Side, name: string, latency: number): void {
    this.#find(by, name).latency.add(latency);
    this.latency[by].add(latency);
  }

  /** The most frequent first. */
  get list(): readonly AnswerStats[] {
    return [...this.#questions.values()].toSorted((left, right) => right.asked - left.asked);
  }

  #find(by: Side, name: string): { asked: number; readonly latency: Sample } {
    const known = this.#questions.get(`${by} ${name}`);
    if (known !== undefined) return known;
    const isFull = this.#questions.size >= MAX_QUESTIONS;
    if (isFull && name !== OTHERS) return this.#find(by, OTHERS);
    const question = { by, name, asked: 0, latency: new Sample("all") };
    this.#questions.set(`${by} ${name}`, question);
    return question;
  }
}
