// The command `diff`: compares two recordings by what their messages mean.

import { notBuiltYet } from "./not_built_yet.ts";

export const diffCommand = notBuiltYet("diff", "tell two tapes apart by meaning");
