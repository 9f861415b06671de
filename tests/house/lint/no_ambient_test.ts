// The ambient rule over sources that read time, chance or the system, and over ones that only look
// as if they did.

import { assertEquals } from "@std/assert";
import { lintSource } from "./lint_source.ts";

const REFUSED: readonly (readonly [source: string, at: string, what: string])[] = [
  ["const at = Date.now();", "Date.now", "Date.now"],
  ['const at = Date["now"]();', 'Date["now"]', "Date.now"],
  ["const at = globalThis.Date.now();", "globalThis.Date.now", "Date.now"],
  ["const { now } = Date;", "now", "Date.now"],
  ["const at = new Date();", "new Date()", "new Date()"],
  ["const at = Date();", "Date()", "Date()"],
  ["const at = performance.now();", "performance.now", "performance.now"],
  ["const { now: clock } = performance;", "now", "performance.now"],
  ["const dice = Math.random();", "Math.random", "Math.random"],
  ["const id = crypto.randomUUID();", "crypto.randomUUID", "crypto.randomUUID"],
  ["crypto.getRandomValues(bytes);", "crypto.getRandomValues", "crypto.getRandomValues"],
  ["setTimeout(f, 1);", "setTimeout", "setTimeout"],
  ["globalThis.setInterval(f, 1);", "globalThis.setInterval", "setInterval"],
  ["const later = setImmediate;", "setImmediate", "setImmediate"],
  ["const timers = { setTimeout };", "setTimeout", "setTimeout"],
  ["queueMicrotask(f);", "queueMicrotask", "queueMicrotask"],
  ["process.nextTick(f);", "process.nextTick", "process.nextTick"],
  ['Deno.readTextFileSync("a");', "Deno", "Deno"],
  ["let file: Deno.FsFile;", "Deno", "Deno"],
  ["globalThis.Deno.cwd();", "globalThis.Deno", "Deno"],
  ['import { readFileSync } from "node:fs";', '"node:fs"', "node:fs"],
  [
    'import { setTimeout } from "node:timers/promises";',
    '"node:timers/promises"',
    "node:timers/promises",
  ],
  ['import net from "node:net";', '"node:net"', "node:net"],
  ['const http = await import("node:http");', '"node:http"', "node:http"],
  ['import { createHash, randomBytes } from "node:crypto";', "randomBytes", "randomBytes"],
];

for (const [source, at, what] of REFUSED) {
  Deno.test(`no-ambient refuses ${source}`, () => {
    assertEquals(lintSource("no-ambient", "src/wire/x.ts", source), [
      { at, start: source.indexOf(at), message: `src/wire/x.ts uses ${what}` },
    ]);
  });
}

const ALLOWED: readonly string[] = [
  "const at = new Date(0).toISOString();",
  'const at = Date.parse("2026-11-21");',
  "const at = clock.now();",
  "const largest = Math.max(1, 2);",
  "options.setTimeout(1);",
  "const names = { setTimeout: 1, Deno: 2 };",
  "interface Timers { setTimeout: number; }",
  "function process(): void {}\nprocess();",
  'import { createHash } from "node:crypto";',
  'import { Buffer } from "node:buffer";',
];

for (const source of ALLOWED) {
  Deno.test(`no-ambient lets pass ${source.replace("\n", " ")}`, () => {
    assertEquals(lintSource("no-ambient", "src/wire/x.ts", source), []);
  });
}

const PLACES: readonly (readonly [path: string, source: string, findings: number])[] = [
  ["src/base/clock.ts", "performance.now();", 0],
  ["src/base/random.ts", "crypto.getRandomValues(bytes);", 0],
  ["src/base/json.ts", "performance.now();", 1],
  ["src/net/tap.ts", 'import net from "node:net";', 0],
  ["src/net/tap.ts", "Deno.connect({ port: 1 });", 1],
  ["src/std/fs/mod.ts", "Deno.statSync(path);", 0],
  ["src/std/cli/mod.ts", "Date.now();", 1],
  ["src/cli/host.ts", "Deno.exit();", 0],
  ["src/cli/run.ts", "Deno.exit();", 1],
  ["main.ts", "Deno.exit();", 1],
  ["tests/wire/x_test.ts", "Deno.test(Date.now());", 0],
];

for (const [path, source, findings] of PLACES) {
  Deno.test(`no-ambient finds ${findings} in ${path} that says ${source}`, () => {
    assertEquals(lintSource("no-ambient", path, source).length, findings);
  });
}
