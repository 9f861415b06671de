// The entry of a child process in which one demo runs: told what to start by its arguments, it says
// in a line of JSON on stdout how that went, and ends when its stdin does, that is with its parent.

import process from "node:process";
import { startApart } from "./apart.ts";
import { isDemoName } from "./names.ts";

// Ctrl-C in a terminal reaches the whole group; when this one ends, the parent decides.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});

const [name = "", options = "{}"] = process.argv.slice(2);
if (!isDemoName(name)) throw new RangeError(`Cannot start the demo "${name}": there is none`);
const server = await startApart({ name, options: JSON.parse(options) }, (answer) => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
if (server === undefined) process.exit(1);
await new Promise((resolve) => process.stdin.once("end", resolve).resume());
await server[Symbol.asyncDispose]();
process.exit(0);
