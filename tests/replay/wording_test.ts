// What is said to everybody in the tape's own messages, and what with a client's ids: always the same
// as an id book by itself would make of it.

import { assert, assertEquals } from "@std/assert";
import type { Value } from "../../src/base/json.ts";
import { IdBook, MAX_IDS } from "../../src/replay/id_book.ts";
import { learnNamespace, learnSession } from "../../src/replay/identity.ts";
import type { ReplaySession } from "../../src/replay/script.ts";
import { Wording, wordsOf } from "../../src/replay/wording.ts";
import { encodePacketAsMsgpack } from "../../src/protocols/socket_io/msgpack.ts";
import { engineSession, scriptFrom, scriptOf, TAPE_NAMES } from "./fixtures.ts";
import { countingMint, sessionOf } from "./playbook.ts";

function bookOf(sessions: readonly ReplaySession[]): IdBook {
  const ids = new IdBook();
  const mint = countingMint();
  for (const session of sessions) {
    learnSession(session, `live-${session.number}`, ids);
    for (const { meaning } of session.steps) learnNamespace(meaning, ids, mint);
  }
  return ids;
}

/** `plain` or `named`, step by step, each as the book has it. */
function check(sessions: readonly ReplaySession[], wording: Wording): readonly string[] {
  const ids = bookOf(sessions);
  return sessions.flatMap((session) =>
    session.steps.map((step) => {
      const words = wordsOf(step, session, { ids, wording });
      assertEquals(words, step.messages.map((message) => ids.toLive(message)));
      assertEquals(wordsOf(step, session, { ids, wording }), words);
      return words === step.messages ? "plain" : "named";
    })
  );
}

for (const name of TAPE_NAMES) {
  Deno.test(`Wording says of ${name} what an id book says`, async () => {
    const { sessions } = await scriptOf(name);
    const found = check(sessions, new Wording(sessions));
    if (sessions.some(({ steps }) => steps.length > 3)) assert(found.includes("plain"));
    const isNamed = sessions.some(({ engineVersion, steps }) =>
      engineVersion === 4 &&
      steps.some(({ from, meaning: { kind } }) => from === "server" && kind === "connect")
    );
    assertEquals(found.includes("named"), isNamed);
  });
}

const NAMING = [
  [0, "client", "40"],
  [1, "server", '40{"sid":"recordedInner1"}'],
  [2, "server", '42["who","recordedInner1"]'],
  [3, "server", '42["who","xrecordedInner1"]'],
  [4, "server", '42["who","somebody else"]'],
  [5, "server", '42["recordedInner1",{"recordedEngineSid01":1}]'],
] as const;
const NAMED = ["plain", "named", "named", "plain", "plain", "named"];

Deno.test("Wording finds ids as whole strings, wherever they stand", async () => {
  const sessions = [await sessionOf(NAMING)];
  assertEquals(check(sessions, new Wording(sessions)), NAMED);
});

Deno.test("Wording finds the ids of other clients, few or many", async () => {
  for (const count of [2, 40]) {
    const entries = Array.from({ length: count }, (_, index) =>
      engineSession([
        [0, "client", "40"],
        [1, "server", `40{"sid":"recordedInner${index}"}`],
        [2, "server", `42["who","recordedInner${count - 1 - index}"]`],
        [3, "server", `42["who","recordedInner${count}"]`],
      ], { conn: index + 1, sid: `recordedEngine${index}` })).flat();
    const { sessions } = await scriptFrom(entries);
    assertEquals(sessions.length, count);
    const found = check(sessions, new Wording(sessions));
    const expected = ["plain", "named", "named", "plain"];
    assertEquals(found, Array.from({ length: count }, () => expected).flat());
  }
});

Deno.test("Wording finds ids in packets of msgpack", async () => {
  const packet = (type: "CONNECT" | "EVENT", data: Value): Uint8Array =>
    encodePacketAsMsgpack({ type, namespace: "/", data });
  const sessions = [
    await sessionOf([
      [1, "server", packet("CONNECT", { sid: "recordedInner1" })],
      [2, "server", packet("EVENT", ["who", "recordedInner1"])],
      [3, "server", packet("EVENT", ["who", "nobody"])],
    ]),
  ];
  assertEquals(check(sessions, new Wording(sessions)), ["named", "named", "plain"]);
});

Deno.test("Wording takes every step for one with ids when there are more than can be known", async () => {
  const session = await sessionOf(NAMING);
  const others = Array.from({ length: MAX_IDS }, (_, index) => ({
    ...session,
    number: index + 2,
    sid: `recordedEngine${index}`,
    steps: [],
  }));
  const wording = new Wording([session, ...others]);
  assertEquals(check([session], wording), NAMING.map(() => "named"));
});

Deno.test("wordsOf() keeps another ack id where nothing else differs", async () => {
  const session = await sessionOf([[0, "client", '420["ask"]'], [1, "server", '430["answer"]']]);
  const wording = new Wording([session]);
  const [, answer] = session.steps;
  assert(answer !== undefined);
  const messages = ['437["answer"]'];
  const words = wordsOf({ ...answer, messages }, session, { ids: bookOf([session]), wording });
  assertEquals(words, messages);
});
