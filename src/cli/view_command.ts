// The command `view`: shows a tape as a page in the browser.

import { notBuiltYet } from "./not_built_yet.ts";

export const viewCommand = notBuiltYet("view", "show a tape in the browser");
