// A mistake in an expression or a path, as the command line tells it: the place is pointed at.

import type { ExpressionError } from "../timeline/filter/expression_error.ts";
import { UsageError } from "./usage_error.ts";

/** `before` says where the expression was written, when it was not alone. */
export function expressionProblem(error: ExpressionError, before = ""): UsageError {
  const pointer = error.pointer.split("\n").map((line) => `\n    ${line}`).join("");
  return new UsageError(`${before}${error.message}${pointer}`, error.advice);
}
