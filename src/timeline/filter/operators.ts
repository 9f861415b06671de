// The operators between two values: how tightly they bind, and what they make of their operands.

import type { Arithmetic, Equality, Expression, Ordering } from "./expression.ts";
import type { Token } from "./tokens.ts";

export type Comparison = Equality | Ordering | "in" | "=~" | "!~";
export type BinaryOperator = "||" | "&&" | Comparison | Arithmetic;

/** The higher, the tighter. */
export const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "=~": 3,
  "!~": 3,
  in: 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
};

export function operatorOf({ kind, value }: Token): BinaryOperator | undefined {
  if (kind !== "sign" && !(kind === "name" && value === "in")) return undefined;
  return isOperator(value) ? value : undefined;
}

export function isComparison(operator: BinaryOperator): operator is Comparison {
  return PRECEDENCE[operator] === PRECEDENCE["=="];
}

/** The expression of an operator between two others. */
export function joinOperands(
  operator: Exclude<BinaryOperator, "=~" | "!~">,
  left: Expression,
  right: Expression,
  offset: number,
): Expression {
  switch (operator) {
    case "&&":
      return joinAll("all", left, right, offset);
    case "||":
      return joinAll("any", left, right, offset);
    case "==":
    case "!=":
      return { kind: "equality", operator, left, right, offset };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return { kind: "ordering", operator, left, right, offset };
    case "in":
      return { kind: "membership", left, right, offset };
    default:
      return { kind: "arithmetic", operator, left, right, offset };
  }
}

/** Which of the operands were in parentheses does not matter: the meaning is the same. */
function joinAll(
  kind: "all" | "any",
  left: Expression,
  right: Expression,
  offset: number,
): Expression {
  const operands = [...operandsOf(kind, left), ...operandsOf(kind, right)];
  return { kind, operands, offset: left.kind === kind ? left.offset : offset };
}

function operandsOf(kind: "all" | "any", expression: Expression): readonly Expression[] {
  return expression.kind === kind ? expression.operands : [expression];
}

function isOperator(value: string): value is BinaryOperator {
  return Object.hasOwn(PRECEDENCE, value);
}
