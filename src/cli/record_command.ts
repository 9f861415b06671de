// The command `record`: connects to a server and puts all that goes over the wire on a tape.

import { notBuiltYet } from "./not_built_yet.ts";

export const recordCommand = notBuiltYet(
  "record",
  "record what a client of ours and a server say to each other",
);
