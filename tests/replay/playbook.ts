// Players on hand-made sessions, driven by tables of events under a manual clock.

import { assert } from "@std/assert";
import { IdBook, type IdMint } from "../../src/replay/id_book.ts";
import { Player } from "../../src/replay/player.ts";
import type { Command, PlayerEvent, PlayerOptions } from "../../src/replay/player_contract.ts";
import type { ReplaySession } from "../../src/replay/script.ts";
import { engineSession, type Line, scriptFrom } from "./fixtures.ts";

export const STRICT = { mode: "strict", ignore: [] } as const;

/** Ids that count. */
export function countingMint(): IdMint {
  let count = 0;
  return {
    namespaceId: () => `live-namespace-${++count}`,
    recoveryId: () => `live-recovery-${++count}`,
  };
}

export async function sessionOf(
  lines: readonly Line[],
  more: readonly object[] = [],
  version = 4,
): Promise<ReplaySession> {
  const { sessions } = await scriptFrom([...engineSession(lines, { version }), ...more]);
  const [session] = sessions;
  assert(session !== undefined);
  return session;
}

export function playerFor(
  session: ReplaySession,
  options: Partial<PlayerOptions> = {},
): Player {
  return new Player(session, {
    rules: STRICT,
    ids: new IdBook(),
    mint: countingMint(),
    ...options,
  });
}

/** What happens at a time: a message of the client's, a tick, or another event. */
export type Act = readonly [now: number, what: string | "tick" | PlayerEvent];

/** Plays a table; a line for every command: `100 send 42["hello"]`. */
export function play(player: Player, acts: readonly Act[]): readonly string[] {
  const lines: string[] = [];
  for (const [now, what] of acts) {
    const commands = what === "tick"
      ? player.tick(now)
      : player.receive(typeof what === "string" ? { kind: "message", data: what } : what, now);
    for (const command of commands) lines.push(`${now} ${show(command)}`);
  }
  return lines;
}

export const CONNECTED: PlayerEvent = { kind: "connected", sid: "liveEngineSid01" };
export const LEFT: PlayerEvent = { kind: "disconnected" };

function show(command: Command): string {
  switch (command.kind) {
    case "send":
      return `send ${
        command.messages.map((data) => typeof data === "string" ? data : `[${data}]`).join(" + ")
      }`;
    case "close":
      return `close ${command.how}${command.code === undefined ? "" : ` ${command.code}`}`;
    case "unexpected":
      return `unexpected ${command.unexpected.said}`;
    case "missed":
      return `missed line ${command.line}`;
    case "waiting":
      return `waiting for line ${command.line}`;
    case "turned-away":
      return `turned away: ${command.reason}`;
    case "fail":
      return `fail line ${command.line}`;
  }
}
