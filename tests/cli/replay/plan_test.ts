// What `replay` is to do, by hand and in a test.

import { assertEquals } from "@std/assert";
import { parseFlags } from "../../../src/cli/flags.ts";
import { REPLAY_FLAGS } from "../../../src/cli/replay/flags.ts";
import { readReplayPlan, readSpeed } from "../../../src/cli/replay/plan.ts";
import { fakeHost } from "../fake_host.ts";

interface Shown {
  readonly isTest: boolean;
  readonly match: string;
  readonly port: number;
  readonly serve: string | undefined;
  readonly mode: string | undefined;
  readonly lenient: boolean | undefined;
}

function planOf(args: readonly string[], command: readonly string[] = []): Shown {
  const { flags } = parseFlags(REPLAY_FLAGS, args);
  const { isTest, match, listen: { port }, server } = readReplayPlan(command, flags, fakeHost());
  return { isTest, match, port, serve: server.serve, mode: server.mode, lenient: server.lenient };
}

const BY_HAND: Shown = {
  isTest: false,
  match: "warn",
  port: 7007,
  serve: "whole",
  mode: "strict",
  lenient: true,
};
const IN_A_TEST: Shown = {
  isTest: true,
  match: "strict",
  port: 7007,
  serve: "sessions",
  mode: "strict",
  lenient: false,
};

Deno.test("readReplayPlan() has defaults for people", () => {
  assertEquals(planOf([]), BY_HAND);
});

for (const args of [["--report", "r.json"], ["--junit", "r.xml"]]) {
  Deno.test(`readReplayPlan() has defaults for tests with ${args.join(" ")}`, () => {
    assertEquals(planOf(args), IN_A_TEST);
  });
}

Deno.test("readReplayPlan() has a free port for a command, unless one is named", () => {
  assertEquals(planOf([], ["npm", "test"]), { ...IN_A_TEST, port: 0 });
  assertEquals(planOf(["-l", "7010"], ["npm", "test"]), { ...IN_A_TEST, port: 7010 });
});

Deno.test("readReplayPlan() lets every default be said by name", () => {
  assertEquals(planOf(["--serve", "whole", "--match", "warn"], ["npm"]), {
    ...BY_HAND,
    isTest: true,
    port: 0,
  });
  assertEquals(planOf(["--serve", "sessions", "--match", "strict"]), {
    ...IN_A_TEST,
    isTest: false,
  });
});

function waitsOf(args: readonly string[], command: readonly string[] = []): readonly unknown[] {
  const { flags } = parseFlags(REPLAY_FLAGS, args);
  const { patience, firstPatience } = readReplayPlan(command, flags, fakeHost()).server;
  return [patience, firstPatience];
}

Deno.test("readReplayPlan() has all the time for people, and an end for tests", () => {
  assertEquals(waitsOf([]), [Infinity, Infinity]);
  assertEquals(waitsOf(["--patience", "2s"]), [2000, Infinity]);
  assertEquals(waitsOf(["--junit", "r.xml"]), [undefined, 60_000]);
  assertEquals(waitsOf(["--junit", "r.xml", "--patience", "2s"]), [2000, 2000]);
  // A command that connects late is no mistake; when it ends, all ends.
  assertEquals(waitsOf([], ["npm"]), [undefined, Infinity]);
});

for (
  const [typed, speed] of [
    [undefined, 1],
    ["0.5", 0.5],
    ["10x", 10],
    ["max", "max"],
    ["step", "step"],
  ] as const
) {
  Deno.test(`readSpeed() reads ${typed}`, () => {
    assertEquals(readSpeed(typed), speed);
  });
}
