// Dots in the characters that hold them: eight in each, and marks above them.

import { assertEquals } from "@std/assert";
import { BrailleCanvas } from "../../../src/view/terminal/braille.ts";

function text(canvas: BrailleCanvas): readonly string[] {
  return canvas.cells().map((row) => row.map((cell) => cell.text).join(""));
}

Deno.test("BrailleCanvas has a bit of its character for each of its eight dots", () => {
  const expected = ["⠁", "⠈", "⠂", "⠐", "⠄", "⠠", "⡀", "⢀"];
  expected.forEach((character, dot) => {
    const canvas = new BrailleCanvas(1, 1);
    canvas.dot(dot % 2, Math.floor(dot / 2));
    assertEquals(text(canvas), [character]);
  });
});

Deno.test("BrailleCanvas draws lines with both their ends, in any direction", () => {
  for (const [from, to] of [[[0, 0], [3, 7]], [[3, 7], [0, 0]]] as const) {
    const canvas = new BrailleCanvas(2, 2);
    canvas.line(from[0], from[1], to[0], to[1]);
    assertEquals(text(canvas)[0]?.charAt(0) !== " ", true);
    assertEquals(text(canvas)[1]?.charAt(1) !== " ", true);
  }
  const flat = new BrailleCanvas(2, 1);
  flat.line(0, 0, 3, 0);
  assertEquals(text(flat), ["⠉⠉"]);
});

Deno.test("BrailleCanvas puts marks above dots, and leaves out what is outside", () => {
  const canvas = new BrailleCanvas(2, 1);
  canvas.line(-4, 0, 8, 0, 1);
  canvas.mark(3, 3, "A", 2);
  canvas.mark(4, 0, "B");
  assertEquals(canvas.cells(), [[{ text: "⠉", owner: 1 }, { text: "A", owner: 2 }]]);
});
