// `equal()` by the cases that the original's documentation and tests name.

import { assertEquals, assertThrows, equal } from "@std/assert";

class Point {
  constructor(readonly x: number) {}
}

class Secretive {
  #value: number;
  constructor(value: number) {
    this.#value = value;
  }
  get value(): number {
    return this.#value;
  }
}

function cyclic(name: string): unknown {
  const object: Record<string, unknown> = { name };
  object.self = object;
  return object;
}

function cyclicMap(name: string): unknown {
  const map = new Map<string, unknown>([["name", name]]);
  map.set("self", map);
  return map;
}

const shared = Symbol("shared");
const repeated = { x: 1 };

/** What only a WeakRef holds may be gone before its test runs; a test at the end holds these. */
const HELD = { one: { a: 1 }, same: { a: 1 }, other: { a: 2 } };

const EQUAL: readonly (readonly [string, unknown, unknown])[] = [
  ["strings", "world", "world"],
  ["not-a-numbers", NaN, NaN],
  ["zeros of both signs", 0, -0],
  ["zeros of both signs within", { list: [0] }, { list: [-0] }],
  ["nulls", null, null],
  ["objects", { a: { b: [1] } }, { a: { b: [1] } }],
  ["objects in another order", { a: 1, b: 2 }, { b: 2, a: 1 }],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ["symbol keys", { [Symbol.for("key")]: 1 }, { [Symbol.for("key")]: 1 }],
  ["nested arrays", [1, [2, 3]], [1, [2, 3]]],
  ["instances", new Point(1), new Point(1)],
  ["getters", new Secretive(1), new Secretive(1)],
  ["regular expressions", /deno/g, /deno/g],
  ["dates", new Date(5), new Date(5)],
  ["invalid dates", new Date("invalid"), new Date("invalid")],
  ["addresses", new URL("https://example.test"), new URL("https://example.test")],
  ["queries", new URLSearchParams("a=1"), new URLSearchParams("a=1")],
  ["sets in another order", new Set([1, 2, 3]), new Set([3, 2, 1])],
  ["sets of objects", new Set([{ b: 2 }, { a: 1 }]), new Set([{ a: 1 }, { b: 2 }])],
  ["nested sets", new Set([1, new Set([2, 3])]), new Set([new Set([3, 2]), 1])],
  ["sets of symbols", new Set([shared, "a"]), new Set(["a", shared])],
  ["maps in another order", new Map([["a", 1], ["b", 2]]), new Map([["b", 2], ["a", 1]])],
  ["maps with object keys", new Map([[{ x: 1 }, true]]), new Map([[{ x: 1 }, true]])],
  ["maps of maps", new Map([["a", new Map([["b", 1]])]]), new Map([["a", new Map([["b", 1]])]])],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ["floats", new Float64Array([NaN, 0]), new Float64Array([NaN, -0])],
  ["buffers", new Uint8Array([1]).buffer, new Uint8Array([1]).buffer],
  ["cyclic objects", cyclic("a"), cyclic("a")],
  ["cyclic maps", cyclicMap("a"), cyclicMap("a")],
  ["weak references", new WeakRef(HELD.one), new WeakRef(HELD.same)],
];

const UNEQUAL: readonly (readonly [string, unknown, unknown])[] = [
  ["one object and two", [repeated, repeated], [{ x: 1 }, { x: 2 }]],
  ["strings", "hello", "world"],
  ["a number and its text", 1, "1"],
  ["null and undefined", null, undefined],
  ["an object and nothing", {}, null],
  ["a property and none", { a: 1 }, {}],
  ["an undefined property and none", { a: 1, b: undefined }, { a: 1 }],
  ["undefined properties of other names", { a: undefined }, { b: undefined }],
  ["own symbols", { [Symbol("key")]: 1 }, { [Symbol("key")]: 1 }],
  ["lengths", [1, 2, 3, 4], [1, 2, 3]],
  ["orders", [1, 2], [2, 1]],
  ["a hole and undefined", Array(1), [undefined]],
  ["an array and an object", [], {}],
  ["classes", new Point(1), { x: 1 }],
  ["an instance and its look-alike", new Point(1), { x: 1, constructor: Point }],
  ["getters", new Secretive(1), new Secretive(2)],
  ["functions", () => 1, () => 1],
  ["regular expressions", /deno/, /deno/i],
  ["dates", new Date(5), new Date(6)],
  ["a date and an invalid one", new Date(5), new Date("invalid")],
  ["addresses", new URL("https://example.test"), new URL("https://example.test/path")],
  ["queries", new URLSearchParams("a=1"), new URLSearchParams("a=2")],
  ["set members", new Set([1, 2, 3]), new Set([4, 5, 6])],
  ["set sizes", new Set([1, 2]), new Set([3, 2, 1])],
  ["objects in sets", new Set([{ b: 2 }, { a: 1 }]), new Set([{ a: 1 }, { b: 3 }])],
  ["map keys", new Map([["a", 1]]), new Map([["b", 1]])],
  ["map values", new Map([["a", 1]]), new Map([["a", 2]])],
  ["map object keys", new Map([[{ x: 1 }, true]]), new Map([[{ x: 2 }, true]])],
  ["values of map object keys", new Map([[{ x: 1 }, 1]]), new Map([[{ x: 1 }, 2]])],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([2, 1])],
  ["byte lengths", new Uint8Array([0]), new Uint8Array([0, 0])],
  ["kinds of typed arrays", new Uint8Array([1]), new Int8Array([1])],
  ["buffers", new Uint8Array([1]).buffer, new Uint8Array([2]).buffer],
  ["cyclic objects", cyclic("a"), cyclic("b")],
  ["cyclic maps", cyclicMap("a"), cyclicMap("b")],
  ["weak references", new WeakRef(HELD.one), new WeakRef(HELD.other)],
  ["weak collections of two kinds", new WeakMap(), new WeakSet()],
];

for (const [name, a, b] of EQUAL) {
  Deno.test(`equal() holds for ${name}`, () => {
    assertEquals([equal(a, b), equal(b, a)], [true, true]);
  });
}

for (const [name, a, b] of UNEQUAL) {
  Deno.test(`equal() tells apart ${name}`, () => {
    assertEquals([equal(a, b), equal(b, a)], [false, false]);
  });
}

Deno.test("equal() refuses to compare weak collections", () => {
  assertThrows(() => equal(new WeakMap(), new WeakMap()), TypeError, "annot compare WeakMap");
  assertThrows(() => equal(new WeakSet(), new WeakSet()), TypeError, "annot compare WeakSet");
});

Deno.test("equal() compares long sets and maps of plain keys without delay", () => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => index);
  const last = numbers.with(-1, -1);
  assertEquals(equal(new Set(numbers), new Set(numbers)), true);
  assertEquals(equal(new Set(numbers), new Set(last)), false);
  const entries = (values: readonly number[]): Map<number, number> =>
    new Map(values.map((value, index) => [index, value]));
  assertEquals(equal(entries(numbers), entries(numbers)), true);
  assertEquals(equal(entries(numbers), entries(last)), false);
});

Deno.test("equal() compares what weak references hold", () => {
  assertEquals(equal(new WeakRef(HELD.one), new WeakRef(HELD.same)), true);
  assertEquals(equal(new WeakRef(HELD.one), new WeakRef(HELD.other)), false);
});
