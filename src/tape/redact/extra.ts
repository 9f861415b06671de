// What a user adds to the list: `--redact KEY` hides the values of names that end in it,
// `--redact /REGEX/` hides what the expression matches, or only its groups when it has some.

import { messageOf } from "../../base/errors.ts";

/** A key (a string) or an expression, as `--redact` gives it. Throws with the reason. */
export function parseExtra(text: string): string | RegExp {
  if (!text.startsWith("/")) {
    if (/[\p{L}\p{N}]/u.test(text)) return text;
    throw new SyntaxError(
      `Cannot read --redact ${
        JSON.stringify(text)
      }: expected a KEY with a letter or digit in it, or /REGEX/`,
    );
  }
  const closing = text.lastIndexOf("/");
  const source = text.slice(1, closing);
  const flags = text.slice(closing + 1);
  if (closing === 0) {
    throw new SyntaxError(
      `Cannot read --redact ${JSON.stringify(text)}: the closing "/" of the expression is missing`,
    );
  }
  if (source === "") {
    throw new SyntaxError(
      `Cannot read --redact ${
        JSON.stringify(text)
      }: the expression is empty and would match nothing`,
    );
  }
  const unknown = [...flags].find((flag) => !"gimsuv".includes(flag));
  if (unknown !== undefined) {
    throw new SyntaxError(
      `Cannot read --redact ${
        JSON.stringify(text)
      }: unknown flag "${unknown}", expected some of i, m, s, u, v`,
    );
  }
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const reason = messageOf(error);
    throw new SyntaxError(`Cannot read --redact ${JSON.stringify(text)}: ${reason}`, {
      cause: error,
    });
  }
}
