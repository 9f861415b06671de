// The floors rule over good and bad imports: what it refuses, where it points and what it says.

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { root } from "../tree.ts";
import { lintSource } from "./lint_source.ts";

const ALLOWED: readonly (readonly [importer: string, imported: string])[] = [
  ["src/base/json.ts", "./bytes.ts"],
  ["src/wire/frames/parse.ts", "../events.ts"],
  ["src/wire/events.ts", "../base/bytes.ts"],
  ["src/tape/reader.ts", "../wire/events.ts"],
  ["src/cli/run.ts", "../net/tap.ts"],
  ["src/mod.ts", "./base/version.ts"],
  ["main.ts", "./src/cli/run.ts"],
  ["src/protocols/registry.ts", "./socket_io/socket_io.ts"],
  ["src/protocols/socket_io/decode.ts", "../protocol.ts"],
  ["src/protocols/socket_io/deep/decode.ts", "../packet.ts"],
  ["src/wire/inflate.ts", "pako"],
  ["tests/wire/frame_test.ts", "../../src/cli/run.ts"],
];

for (const [importer, imported] of ALLOWED) {
  Deno.test(`import-floors lets ${importer} import ${imported}`, () => {
    assertEquals(lintSource("import-floors", importer, `import "${imported}";\n`), []);
  });
}

const REFUSED: readonly (readonly [importer: string, imported: string, message: string])[] = [
  [
    "src/wire/events.ts",
    "../tape/entry.ts",
    "src/wire (floor 1) imports upward from src/tape (floor 2)",
  ],
  [
    "src/tape/reader.ts",
    "../protocols/registry.ts",
    "src/tape (floor 2) imports sideways from src/protocols (floor 2)",
  ],
  [
    "src/base/json.ts",
    "../std/fs/mod.ts",
    "src/base (floor 0) imports sideways from src/std (floor 0)",
  ],
  ["src/cli/run.ts", "../mod.ts", "src/cli (floor 7) imports upward from src/mod.ts (floor 8)"],
  [
    "src/protocols/socket_io/decode.ts",
    "../engine_io/packet.ts",
    "src/protocols/socket_io imports sideways from src/protocols/engine_io (both floor 2)",
  ],
  [
    "src/wire/events.ts",
    "../../tests/house/property.ts",
    "src/wire (floor 1) imports tests/house/property.ts, which is not part of the house",
  ],
  [
    "src/cellar/wine.ts",
    "../base/json.ts",
    "src/cellar/wine.ts lives in a room that stands on no floor",
  ],
];

for (const [importer, imported, message] of REFUSED) {
  Deno.test(`import-floors refuses ${importer} to import ${imported}`, () => {
    const source = `import { x } from "${imported}";\n`;
    const at = `"${imported}"`;
    assertEquals(lintSource("import-floors", importer, source), [
      { at, start: source.indexOf(at), message },
    ]);
  });
}

const SHAPES: readonly string[] = [
  'import "../tape/a.ts";',
  'import type { A } from "../tape/a.ts";',
  'import * as a from "../tape/a.ts";',
  'export * from "../tape/a.ts";',
  'export type { A } from "../tape/a.ts";',
  'const a = await import("../tape/a.ts");',
  'let a: import("../tape/a.ts").A;',
  'let a: typeof import("../tape/a.ts");',
];

for (const shape of SHAPES) {
  Deno.test(`import-floors sees ${shape}`, () => {
    const source = `// A comment, é.\n${shape}\n`;
    const findings = lintSource("import-floors", "src/wire/events.ts", source);
    assertEquals(findings.map(({ at, start }) => ({ at, start })), [
      { at: '"../tape/a.ts"', start: source.indexOf('"../tape') },
    ]);
  });
}

Deno.test("import-floors knows an absolute path, as `deno lint` names files", () => {
  const path = join(root, "src", "wire", "events.ts");
  const findings = lintSource("import-floors", path, 'import "../tape/entry.ts";\n');
  assertEquals(findings.length, 1);
});
