// Colour: who decides, and that a plain output stays plain.

import { assertEquals } from "@std/assert";
import { decideColour, paint } from "../../src/cli/colour.ts";

type Row = readonly [env: Readonly<Record<string, string>>, isTerminal: boolean, colour: boolean];

const ROWS: readonly Row[] = [
  [{}, true, true],
  [{}, false, false],
  [{ TERM: "dumb" }, true, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ FORCE_COLOR: "" }, false, false],
  [{ FORCE_COLOR: "1", TERM: "dumb" }, false, true],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false],
];

for (const [env, isTerminal, colour] of ROWS) {
  const where = isTerminal ? "a terminal" : "a pipe";
  Deno.test(`decideColour() says ${colour} for ${where} with ${JSON.stringify(env)}`, () => {
    assertEquals(decideColour((name) => env[name], isTerminal), colour);
  });
}

Deno.test("paint() styles only where the output has colour", () => {
  assertEquals(paint({ colour: true }, "red", "x"), "\x1b[31mx\x1b[39m");
  assertEquals(paint({ colour: false }, "red", "x"), "x");
});
