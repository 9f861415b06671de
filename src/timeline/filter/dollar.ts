// `$`, where paths begin: an event's only argument, or the list of arguments when there are several
// or none. Back again after something was changed.

import type { Value } from "../../base/json.ts";

/** What `$` stands for. */
export function dollarOf(args: readonly Value[]): Value {
  const [only] = args;
  return args.length === 1 && only !== undefined ? only : args;
}

/**
 * The arguments after `$` has become another value. Where `$` is the list of arguments, a value that
 * is no list becomes the only one.
 */
export function withDollar(args: readonly Value[], dollar: Value): readonly Value[] {
  if (args.length === 1) return [dollar];
  return Array.isArray(dollar) ? dollar : [dollar];
}
