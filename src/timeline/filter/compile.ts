// Expressions as closures: each part of one becomes a function of a moment. Nothing is evaluated as
// code, and nothing on a tape can make it throw.

import type { Value, ValueObject } from "../../base/json.ts";
import {
  equalityTest,
  memberOfTest,
  memberTest,
  type Operand,
  orderingTest,
  type Reader,
  type Test,
} from "./comparisons.ts";
import type { Arithmetic, Expression, ExpressionOf } from "./expression.ts";
import { ExpressionError } from "./expression_error.ts";
import type { Found } from "./field_values.ts";
import { findField } from "./fields.ts";
import { FUNCTIONS, lengthOf } from "./functions.ts";
import { makePattern } from "./pattern.ts";

/** What a part of an expression is for a moment. `text` is the whole expression, for messages. */
export function compileValue(expression: Expression, text: string): Reader {
  switch (expression.kind) {
    case "literal": {
      const { value } = expression;
      return () => value;
    }
    case "list":
      return compileList(expression, text);
    case "field":
      return findField(expression.name)?.read ?? MISSING;
    case "member":
      return compileMember(expression, text);
    case "call":
      return compileCall(expression, text);
    case "negative": {
      const read = compileValue(expression.operand, text);
      return (moment) => {
        const found = read(moment);
        return typeof found === "number" ? -found : undefined;
      };
    }
    case "arithmetic":
      return compileArithmetic(expression, text);
    default:
      return compileTest(expression, text);
  }
}

/** Whether an expression holds: what is missing, `null` and `false` do not, all else does. */
export function compileTest(expression: Expression, text: string): Test {
  switch (expression.kind) {
    case "not": {
      const test = compileTest(expression.operand, text);
      return (moment) => !test(moment);
    }
    case "all":
      return allOf(expression.operands.map((operand) => compileTest(operand, text)));
    case "any":
      return anyOf(expression.operands.map((operand) => compileTest(operand, text)));
    case "equality": {
      const { operator, left, right } = expression;
      return equalityTest(operator, operandOf(left, text), operandOf(right, text));
    }
    case "ordering": {
      const { operator, left, right } = expression;
      return orderingTest(operator, operandOf(left, text), operandOf(right, text));
    }
    case "membership": {
      const left = compileValue(expression.left, text);
      const { right } = expression;
      if (right.kind !== "list") return memberOfTest(left, compileValue(right, text));
      return memberTest(left, right.items.map((item) => operandOf(item, text)));
    }
    case "match":
      return compileMatch(expression, text);
    default: {
      const read = compileValue(expression, text);
      return (moment) => {
        const found = read(moment);
        return found !== undefined && found !== null && found !== false;
      };
    }
  }
}

const MISSING: Reader = () => undefined;

function operandOf(expression: Expression, text: string): Operand {
  const read = compileValue(expression, text);
  const literal = literalOf(expression);
  return literal === undefined ? { read } : { read, literal };
}

/** A number with a sign before it is a literal, too. */
function literalOf(expression: Expression): ExpressionOf<"literal">["value"] | undefined {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind !== "negative" || expression.operand.kind !== "literal") return undefined;
  const { value } = expression.operand;
  return typeof value === "number" ? -value : undefined;
}

function allOf(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (tests.length === 2 && first !== undefined && second !== undefined) {
    return (moment) => first(moment) && second(moment);
  }
  return (moment) => tests.every((test) => test(moment));
}

function anyOf(tests: readonly Test[]): Test {
  const [first, second] = tests;
  if (tests.length === 2 && first !== undefined && second !== undefined) {
    return (moment) => first(moment) || second(moment);
  }
  return (moment) => tests.some((test) => test(moment));
}

/** A list with something missing in it is missing itself. */
function compileList({ items }: ExpressionOf<"list">, text: string): Reader {
  const readers = items.map((item) => compileValue(item, text));
  return (moment) => {
    const values: Value[] = [];
    for (const read of readers) {
      const found = read(moment);
      if (found === undefined) return undefined;
      values.push(found);
    }
    return values;
  };
}

function compileMember({ of, key }: ExpressionOf<"member">, text: string): Reader {
  const read = compileValue(of, text);
  if (typeof key === "number") return (moment) => itemOf(read(moment), key);
  if (key === "length") return (moment) => lengthOrKey(read(moment));
  return (moment) => propertyOf(read(moment), key);
}

function itemOf(found: Found, index: number): Found {
  if (!Array.isArray(found)) return undefined;
  return index < 0 ? found[found.length + index] : found[index];
}

function lengthOrKey(found: Found): Found {
  return lengthOf(found) ?? propertyOf(found, "length");
}

/** Own keys only: `constructor` is none. */
function propertyOf(found: Found, key: string): Found {
  if (typeof found !== "object" || found === null) return undefined;
  if (Array.isArray(found) || found instanceof Uint8Array) return undefined;
  const value = (found as ValueObject)[key];
  return value !== undefined && Object.hasOwn(found, key) ? value : undefined;
}

function compileCall({ name, inputs }: ExpressionOf<"call">, text: string): Reader {
  const apply = FUNCTIONS.get(name)?.apply ?? nothing;
  const [first = MISSING, second = MISSING] = inputs.map((input) => compileValue(input, text));
  return (moment) => apply(first(moment), second(moment));
}

function nothing(): Found {
  return undefined;
}

function compileArithmetic(
  { operator, left, right }: ExpressionOf<"arithmetic">,
  text: string,
): Reader {
  const [readLeft, readRight] = [compileValue(left, text), compileValue(right, text)];
  const calculate = CALCULATIONS[operator];
  return (moment) => {
    const [mine, theirs] = [readLeft(moment), readRight(moment)];
    if (typeof mine !== "number" || typeof theirs !== "number") return undefined;
    const result = calculate(mine, theirs);
    return Number.isFinite(result) ? result : undefined;
  };
}

const CALCULATIONS: Readonly<Record<Arithmetic, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};

function compileMatch(expression: ExpressionOf<"match">, text: string): Test {
  const { operator, operand, source, flags, offset } = expression;
  const made = makePattern(source, flags);
  if (!made.ok) {
    const { reason, advice } = made;
    throw new ExpressionError({ what: "expression", text, offset, reason, advice });
  }
  const { pattern } = made;
  const read = compileValue(operand, text);
  const wanted = operator === "=~";
  return (moment) => {
    const found = read(moment);
    if (typeof found !== "string") return found !== undefined && !wanted;
    try {
      return pattern.test(found) === wanted;
    } catch (cause) {
      const reason = `it needs too much memory on line ${moment.line.number}`;
      const advice = "Make the regular expression simpler";
      throw new ExpressionError({ what: "expression", text, offset, reason, advice }, { cause });
    }
  };
}
