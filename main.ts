// The command line's front door: everything it does stands in src/cli.

import { denoHost } from "./src/cli/host.ts";
import { run } from "./src/cli/run.ts";

if (import.meta.main) {
  const host = denoHost();
  host.exit(await run(host.args, host));
}
