// The one table of fields, and what is made from it: the documentation and the hints.

import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { FIELDS, findField } from "../../../src/timeline/filter/fields.ts";
import { FUNCTIONS } from "../../../src/timeline/filter/functions.ts";
import { compilePath } from "../../../src/timeline/filter/path.ts";
import { suggest } from "../../../src/base/suggest.ts";
import { compileWhere } from "../../../src/timeline/filter/where.ts";
import { root } from "../../house/tree.ts";
import { SAMPLES } from "./sample_moments.ts";

const page = await Deno.readTextFile(join(root, "docs", "expressions.md"));

/** The cells of every row of a table that begins with a name in code. */
const rows: readonly (readonly string[])[] = page.split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));

Deno.test("docs/expressions.md tells every field as the table does, in its order", () => {
  const expected = FIELDS.map(({ name, type, values, meaning }) => [
    `\`${name}\``,
    values === undefined ? type : values.map((value) => `\`"${value}"\``).join(", "),
    meaning,
  ]);
  const names = new Set(expected.map(([name]) => name));
  assertEquals(rows.filter((row) => row.length === 3 && names.has(row[0])), expected);
});

Deno.test("docs/expressions.md tells every function as the list does, in its order", () => {
  const expected = [...FUNCTIONS.values()].map(({ signature, meaning }) => [
    `\`${signature}\``,
    meaning,
  ]);
  const signatures = new Set(expected.map(([signature]) => signature));
  assertEquals(rows.filter((row) => row.length === 2 && signatures.has(row[0])), expected);
});

Deno.test("every expression and path that docs/expressions.md shows can be read", () => {
  const blocks = [...page.matchAll(/```(expression|path)\n([^`]*)```/g)];
  assert(blocks.length >= 2);
  for (const [, kind, block = ""] of blocks) {
    for (const line of block.split("\n").filter((each) => each.trim() !== "")) {
      if (kind === "path") compilePath(line.trim());
      else compileWhere(line.trim());
    }
  }
});

Deno.test("every field is of its type, or missing, for every moment", () => {
  for (const { name, type, values, read } of FIELDS) {
    let found = 0;
    for (const moment of Object.values(SAMPLES)) {
      const value = read(moment);
      if (value === undefined) continue;
      found++;
      if (type === "any") continue;
      const kind = Array.isArray(value) ? "list" : typeof value;
      assertEquals(kind, type === "text" ? "string" : type, name);
      if (values !== undefined) assert(values.includes(String(value)), `${name}: ${value}`);
    }
    assert(found > 0, `no sample has the field ${name}`);
    assertEquals(findField(name)?.name, name);
  }
});

Deno.test("suggest() finds the word that was meant, if any is near", () => {
  const words = FIELDS.map(({ name }) => name);
  const table: readonly (readonly [typed: string, meant: string | undefined])[] = [
    ["evnt", "event"],
    ["Event", "event"],
    ["lattency", "latency"],
    ["form", "from"],
    ["trasnport", "transport"],
    ["speed", undefined],
    ["", undefined],
  ];
  for (const [typed, meant] of table) assertEquals(suggest(typed, words), meant, typed);
});
