// Every way in which an expression can be wrong: the column, the words, the advice.

import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  ExpressionError,
  SHOWN_CHARACTERS,
} from "../../../src/timeline/filter/expression_error.ts";
import { MAX_NESTING, MAX_OPERATIONS } from "../../../src/timeline/filter/parser.ts";
import { MAX_EXPRESSION_LENGTH } from "../../../src/timeline/filter/tokens.ts";
import { compileWhere } from "../../../src/timeline/filter/where.ts";

function errorOf(expression: string): ExpressionError {
  return assertThrows(() => compileWhere(expression), ExpressionError);
}

type Row = readonly [expression: string, column: number, reason: string, advice?: string];

const FIELD_LIST = "The fields are event, ns, args, $, from, conn, session, transport, layer, " +
  "packet, label, at, size, ack, answers, latency, text, data, kind, line, part, method, url, " +
  "status, rule, notes, routine, entry";
const FLAGS = "Flags may be i, m, s and u, each once";
const PATTERN = "expected a regular expression such as /location:.*/";

const ROWS: readonly Row[] = [
  ["", 1, "it ends, expected a value"],
  ["  ", 3, "it ends, expected a value"],
  ["at >", 5, "it ends, expected a value"],
  ['evnt == "x"', 1, '"evnt" is no field', 'Did you mean "event"?'],
  ["at > 1 && zzz", 11, '"zzz" is no field', FIELD_LIST],
  ["event == connect", 10, '"connect" is no field', 'If it is text, put it in quotes: "connect"'],
  ["missing == 1", 1, '"missing" is no field', "Write !has(…) for what is not there"],
  ["not routine", 1, '"not" is no field', "Write !(…) for not"],
  ["sizee(1)", 1, '"sizee" is no function', 'Did you mean "size"?'],
  [
    "eval(1)",
    1,
    '"eval" is no function',
    "The functions are has, size, type, number, lower, contains",
  ],
  ["has()", 1, "has takes 1, not 0 values", "Write has(x)"],
  ["contains(text)", 1, "contains takes 2, not 1 values", "Write contains(x, y)"],
  ["has(at", 7, "it ends, expected )"],
  ["has(at at)", 8, "found at, expected )"],
  ["(at > 1", 8, "it ends, expected )"],
  ["at > 1)", 7, "found ), expected the end, or an operator"],
  ["at > 1 and conn == 2", 8, "found and, expected the end, or an operator", "Write && for and"],
  [
    "event matches /a\\d/",
    7,
    "found matches, expected the end, or an operator",
    "Write =~ /…/ for matches",
  ],
  ['event = "x"', 7, '"=" means nothing here', "Did you mean ==?"],
  ['event === "x"', 7, '"===" means nothing here', "Did you mean ==?"],
  ["at => 1", 4, '"=>" means nothing here', "Did you mean >=?"],
  ["at <> 1", 4, '"<>" means nothing here', "Did you mean !=?"],
  ["at > 1 & conn", 8, '"&" means nothing here', "Did you mean &&?"],
  ["at > 1 | conn", 8, '"|" means nothing here', "Did you mean ||?"],
  ["location:track", 9, '":" means nothing here', "Text stands in quotes"],
  ["\u{1f600}", 1, '"\u{1f600}" means nothing here', "Text stands in quotes"],
  ['text == "\u{1f600}" ~', 13, '"~" means nothing here', "Did you mean =~?"],
  ['event == "x', 10, 'the text that begins here has no closing "'],
  ["event == 'x", 10, "the text that begins here has no closing '"],
  ['event == "x\\', 10, 'the text that begins here has no closing "'],
  ['event == "x\\d"', 12, "\\d is no escape", "Write \\\\ for a backslash"],
  ['event == "\\u12"', 11, "\\u is no escape", "Write \\\\ for a backslash"],
  [
    "at > 10x",
    6,
    '"10x" is no number',
    "Durations are written 500ms, 10s, 2m or 1h, text in quotes",
  ],
  ["at > 1e999", 6, '"1e999" is too large a number'],
  ["text =~ 5", 9, `found 5, ${PATTERN}`],
  ['text =~ "a"', 9, `found "a", ${PATTERN}`],
  ["text =~", 8, `it ends, ${PATTERN}`],
  [
    "text =~ /a",
    9,
    "the regular expression that begins here has no closing /",
    "Regular expressions are written /location:.*/",
  ],
  [
    "text =~ //",
    9,
    "this regular expression is empty",
    "Regular expressions are written /location:.*/",
  ],
  [
    "text == /a/",
    9,
    "a regular expression stands only behind =~ or !~",
    "Write text =~ /…/",
  ],
  [
    "event in /a/",
    10,
    "a regular expression stands only behind =~ or !~",
    "Write text =~ /…/",
  ],
  ["text =~ /a/g", 9, 'the flags of this regular expression are "g"', FLAGS],
  ["text =~ /a/y", 9, 'the flags of this regular expression are "y"', FLAGS],
  ["text =~ /(/", 9, "this is no regular expression (Unterminated group)"],
  ["text =~ /a/ii", 9, 'the flags of this regular expression are "ii"', FLAGS],
  [
    '!event == "x"',
    8,
    'the "!" before belongs to the left side alone',
    "Write !(…) around the comparison, or (!…) around the left side",
  ],
  [
    "1 < at < 2",
    8,
    "comparisons cannot be chained",
    "Join two of them with &&, or use parentheses",
  ],
  [
    "1 < size(event) < 2",
    17,
    "comparisons cannot be chained",
    "Join two of them with &&, or use parentheses",
  ],
  [
    "event in 5",
    10,
    "expected a list behind in",
    "Write [a, b], or contains(x, y) for text in text",
  ],
  [
    "event in text",
    10,
    "expected a list behind in",
    "Write [a, b], or contains(x, y) for text in text",
  ],
  ['from == "sever"', 9, '"from" is never "sever"', 'Did you mean "server"?'],
  ['"x" == from', 1, '"from" is never "x"', "It is client, server"],
  ['layer in ["event", "evnt"]', 20, '"layer" is never "evnt"', 'Did you mean "event"?'],
  ['conn == "2"', 9, '"conn" is a number, never "2"', "Write numbers without quotes"],
  ["event == 2", 10, '"event" is text, never 2', "Write text in quotes"],
  ["latency == null", 12, '"latency" is never null', "Write !has(latency) for what is not there"],
  ["routine == 1", 12, '"routine" is true or false, never 1', "Write routine or !routine"],
  ["args == 1", 9, '"args" is a list, never 1', "Write args[0] for the first of it"],
  ["args.speed > 1", 5, '"args" is a list, it has no "speed"', "Write args[0].speed"],
  ["event.name", 6, '"event" is text, it has no "name"'],
  ["event[0]", 6, '"event" is text, it has no 0'],
  ["$.", 3, 'it ends, expected a name (write ["…"] for any other key)'],
  ["$.5", 3, 'found 5, expected a name (write ["…"] for any other key)'],
  ["$[x]", 3, 'found x, expected an index or a key, such as [0], [-1] or ["name"]'],
  ["$[1.5]", 3, 'found 1.5, expected an index or a key, such as [0], [-1] or ["name"]'],
  ['$[-"a"]', 4, 'found "a", expected an index or a key, such as [0], [-1] or ["name"]'],
  ["$[1", 4, "it ends, expected ]"],
  ["[1, ]", 5, "found ], expected a value"],
];

for (const [expression, column, reason, advice] of ROWS) {
  Deno.test(`compileWhere() says what is wrong with ${JSON.stringify(expression)}`, () => {
    const error = errorOf(expression);
    assertEquals(error.message, `Cannot read the expression at column ${column}: ${reason}`);
    assertEquals(error.advice, advice);
    assertEquals(error.text, expression);
  });
}

Deno.test("ExpressionError points at the place with a line of its own", () => {
  assertEquals(errorOf('evnt == "x"').pointer, 'evnt == "x"\n^');
  assertEquals(errorOf("at > 1 && zzz").pointer, "at > 1 && zzz\n          ^");
  assertEquals(errorOf("at >\n\t").pointer, "at >  \n      ^");
});

Deno.test("ExpressionError shows what stands around the place of a long expression", () => {
  const [before, after] = ["at > 1 && ".repeat(20), " && at > 1".repeat(20)];
  const [shown = "", pointer = ""] = errorOf(`${before}zzz${after}`).pointer.split("\n");
  assertEquals(shown.length, 2 * SHOWN_CHARACTERS + 2);
  assert(shown.startsWith("…") && shown.endsWith("…"));
  assertEquals(shown.slice(pointer.length - 1).slice(0, 3), "zzz");
});

Deno.test("compileWhere() refuses what is longer, deeper or more than its limits", () => {
  const long = " ".repeat(MAX_EXPRESSION_LENGTH);
  assertEquals(errorOf(`1 ${long}`).column, MAX_EXPRESSION_LENGTH + 1);
  const deep = (count: number): string => `${"(".repeat(count)}1${")".repeat(count)}`;
  assert(compileWhere(deep(MAX_NESTING - 1)) !== undefined);
  assertEquals(errorOf(deep(MAX_NESTING)).column, MAX_NESTING + 1);
  assertEquals(errorOf("!".repeat(MAX_NESTING + 1)).column, MAX_NESTING + 1);
  assertEquals(errorOf(`${"has(".repeat(MAX_NESTING)}1`).column, 4 * MAX_NESTING + 1);
  const chain = (count: number): string => `1${"+1".repeat(count)}`;
  assert(compileWhere(chain(MAX_OPERATIONS)) !== undefined);
  assertEquals(errorOf(chain(MAX_OPERATIONS + 1)).column, 2 * MAX_OPERATIONS + 2);
});
