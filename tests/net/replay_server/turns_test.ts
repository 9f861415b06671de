// Turns in their order, with time for others in between, under a clock that stands or goes on.

import { assertEquals } from "@std/assert";
import { MAX_ROUND_MILLISECONDS, Turns } from "../../../src/net/replay_server/turns.ts";
import { ManualTime } from "./manual_time.ts";

class Rounds {
  readonly time = new ManualTime();
  readonly done: string[] = [];
  readonly turns = new Turns(this.time, (milliseconds, action) => {
    assertEquals(milliseconds, 0);
    this.#called.push(action);
    return () => {};
  });
  #called: (() => void)[] = [];

  /** Runs what was to be done in the next round; how much that was. */
  next(): number {
    const called = this.#called;
    this.#called = [];
    for (const action of called) action();
    this.done.push("|");
    return called.length;
  }

  take(name: string, act: () => void = () => {}): () => void {
    return this.turns.take(() => {
      this.done.push(name);
      act();
    });
  }
}

Deno.test("Turns serves everybody once a round, in the order in which they came", () => {
  const rounds = new Rounds();
  const again = (): void => {
    rounds.take("greedy", () => rounds.done.length < 6 && again());
  };
  again();
  rounds.take("modest");
  assertEquals([rounds.next(), rounds.next(), rounds.next(), rounds.next()], [1, 1, 1, 0]);
  assertEquals(rounds.done.join(" "), "greedy modest | greedy | greedy | |");
});

Deno.test("Turns ends a round when its time is over, but serves one at least", () => {
  const rounds = new Rounds();
  for (const name of ["one", "two", "three"]) {
    rounds.take(name, () => rounds.time.advance(MAX_ROUND_MILLISECONDS * 0.7));
  }
  rounds.next();
  rounds.next();
  rounds.take("slow", () => rounds.time.advance(1000));
  rounds.take("last");
  rounds.next();
  rounds.next();
  assertEquals(rounds.done.join(" "), "one two | three | slow | last |");
});

Deno.test("Turns leaves out who called it off", () => {
  const rounds = new Rounds();
  const callOff = rounds.take("called off");
  rounds.take("other");
  callOff();
  rounds.next();
  assertEquals(rounds.done.join(" "), "other |");
});

Deno.test("Turns goes on after one that throws", () => {
  const rounds = new Rounds();
  rounds.take("broken", () => {
    throw new Error("broken");
  });
  rounds.take("other");
  try {
    rounds.next();
  } catch {
    rounds.done.push("thrown");
  }
  assertEquals(rounds.next(), 1);
  assertEquals(rounds.done.join(" "), "broken thrown other |");
});
