// JSON with binary in it.

import { assertEquals } from "@std/assert";
import { isJsonObject, parseJson, valueToJson } from "../../src/base/json.ts";

Deno.test("parseJson() says why it cannot", () => {
  assertEquals(parseJson('{"a":[1]}'), { ok: true, value: { a: [1] } });
  const broken = parseJson("{oops");
  assertEquals(broken.ok, false);
  assertEquals(!broken.ok && broken.reason.length > 10, true);
});

Deno.test("valueToJson() gives binary a shape of its own, at any depth", () => {
  const bytes = new TextEncoder().encode("abc");
  assertEquals(valueToJson([{ photo: bytes, name: "x" }, null, 1]), [
    {
      photo: {
        $binary: {
          bytes: 3,
          sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
          base64: "YWJj",
        },
      },
      name: "x",
    },
    null,
    1,
  ]);
});

Deno.test("valueToJson() keeps a key called __proto__ as data", () => {
  const value = JSON.parse('{"__proto__":{"polluted":true}}');
  assertEquals(JSON.stringify(valueToJson(value)), '{"__proto__":{"polluted":true}}');
  assertEquals(Object(new Object()).polluted, undefined);
});

Deno.test("isJsonObject() takes neither arrays nor null nor bytes for objects", () => {
  assertEquals([{}, [], null, "x", new Uint8Array()].map(isJsonObject), [
    true,
    false,
    false,
    false,
    false,
  ]);
});
