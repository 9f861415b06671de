// The one expression language of Wiretape: what `--where` takes, in every command.

import type { Moment } from "../moment.ts";
import { compileTest, compileValue } from "./compile.ts";
import type { Found } from "./field_values.ts";
import { parseExpression } from "./parser.ts";
import { type QuickTest, quickTestOf } from "./quick_look.ts";

/**
 * Makes a test of moments from an expression such as `event == "location:track" && $.speed > 10`.
 * Throws an ExpressionError when it cannot be read. docs/expressions.md tells the language.
 */
export function compileWhere(text: string): (moment: Moment) => boolean {
  return compileTest(parseExpression(text), text);
}

/** Makes a reader of whatever an expression is for a moment: `$.speed * 3.6`. */
export function compileReader(text: string): (moment: Moment) => Found {
  return compileValue(parseExpression(text), text);
}

/**
 * A look at lines before they are parsed, for whoever wants nothing but the moments that match; a new
 * one for each reading of a tape. Undefined when every line must be parsed.
 */
export function quickTest(text: string): QuickTest | undefined {
  return quickTestOf(parseExpression(text));
}
