/** A stand-in for `jsr:@std/cli`: of its functions we use `parseArgs` alone. */

export * from "./parse_args.ts";
