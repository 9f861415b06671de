// The command `convert`: turns tapes into other formats and cuts new tapes out of old ones.

import { notBuiltYet } from "./not_built_yet.ts";

export const convertCommand = notBuiltYet(
  "convert",
  "turn a tape into another format, or part of it into a new tape",
);
