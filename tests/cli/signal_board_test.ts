// What becomes of signals that come when nobody listens any more.

import { assertEquals } from "@std/assert";
import { SAME_SIGNAL_MILLISECONDS, type Signal, SignalBoard } from "../../src/cli/signal_board.ts";

/** A board, and the system that it sees. */
class Stage {
  readonly told: string[] = [];
  readonly exits: number[] = [];
  readonly board: SignalBoard;
  now = 0;
  readonly #caught = new Map<Signal, () => void>();

  constructor() {
    this.board = new SignalBoard({
      catchSignal: (signal, caught) => {
        if (this.#caught.has(signal)) throw new Error(`${signal} was caught twice`);
        this.#caught.set(signal, caught);
      },
      exit: (code) => this.exits.push(code),
      now: () => this.now,
    });
  }

  listen(...signals: readonly Signal[]): Disposable {
    return this.board.listen(signals, (signal) => this.told.push(signal));
  }

  /** Only what was caught comes to anybody. */
  come(signal: Signal, at: number): void {
    this.now = at;
    const caught = this.#caught.get(signal);
    if (caught === undefined) throw new Error(`${signal} ended the process`);
    caught();
  }
}

Deno.test("SignalBoard tells all who listen for a signal, and nobody who has stopped", () => {
  const stage = new Stage();
  using _first = stage.listen("SIGINT", "SIGTERM");
  {
    using _second = stage.listen("SIGINT");
    stage.come("SIGINT", 1000);
  }
  stage.come("SIGINT", 9000);
  stage.come("SIGTERM", 9001);
  assertEquals(stage.told, ["SIGINT", "SIGINT", "SIGINT", "SIGTERM"]);
  assertEquals(stage.exits, []);
});

const LAST: readonly [what: string, signal: Signal, after: number, exits: readonly number[]][] = [
  ["does nothing at the second of a pair", "SIGINT", 3, []],
  ["does nothing at a pair's second that is late", "SIGINT", SAME_SIGNAL_MILLISECONDS, []],
  ["ends with 130 at SIGINT", "SIGINT", SAME_SIGNAL_MILLISECONDS + 1, [130]],
  ["ends with 143 at another signal of somebody who escalates", "SIGTERM", 3, [143]],
  ["ends with 143 at SIGTERM", "SIGTERM", SAME_SIGNAL_MILLISECONDS + 1, [143]],
  ["ends with 129 at SIGHUP", "SIGHUP", SAME_SIGNAL_MILLISECONDS + 1, [129]],
  ["does nothing at SIGUSR2", "SIGUSR2", SAME_SIGNAL_MILLISECONDS + 1, []],
  ["does nothing at Ctrl-Z", "SIGTSTP", SAME_SIGNAL_MILLISECONDS + 1, []],
];

for (const [what, signal, after, exits] of LAST) {
  Deno.test(`SignalBoard ${what} that nobody listens for any more`, () => {
    const stage = new Stage();
    {
      using _listening = stage.listen("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR2", "SIGTSTP");
      stage.come("SIGINT", 1000);
    }
    stage.come(signal, 1000 + after);
    assertEquals([stage.told, stage.exits], [["SIGINT"], exits]);
  });
}

Deno.test("SignalBoard ends at the first signal that comes when nobody listens any more", () => {
  const stage = new Stage();
  stage.listen("SIGINT")[Symbol.dispose]();
  stage.come("SIGINT", 3);
  assertEquals(stage.exits, [130]);
});

Deno.test("SignalBoard takes the third of a row for no second of a pair", () => {
  const stage = new Stage();
  const listening = stage.listen("SIGINT");
  stage.come("SIGINT", 1000);
  stage.come("SIGINT", 1400);
  listening[Symbol.dispose]();
  stage.come("SIGINT", 1501);
  assertEquals(stage.exits, [130]);
});
