// Chance: ids are well shaped, come from what was handed in, and do not repeat.

import { assertEquals, assertMatch } from "@std/assert";
import { randomId, systemRandom } from "../../src/base/random.ts";

Deno.test("systemRandom gives as many bytes as were asked for", () => {
  for (const length of [0, 1, 8, 33]) assertEquals(systemRandom.bytes(length).length, length);
});

Deno.test("randomId() is 16 hex digits and never the same twice", () => {
  const ids = Array.from({ length: 1000 }, () => randomId(systemRandom));
  for (const id of ids) assertMatch(id, /^[0-9a-f]{16}$/);
  assertEquals(new Set(ids).size, ids.length);
});

Deno.test("randomId() takes its bytes from what it is handed", () => {
  assertEquals(randomId({ bytes: (length) => new Uint8Array(length).fill(0xab) }), "ab".repeat(8));
});
