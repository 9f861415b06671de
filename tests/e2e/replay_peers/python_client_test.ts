// Stock python3-socketio against each system and against its recording: it hears the same, and of what
// a client in JavaScript recorded it hears what that one had heard.

import { assert, assertEquals } from "@std/assert";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { inTime } from "../../peers/in_time.ts";
import { fileOf, Program, skippedName } from "../../peers/programs.ts";
import { findPython } from "../../peers/python.ts";
import { assertReplayIsSame, CLIENT_WAYS, recordMeeting } from "../../peers/system_check.ts";
import { playSystem } from "../../peers/system_client.ts";
import { SYSTEM_PEERS } from "../../peers/system_peers.ts";
import type { SystemLog, SystemRun } from "../../peers/system_run.ts";
import { type System, SYSTEMS } from "../../peers/systems.ts";

const python = await findPython();

Deno.test({
  name: `replays are the same to python3-socketio${skippedName(python)}`,
  ignore: !python.ok,
  async fn(test): Promise<void> {
    if (!python.ok) return;
    const program = fileOf(new URL("../../peers/python_system_client.py", import.meta.url));
    // Without compiled files, which it would leave beside what it imports.
    await using client = new Program(python.command, ["-B", program]);
    for (const { name, transports } of CLIENT_WAYS) {
      const chosen = transports === undefined ? {} : { transports };
      for (const system of SYSTEMS.filter(({ engineVersions }) => engineVersions.includes(4))) {
        const isSame = await test.step(`${system.name} over ${name}`, async () => {
          // It has moved to WebSocket before it asks for its namespace.
          await using server = await system.start({ upgradesLate: false });
          await assertReplayIsSame(
            server.url,
            (url) => client.ask<SystemLog>({ ...server.plan, ...chosen, url }),
          );
        });
        // What it was asked last it may answer to the next question.
        if (!isSame) return;
      }
    }
    for (const system of SYSTEMS.filter(({ name }) => !name.includes("comes back"))) {
      const isSame =
        await test.step(`${system.name}, as socket.io-client recorded it`, async () => {
          await checkOther(system, (run) => client.ask(run));
        });
      if (!isSame) return;
    }
  },
});

/** Another client's recording: the same is heard, whoever says it and however it is written. */
async function checkOther(
  system: System,
  play: (run: SystemRun) => Promise<SystemLog>,
): Promise<void> {
  await using server = await system.start({ upgradesLate: false });
  const { log, script } = await recordMeeting(
    server.url,
    (url) => playSystem(SYSTEM_PEERS["socket.io-client"], { ...server.plan, url }),
  );
  await using replayed = await startReplayServer({ script, speed: "max" });
  const heard = await inTime(
    play({ ...server.plan, url: replayed.url }),
    "Python to meet the replay",
  );
  assertEquals(heardOf(heard), heardOf(log));
  assertEquals(await inTime(replayed.played, "the replay to have been played"), "all");
  const report = replayed.report();
  assert(report.isGood, JSON.stringify(report, undefined, 1));
}

/** Each language has its own words for ends. */
function heardOf(log: SystemLog): unknown {
  return Object.entries(log).map(([who, { heard }]) => [
    who,
    heard.filter(({ kind }) => kind !== "disconnect"),
  ]);
}
