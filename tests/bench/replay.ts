// The benches of the replay, beside a stock socket.io server that does the same.

import type { Bench } from "./bench.ts";
import { replayFlood } from "./replay_flood.ts";
import { replayLate } from "./replay_late.ts";

export const REPLAY_BENCHES: readonly Bench[] = [replayFlood, replayLate];
