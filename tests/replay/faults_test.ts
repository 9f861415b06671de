// Faults, each on the same small session: what the client gets instead, and what the report says.

import { assertEquals } from "@std/assert";
import { type Fault, FaultyPlayer } from "../../src/replay/faults.ts";
import type { Command } from "../../src/replay/player_contract.ts";
import type { Line } from "./fixtures.ts";
import { CONNECTED, playerFor, sessionOf } from "./playbook.ts";

const LINES: readonly Line[] = [
  [0, "client", "40"],
  [0, "server", '40{"sid":"recordedSid"}'],
  [0, "client", '420["ask"]'],
  [0, "server", '430["answer"]'],
  [100, "server", '42["moved",1]'],
  [200, "server", '42["moved",2]'],
  [300, "server", '42["other"]'],
];

async function playWith(fault: Fault, seed = 1): Promise<readonly string[]> {
  const faulty = new FaultyPlayer(playerFor(await sessionOf(LINES)), [fault], seed);
  const said: string[] = [];
  const note = (now: number, commands: readonly Command[]): void => {
    for (const command of commands) {
      if (command.kind === "send") said.push(`${now} ${command.messages.join()}`);
      if (command.kind === "close") said.push(`${now} ${command.how} ${command.code ?? ""}`.trim());
    }
  };
  note(0, faulty.receive(CONNECTED, 0));
  note(0, faulty.receive({ kind: "message", data: "0" }, 0));
  note(0, faulty.receive({ kind: "message", data: '20["ask"]' }, 0));
  for (let due = faulty.nextDue(); due !== undefined; due = faulty.nextDue()) {
    note(due, faulty.tick(due));
  }
  const records = faulty.records.map(({ fault: happened }) => happened);
  assertEquals(records, Array(fault.times ?? 1).fill(fault));
  return said;
}

const CONNECT = '0 0{"sid":"live-namespace-1"}';
const ANSWER = '0 30["answer"]';
const [ONE, TWO, OTHER] = ['100 2["moved",1]', '200 2["moved",2]', '300 2["other"]'];

const CASES: readonly (readonly [fault: Fault, said: readonly (string | undefined)[]])[] = [
  [{ kind: "drop", event: "moved", nth: 2 }, [CONNECT, ANSWER, ONE, OTHER]],
  [{ kind: "duplicate", event: "moved", nth: 1 }, [CONNECT, ANSWER, ONE, ONE, TWO, OTHER]],
  [{ kind: "reorder", event: "moved", nth: 1 }, [
    CONNECT,
    ANSWER,
    TWO,
    '200 2["moved",1]',
    OTHER,
  ]],
  // Nothing comes behind which it could go.
  [{ kind: "reorder", event: "other", nth: 1 }, [CONNECT, ANSWER, ONE, TWO, OTHER]],
  [{ kind: "drop", event: "moved", nth: 1, times: 2 }, [CONNECT, ANSWER, OTHER]],
  [{ kind: "delay", event: "moved", nth: 1, by: 150 }, [
    CONNECT,
    ANSWER,
    TWO,
    '250 2["moved",1]',
    OTHER,
  ]],
  [{ kind: "lose-ack", event: "ask", nth: 1 }, [CONNECT, ONE, TWO, OTHER]],
  [{ kind: "refuse-connect", nth: 1, message: "no" }, [
    '0 4{"message":"no"}',
  ]],
  [{ kind: "cut", event: "moved", nth: 2 }, [CONNECT, ANSWER, ONE, "200 reset"]],
  [{ kind: "close", event: "other", nth: 1, code: 1011 }, [
    CONNECT,
    ANSWER,
    ONE,
    TWO,
    "300 close-frame 1011",
  ]],
];

for (const [fault, expected] of CASES) {
  Deno.test(`FaultyPlayer can ${fault.kind}, and records it`, async () => {
    assertEquals(await playWith(fault), expected);
  });
}

Deno.test("FaultyPlayer corrupts by its seed: unreadable, and the same again", async () => {
  const fault: Fault = { kind: "corrupt", event: "moved", nth: 1 };
  const [first, again, other] = await Promise.all([1, 1, 7].map((seed) => playWith(fault, seed)));
  assertEquals(first, again);
  const broken = [first, other].map((said) => said?.[2] ?? "");
  assertEquals(broken.map((text) => text.includes("\0") && text.length === ONE.length), [
    true,
    true,
  ]);
  assertEquals(broken[0] === broken[1], false);
});
