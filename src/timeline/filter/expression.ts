// What an expression is once it has been read. `&&` and `||` take any number of operands, so that
// long chains of them are not deep.

export type Literal = string | number | boolean | null;

export type Equality = "==" | "!=";
export type Ordering = "<" | "<=" | ">" | ">=";
export type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** `offset` is where it begins in the text (of an operator the operator itself). */
export type Expression =
  | { readonly kind: "literal"; readonly value: Literal; readonly offset: number }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly offset: number }
  | { readonly kind: "field"; readonly name: string; readonly offset: number }
  | {
    readonly kind: "member";
    readonly of: Expression;
    readonly key: string | number;
    readonly offset: number;
  }
  | {
    readonly kind: "call";
    readonly name: string;
    readonly inputs: readonly Expression[];
    readonly offset: number;
  }
  | { readonly kind: "not"; readonly operand: Expression; readonly offset: number }
  | { readonly kind: "negative"; readonly operand: Expression; readonly offset: number }
  | {
    readonly kind: "all" | "any";
    readonly operands: readonly Expression[];
    readonly offset: number;
  }
  | {
    readonly kind: "equality";
    readonly operator: Equality;
    readonly left: Expression;
    readonly right: Expression;
    readonly offset: number;
  }
  | {
    readonly kind: "ordering";
    readonly operator: Ordering;
    readonly left: Expression;
    readonly right: Expression;
    readonly offset: number;
  }
  | {
    readonly kind: "arithmetic";
    readonly operator: Arithmetic;
    readonly left: Expression;
    readonly right: Expression;
    readonly offset: number;
  }
  | {
    readonly kind: "membership";
    readonly left: Expression;
    readonly right: Expression;
    readonly offset: number;
  }
  | {
    readonly kind: "match";
    readonly operator: "=~" | "!~";
    readonly operand: Expression;
    readonly source: string;
    readonly flags: string;
    readonly offset: number;
  };

export type ExpressionOf<Kind extends Expression["kind"]> = Extract<
  Expression,
  { readonly kind: Kind }
>;
