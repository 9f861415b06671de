// Contents are found again by key and hash, however many there are and however alike their hashes.

import { assertEquals } from "@std/assert";
import { ContentTable } from "../../src/diff/content_table.ts";

Deno.test("a content is found by its key and hash, and by no others", () => {
  const table = new ContentTable();
  const content = { id: 0, shape: 0, value: "a" };
  assertEquals(table.find(1, 2 ** 52 + 1), undefined);
  table.add(1, 2 ** 52 + 1, content);
  assertEquals(table.find(1, 2 ** 52 + 1), content);
  assertEquals(table.find(2, 2 ** 52 + 1), undefined);
  assertEquals(table.find(1, 2 ** 51 + 1), undefined);
  assertEquals([table.size, table.keyOf(0)], [1, 1]);
});

Deno.test("a table grows, and keeps apart what falls on one place", () => {
  const table = new ContentTable();
  // The low 32 bits of many of these hashes are the same.
  const hashOf = (id: number): number => (id % 100) * 2 ** 32 + Math.floor(id / 100) % 7;
  const keyOf = (id: number): number => Math.floor(id / 700);
  for (let id = 0; id < 5000; id++) {
    table.add(keyOf(id), hashOf(id), { id, shape: 0, value: id });
  }
  for (let id = 0; id < 5000; id++) {
    assertEquals(table.find(keyOf(id), hashOf(id))?.value, id);
    assertEquals(table.keyOf(id), keyOf(id));
  }
  assertEquals(table.find(99, hashOf(0)), undefined);
});
