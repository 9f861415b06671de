// Goes through the tokens of an expression, and says where and why it cannot go on.

import { adviseWord } from "./advice.ts";
import { ExpressionError } from "./expression_error.ts";
import { type Token, tokenize } from "./tokens.ts";

/** How much of an unexpected token a message repeats. */
const MAX_QUOTED = 40;

export class TokenCursor {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
  }

  get token(): Token {
    return this.#tokens[this.#index] ?? { kind: "end", value: "", offset: this.text.length };
  }

  /** The token that was read so many tokens ago. */
  previous(count: number): Token | undefined {
    return this.#tokens[this.#index - count];
  }

  advance(): void {
    this.#index++;
  }

  /** Goes past this sign if it is next. */
  take(sign: string): boolean {
    const { kind, value } = this.token;
    const isThere = kind === "sign" && value === sign;
    if (isThere) this.#index++;
    return isThere;
  }

  expect(sign: string): void {
    if (!this.take(sign)) throw this.unexpected(sign);
  }

  /** The token is none of those that could stand here. */
  unexpected(expected: string): ExpressionError {
    const { kind, value, offset } = this.token;
    const next = this.#tokens[this.#index + 1]?.offset ?? this.text.length;
    const written = this.text.slice(offset, Math.min(next, offset + MAX_QUOTED)).trimEnd();
    const found = kind === "end" ? "it ends" : `found ${written}`;
    const advice = kind === "name" ? adviseWord(value) : undefined;
    return this.mistake(offset, `${found}, expected ${expected}`, advice);
  }

  mistake(offset: number, reason: string, advice?: string): ExpressionError {
    return new ExpressionError({ what: "expression", text: this.text, offset, reason, advice });
  }
}
