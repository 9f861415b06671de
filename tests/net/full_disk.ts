// Writes a tape to Linux's disk that is always full, and prints what came of it. A program of its
// own, since Deno opens devices only for those who may do everything.

import { tapeFiles } from "../../src/net/files.ts";
import { createTape } from "../../src/tape/create.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { HEADER, SHORT } from "../tape/samples.ts";

const { mode } = Deno.statSync("/dev/full");
const created = createTape("/dev/full", tapeFiles, { force: true });
if (!created.ok) throw created.error;
const writer = new TapeWriter(created.sink, HEADER);
const first = writer.failure;
const results = [writer.write(SHORT.mark), writer.end(1)];
const outcome = {
  message: first?.message,
  stays: results.every((result) => !result.ok && result.error === first),
  deviceStays: Deno.statSync("/dev/full").mode === mode,
};
// deno-lint-ignore no-console
console.log(JSON.stringify(outcome));
