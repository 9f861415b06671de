// Clients of a whole replay, and a tape that two visitors of a room made.

import { assert } from "@std/assert";
import type { ClientDescription } from "../../src/replay/casting.ts";
import type { LiveClient } from "../../src/replay/live_client.ts";
import { Replay, type ReplayOptions } from "../../src/replay/replay.ts";
import type { PlayerEvent } from "../../src/replay/player_contract.ts";
import type { ReplayScript } from "../../src/replay/script.ts";
import { engineSession, type Line, scriptFrom } from "./fixtures.ts";
import { countingMint, STRICT } from "./playbook.ts";

export const CLIENT: ClientDescription = {
  carrier: "engine.io",
  engineVersion: 4,
  path: "/socket.io/",
  query: [["EIO", "4"], ["transport", "polling"]],
};

export function replayOf(script: ReplayScript, options: Partial<ReplayOptions> = {}): Replay {
  return new Replay(script, {
    rules: STRICT,
    serve: "sessions",
    speed: "max",
    mint: countingMint(),
    ...options,
  });
}

export function enter(replay: Replay, sid = "liveSidOne", client = CLIENT): LiveClient {
  const opening = replay.open(client);
  assert(opening.kind === "take");
  opening.client.receive({ kind: "connected", sid }, 0);
  return opening.client;
}

export function say(client: LiveClient, data: string, now = 1): readonly string[] {
  return texts(client, { kind: "message", data }, now);
}

export function texts(client: LiveClient, event: PlayerEvent, now = 1): readonly string[] {
  return client.receive(event, now).flatMap((command) =>
    command.kind === "send" ? command.messages.map(String) : []
  );
}

export function leave(replay: Replay, client: LiveClient): void {
  client.receive({ kind: "disconnected" }, 9);
  replay.closed(client);
}

export function visitor(room: string, sid: string): readonly Line[] {
  return [
    [1, "client", "40"],
    [2, "server", `40{"sid":"${sid}"}`],
    [3, "client", `42["join","${room}"]`],
    [4, "server", `42["joined","${room}","${sid}"]`],
  ].map(([at, from, text], index) => [
    Number(at) + index,
    from === "client" ? "client" : "server",
    `4${text}`.slice(1),
  ]);
}

export async function twoVisitors(): Promise<ReplayScript> {
  return await scriptFrom([
    ...engineSession(visitor("red", "recordedRed")),
    ...engineSession(visitor("blue", "recordedBlue"), {
      conn: 2,
      at: 100,
      sid: "recordedEngine02",
    }),
  ]);
}
