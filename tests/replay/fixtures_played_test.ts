// Every shipped tape, played to a client that does what the recorded one did: everything is served
// and matched, in order, on time.

import { assert, assertEquals } from "@std/assert";
import { IdBook } from "../../src/replay/id_book.ts";
import { Player } from "../../src/replay/player.ts";
import type { PlaySpeed } from "../../src/replay/player_contract.ts";
import { Replay } from "../../src/replay/replay.ts";
import type { ReplaySession } from "../../src/replay/script.ts";
import { scriptOf, TAPE_NAMES } from "./fixtures.ts";
import { type ClientHabits, playPerfectly } from "./perfect_client.ts";

const RULES = { mode: "strict", ignore: [] } as const;

function mint(): { namespaceId(): string; recoveryId(): string } {
  let count = 0;
  return {
    namespaceId: () => `live-namespace-${count++}`,
    recoveryId: () => `live-recovery-${count++}`,
  };
}

export function playerOf(session: ReplaySession, speed: PlaySpeed): Player {
  return new Player(session, { rules: RULES, speed, ids: new IdBook(), mint: mint() });
}

for (const name of TAPE_NAMES) {
  for (const speed of [1, 10, "max"] as const) {
    for (const ackShift of [0, 7]) {
      Deno.test(`Player plays ${name} whole at speed ${speed}, ack ids ${ackShift} off`, async () => {
        const { sessions } = await scriptOf(name);
        assert(sessions.length > 0);
        for (const session of sessions) {
          const player = playerOf(session, speed);
          const habits: ClientHabits = { ackShift };
          const { heard } = playPerfectly(player, session, habits);
          const performance = player.performance();
          assertEquals(performance.missedSteps, []);
          assertEquals(performance.unexpectedMessages, []);
          assertEquals(performance.unservedSteps, []);
          assert(performance.isGood);
          const indices = heard.map(({ step }) => step ?? -1);
          assertEquals(indices, [...indices].sort((left, right) => left - right));
          assertEquals(performance.times, { late: 0, worstLateness: 0 });
          for (const { step, meaning } of heard) {
            const recorded = session.steps[step ?? -1]?.meaning;
            if (recorded?.kind !== "ack" || meaning.kind !== "ack") continue;
            assertEquals(meaning.ackId, recorded.ackId + ackShift);
            assertEquals(meaning.args, recorded.args);
          }
        }
      });
    }
  }

  Deno.test(`Replay gives the sessions of ${name} one after the other`, async () => {
    const script = await scriptOf(name);
    const options = { rules: RULES, serve: "sessions", mint: mint(), speed: "max" } as const;
    const reports = [1, 2].map(() => {
      const replay = new Replay(script, { ...options, mint: mint() });
      for (const session of script.sessions) {
        const { carrier, engineVersion, request: { path, query } } = session;
        const version = engineVersion === undefined ? {} : { engineVersion };
        const opening = replay.open({ carrier, path, query, ...version });
        assert(opening.kind === "take");
        playPerfectly(opening.client, session, { sid: `live-${session.number}`, ackShift: 3 });
        assertEquals(opening.client.session?.number, session.number);
        replay.closed(opening.client);
      }
      const [
        { carrier, engineVersion, request: { path } } = {
          carrier: "websocket",
          request: { path: "" },
        } as ReplaySession,
      ] = script.sessions;
      const late = replay.open({
        carrier,
        path,
        query: [],
        ...(engineVersion === undefined ? {} : { engineVersion }),
      });
      assertEquals(late.kind === "refuse" ? late.why : late.kind, "used-up");
      return replay.report();
    });
    const [first, second] = reports;
    assert(first !== undefined && second !== undefined);
    assertEquals(first.totals.missed + first.totals.unexpected + first.totals.unserved, 0);
    assertEquals(first.totals.unplayed, 0);
    assertEquals(first.totals.refused, 1);
    assertEquals(JSON.stringify({ ...first, times: 0 }), JSON.stringify({ ...second, times: 0 }));
  });
}
