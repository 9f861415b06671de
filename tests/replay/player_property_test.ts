// What holds for every client, however slow, and for every mistake that it makes: nothing hangs,
// nothing is out of order, and each mistake is reported as exactly that.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Payload } from "../../src/base/bytes.ts";
import type { ReplaySession, Step } from "../../src/replay/script.ts";
import { checkProperty } from "../house/property.ts";
import { scriptOf, TAPE_NAMES } from "./fixtures.ts";
import { playPerfectly } from "./perfect_client.ts";
import { playerFor } from "./playbook.ts";

const sessions: readonly ReplaySession[] = (await Promise.all(TAPE_NAMES.map(scriptOf)))
  .flatMap((script) => script.sessions);

const anySession = fc.constantFrom(...sessions);
const anySpeed = fc.constantFrom(0.5, 1, 10, "max" as const);

Deno.test("Player never hangs and never reorders, however slow the client is", () => {
  checkProperty(
    "slow clients",
    fc.property(
      anySession,
      anySpeed,
      fc.array(fc.nat(60_000), { minLength: 1 }),
      (session, speed, delays) => {
        const player = playerFor(session, { speed, patience: 100_000 });
        let turn = 0;
        const { heard } = playPerfectly(player, session, {
          delay: () => delays[turn++ % delays.length] ?? 0,
        });
        const { isGood, times } = player.performance();
        assert(isGood);
        assertEquals(times.late, 0);
        const byNamespace = Map.groupBy(heard, ({ meaning }) => meaning.namespace);
        for (const messages of byNamespace.values()) {
          const indices = messages.map(({ step }) => step ?? -1);
          assertEquals(indices, indices.toSorted((left, right) => left - right));
        }
      },
    ),
    { runs: 300 },
  );
});

Deno.test("Player serves nothing before its gate is open, and then with the recorded delay", () => {
  checkProperty(
    "gates",
    fc.property(anySession, fc.nat(5000), (session, delay) => {
      const player = playerFor(session, { patience: 100_000 });
      const saidAt = new Map<number, number>();
      const { heard } = playPerfectly(player, session, {
        delay: () => delay,
        change: (step, messages) => {
          saidAt.set(step.index, -1);
          return messages;
        },
      });
      let before = -Infinity;
      for (const { at, step } of heard) {
        assert(at >= before);
        before = at;
        for (const earlier of session.steps.slice(0, step ?? 0)) {
          if (earlier.from === "client" && !earlier.isOptional) assert(saidAt.has(earlier.index));
        }
      }
    }),
    { runs: 200 },
  );
});

/** Messages that can be left out, doubled or changed: not those that open a namespace. */
function events(session: ReplaySession): readonly Step[] {
  return session.steps.filter(({ from, meaning }) => from === "client" && meaning.kind === "event");
}

const anyEvent = fc.constantFrom(
  ...sessions.flatMap((session) => events(session).map((step) => ({ session, step }))),
);

Deno.test("Player reports a message that is left out as missed, and nothing else", () => {
  checkProperty(
    "left out",
    fc.property(anyEvent, anySpeed, ({ session, step: left }, speed) => {
      const player = playerFor(session, { speed, patience: 1000 });
      playPerfectly(player, session, {
        change: (step, messages) => step.index === left.index ? [] : messages,
      });
      const { missedSteps, unexpectedMessages } = player.performance();
      const answered = session.steps.filter((step) => step.answers === left.index);
      assertEquals(missedSteps.map(({ line }) => line), [left.line]);
      assertEquals(unexpectedMessages, []);
      // Without the question nobody can be answered.
      assertEquals(player.performance().unserved, answered.length);
    }),
    { runs: 200 },
  );
});

Deno.test("Player reports a message that comes twice as unexpected, and nothing else", () => {
  checkProperty(
    "doubled",
    fc.property(anyEvent, anySpeed, ({ session, step: doubled }, speed) => {
      // A session that the server has closed hears nothing more.
      if (session.ending.by === "server") return;
      const player = playerFor(session, { speed });
      playPerfectly(player, session, {
        change: (step, messages) =>
          step.index === doubled.index ? [...messages, ...messages] : messages,
      });
      const { missed, unexpected, unserved, isGood } = player.performance();
      assertEquals({ missed, unexpected, unserved, isGood }, {
        missed: 0,
        unexpected: 1,
        unserved: 0,
        isGood: false,
      });
    }),
    { runs: 200 },
  );
});

Deno.test("Player reports a changed argument with its place, and waits in vain for the right one", () => {
  checkProperty(
    "changed",
    fc.property(anyEvent, anySpeed, ({ session, step: changed }, speed) => {
      const player = playerFor(session, { speed, patience: 1000 });
      let isChanged = false;
      playPerfectly(player, session, {
        change: (step, messages) => {
          if (step.index !== changed.index) return messages;
          const [head, ...rest] = messages;
          const text = changeOne(head ?? "");
          isChanged = text !== head;
          return [text, ...rest];
        },
      });
      if (!isChanged) return;
      const { missedSteps, unexpectedMessages } = player.performance();
      assertEquals(missedSteps.map(({ line }) => line), [changed.line]);
      assertEquals(unexpectedMessages.length, 1);
      const [miss] = unexpectedMessages.map(({ miss }) => miss);
      assertEquals(miss?.line, changed.line);
      assertEquals(miss?.differences.length, 1);
      assert(miss?.accept?.startsWith("--ignore '$"));
    }),
    { runs: 200 },
  );
});

/** Another value in the place of the last string, which is one of an argument's. */
function changeOne(data: Payload): Payload {
  if (typeof data !== "string") return data;
  return data.replace(
    /"(Hello from Wiretape|over both layers|track_\d+|receipt|start)"/,
    '"changed"',
  );
}
