// The command `explain`: shows what one message or payload means, with no tape at hand.

import { notBuiltYet } from "./not_built_yet.ts";

export const explainCommand = notBuiltYet(
  "explain",
  "show what a single message means, layer by layer",
);
