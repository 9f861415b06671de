// Started by host_test.ts as a process of its own: shows as JSON what Deno's host says of the place
// where it was started.

import { denoHost } from "../../src/cli/host.ts";

const host = denoHost();
host.stdout.write(JSON.stringify({
  args: host.args,
  path: host.resolvePath("day.ndjson"),
  absolute: host.resolvePath("/day.ndjson"),
  columns: host.stdout.columns,
  colour: host.stdout.colour,
  stdin: (await Array.fromAsync(host.stdin.bytes)).map(({ length }) => length),
}));
host.exit(7);
