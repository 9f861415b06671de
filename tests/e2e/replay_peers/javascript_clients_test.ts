// The stock socket.io clients of JavaScript, in Deno and in Node, against each system and against its
// recording: they hear the same.

import { join } from "node:path";
import type { PlaySpeed } from "../../../src/replay/player_contract.ts";
import { bundle, findProgram, Program, skippedName } from "../../peers/programs.ts";
import { assertReplayIsSame, CLIENT_WAYS, type ClientWay } from "../../peers/system_check.ts";
import { playSystem } from "../../peers/system_client.ts";
import { SYSTEM_PEERS, type SystemPeerName } from "../../peers/system_peers.ts";
import type { SystemLog, SystemRun } from "../../peers/system_run.ts";
import { type System, SYSTEMS } from "../../peers/systems.ts";

const PEERS: readonly (readonly [name: SystemPeerName, engineVersion: 3 | 4])[] = [
  ["socket.io-client", 4],
  ["socket.io-client-2", 3],
];

for (const [peer, version] of PEERS) {
  for (const way of CLIENT_WAYS) {
    for (const system of systemsOf(version)) {
      Deno.test(`a replay of ${system.name} is the same to ${peer} in Deno over ${way.name}`, async () => {
        await check(system, way, (run) => playSystem(SYSTEM_PEERS[peer], run));
      });
    }
  }
}

const node = await findProgram({
  names: ["node"],
  wanted: "no node of version 18 or later",
  probe: ["--eval", "process.exit(parseInt(process.version.slice(1)) < 18 ? 1 : 0)"],
});

Deno.test({
  name: `replays are the same to socket.io clients in Node${skippedName(node)}`,
  ignore: !node.ok,
  async fn(test): Promise<void> {
    if (!node.ok) return;
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      const file = join(folder, "client.mjs");
      await bundle(new URL("../../peers/node_system_client.ts", import.meta.url), file);
      for (const [peer, version] of PEERS) {
        await using client = new Program(node.command, [file]);
        for (const way of CLIENT_WAYS) {
          for (const system of systemsOf(version)) {
            const isSame = await test.step(`${system.name}, ${peer} over ${way.name}`, async () => {
              // Not at once, but with the tape's own pauses, a tenth of them.
              await check(system, way, (run) => client.ask({ kind: "system", peer, run }), 10);
            });
            // What it was asked last it may answer to the next question.
            if (!isSame) return;
          }
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

function systemsOf(version: 3 | 4): readonly System[] {
  return SYSTEMS.filter(({ engineVersions }) => engineVersions.includes(version));
}

async function check(
  system: System,
  { transports }: ClientWay,
  play: (run: SystemRun) => Promise<SystemLog>,
  speed: PlaySpeed = "max",
): Promise<void> {
  await using server = await system.start({ upgradesLate: transports === undefined });
  const chosen = transports === undefined ? {} : { transports };
  const meet = (url: string): Promise<SystemLog> => play({ ...server.plan, ...chosen, url });
  await assertReplayIsSame(server.url, meet, { speed });
}
