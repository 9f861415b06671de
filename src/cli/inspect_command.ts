// The command `inspect`: shows what is on a tape, for people and for scripts.

import { notBuiltYet } from "./not_built_yet.ts";

export const inspectCommand = notBuiltYet("inspect", "show what is on a tape, layer by layer");
