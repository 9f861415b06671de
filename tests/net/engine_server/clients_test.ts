// Real clients play the script to a stock server and to ours: what they write down, down to every
// raw message, is the same.

import { assertEquals } from "@std/assert";
import { startEngineServer } from "../../../src/net/engine_server/engine_server.ts";
import { type PeerName, PEERS } from "../../peers/javascript_peers.ts";
import type { PeerLog } from "../../peers/log.ts";
import { Program, skippedName } from "../../peers/programs.ts";
import { findPython, PYTHON_CLIENT } from "../../peers/python.ts";
import { type Play, WAYS } from "../../peers/script_check.ts";
import { playScript } from "../../peers/script_client.ts";
import { startScriptServer } from "../../peers/script_server.ts";
import { BURST, SCRIPT_VALUES } from "../../peers/script_values.ts";
import { ScriptOwner } from "./script_owner.ts";

const NAMES: readonly PeerName[] = ["socket.io-client", "socket.io-client-2"];

for (const name of NAMES) {
  for (const [way, transports] of Object.entries(WAYS)) {
    Deno.test(`startEngineServer() serves ${name} over ${way} as a stock server does`, async () => {
      await compare(transports, (run) => playScript(PEERS[name], run));
    });
  }
}

const python = await findPython();

Deno.test({
  name: `startEngineServer() serves python3-socketio as a stock server does${skippedName(python)}`,
  ignore: !python.ok,
  async fn(test): Promise<void> {
    if (!python.ok) return;
    const program = PYTHON_CLIENT;
    await using client = new Program(python.command, [program]);
    for (const [way, transports] of Object.entries(WAYS)) {
      await test.step(`over ${way}`, async () => {
        await compare(transports, (run) => client.ask<PeerLog>(run));
      });
    }
  },
});

async function compare(transports: readonly string[], play: Play): Promise<void> {
  const run = { transports, values: SCRIPT_VALUES, burst: BURST };
  await using stock = await startScriptServer();
  const expected = await play({ ...run, url: stock.url });
  await stock.finished;
  const owner = new ScriptOwner();
  await using server = await startEngineServer({
    owner,
    crossOrigin: { allow: () => "*" },
  });
  const actual = await play({ ...run, url: server.url });
  await owner.finished;
  assertEquals(masked(actual), masked(expected));
  assertEquals(owner.ends.map((end) => end.split(":", 1).join()), [...stock.transports]);
  assertEquals(server.sessionCount, 0);
}

/** Two playings have the ids of their sessions between them, and nothing else. */
function masked({ lines, sessions }: PeerLog): unknown {
  const messages = sessions.map(({ sent, received }) => ({ sent, received }));
  return JSON.parse(JSON.stringify({ lines, messages }).replaceAll(SID, '\\"sid\\":\\"\\"'));
}

const SID = /\\"sid\\":\\"[\w-]+\\"/g;
