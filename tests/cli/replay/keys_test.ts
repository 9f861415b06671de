// The keys of a replay.

import { assertEquals } from "@std/assert";
import { type Deck, listenForKeys } from "../../../src/cli/replay/keys.ts";
import type { PlaySpeed } from "../../../src/replay/player_contract.ts";
import { fakeHost } from "../fake_host.ts";

/** Remembers what it was told. */
class FakeDeck implements Deck {
  readonly told: string[] = [];
  isPaused = false;
  speed: PlaySpeed;

  constructor(speed: PlaySpeed) {
    this.speed = speed;
  }

  pause(): void {
    this.isPaused = true;
    this.told.push("pause");
  }

  resume(): void {
    this.isPaused = false;
    this.told.push("resume");
  }

  step(): void {
    this.told.push("step");
  }

  skip(): void {
    this.told.push("skip");
  }

  seekBy(by: number): void {
    this.told.push(`by ${by}`);
  }

  setSpeed(speed: PlaySpeed): void {
    this.speed = speed;
    this.told.push(`speed ${speed}`);
  }
}

for (
  const [speed, keys, told] of [
    [1, "  ", ["pause", "resume"]],
    [1, "nnx", ["step", "step"]],
    [1, "s", ["skip"]],
    [1, ".,", ["by 10000", "by -10000"]],
    [1, "++-", ["speed 2", "speed 5", "speed 2"]],
    [50, "=+++", ["speed 100", "speed max"]],
    [0.1, "--+", ["speed step", "speed 0.1"]],
    [7, "+", ["speed 10"]],
    [7, "-", ["speed 5"]],
    [1000, "+", ["speed max"]],
    [0.01, "-", ["speed step"]],
  ] as const
) {
  Deno.test(`listenForKeys() knows "${keys}" at speed ${speed}`, () => {
    const [deck, host, lines]: [FakeDeck, ReturnType<typeof fakeHost>, string[]] = [
      new FakeDeck(speed),
      fakeHost(),
      [],
    ];
    {
      using _keys = listenForKeys(deck, host, (line) => lines.push(line));
      for (const key of keys) host.press(key);
    }
    host.press(" ");
    assertEquals<readonly string[]>(deck.told, told);
    const shown = told.filter((text) => text !== "step" && text !== "skip");
    assertEquals(lines.length, shown.length);
  });
}
