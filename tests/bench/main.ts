// `deno task bench NAME…`: runs the benches of the groups that are named, or single ones; without a
// name it lists them.

// deno-lint-ignore-file no-console

import type { Bench } from "./bench.ts";
import { BENCHES } from "./benches.ts";

function find(typed: string): readonly Bench[] {
  const group = BENCHES[typed];
  if (group !== undefined) return group;
  const found = Object.values(BENCHES).flat().filter(({ name }) => name === typed);
  if (found.length > 0) return found;
  console.error(`Cannot run the bench "${typed}": there is no such bench`);
  return Deno.exit(2);
}

for (const [group, benches] of Deno.args.length === 0 ? Object.entries(BENCHES) : []) {
  console.log(group);
  for (const { name, summary } of benches) console.log(`  ${name.padEnd(18)} ${summary}`);
}
for (const bench of Deno.args.flatMap(find)) {
  console.log(`\n${bench.name}: ${bench.summary}`);
  await bench.run();
}
