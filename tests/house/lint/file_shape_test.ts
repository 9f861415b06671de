// The two rules about a file's shape: its length and its opening.

import { assertEquals } from "@std/assert";
import { MAX_LINES } from "./file_length.ts";
import { lintSource } from "./lint_source.ts";

Deno.test("file-length allows the limit itself", () => {
  assertEquals(lintSource("file-length", "src/wire/x.ts", "// line\n".repeat(MAX_LINES)), []);
});

Deno.test("file-length points at the first line too many", () => {
  const source = "// line\n".repeat(MAX_LINES) + "// one more\n";
  assertEquals(lintSource("file-length", "src/wire/x.ts", source), [{
    at: "// one more",
    start: "// line\n".length * MAX_LINES,
    message: `This file has ${MAX_LINES + 1} lines; ${MAX_LINES} is the most`,
  }]);
});

Deno.test("file-length counts a last line without its newline", () => {
  const source = "// line\n".repeat(MAX_LINES) + "x;";
  assertEquals(lintSource("file-length", "src/wire/x.ts", source).length, 1);
});

const GOOD_OPENINGS: readonly string[] = [
  "// What lives here and why.\n\nconst x = 1;\n",
  "// What lives here,\n// and why it does.\n\nconst x = 1;\n",
  "/**\n * What lives here and why.\n *\n * @module\n */\n\nconst x = 1;\n",
  "#!/usr/bin/env bash\n// What lives here and why.\n\nconst x = 1;\n",
];

for (const source of GOOD_OPENINGS) {
  Deno.test(`file-opening is content with ${JSON.stringify(source)}`, () => {
    assertEquals(lintSource("file-opening", "src/wire/x.ts", source), []);
  });
}

const BAD_OPENINGS: readonly (readonly [source: string, at: string])[] = [
  ["const x = 1;\n// What lives here and why.\n\n", "const x = 1;"],
  ["// What lives here and why.\nconst x = 1;\n", "// What lives here and why."],
  ["/** What this constant is for. */\nconst x = 1;\n", "/** What this constant is for. */"],
  ["// Constants.\n\nconst x = 1;\n", "// Constants."],
  [
    "// deno-lint-ignore-file no-console no-eval eqeqeq\n\nconst x = 1;\n",
    "// deno-lint-ignore-file no-console no-eval eqeqeq",
  ],
  ["\n// What lives here and why.\n\nconst x = 1;\n", ""],
];

for (const [source, at] of BAD_OPENINGS) {
  Deno.test(`file-opening refuses ${JSON.stringify(source)}`, () => {
    assertEquals(lintSource("file-opening", "src/wire/x.ts", source), [
      { at, start: 0, message: "This file does not open with a paragraph of its own" },
    ]);
  });
}
