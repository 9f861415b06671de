// The command `replay`: plays the server that a tape recorded.

import { notBuiltYet } from "./not_built_yet.ts";

export const replayCommand = notBuiltYet("replay", "play a tape's server to real clients");
