// Comparisons as closures. They are run a million times: what is known when the expression is read
// (a literal, the operator) is decided there. A comparison with what is missing is false, always.

import type { Moment } from "../moment.ts";
import { equalValues } from "./equal.ts";
import type { Equality, Literal, Ordering } from "./expression.ts";
import type { Found } from "./field_values.ts";

export type Reader = (moment: Moment) => Found;
export type Test = (moment: Moment) => boolean;

/** One side of a comparison; `literal` when it is one. */
export interface Operand {
  readonly read: Reader;
  readonly literal?: Literal;
}

export function equalityTest(operator: Equality, left: Operand, right: Operand): Test {
  if (right.literal !== undefined) return literalTest(operator, left.read, right.literal);
  if (left.literal !== undefined) return literalTest(operator, right.read, left.literal);
  const [readLeft, readRight] = [left.read, right.read];
  const wanted = operator === "==";
  return (moment) => {
    const [mine, theirs] = [readLeft(moment), readRight(moment)];
    return mine !== undefined && theirs !== undefined && equalValues(mine, theirs) === wanted;
  };
}

function literalTest(operator: Equality, read: Reader, literal: Literal): Test {
  if (operator === "==") return (moment) => read(moment) === literal;
  return (moment) => {
    const found = read(moment);
    return found !== undefined && found !== literal;
  };
}

/** Numbers with numbers, text with text by UTF-16 units; anything else is in no order. */
export function orderingTest(operator: Ordering, left: Operand, right: Operand): Test {
  if (typeof right.literal === "number") return numberTest(operator, left.read, right.literal);
  if (typeof left.literal === "number") {
    return numberTest(MIRRORED[operator], right.read, left.literal);
  }
  const [readLeft, readRight] = [left.read, right.read];
  const holds = ORDERINGS[operator];
  return (moment) => {
    const [mine, theirs] = [readLeft(moment), readRight(moment)];
    if (typeof mine === "number") return typeof theirs === "number" && holds(mine, theirs);
    return typeof mine === "string" && typeof theirs === "string" && holds(mine, theirs);
  };
}

function numberTest(operator: Ordering, read: Reader, literal: number): Test {
  switch (operator) {
    case "<":
      return (moment) => {
        const found = read(moment);
        return typeof found === "number" && found < literal;
      };
    case "<=":
      return (moment) => {
        const found = read(moment);
        return typeof found === "number" && found <= literal;
      };
    case ">":
      return (moment) => {
        const found = read(moment);
        return typeof found === "number" && found > literal;
      };
    case ">=":
      return (moment) => {
        const found = read(moment);
        return typeof found === "number" && found >= literal;
      };
  }
}

const ORDERINGS = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
} as const satisfies Readonly<
  Record<Ordering, (left: number | string, right: number | string) => boolean>
>;

const MIRRORED: Readonly<Record<Ordering, Ordering>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** So many literals are compared one by one. */
const FEW = 8;

/** Whether the left side is one of these. */
export function memberTest(left: Reader, items: readonly Operand[]): Test {
  const literals = items.flatMap(({ literal }) => literal === undefined ? [] : [literal]);
  if (literals.length === items.length) {
    // A set would hash the text of every moment, which is worth it only for many.
    if (literals.length <= FEW) return (moment) => isOneOf(literals, left(moment));
    const known: ReadonlySet<Found> = new Set(literals);
    return (moment) => known.has(left(moment));
  }
  return (moment) => {
    const found = left(moment);
    return found !== undefined && items.some(({ read }) => isEqual(read(moment), found));
  };
}

function isOneOf(literals: readonly Literal[], found: Found): boolean {
  for (const literal of literals) if (literal === found) return true;
  return false;
}

/** Whether the left side is in the list that the right side is. */
export function memberOfTest(left: Reader, right: Reader): Test {
  return (moment) => {
    const [found, list] = [left(moment), right(moment)];
    return found !== undefined && Array.isArray(list) &&
      list.some((item) => isEqual(item, found));
  };
}

function isEqual(left: Found, right: Found): boolean {
  return left !== undefined && right !== undefined && equalValues(left, right);
}
