// Started by late_signals_test.ts as a process of its own: listens for one signal, and then no more.
// Its time stands, until it is told on stdin to leap.

import { denoHost } from "../../src/cli/host.ts";
import { SAME_SIGNAL_MILLISECONDS } from "../../src/cli/signal_board.ts";

let now = 1000;
performance.now = (): number => now;
const host = denoHost();
const listening = host.onSignal(["SIGINT"], (signal) => {
  listening[Symbol.dispose]();
  host.stdout.write(`heard ${signal}\n`);
});
host.stdout.write("listens\n");
for await (const _told of host.stdin.bytes) {
  now += SAME_SIGNAL_MILLISECONDS + 1;
  host.stdout.write("leapt\n");
}
