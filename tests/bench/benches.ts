// The one list of benches: a new bench is one file and one line here.

import type { Bench } from "./bench.ts";

export const BENCHES: readonly Bench[] = [];
