// Where the pieces of JSON stand, and where it breaks: JSON.parse is the judge of what is JSON.

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { parseJson } from "../../../src/base/json.ts";
import { scanJson } from "../../../src/timeline/anatomy/scan_json.ts";
import { checkProperty } from "../../house/property.ts";

const brokenJson = fc.tuple(fc.json(), fc.nat(40), fc.nat(2), fc.string({ maxLength: 2 }))
  .map(([text, at, gone, put]) => text.slice(0, at) + put + text.slice(at + gone));

Deno.test("scanJson() takes what JSON.parse takes", () => {
  checkProperty(
    "JSON",
    fc.property(fc.oneof(fc.json(), brokenJson, fc.string()), (text) => {
      assertEquals(scanJson(text).ok, parseJson(text).ok, text);
    }),
    { runs: 1000 },
  );
});

Deno.test("scanJson() finds the items that JSON.parse reads", () => {
  checkProperty(
    "items",
    fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), fc.nat(2), (list, indent) => {
      const text = JSON.stringify(list, undefined, indent);
      const scanned = scanJson(`x${text}y`, 1, text.length + 1);
      const items = scanned.ok ? scanned.items : [];
      assertEquals(
        items.map(({ start, end }) => JSON.parse(`x${text}y`.slice(start, end))),
        JSON.parse(text),
      );
    }),
  );
});

const FAULTS: readonly (readonly [text: string, at: number, reason: string])[] = [
  ["", 0, "expected a value, found the end"],
  ['["a",}', 5, 'expected a value, found "}"'],
  ['["a"', 4, 'expected "," or "]", found the end'],
  ['{"a" 1}', 5, 'expected ":", found "1"'],
  ["{a:1}", 1, 'expected a key in quotes, found "a"'],
  ['{"a":1', 6, 'expected "," or "}", found the end'],
  ['["a\n"]', 3, "found a control character in a string"],
  ['["\\x"]', 2, "found an escape that is none in a string"],
  ['["a', 3, "expected the closing quote, found the end"],
  ["[1] 2", 4, 'expected the end, found "2"'],
  ["01", 1, 'expected the end, found "1"'],
  ["[".repeat(600), 501, "nested deeper than 500 arrays and objects"],
];

for (const [text, at, reason] of FAULTS) {
  Deno.test(`scanJson() says where ${JSON.stringify(text.slice(0, 20))} breaks`, () => {
    assertEquals(scanJson(text), { ok: false, at, reason });
  });
}

Deno.test("scanJson() does not run out of stack on a long string", () => {
  const text = JSON.stringify("é\\n".repeat(3_000_000));
  assertEquals(scanJson(text).ok, true);
});

Deno.test("scanJson() sees nothing behind where it is to stop", () => {
  for (
    const text of ["[]", "[1]", "{}", '{"a":1}', '"a"', "12", "true", '"\\u0041"', '{"a":[1]}']
  ) {
    for (let stop = 0; stop <= text.length; stop++) {
      assertEquals(
        scanJson(text, 0, stop).ok,
        parseJson(text.slice(0, stop)).ok,
        `${text} ${stop}`,
      );
    }
  }
});
