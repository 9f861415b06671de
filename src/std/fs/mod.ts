/** A stand-in for `jsr:@std/fs`: the functions that we use, with the options that we use. */

export * from "./ensure_dir.ts";
export * from "./exists.ts";
export * from "./walk.ts";
