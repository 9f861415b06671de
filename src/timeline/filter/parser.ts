// Reads an expression: precedence climbing over the tokens. Knows the fields and functions, so that
// a slip of the pen is told before the first moment comes.

import { adviseField, adviseFunction } from "./advice.ts";
import { checkComparison, checkMember } from "./checks.ts";
import type { Expression } from "./expression.ts";
import { findField } from "./fields.ts";
import { FUNCTIONS } from "./functions.ts";
import {
  type BinaryOperator,
  isComparison,
  joinOperands,
  operatorOf,
  PRECEDENCE,
} from "./operators.ts";
import { makePattern } from "./pattern.ts";
import { TokenCursor } from "./token_cursor.ts";

/** How deep parentheses, calls, lists and signs before a value may be nested. */
export const MAX_NESTING = 100;

/** How many operators, calls and steps into values an expression may have. */
export const MAX_OPERATIONS = 1000;

/** Reads an expression or throws an ExpressionError that says where it goes wrong. */
export function parseExpression(text: string): Expression {
  return new Parser(text).parse();
}

class Parser {
  readonly #cursor: TokenCursor;
  #nesting = 0;
  #operations = 0;
  /** The last one that stood in parentheses. */
  #enclosed: Expression | undefined;

  constructor(text: string) {
    this.#cursor = new TokenCursor(text);
  }

  parse(): Expression {
    const expression = this.#readBinary(0);
    if (this.#cursor.token.kind !== "end") throw this.#cursor.unexpected("the end, or an operator");
    return expression;
  }

  /** Reads operators that bind more tightly than `floor`. */
  #readBinary(floor: number): Expression {
    let left = this.#nested(() => this.#readUnary());
    for (;;) {
      const operator = operatorOf(this.#cursor.token);
      if (operator === undefined || PRECEDENCE[operator] <= floor) return left;
      left = this.#readOperation(left, operator);
    }
  }

  #readOperation(left: Expression, operator: BinaryOperator): Expression {
    const { offset } = this.#cursor.token;
    this.#count(offset);
    if (isComparison(operator)) this.#refuseChains(left, offset);
    this.#cursor.advance();
    if (operator === "=~" || operator === "!~") return this.#readMatch(left, operator, offset);
    const right = this.#readBinary(PRECEDENCE[operator]);
    if (!isComparison(operator)) return joinOperands(operator, left, right, offset);
    checkComparison(operator, left, right, this.#cursor.text);
    return joinOperands(operator, left, right, offset);
  }

  /** `1 < at < 2` and `!event == "x"` mean something else than whoever wrote them thought. */
  #refuseChains(left: Expression, offset: number): void {
    if (left === this.#enclosed) return;
    if (left.kind === "not") {
      throw this.#cursor.mistake(
        offset,
        `the "!" before belongs to the left side alone`,
        "Write !(…) around the comparison, or (!…) around the left side",
      );
    }
    if (
      left.kind === "equality" || left.kind === "ordering" || left.kind === "match" ||
      left.kind === "membership"
    ) {
      throw this.#cursor.mistake(
        offset,
        "comparisons cannot be chained",
        "Join two of them with &&, or use parentheses",
      );
    }
  }

  #readMatch(operand: Expression, operator: "=~" | "!~", offset: number): Expression {
    const token = this.#cursor.token;
    if (token.kind !== "pattern") {
      throw this.#cursor.unexpected(`a regular expression such as /location:.*/`);
    }
    const { value: source, flags } = token;
    const made = makePattern(source, flags);
    if (!made.ok) throw this.#cursor.mistake(token.offset, made.reason, made.advice);
    this.#cursor.advance();
    return { kind: "match", operator, operand, source, flags, offset };
  }

  #readUnary(): Expression {
    const { offset } = this.#cursor.token;
    if (this.#cursor.take("!")) {
      this.#count(offset);
      return { kind: "not", operand: this.#nested(() => this.#readUnary()), offset };
    }
    if (this.#cursor.take("-")) {
      this.#count(offset);
      return { kind: "negative", operand: this.#nested(() => this.#readUnary()), offset };
    }
    return this.#readSteps(this.#readPrimary());
  }

  #readSteps(start: Expression): Expression {
    let value = start;
    for (;;) {
      const { offset } = this.#cursor.token;
      const key = this.#readKey();
      if (key === undefined) return value;
      this.#count(offset);
      checkMember(value, key, offset, this.#cursor.text);
      value = { kind: "member", of: value, key, offset };
    }
  }

  #readKey(): string | number | undefined {
    if (this.#cursor.take(".")) {
      const { kind, value } = this.#cursor.token;
      if (kind !== "name") {
        throw this.#cursor.unexpected('a name (write ["…"] for any other key)');
      }
      this.#cursor.advance();
      return value;
    }
    if (!this.#cursor.take("[")) return undefined;
    const isNegative = this.#cursor.take("-");
    const { kind, value } = this.#cursor.token;
    const isIndex = kind === "number" && Number.isSafeInteger(value);
    if (!isIndex && (kind !== "text" || isNegative)) {
      throw this.#cursor.unexpected('an index or a key, such as [0], [-1] or ["name"]');
    }
    this.#cursor.advance();
    this.#cursor.expect("]");
    return isNegative ? 0 - Number(value) : value;
  }

  #readPrimary(): Expression {
    const token = this.#cursor.token;
    const { offset } = token;
    switch (token.kind) {
      case "number":
      case "text":
        this.#cursor.advance();
        return { kind: "literal", value: token.value, offset };
      case "name":
        this.#cursor.advance();
        return this.#readName(token.value, offset);
      case "pattern":
        throw this.#cursor.mistake(
          offset,
          "a regular expression stands only behind =~ or !~",
          "Write text =~ /…/",
        );
      case "sign":
        return this.#readEnclosed(offset);
      case "end":
        throw this.#cursor.unexpected("a value");
    }
  }

  #readEnclosed(offset: number): Expression {
    if (this.#cursor.take("[")) return { kind: "list", items: this.#readItems("]"), offset };
    if (!this.#cursor.take("(")) throw this.#cursor.unexpected("a value");
    const enclosed = this.#readBinary(0);
    this.#cursor.expect(")");
    this.#enclosed = enclosed;
    return enclosed;
  }

  /** Values between commas, up to the closing sign. */
  #readItems(closing: ")" | "]"): readonly Expression[] {
    const items: Expression[] = [];
    if (this.#cursor.take(closing)) return items;
    do items.push(this.#readBinary(0)); while (this.#cursor.take(","));
    this.#cursor.expect(closing);
    return items;
  }

  #readName(name: string, offset: number): Expression {
    const { kind, value } = this.#cursor.token;
    if (kind === "sign" && value === "(") return this.#readCall(name, offset);
    switch (name) {
      case "true":
      case "false":
        return { kind: "literal", value: name === "true", offset };
      case "null":
        return { kind: "literal", value: null, offset };
    }
    if (findField(name) !== undefined) return { kind: "field", name, offset };
    const before = this.#cursor.previous(2);
    const operator = before === undefined ? undefined : operatorOf(before);
    const isCompared = operator !== undefined && isComparison(operator);
    const advice = adviseField(name, isCompared);
    throw this.#cursor.mistake(offset, `${JSON.stringify(name)} is no field`, advice);
  }

  #readCall(name: string, offset: number): Expression {
    const operation = FUNCTIONS.get(name);
    if (operation === undefined) {
      throw this.#cursor.mistake(
        offset,
        `${JSON.stringify(name)} is no function`,
        adviseFunction(name),
      );
    }
    this.#count(offset);
    this.#cursor.expect("(");
    const inputs = this.#readItems(")");
    if (inputs.length !== operation.inputs) {
      const reason = `${name} takes ${operation.inputs}, not ${inputs.length} values`;
      throw this.#cursor.mistake(offset, reason, `Write ${operation.signature}`);
    }
    return { kind: "call", name, inputs, offset };
  }

  #nested(read: () => Expression): Expression {
    if (this.#nesting === MAX_NESTING) {
      throw this.#cursor.mistake(
        this.#cursor.token.offset,
        `it is nested deeper than ${MAX_NESTING}`,
      );
    }
    this.#nesting++;
    const expression = read();
    this.#nesting--;
    return expression;
  }

  #count(offset: number): void {
    this.#operations++;
    if (this.#operations <= MAX_OPERATIONS) return;
    throw this.#cursor.mistake(offset, `it has more than ${MAX_OPERATIONS} operations`);
  }
}
