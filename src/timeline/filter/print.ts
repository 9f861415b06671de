// An expression as text again, with no more parentheses than it needs: what is read from it is the
// same expression.

import type { Expression } from "./expression.ts";
import { PRECEDENCE } from "./operators.ts";

/** Binds more tightly than any operator between two values. */
const SIGN = 6;
const PRIMARY = 7;

const NAME = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;

export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return JSON.stringify(expression.value);
    case "list":
      return `[${expression.items.map(printExpression).join(", ")}]`;
    case "field":
      return expression.name;
    case "member":
      return `${enclose(expression.of, PRIMARY)}${printKey(expression.key)}`;
    case "call":
      return `${expression.name}(${expression.inputs.map(printExpression).join(", ")})`;
    case "not":
      return `!${enclose(expression.operand, SIGN)}`;
    case "negative":
      return `-${enclose(expression.operand, SIGN)}`;
    case "all":
    case "any": {
      const operator = expression.kind === "all" ? "&&" : "||";
      const floor = PRECEDENCE[operator] + 1;
      return expression.operands.map((each) => enclose(each, floor)).join(` ${operator} `);
    }
    case "match": {
      const { operator, operand, source, flags } = expression;
      return `${encloseOperand(operand)} ${operator} /${source}/${flags}`;
    }
    case "equality":
    case "ordering":
      return printComparison(expression.left, expression.operator, expression.right);
    case "membership":
      return printComparison(expression.left, "in", expression.right);
    case "arithmetic": {
      const { left, operator, right } = expression;
      const precedence = PRECEDENCE[operator];
      return `${enclose(left, precedence)} ${operator} ${enclose(right, precedence + 1)}`;
    }
  }
}

function printKey(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return NAME.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

function printComparison(left: Expression, operator: string, right: Expression): string {
  return `${encloseOperand(left)} ${operator} ${encloseOperand(right)}`;
}

/** A `!` before a comparison would be refused. */
function encloseOperand(expression: Expression): string {
  if (expression.kind === "not") return `(${printExpression(expression)})`;
  return enclose(expression, PRECEDENCE["=="] + 1);
}

function enclose(expression: Expression, floor: number): string {
  const printed = printExpression(expression);
  return precedenceOf(expression) < floor ? `(${printed})` : printed;
}

function precedenceOf(expression: Expression): number {
  switch (expression.kind) {
    case "literal":
    case "list":
    case "field":
    case "member":
    case "call":
      return PRIMARY;
    case "not":
    case "negative":
      return SIGN;
    case "all":
      return PRECEDENCE["&&"];
    case "any":
      return PRECEDENCE["||"];
    case "equality":
    case "ordering":
    case "membership":
    case "match":
      return PRECEDENCE["=="];
    case "arithmetic":
      return PRECEDENCE[expression.operator];
  }
}
