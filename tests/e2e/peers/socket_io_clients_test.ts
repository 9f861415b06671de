// The stock socket.io clients of JavaScript, in Deno and in Node: none of them sees a difference
// between a tap and the server behind it, and the tape is what both sides say they sent.

import { join } from "node:path";
import { type PeerName, PEERS } from "../../peers/javascript_peers.ts";
import type { PeerLog } from "../../peers/log.ts";
import { bundle, findProgram, Program, skippedName } from "../../peers/programs.ts";
import { findPython, PYTHON_ASYNC_CLIENT, PYTHON_CLIENT } from "../../peers/python.ts";
import { playScript } from "../../peers/script_client.ts";
import { checkScript, WAYS } from "../../peers/script_check.ts";

const NAMES: readonly PeerName[] = ["socket.io-client", "socket.io-client-2"];

for (const name of NAMES) {
  for (const [way, transports] of Object.entries(WAYS)) {
    Deno.test(`a tap is invisible to ${name} in Deno over ${way}, and its tape is true`, async () => {
      await checkScript(transports, (run) => playScript(PEERS[name], run));
    });
  }
}

const node = await findProgram({
  names: ["node"],
  wanted: "no node of version 18 or later",
  probe: ["--eval", "process.exit(parseInt(process.version.slice(1)) < 18 ? 1 : 0)"],
});

Deno.test({
  name: `a tap is invisible to socket.io clients in Node, and its tape is true${skippedName(node)}`,
  ignore: !node.ok,
  async fn(test): Promise<void> {
    if (!node.ok) return;
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      const program = join(folder, "client.mjs");
      await bundle(new URL("../../peers/node_client.ts", import.meta.url), program);
      await using client = new Program(node.command, [program]);
      for (const peer of NAMES) {
        for (const [way, transports] of Object.entries(WAYS)) {
          await test.step(`${peer} over ${way}`, async () => {
            await checkScript(transports, (run) => client.ask<PeerLog>({ ...run, peer }));
          });
        }
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const python = await findPython();

Deno.test({
  name: `a tap is invisible to python3-socketio, and its tape is true${skippedName(python)}`,
  ignore: !python.ok,
  async fn(test): Promise<void> {
    if (!python.ok) return;
    const program = PYTHON_CLIENT;
    await using client = new Program(python.command, [program]);
    for (const [way, transports] of Object.entries(WAYS)) {
      await test.step(`over ${way}`, async () => {
        // It sends Engine.IO's close packet after its Close frame, or just before it; its last POST
        // may be answered before all of it has come, when the session is gone already.
        const habits = ["wire/after-close", "engine.io/response"];
        await checkScript(transports, (run) => client.ask<PeerLog>(run), habits);
      });
    }
  },
});

const asyncPython = await findPython(PYTHON_ASYNC_CLIENT);

Deno.test({
  name: `a tap is invisible to python3-socketio's AsyncClient, and its tape is true${
    skippedName(asyncPython)
  }`,
  ignore: !asyncPython.ok,
  async fn(test): Promise<void> {
    if (!asyncPython.ok) return;
    const program = PYTHON_ASYNC_CLIENT;
    await using client = new Program(asyncPython.command, [program]);
    for (const [way, transports] of Object.entries(WAYS)) {
      await test.step(`over ${way}`, async () => {
        const habits = ["wire/after-close", "engine.io/response"];
        await checkScript(transports, (run) => client.ask<PeerLog>(run), habits);
      });
    }
  },
});
