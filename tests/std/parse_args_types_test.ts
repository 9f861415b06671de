// What the compiler knows of the result of `parseArgs()`: this file checks by being checked. The
// types are those that the original documents, so that ours can be swapped for them.

import { parseArgs } from "@std/cli/parse-args";
import { assertEquals } from "@std/assert";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

/** Holds when it compiles; counted so that no expectation can be lost in silence. */
let count = 0;
function expectTrue<Holds extends true>(..._holds: Holds[]): void {
  count++;
}

Deno.test("parseArgs() knows the types of what is declared", () => {
  const args = parseArgs([], {
    string: ["out", "emit", "speed", "save"],
    boolean: ["quiet", "flag", "many"],
    collect: ["emit", "many", "header"],
    negatable: ["quiet", "save"],
    default: { speed: "1", flag: null },
    alias: { out: "o", quiet: ["q", "silent"] },
  });
  expectTrue<Same<typeof args.out, string | undefined>>();
  expectTrue<Same<typeof args.o, string | undefined>>();
  expectTrue<Same<typeof args.emit, string[]>>();
  expectTrue<Same<typeof args.speed, string>>();
  expectTrue<Same<typeof args.save, string | false | undefined>>();
  expectTrue<Same<typeof args.quiet, boolean>>();
  expectTrue<Same<typeof args.q, boolean>>();
  expectTrue<Same<typeof args.silent, boolean>>();
  expectTrue<Same<typeof args.flag, boolean | null>>();
  expectTrue<Same<typeof args.many, boolean[]>>();
  expectTrue<Same<typeof args.header, unknown[]>>();
  expectTrue<Same<typeof args._, (string | number)[]>>();
  expectTrue<Same<typeof args.other, unknown>>();
  assertEquals(count, 13);
});

Deno.test("parseArgs() knows the types of single names", () => {
  const args = parseArgs([], { string: "out", boolean: "quiet", collect: "out" });
  expectTrue<Same<typeof args.out, string[]>>();
  expectTrue<Same<typeof args.quiet, boolean>>();
});

Deno.test("parseArgs() knows whether what follows -- is kept apart", () => {
  const apart = parseArgs([], { string: ["out"], "--": true });
  expectTrue<Same<(typeof apart)["--"], string[]>>();
  const joined = parseArgs([], { string: ["out"] });
  expectTrue<Same<(typeof joined)["--"], unknown>>();
});

Deno.test("parseArgs() adds the type of a default to that of its option", () => {
  const args = parseArgs([], { string: ["port"], boolean: true, default: { port: 80, rest: 1 } });
  expectTrue<Same<typeof args.port, string | number>>();
  expectTrue<Same<typeof args.rest, unknown>>();
});
