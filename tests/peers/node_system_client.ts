// The program that Node runs for the five systems, bundled: reads orders from its standard input, a
// line of JSON each, and answers each with its log, a line of JSON. It ends when its input does.

import process from "node:process";
import { readLines } from "./line_reader.ts";
import { type PlainRun, playPlain } from "./plain_run.ts";
import { playSystem } from "./system_client.ts";
import { openStockWebSocket, SYSTEM_PEERS, type SystemPeerName } from "./system_peers.ts";
import type { SystemRun } from "./system_run.ts";

type Order =
  | { readonly kind: "system"; readonly peer: SystemPeerName; readonly run: SystemRun }
  | { readonly kind: "plain"; readonly run: PlainRun };

for await (const line of readLines(process.stdin)) {
  const order: Order = JSON.parse(line);
  const log = order.kind === "system"
    ? await playSystem(SYSTEM_PEERS[order.peer], order.run)
    : await playPlain(openStockWebSocket, order.run);
  process.stdout.write(`${JSON.stringify(log)}\n`);
}
