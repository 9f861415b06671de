// The benches of the tap: recording beside a bare relay and beside no relay at all, in turns within
// one run, so that what else the machine does hits all alike.

import type { Bench } from "./bench.ts";
import { tapCrowd } from "./tap_crowd.ts";
import { tapFlood } from "./tap_flood.ts";
import { tapRoundTrip } from "./tap_round_trip.ts";

export const TAP_BENCHES: readonly Bench[] = [tapFlood, tapRoundTrip, tapCrowd];
