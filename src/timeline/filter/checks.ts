// What can never be true is told when an expression is read: a field compared with what it cannot
// be, a step into what has no parts. Most often it is a slip of the pen.

import type { Expression } from "./expression.ts";
import { ExpressionError } from "./expression_error.ts";
import { type Field, findField } from "./fields.ts";
import type { Comparison } from "./operators.ts";
import { suggest } from "../../base/suggest.ts";

/** Throws an ExpressionError when a field is compared with what it never is. */
export function checkComparison(
  operator: Comparison,
  left: Expression,
  right: Expression,
  text: string,
): void {
  if (operator === "in") {
    if (right.kind === "list") {
      for (const item of right.items) checkPair(left, item, text);
    } else if (right.kind === "literal" || typeOf(right) === "text") {
      throw mistake(
        text,
        right.offset,
        "expected a list behind in",
        "Write [a, b], or contains(x, y) for text in text",
      );
    }
    return;
  }
  checkPair(left, right, text);
  checkPair(right, left, text);
}

function checkPair(fieldSide: Expression, valueSide: Expression, text: string): void {
  if (fieldSide.kind !== "field" || valueSide.kind !== "literal") return;
  const field = findField(fieldSide.name);
  if (field === undefined || field.type === "any") return;
  const { value, offset } = valueSide;
  if (value === null) {
    const advice = `Write !has(${field.name}) for what is not there`;
    throw mistake(text, offset, `"${field.name}" is never null`, advice);
  }
  if (typeof value === "string" && field.type === "text") {
    return checkKnown(field, value, offset, text);
  }
  if (isOfType(value, field.type)) return;
  throw mistake(
    text,
    offset,
    `"${field.name}" is ${ARTICLES[field.type]}, never ${JSON.stringify(value)}`,
    adviceFor(field, value),
  );
}

function isOfType(value: string | number | boolean, type: Field["type"]): boolean {
  return type === "number" && typeof value === "number" ||
    type === "boolean" && typeof value === "boolean";
}

function checkKnown(field: Field, value: string, offset: number, text: string): void {
  const { name, values } = field;
  if (values === undefined || values.includes(value)) return;
  const meant = suggest(value, values);
  const advice = meant === undefined
    ? `It is ${values.join(", ")}`
    : `Did you mean ${JSON.stringify(meant)}?`;
  throw mistake(text, offset, `"${name}" is never ${JSON.stringify(value)}`, advice);
}

function adviceFor(field: Field, value: string | number | boolean): string | undefined {
  if (field.type === "number" && typeof value === "string") return "Write numbers without quotes";
  if (field.type === "text") return "Write text in quotes";
  if (field.type === "boolean") return `Write ${field.name} or !${field.name}`;
  return field.type === "list" ? `Write ${field.name}[0] for the first of it` : undefined;
}

const ARTICLES = {
  text: "text",
  number: "a number",
  boolean: "true or false",
  list: "a list",
  object: "an object",
  any: "any value",
} as const satisfies Readonly<Record<Field["type"], string>>;

/** Throws an ExpressionError when a field has no such parts. */
export function checkMember(
  of: Expression,
  key: string | number,
  offset: number,
  text: string,
): void {
  const field = of.kind === "field" ? findField(of.name) : undefined;
  if (field === undefined) return;
  const { name, type } = field;
  if (type === "any" || key === "length" && (type === "list" || type === "text")) return;
  if (type === (typeof key === "number" ? "list" : "object")) return;
  const step = typeof key === "number" ? `[${key}]` : `.${key}`;
  const reason = `"${name}" is ${ARTICLES[type]}, it has no ${JSON.stringify(key)}`;
  throw mistake(text, offset, reason, type === "list" ? `Write ${name}[0]${step}` : undefined);
}

function typeOf(expression: Expression): Field["type"] | undefined {
  return expression.kind === "field" ? findField(expression.name)?.type : undefined;
}

function mistake(text: string, offset: number, reason: string, advice?: string): ExpressionError {
  return new ExpressionError({ what: "expression", text, offset, reason, advice });
}
