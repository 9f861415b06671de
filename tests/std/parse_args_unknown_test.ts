// The `unknown` option of `parseArgs()`: who is told of what was not declared.

import { parseArgs, type ParseOptions } from "@std/cli/parse-args";
import { assertEquals } from "@std/assert";

interface Unknown {
  readonly arg: string;
  readonly key: string | undefined;
  readonly value: unknown;
}

interface UnknownCase {
  readonly name: string;
  readonly args: string;
  readonly options: ParseOptions;
  readonly told: readonly Unknown[];
  readonly gives: Readonly<Record<string, unknown>>;
}

const UNKNOWN: readonly UnknownCase[] = [
  {
    name: "options but not declared booleans",
    args: "-h true --derp true",
    options: { boolean: "h", alias: { h: "herp" } },
    told: [{ arg: "--derp", key: "derp", value: "true" }],
    gives: { h: true, herp: true, _: [] },
  },
  {
    name: "options but not declared strings",
    args: "--herp hello -d moon",
    options: { string: "h", alias: { h: "herp" } },
    told: [{ arg: "-d", key: "d", value: "moon" }],
    gives: { h: "hello", herp: "hello", _: [] },
  },
  {
    name: "words, and long names with =, where long names are booleans",
    args: "--honk --tacos=good cow -p 55",
    options: { boolean: true },
    told: [
      { arg: "--tacos=good", key: "tacos", value: "good" },
      { arg: "cow", key: undefined, value: undefined },
      { arg: "-p", key: "p", value: "55" },
    ],
    gives: { honk: true, _: [] },
  },
  {
    name: "nothing behind --",
    args: "--bad -- good arg",
    options: { "--": true },
    told: [{ arg: "--bad", key: "bad", value: true }],
    gives: { _: [], "--": ["good", "arg"] },
  },
];

for (const { name, args, options, told, gives } of UNKNOWN) {
  Deno.test(`parseArgs() tells of ${name}, and leaves out what is refused`, () => {
    const seen: Unknown[] = [];
    const unknown = (arg: string, key?: string, value?: unknown): boolean => {
      seen.push({ arg, key, value });
      return false;
    };
    assertEquals<Record<string, unknown>>(
      parseArgs(args.split(" "), { ...options, unknown }),
      gives,
    );
    assertEquals<readonly Unknown[]>(seen, told);
  });
}

Deno.test("parseArgs() keeps what `unknown` does not refuse", () => {
  const unknown = (): void => {};
  assertEquals<Record<string, unknown>>(parseArgs(["--a", "1", "b"], { unknown }), {
    a: 1,
    _: ["b"],
  });
});
