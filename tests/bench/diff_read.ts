// The yardstick of the diff bench, a program: reads tapes as everybody does, into moments, and forgets
// them.

import process from "node:process";
import { readChunks } from "../../src/net/files.ts";
import { readTape } from "../../src/tape/reader.ts";
import { momentBatches } from "../../src/timeline/timeline.ts";

let count = 0;
for (const path of process.argv.slice(2)) {
  await using tape = await readTape(readChunks(path));
  for await (const moments of momentBatches(tape)) count += moments.length;
}
process.stdout.write(`${count}\n`);
