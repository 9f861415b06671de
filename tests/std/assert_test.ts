// Every assertion: what it lets pass, what it refuses, and what its message must say.

import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

class Own extends Error {}
abstract class Abstract extends Error {}
class Concrete extends Abstract {}
const one = { a: 1 };

const PASSING: readonly (readonly [string, () => void])[] = [
  ["assert() a truthy value", () => assert("text")],
  [
    "assertFalse() falsy values",
    () => [false, 0, 0n, "", null, undefined].forEach(assertEachFalse),
  ],
  ["assertEquals() equal structures", () => assertEquals({ a: [1] }, { a: [1] })],
  ["assertNotEquals() other structures", () => assertNotEquals({ a: 1 }, { a: 2 })],
  ["assertStrictEquals() one object", () => assertStrictEquals(one, one)],
  ["assertStrictEquals() NaN", () => assertStrictEquals(NaN, NaN)],
  [
    "assertExists() falsy values",
    () => [0, "", false, NaN].forEach((value) => assertExists(value)),
  ],
  ["assertMatch() a match", () => assertMatch("Raptor", /Rap/)],
  ["assertStringIncludes() a part", () => assertStringIncludes("Raptor", "apt")],
  ["assertInstanceOf() an instance", () => assertInstanceOf(new Date(), Date)],
  ["assertInstanceOf() an abstract class", () => assertInstanceOf(new Concrete(), Abstract)],
  ["assertGreater() more", () => assertGreater(2, 1)],
  ["assertGreaterOrEqual() as much", () => assertGreaterOrEqual(1n, 1n)],
  ["assertLess() less", () => assertLess("a", "b")],
  ["assertLessOrEqual() as much", () => assertLessOrEqual(1, 1)],
  ["assertAlmostEquals() a rounding", () => assertAlmostEquals(0.1 + 0.2, 0.3)],
  ["assertAlmostEquals() by the size", () => assertAlmostEquals(9e20, 9.0000000001e20)],
  ["assertAlmostEquals() infinities", () => assertAlmostEquals(Infinity, Infinity)],
  ["assertAlmostEquals() in a tolerance", () => assertAlmostEquals(1, 1.4, 0.5)],
  ["assertIsError() by class and text", () => assertIsError(new Own("failed"), Own, "fail")],
  ["assertIsError() by pattern", () => assertIsError(new Own("failed"), Error, /^fai/)],
  ["assertThrows() anything", () => assertThrows(throwing("text"))],
  ["assertThrows() undefined", () => assertThrows(throwing(undefined))],
  ["assertThrows() a subclass", () => assertThrows(throwing(new Own("x")), Error, "x")],
  ["assertThrows() an abstract class", () => assertThrows(throwing(new Concrete("x")), Abstract)],
];

const FAILING: readonly (readonly [name: string, run: (msg?: string) => unknown, says: string])[] =
  [
    ["assertEquals() numbers", (msg) => assertEquals(1, 2, msg), "Values are not equal"],
    [
      "assertNotEquals() equal objects",
      (msg) => assertNotEquals({ foo: 1 }, { foo: 1 }, msg),
      "Expected actual: {\n  foo: 1,\n} not to be: {\n  foo: 1,\n}",
    ],
    [
      "assertNotEquals() equal strings",
      (msg) => assertNotEquals("foo", "foo", msg),
      'Expected actual: "foo" not to be: "foo"',
    ],
    [
      "assertStrictEquals() two objects",
      (msg) => assertStrictEquals({ a: 1 }, one, msg),
      "Values have the same structure but are not reference-equal",
    ],
    [
      "assertStrictEquals() values",
      (msg) => assertStrictEquals<number>(1, 2, msg),
      "Values are not strictly equal",
    ],
    [
      "assertExists() null",
      (msg) => assertExists(null, msg),
      'Expected actual: "null" to not be null or undefined',
    ],
    [
      "assertExists() undefined",
      (msg) => assertExists(undefined, msg),
      'Expected actual: "undefined" to not be null or undefined',
    ],
    [
      "assertMatch() another text",
      (msg) => assertMatch("Denosaurus", /Raptor/, msg),
      'Expected actual: "Denosaurus" to match: "/Raptor/"',
    ],
    [
      "assertStringIncludes() another text",
      (msg) => assertStringIncludes("Denosaurus", "Raptor", msg),
      'Expected actual: "Denosaurus" to contain: "Raptor"',
    ],
    [
      "assertInstanceOf() another class",
      (msg) => assertInstanceOf(new Date(), RegExp, msg),
      'Expected object to be an instance of "RegExp" but was "Date"',
    ],
    [
      "assertInstanceOf() a number",
      (msg) => assertInstanceOf(5, Number, msg),
      'Expected object to be an instance of "Number" but was "number"',
    ],
    [
      "assertInstanceOf() null",
      (msg) => assertInstanceOf(null, Date, msg),
      'Expected object to be an instance of "Date" but was "null"',
    ],
    [
      "assertInstanceOf() the class itself",
      (msg) => assertInstanceOf(Own, Own, msg),
      'Expected object to be an instance of "Own" but was not an instanced object',
    ],
    [
      "assertInstanceOf() an object without a prototype",
      (msg) => assertInstanceOf(Object.create(null), Own, msg),
      'Expected object to be an instance of "Own" but was "Object"',
    ],
    ["assertGreater() as much", (msg) => assertGreater(1, 1, msg), "Expect 1 > 1"],
    ["assertGreaterOrEqual() less", (msg) => assertGreaterOrEqual(1, 2, msg), "Expect 1 >= 2"],
    ["assertLess() as much", (msg) => assertLess(1, 1, msg), "Expect 1 < 1"],
    ["assertLessOrEqual() more", (msg) => assertLessOrEqual(2, 1, msg), "Expect 2 <= 1"],
    [
      "assertAlmostEquals() far numbers",
      (msg) => assertAlmostEquals(-Infinity, Infinity, 1e-17, msg),
      'Expected actual: "-Infinity" to be close to "Infinity": ' +
      'delta "Infinity" is greater than "1e-17"',
    ],
    [
      "assertAlmostEquals() small numbers",
      (msg) => assertAlmostEquals(5e-7, 6e-7, undefined, msg),
      'Expected actual: "5e-7" to be close to "6e-7"',
    ],
    [
      "assertAlmostEquals() NaN",
      (msg) => assertAlmostEquals(Infinity, NaN, undefined, msg),
      'Expected actual: "Infinity" to be close to "NaN"',
    ],
    ["fail()", (msg) => fail(msg), "Failed assertion"],
    ["unreachable()", (msg) => unreachable(msg), "Unreachable"],
    [
      "assertIsError() a text",
      (msg) => assertIsError("Panic!", undefined, undefined, msg),
      'Expected "error" to be an Error object',
    ],
    [
      "assertIsError() another class",
      (msg) => assertIsError(new Own("x"), TypeError, undefined, msg),
      'Expected error to be instance of "TypeError", but was "Own"',
    ],
    [
      "assertIsError() another message",
      (msg) => assertIsError(new Own('with "quotes"'), Own, "fail", msg),
      'Expected error message to include "fail", but got "with \\"quotes\\""',
    ],
    [
      "assertIsError() another pattern",
      (msg) => assertIsError(new Own("text"), Own, /egg/, msg),
      'Expected error message to include /egg/, but got "text"',
    ],
    ["assertThrows() peace", (msg) => assertThrows(() => {}, msg), "Expected function to throw"],
    [
      "assertThrows() peace with a class",
      (msg) => assertThrows(() => {}, Error, "", msg),
      "Expected function to throw",
    ],
    [
      "assertThrows() no error",
      (msg) => assertThrows(throwing("Panic!"), Error, "Panic!", msg),
      "A non-Error object was thrown",
    ],
    [
      "assertThrows() another class",
      (msg) => assertThrows(throwing(new Own("x")), TypeError, "x", msg),
      'Expected error to be instance of "TypeError", but was "Own"',
    ],
  ];

for (const [name, run] of PASSING) Deno.test(`${name} passes`, run);

for (const [name, run, says] of FAILING) {
  Deno.test(`${name} fails and says why`, () => {
    assertThrows(() => run(), AssertionError, says);
    assertThrows(() => run("OWN MESSAGE"), AssertionError, says);
    assertThrows(() => run("OWN MESSAGE"), AssertionError, ": OWN MESSAGE");
  });
}

Deno.test("assert() and assertFalse() throw the message that they are given", () => {
  for (const value of [false, 0, "", null, undefined]) {
    assertEquals(messageOf(() => assert(value, "OWN MESSAGE")), "OWN MESSAGE");
    assertEquals(messageOf(() => assert(value)), "");
  }
  for (const value of [true, 1, "a", {}, []]) {
    assertEquals(messageOf(() => assertFalse(value, "OWN MESSAGE")), "OWN MESSAGE");
  }
});

Deno.test("assertThrows() gives back what it caught", () => {
  const error = new Own("caught");
  assertStrictEquals(assertThrows(throwing(error)), error);
  assertStrictEquals(assertThrows(throwing(error), Own, "caught"), error);
  assertStrictEquals(assertThrows(throwing(null)), null);
});

Deno.test("assertThrows() looks past the colours of a message", () => {
  assertThrows(throwing(new Own("\x1b[31mred\x1b[39m alert")), Own, "red alert");
});

Deno.test("AssertionError is an error with its name and its cause", () => {
  const cause = new Own("why");
  const error = new AssertionError("message", { cause });
  assertInstanceOf(error, Error);
  assertEquals([error.name, error.message], ["AssertionError", "message"]);
  assertStrictEquals(error.cause, cause);
});

Deno.test("assertions narrow types", () => {
  const value: unknown = Math.min(1, 2) === 1 ? new Date(5) : "text";
  assertInstanceOf(value, Date);
  assertEquals(value.getTime(), 5);
  const maybe: string | undefined = ["text"][0];
  assertExists(maybe);
  assertEquals(maybe.length, 4);
  const either: unknown = "text";
  assert(typeof either === "string");
  assertEquals(either.length, 4);
  const same: unknown = one;
  assertStrictEquals(same, one);
  assertEquals(same.a, 1);
  const caught: unknown = new Own("text");
  assertIsError(caught, Own);
  assertEquals(caught.message, "text");
});

function assertEachFalse(value: unknown): void {
  assertFalse(value);
}

function throwing(value: unknown): () => never {
  return () => {
    throw value;
  };
}

function messageOf(run: () => void): string {
  return assertThrows(run, AssertionError).message;
}
