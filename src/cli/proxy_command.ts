// The command `proxy`: stands between a client and a server and puts all that goes by on a tape.

import { notBuiltYet } from "./not_built_yet.ts";

export const proxyCommand = notBuiltYet(
  "proxy",
  "record what anybody's client and a server say to each other",
);
