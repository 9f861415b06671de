// The expression language by its meaning: expressions over moments of every kind.

import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Moment } from "../../../src/timeline/moment.ts";
import { ExpressionError } from "../../../src/timeline/filter/expression_error.ts";
import { compileReader, compileWhere } from "../../../src/timeline/filter/where.ts";
import { SAMPLES } from "./sample_moments.ts";

/** An expression, and the samples that it holds for. */
type Row = readonly [expression: string, holds: readonly (keyof typeof SAMPLES)[]];

function check(rows: readonly Row[]): void {
  for (const [expression, expected] of rows) {
    const where = compileWhere(expression);
    const holds = Object.entries(SAMPLES).filter(([, moment]) => where(moment));
    assertEquals(holds.map(([name]) => name).sort(), [...expected].sort(), expression);
  }
}

Deno.test("compileWhere() finds moments by the fields of events", () => {
  check([
    ['event == "location:track"', ["track"]],
    ["event == 'location:track' && args[0].speed > 10 && from == \"server\"", ["track"]],
    ['event == "location:track" && args[0].speed > 12.5', []],
    ['ns == "/sfa"', ["track", "ack", "error"]],
    ["ack == 7", ["track", "ack"]],
    ["has(event)", ["track", "two", "none", "json", "body", "binary"]],
    ["$.speed > 10", ["track"]],
    ["$[0].x == 1", ["two"]],
    ["$[-1][-1] == 3", ["two"]],
    ["$ == []", ["none"]],
    ["$.length == 0", ["none"]],
    ["$.ok == true", ["ack"]],
    ["args[0].ok", ["ack"]],
    ['answers == "location:track"', ["ack"]],
    ["latency > 10ms && latency < 1s", ["ack"]],
    ['type($) == "binary" && size($) == 3', ["binary"]],
    ['args[0].tags == ["a", "b"]', ["track"]],
    ["args[1] == [1, 2, 3]", ["two"]],
  ]);
});

Deno.test("compileWhere() finds moments by the fields of every layer", () => {
  check([
    ['packet == "ping"', ["ping"]],
    ['data.message == "not authorized"', ["error"]],
    ["data.lat == 1", ["json"]],
    ["data.pingInterval == 25s", ["open"]],
    ["status >= 400", ["response"]],
    ['method == "GET" && url == "/x"', ["request"]],
    ['text =~ /^42\\["b/', ["body"]],
    ['text == "no"', ["response"]],
    ["part == 1", ["body"]],
    ['text == "turned left"', ["mark"]],
    ["at == 9s", ["mark"]],
    ['transport == "polling"', ["body"]],
    ['kind in ["mark", "close"]', ["mark", "close"]],
    ['kind in ["a", "b", "c", "d", "e", "f", "g", "h", "mark"]', ["mark"]],
    ['"a" in $.tags', ["track"]],
    ["$.speed in [1, $.speed]", ["track"]],
    ["$ in [[], 1]", ["none", "body"]],
    ['entry.by == "server"', ["close"]],
    ["entry.deep.er[0] == 1", ["strange"]],
    ['rule == "wire/not-http"', ["note"]],
    ["rule =~ /^socket.io/ && notes[0].text =~ /json/i", ["bad"]],
    ["notes", ["bad", "note"]],
    ["routine", []],
    ['session == "abc"', ["body", "open"]],
  ]);
});

Deno.test("compileWhere() holds a comparison with what is missing for false, whatever it is", () => {
  const operators = [
    "== 1",
    "!= 1",
    "< 1",
    "<= 1",
    "> 1",
    ">= 1",
    "in [1, latency]",
    "=~ /./",
    "!~ /./",
  ];
  for (const operator of operators) {
    const where = compileWhere(`args[0].nowhere.at[3].all ${operator}`);
    assertEquals(Object.values(SAMPLES).some(where), false, operator);
  }
  for (const operator of ["==", "!=", "<", "in"]) {
    const where = compileWhere(`$.gone ${operator} $.gone`);
    assertEquals(Object.values(SAMPLES).some(where), false, operator);
  }
  check([["!(args[0].speed > 10) && $.speed", []], ["!has($.speed) && has($.ok)", ["ack"]]]);
});

Deno.test("compileWhere() tells what is null from what is not there", () => {
  check([
    ["$.lat == null", ["track"]],
    ["has($.lat)", ["track", "json"]],
    ["$.lat", ["json"]],
    ["$.lon == null", []],
    ["$.speed != null", ["track"]],
    ['type($.lat) == "null"', ["track"]],
    ["$.lat != null", ["json"]],
  ]);
});

Deno.test("compileWhere() never takes text for a number", () => {
  check([
    ["$.id == 5", []],
    ["$.id > 4", []],
    ["$.id < 6", []],
    ['$.id != 5 && $.id == "5"', ["track"]],
    ["number($.id) == 5", ["track"]],
    ['$.id < "6" && $.id >= "5"', ["track"]],
    ["$.speed + $.id > 0", []],
  ]);
});

/** Read on no moment in particular. */
function valueOf(expression: string): unknown {
  return compileReader(expression)(SAMPLES.track);
}

Deno.test("compileReader() follows the precedence of operators", () => {
  const table: readonly (readonly [expression: string, value: unknown])[] = [
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["12 / 2 / 3", 2],
    ["7 % 4 * 2", 6],
    ["-2 * -3", 6],
    ["- -2", 2],
    ["2 - -2", 4],
    ["1 + 1 == 2", true],
    ["1 < 2 && 2 < 1 || true", true],
    ["13 > $.speed", true],
    ["12 > $.speed", false],
    ["12.5 >= $.speed", true],
    ["12 < $.speed", true],
    ["12.5 < $.speed", false],
    ["12.5 <= $.speed", true],
    ["-12.5 == -$.speed", true],
    ['"a" < event', true],
    ["$.speed <= $.speed", true],
    ["$.speed > size($.tags)", true],
    ["true || false && false", true],
    ["(true || false) && false", false],
    ["!true || true", true],
    ["!(true || true)", false],
    ["!false && false", false],
    ["1 in [1, 2] && !(3 in [1, 2])", true],
    ["-$.speed", -12.5],
    ["-size($.tags)", -2],
    ["2m + 10s + 500ms + 1h", 3_730_500],
    ["1.5s", 1500],
    ["6 / 2", 3],
    ["$.speed / 5", 2.5],
    ["1e3", 1000],
    ["1 / 0", undefined],
    ['"a" + "b"', undefined],
    ["-event", undefined],
  ];
  for (const [expression, value] of table) assertEquals(valueOf(expression), value, expression);
});

Deno.test("compileReader() reads text with all its escapes", () => {
  const table: readonly (readonly [expression: string, value: unknown])[] = [
    [`"a'b"`, "a'b"],
    [`'a"b'`, 'a"b'],
    [`'it\\'s'`, "it's"],
    [String.raw`"\"\\\/\b\f\n\r\té"`, '"\\/\b\f\n\r\té'],
    [String.raw`"\ud83d\ude00"`, "\u{1f600}"],
    [`"\u{1f600}"`, "\u{1f600}"],
    [`""`, ""],
  ];
  for (const [expression, value] of table) assertEquals(valueOf(expression), value, expression);
});

Deno.test("compileReader() answers what functions are asked", () => {
  const table: readonly (readonly [expression: string, value: unknown])[] = [
    ['size("abc")', 3],
    ["size($)", 4],
    ["size($.tags)", 2],
    ["size($.speed)", undefined],
    ["size(null)", undefined],
    ["size($.gone)", undefined],
    ["$.tags.length", 2],
    ["event.length", 14],
    ["$.length", undefined],
    ['lower("ÄB")', "äb"],
    ["lower(1)", undefined],
    ['contains("abc", "b")', true],
    ['contains("abc", 1)', false],
    ['contains($.tags, "b")', true],
    ['contains($.tags, "c")', false],
    ['contains($, "lat")', true],
    ['contains($, "constructor")', false],
    ["contains($, $.gone)", undefined],
    ["contains(1, 1)", undefined],
    ['number(" 12.5 ")', 12.5],
    ['number("-1e2")', -100],
    ['number("0x10")', undefined],
    ['number("")', undefined],
    ['number("1e999")', undefined],
    ["number(3)", 3],
    ["number(true)", undefined],
    ["has($.gone)", false],
    ["type($.gone)", undefined],
    ["type($.tags)", "list"],
    ["type($)", "object"],
    ["type(true)", "boolean"],
    ["type(1)", "number"],
    ['type("")', "text"],
    ["[1, $.gone]", undefined],
    ['["a", [1]]', ["a", [1]]],
  ];
  for (const [expression, value] of table) assertEquals(valueOf(expression), value, expression);
});

Deno.test("compileReader() reads own keys only, and no parts of what has none", () => {
  for (const key of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    assertEquals(valueOf(`$.${key}`), undefined, key);
    assertEquals(valueOf(`$.tags["${key}"]`), undefined, key);
    assertEquals(valueOf(`$.id.${key}`), undefined, key);
  }
  assertEquals(valueOf("$.id[0]"), undefined);
  assertEquals(valueOf('$.tags["0"]'), undefined);
  assertEquals(valueOf("$.tags[-3]"), undefined);
  assertEquals(valueOf("$.tags[-0]"), "a");
});

Deno.test("compileWhere() takes 0, empty text and empty lists for true, as ack ids begin with 0", () => {
  for (const expression of ["0", '""', "[]", "true", "$"]) {
    assert(compileWhere(expression)(SAMPLES.track), expression);
  }
  for (const expression of ["false", "null", "$.gone", "$.lat"]) {
    assertEquals(compileWhere(expression)(SAMPLES.track), false, expression);
  }
});

Deno.test("compileWhere() matches text alone with regular expressions", () => {
  check([
    ["event =~ /^loc.*k$/", ["track"]],
    ["event =~ /^LOC/i", ["track"]],
    ["event !~ /o/", ["body"]],
    ["$.speed =~ /12/", []],
    ["$.speed !~ /12/", ["track"]],
    ["url =~ /[/]x/", ["request"]],
    ["url =~ /\\/x/", ["request"]],
  ]);
});

Deno.test("compileWhere() says which line is too much for a regular expression", () => {
  const where = compileWhere("text =~ /^(?:a|b)*c/");
  const { line } = SAMPLES.mark;
  const entry = { kind: "mark", at: 0, text: "ab".repeat(3e7) } as const;
  const moment: Moment = { ...SAMPLES.mark, line: { ...line, known: true, entry } };
  const error = assertThrows(() => where(moment), ExpressionError);
  assertEquals(error.column, 6);
  assertEquals(error.advice, "Make the regular expression simpler");
});
