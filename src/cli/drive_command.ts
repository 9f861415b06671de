// The command `drive`: plays the client that a tape recorded.

import { notBuiltYet } from "./not_built_yet.ts";

export const driveCommand = notBuiltYet("drive", "play a tape's client to a real server");
