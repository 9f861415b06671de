// The command `demo`: runs the small servers on which everything can be tried without a network.

import { notBuiltYet } from "./not_built_yet.ts";

export const demoCommand = notBuiltYet("demo", "run a small server to try Wiretape on");
