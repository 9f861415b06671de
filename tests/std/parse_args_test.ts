// `parseArgs()` by the rules that the original's documentation and tests name.

import { parseArgs as parseArgsOfRoot } from "@std/cli";
import { parseArgs, type ParseOptions } from "@std/cli/parse-args";
import { assertEquals, assertStrictEquals } from "@std/assert";

interface Case {
  readonly name: string;
  readonly args: string;
  readonly options?: ParseOptions;
  readonly gives: Readonly<Record<string, unknown>>;
}

const CASES: readonly Case[] = [
  { name: "nothing", args: "", gives: { _: [] } },
  {
    name: "the documented example",
    args: "--foo --bar=baz ./quux.txt",
    gives: { foo: true, bar: "baz", _: ["./quux.txt"] },
  },
  {
    name: "long options with values",
    args: "--pow xixxle --host=localhost",
    gives: { pow: "xixxle", host: "localhost", _: [] },
  },
  {
    name: "values with equal signs",
    args: "--f=abc=def -e== --foo=---=x",
    gives: { f: "abc=def", e: "=", foo: "---=x", _: [] },
  },
  { name: "a long option before a short one", args: "--a -b", gives: { a: true, b: true, _: [] } },
  { name: "short options", args: "-h localhost -b", gives: { h: "localhost", b: true, _: [] } },
  {
    name: "groups of letters",
    args: "-cats meow",
    gives: { c: true, a: true, t: true, s: "meow", _: [] },
  },
  {
    name: "a group whose last letter takes a value",
    args: "-fp 555 script.js",
    gives: { f: true, p: 555, _: ["script.js"] },
  },
  { name: "a value on its letter", args: "-n123 -b=456", gives: { n: 123, b: 456, _: [] } },
  { name: "a path on its letter", args: "-I/foo/bar", gives: { I: "/foo/bar", _: [] } },
  {
    name: "a path in a group",
    args: "-xyz/foo/bar",
    gives: { x: true, y: true, z: "/foo/bar", _: [] },
  },
  { name: "a sign that ends a group", args: "-a/", gives: { a: true, "/": true, _: [] } },
  { name: "= with nothing behind it", args: "--foo=", gives: { "foo=": true, _: [] } },
  { name: "digits as letters", args: "-123 456", gives: { 1: true, 2: true, 3: 456, _: [] } },
  { name: "a hyphen as a value", args: "-n - -f-", gives: { n: "-", f: "-", _: [] } },
  { name: "a hyphen alone", args: "-", gives: { _: ["-"] } },
  {
    name: "a hyphen behind a boolean",
    args: "-b -",
    options: { boolean: "b" },
    gives: { b: true, _: ["-"] },
  },
  {
    name: "numbers",
    args: "-x 1234 -y 5.67 -z 1e7 -w 10f --hex 0xdeadbeef 789",
    gives: { x: 1234, y: 5.67, z: 1e7, w: "10f", hex: 0xdeadbeef, _: [789] },
  },
  { name: "the last of several values", args: "-v a -v b", gives: { v: "b", _: [] } },
  { name: "--no- as a part of a name", args: "--no-moo", gives: { "no-moo": true, _: [] } },
  { name: "names of built-in properties", args: "--toString --valueOf foo", gives: builtIns() },
  {
    name: "dotted names",
    args: "--foo.bar 3 --foo.quux.oO --beep.boop",
    gives: { foo: { bar: 3, quux: { oO: true } }, beep: { boop: true }, _: [] },
  },
  { name: "what follows --", args: "-a -- b --c", gives: { a: true, _: ["b", "--c"] } },
  {
    name: "what follows -- apart",
    args: "--name John before -- after -x 5",
    options: { "--": true },
    gives: { name: "John", _: ["before"], "--": ["after", "-x", "5"] },
  },
  {
    name: "no -- at all",
    args: "a",
    options: { "--": true },
    gives: { _: ["a"], "--": [] },
  },
  {
    name: "everything behind the first word as it is",
    args: "--aaa bbb ccc --ddd 5",
    options: { stopEarly: true },
    gives: { aaa: "bbb", _: ["ccc", "--ddd", "5"] },
  },
  {
    name: "booleans",
    args: "-x -z one two",
    options: { boolean: ["x", "y", "z"] },
    gives: { x: true, y: false, z: true, _: ["one", "two"] },
  },
  {
    name: "booleans that are spelled out",
    args: "--verbose false moo -t true",
    options: { boolean: ["t", "verbose"], default: { verbose: true } },
    gives: { verbose: false, t: true, _: ["moo"] },
  },
  {
    name: "booleans with =",
    args: "--on=true --off=false --odd=123",
    options: { boolean: ["on", "off", "odd"] },
    gives: { on: true, off: false, odd: true, _: [] },
  },
  {
    name: "words that only begin with true",
    args: "-t true123",
    options: { boolean: "t" },
    gives: { t: true, _: ["true123"] },
  },
  {
    name: "long names as booleans",
    args: "moo --honk cow -p 55 --tacos=good",
    options: { boolean: true },
    gives: { honk: true, p: 55, tacos: "good", _: ["moo", "cow"] },
  },
  {
    name: "booleans with a default of null",
    args: "--b",
    options: { boolean: ["a", "b"], default: { a: null, b: null } },
    gives: { a: null, b: true, _: [] },
  },
  {
    name: "strings",
    args: "-s 0001234 --x=56",
    options: { string: ["s", "x", "absent"] },
    gives: { s: "0001234", x: "56", _: [] },
  },
  {
    name: "strings without a value",
    args: "-art --str",
    options: { string: ["a", "t", "str"] },
    gives: { a: "", r: true, t: "", str: "", _: [] },
  },
  {
    name: "words as strings",
    args: "1 2",
    options: { string: "_" },
    gives: { _: ["1", "2"] },
  },
  {
    name: "collected values",
    args: "--foo bar --foo baz --other 1 --other 2",
    options: { collect: ["foo"] },
    gives: { foo: ["bar", "baz"], other: 2, _: [] },
  },
  {
    name: "collected values of every kind",
    args: "--bool --bool --boolArr --str foo --strArr beep --unknownArr",
    options: {
      boolean: ["bool", "boolArr"],
      string: ["str", "strArr"],
      collect: ["boolArr", "strArr", "unknownArr"],
      alias: { bool: "b", strArr: "S", boolArr: "B" },
    },
    gives: {
      bool: true,
      b: true,
      boolArr: [true],
      B: [true],
      str: "foo",
      strArr: ["beep"],
      S: ["beep"],
      unknownArr: [true],
      _: [],
    },
  },
  {
    name: "nothing to collect",
    args: "",
    options: { string: ["s"], boolean: ["b"], collect: ["s", "b", "other"] },
    gives: { s: [], b: [], _: [] },
  },
  {
    name: "a default for what is collected",
    args: "",
    options: { collect: ["foo"], default: { foo: ["bar", "baz"] } },
    gives: { foo: ["bar", "baz"], _: [] },
  },
  {
    name: "collected values under an alias",
    args: "-H a --header b",
    options: { collect: ["header"], alias: { H: "header" } },
    gives: { header: ["a", "b"], H: ["a", "b"], _: [] },
  },
  {
    name: "the last of a name and its negation",
    args: "--foo --no-foo --no-bar --bar word",
    options: { boolean: ["foo", "bar"], negatable: ["foo", "bar"] },
    gives: { foo: false, bar: true, _: ["word"] },
  },
  {
    name: "the negation of what was collected",
    args: "--foo 123 -f 456 --no-foo",
    options: { string: ["foo"], collect: ["foo"], negatable: ["foo"], alias: { foo: "f" } },
    gives: { foo: false, f: false, _: [] },
  },
  {
    name: "aliases",
    args: "-f 11 --zoom 55",
    options: { alias: { z: ["zm", "zoom"] } },
    gives: { f: 11, z: 55, zm: 55, zoom: 55, _: [] },
  },
  {
    name: "aliases of booleans",
    args: "--harp derp",
    options: { alias: { h: ["herp", "harp"] }, boolean: "h" },
    gives: { h: true, herp: true, harp: true, _: ["derp"] },
  },
  {
    name: "a name that shares its alias with a boolean",
    args: "-b word",
    options: { alias: { a: "x", b: "x" }, boolean: "a" },
    gives: { a: false, b: true, x: true, _: ["word"] },
  },
  {
    name: "aliases of strings",
    args: "-s 000123",
    options: { alias: { s: "str" }, string: "str" },
    gives: { s: "000123", str: "000123", _: [] },
  },
  {
    name: "defaults under aliases",
    args: "",
    options: { default: { "a.b": 11 }, alias: { "a.b": "aa.bb" } },
    gives: { a: { b: 11 }, aa: { bb: 11 }, _: [] },
  },
  {
    name: "defaults that are not needed",
    args: "--port 81",
    options: { default: { port: 80, host: "localhost" } },
    gives: { port: 81, host: "localhost", _: [] },
  },
];

for (const { name, args, options, gives } of CASES) {
  Deno.test(`parseArgs() reads ${name}`, () => {
    assertEquals<Record<string, unknown>>(parseArgs(words(args), options), gives);
  });
}

Deno.test("parseArgs() keeps blanks and line ends in values", () => {
  assertEquals(parseArgs(["-x", "\t", "-s", "X\nX", "--t=X\nX"]), {
    x: "\t",
    s: "X\nX",
    t: "X\nX",
    _: [],
  });
  assertEquals<unknown>(parseArgs(["  ", ""], { string: "_" }), { _: ["  ", ""] });
});

Deno.test("parseArgs() gives each call its own lists", () => {
  const first = parseArgs([], { string: ["a"], collect: ["a"] });
  first.a.push("changed");
  assertEquals(parseArgs([], { string: ["a"], collect: ["a"] }).a, []);
});

Deno.test("parseArgs() is the same under both of its addresses", () => {
  assertStrictEquals<unknown>(parseArgsOfRoot, parseArgs);
});

function words(text: string): string[] {
  return text === "" ? [] : text.split(" ");
}

/** Written this way since `toString: true` in a literal would clash with the type of objects. */
function builtIns(): Record<string, unknown> {
  return Object.fromEntries([["toString", true], ["valueOf", "foo"], ["_", []]]);
}
