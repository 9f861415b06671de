// What holds for all expressions: nothing but an ExpressionError for any text, and the same
// expression again when one is printed and read. Equality is that of JSON values.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import type { JsonValue } from "../../../src/base/json.ts";
import { equalValues } from "../../../src/timeline/filter/equal.ts";
import type { Expression } from "../../../src/timeline/filter/expression.ts";
import { ExpressionError } from "../../../src/timeline/filter/expression_error.ts";
import { FIELDS } from "../../../src/timeline/filter/fields.ts";
import { FUNCTIONS } from "../../../src/timeline/filter/functions.ts";
import { compilePath } from "../../../src/timeline/filter/path.ts";
import { parseExpression } from "../../../src/timeline/filter/parser.ts";
import { printExpression } from "../../../src/timeline/filter/print.ts";
import { compileWhere } from "../../../src/timeline/filter/where.ts";
import { checkProperty } from "../../house/property.ts";
import { SAMPLES } from "./sample_moments.ts";

const WORDS: readonly string[] = [
  ...FIELDS.map(({ name }) => name),
  ...FUNCTIONS.keys(),
  ...["==", "!=", "<", ">=", "&&", "||", "!", "+", "-", "*", "/", "%", "=~", "!~", "in"],
  ...[
    "(",
    ")",
    "[",
    "]",
    ",",
    ".",
    "1",
    "10s",
    "1.5",
    '"a"',
    "'b'",
    "/a+/i",
    "/(/",
    "true",
    "null",
  ],
];

/** Anything at all, and what looks like an expression more than most texts do. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 3 })), { maxLength: 30 })
    .chain((words) => fc.constantFrom("", " ").map((space) => words.join(space))),
);

Deno.test("compileWhere() throws nothing but an ExpressionError, and its tests throw nothing", () => {
  const moments = Object.values(SAMPLES);
  checkProperty(
    "expressions of any text",
    fc.property(anyText, (text) => {
      const where = compiled(() => compileWhere(text), text);
      if (where === undefined) return;
      for (const moment of moments) assertEquals(typeof where(moment), "boolean");
    }),
    { runs: 1000 },
  );
});

Deno.test("compilePath() throws nothing but an ExpressionError", () => {
  const signs = fc.constantFrom("$", ".", "*", "**", "[", "]", "a", "0", "-1", '"x"', "'");
  const pathText = fc.array(fc.oneof(signs, fc.string({ maxLength: 2 })), { maxLength: 12 })
    .map((parts) => parts.join(""));
  checkProperty(
    "paths of any text",
    fc.property(pathText, fc.jsonValue(), (text, value) => {
      const path = compiled(() => compilePath(text), text);
      path?.find(value as JsonValue);
      path?.set(value as JsonValue, null);
    }),
    { runs: 1000 },
  );
});

function compiled<Result>(compile: () => Result, text: string): Result | undefined {
  try {
    return compile();
  } catch (error) {
    assert(error instanceof ExpressionError, `${text}: ${error}`);
    assert(error.column >= 1 && error.column <= [...text].length + 1, text);
    assertEquals(error.pointer.split("\n").length, 2);
    return undefined;
  }
}

const offset = 0;
const literal = fc.oneof(
  fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
  fc.nat(),
  fc.string({ unit: "binary" }),
  fc.boolean(),
  fc.constant(null),
).map((value): Expression => ({ kind: "literal", value, offset }));

/** Fields that may be anything, so that no comparison with them is refused. */
const field = fc.constantFrom("$", "data").map((name): Expression => ({
  kind: "field",
  name,
  offset,
}));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie("expression");
  const pair = { left: inner, right: inner, offset: fc.constant(offset) };
  return {
    expression: fc.oneof(
      { maxDepth: 5, depthIdentifier: "expression" },
      field,
      literal,
      fc.record({ kind: fc.constant("list" as const), items: fc.array(inner, { maxLength: 3 }) })
        .map((list): Expression => ({ ...list, offset })),
      fc.record({ of: inner, key: fc.oneof(fc.string(), fc.integer()) })
        .map((member): Expression => ({ kind: "member", ...member, offset })),
      fc.record({ name: fc.constantFrom("has", "size", "type", "number", "lower"), input: inner })
        .map(({ name, input }): Expression => ({ kind: "call", name, inputs: [input], offset })),
      fc.record({ kind: fc.constantFrom("not" as const, "negative" as const), operand: inner })
        .map((sign): Expression => ({ ...sign, offset })),
      fc.record({
        kind: fc.constantFrom("all" as const, "any" as const),
        operands: fc.array(inner, { minLength: 2, maxLength: 3 }),
      }).map(({ kind, operands }): Expression => ({
        kind,
        operands: operands.flatMap((each) => each.kind === kind ? each.operands : [each]),
        offset,
      })),
      fc.record({ operator: fc.constantFrom("==" as const, "!=" as const), ...pair })
        .map((equality): Expression => ({ kind: "equality", ...equality })),
      fc.record({ operator: fc.constantFrom("<", "<=", ">", ">=" as const), ...pair })
        .map((ordering) => ({ kind: "ordering", ...ordering }) as Expression),
      fc.record({ operator: fc.constantFrom("+", "-", "*", "/", "%"), ...pair })
        .map((arithmetic) => ({ kind: "arithmetic", ...arithmetic }) as Expression),
      fc.record({ left: inner, items: fc.array(inner, { maxLength: 3 }) })
        .map(({ left, items }): Expression => {
          const right: Expression = { kind: "list", items, offset };
          return { kind: "membership", left, right, offset };
        }),
      fc.record({
        operator: fc.constantFrom("=~" as const, "!~" as const),
        operand: inner,
        source: fc.constantFrom("a+", "[/]", "\\/", "^\\d{1,2}$", "[^\\]]"),
        flags: fc.constantFrom("", "i", "ms", "u"),
      }).map((match): Expression => ({ kind: "match", ...match, offset })),
    ),
  };
});

/** The places apart, which printing moves. */
function withoutOffsets(read: Expression): unknown {
  return JSON.parse(JSON.stringify(read, (key, value) => key === "offset" ? undefined : value));
}

Deno.test("parseExpression() reads what printExpression() wrote as the same expression", () => {
  checkProperty(
    "printed expressions",
    fc.property(expression, (written) => {
      const text = printExpression(written);
      assertEquals(withoutOffsets(parseExpression(text)), withoutOffsets(written), text);
    }),
    { runs: 1000 },
  );
});

Deno.test("printExpression() writes no parentheses that are not needed", () => {
  const table = [
    ["((1 + (2 * 3)))", "1 + 2 * 3"],
    ["(1 - 2) - (3 - 4)", "1 - 2 - (3 - 4)"],
    ["(at > 1 && conn == 2) || (routine)", "at > 1 && conn == 2 || routine"],
    ["at > 1 && (conn == 2 || routine)", "at > 1 && (conn == 2 || routine)"],
    ["!(event == 'x')", '!(event == "x")'],
    ["(!routine) == true", "(!routine) == true"],
    ["$['a'][\"b c\"][0]", '$.a["b c"][0]'],
    ["event in ['a','b']", 'event in ["a", "b"]'],
    ["(text) =~ /a\\/b/i", "text =~ /a\\/b/i"],
  ] as const;
  for (const [read, printed] of table) {
    assertEquals(printExpression(parseExpression(read)), printed);
  }
});

Deno.test("equalValues() holds for a value and its copy, and is the same from both sides", () => {
  const value = fc.oneof(fc.jsonValue(), fc.uint8Array(), fc.constant(NaN))
    .map((each) => each as JsonValue);
  checkProperty(
    "equality",
    fc.property(value, value, (left, right) => {
      assert(equalValues(left, structuredClone(left)));
      assertEquals(equalValues(left, right), equalValues(right, left));
    }),
  );
});

Deno.test("equalValues() compares content, whatever the order of keys", () => {
  const bytes = (...list: number[]): Uint8Array => new Uint8Array(list);
  assert(equalValues({ a: 1, b: [bytes(1, 2)] }, { b: [bytes(1, 2)], a: 1 }));
  const different: readonly (readonly [unknown, unknown])[] = [
    [1, "1"],
    [null, false],
    [{}, []],
    [[1, 2], [2, 1]],
    [[1], [1, 1]],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [bytes(1), bytes(2)],
    [bytes(1), [1]],
    [bytes(1), { 0: 1 }],
    [JSON.parse('{"__proto__":1}'), { a: 1 }],
  ];
  for (const [left, right] of different) {
    assertEquals(equalValues(left as JsonValue, right as JsonValue), false);
  }
});
