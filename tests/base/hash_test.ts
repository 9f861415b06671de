// Hashes: what a short keyed one tells and what it hides.

import { assertEquals, assertNotEquals } from "@std/assert";
import { shortKeyedHash } from "../../src/base/hash.ts";

Deno.test("shortKeyedHash() tells equal secrets under one key only", () => {
  const key = new Uint8Array([1, 2, 3]);
  assertEquals(shortKeyedHash(key, "secret"), shortKeyedHash(key, "secret"));
  assertEquals(/^[0-9a-f]{8}$/.test(shortKeyedHash(key, "secret")), true);
  assertNotEquals(shortKeyedHash(key, "secret"), shortKeyedHash(key, "Secret"));
  assertNotEquals(shortKeyedHash(key, "secret"), shortKeyedHash(new Uint8Array([9]), "secret"));
});
