// The command `doctor`: finds what went wrong on a tape and says why.

import { notBuiltYet } from "./not_built_yet.ts";

export const doctorCommand = notBuiltYet(
  "doctor",
  "find the mistakes that a tape shows, and say why it fails",
);
