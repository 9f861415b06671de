// The program that Node runs, bundled: reads which runs to play from its standard input, a line of
// JSON each, and answers each with its log, a line of JSON. It ends when its input does.

import process from "node:process";
import { type PeerName, PEERS } from "./javascript_peers.ts";
import { readLines } from "./line_reader.ts";
import { playScript, type ScriptRun } from "./script_client.ts";

for await (const line of readLines(process.stdin)) {
  const order: ScriptRun & { readonly peer: PeerName } = JSON.parse(line);
  const log = await playScript(PEERS[order.peer], order);
  process.stdout.write(`${JSON.stringify(log)}\n`);
}
