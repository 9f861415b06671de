// `deno task bench NAME…`: runs the benches that are named, one after the other; without a name it
// lists them.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { BENCHES } from "./benches.ts";

function find(name: string): Bench {
  const bench = BENCHES.find((candidate) => candidate.name === name);
  if (bench !== undefined) return bench;
  console.error(`Cannot run the bench "${name}": there is no such bench`);
  return Deno.exit(2);
}

if (Deno.args.length === 0) {
  for (const { name, summary } of BENCHES) console.log(`${name.padEnd(12)} ${summary}`);
}
for (const bench of Deno.args.map(find)) await bench.run();
