// wiretape/file-opening: a file opens with one short paragraph, a comment of its own that says what
// lives here and why.

/** Fewer words cannot say what lives here and why. */
const MIN_WORDS = 4;

/** A comment at the very start (a hashbang may stand before it) with an empty line after it. */
const OPENING = /^(?:#!.*\n)?(?<comment>(?:\/\/.*\n)+|\/\*[^]*?\*\/\n)(?:\n|$)/;

export const fileOpening: Deno.lint.Rule = {
  create(context): Deno.lint.LintVisitor {
    return {
      Program(): void {
        const { text } = context.sourceCode;
        if (words(OPENING.exec(text)?.groups?.comment ?? "") >= MIN_WORDS) return;
        const endOfLine = text.indexOf("\n");
        context.report({
          range: [0, endOfLine === -1 ? text.length : endOfLine],
          message: "This file does not open with a paragraph of its own",
          hint: "Begin with a comment that says what lives here and why, then an empty line.",
        });
      },
    };
  },
};

function words(comment: string): number {
  const prose = comment.split("\n").filter((line) => !line.includes("deno-lint-ignore"));
  return prose.join(" ").match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}
