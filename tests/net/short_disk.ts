// Writes more to a new tape than the disk takes of it, and prints what came of it. A program of its
// own, since the limit is one of a whole process: the system then writes the first part of a piece
// and refuses the rest.

import { tapeFiles } from "../../src/net/files.ts";

const [path = "", length = ""] = Deno.args;
const sink = tapeFiles.openNew(path);
let refused = "";
try {
  sink?.write(new Uint8Array(Number(length)));
} catch (error) {
  refused = String(error);
}
// deno-lint-ignore no-console
console.log(JSON.stringify({ refused, size: Deno.statSync(path).size }));
