// The diff under "Values are not equal", with the colours taken off if there are any.

import { assertEquals, AssertionError, assertStrictEquals, assertThrows } from "@std/assert";
import { stripVTControlCharacters } from "node:util";

const CASES: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
  ["numbers", 1, 2, ["-   1", "+   2"]],
  ["a number and a string", 1, "1", ["-   1", '+   "1"']],
  ["array items", [1, "2", 3], ["1", "2", 3], [
    "    [",
    "-     1,",
    '+     "1",',
    '      "2",',
    "      3,",
    "    ]",
  ]],
  ["objects in another order", { a: 0, b: 0, c: 0 }, { c: 1, a: 0, b: 0 }, [
    "    {",
    "      a: 0,",
    "      b: 0,",
    "-     c: 0,",
    "+     c: 1,",
    "    }",
  ]],
  ["nested values", { list: [{ id: 1 }] }, { list: [{ id: 2 }] }, [
    "    {",
    "      list: [",
    "        {",
    "-         id: 1,",
    "+         id: 2,",
    "        },",
    "      ],",
    "    }",
  ]],
  ["a value more", [1, 2, 3], [1, 3], ["    [", "      1,", "-     2,", "      3,", "    ]"]],
  ["a value less", [1, 3], [1, 2, 3], ["    [", "      1,", "+     2,", "      3,", "    ]"]],
  ["a value kept among others", [1, 5], [0, 1, 6], [
    "+     0,",
    "      1,",
    "-     5,",
    "+     6,",
  ]],
  ["dates", new Date(0), new Date(1), [
    "-   1970-01-01T00:00:00.000Z",
    "+   1970-01-01T00:00:00.001Z",
  ]],
  ["maps", new Map([["a", 1]]), new Map([["a", 2]]), ['-     "a" => 1,', '+     "a" => 2,']],
  ["bytes", new Uint8Array([1]), new Uint8Array([2]), ["-     1,", "+     2,"]],
];

for (const [name, actual, expected, lines] of CASES) {
  Deno.test(`assertEquals() shows ${name} line by line`, () => {
    assertHolds(messageOf(() => assertEquals(actual, expected)), lines);
  });
}

Deno.test("assertEquals() shows the lines of a long text apart", () => {
  const message = messageOf(() => assertEquals("one\ntwo\nthree", "one\n2\nthree"));
  assertHolds(message, ["    one\\n", "-   two\\n", "+   2\\n", "    three"]);
});

Deno.test("assertEquals() heads its diff", () => {
  assertHolds(messageOf(() => assertEquals(1, 2, "OWN MESSAGE")), [
    "Values are not equal: OWN MESSAGE",
    "    [Diff] Actual / Expected",
  ]);
});

Deno.test("assertEquals() prints cyclic values", () => {
  const cyclic: Record<string, unknown> = { name: "a" };
  cyclic.self = cyclic;
  assertHolds(messageOf(() => assertEquals<unknown>(cyclic, { name: "b" })), ['-     name: "a",']);
});

Deno.test("assertEquals() prints a difference within thousands of lines", () => {
  const numbers = Array.from({ length: 5_000 }, (_, index) => index);
  const message = messageOf(() => assertEquals(numbers, numbers.with(2_500, -1)));
  assertHolds(message, ["-     2500,", "+     -1,"]);
});

Deno.test("assertStrictEquals() prints the structure that two objects share", () => {
  assertHolds(messageOf(() => assertStrictEquals({ a: 1 }, { a: 1 })), ["    {", "      a: 1,"]);
});

function messageOf(run: () => void): string {
  return stripVTControlCharacters(assertThrows(run, AssertionError).message);
}

/** All of `lines` stand in `message`, in any order: where equal parts differ, orders may. */
function assertHolds(message: string, lines: readonly string[]): void {
  const found = message.split("\n");
  assertEquals(lines.filter((line) => !found.includes(line)), [], message);
}
