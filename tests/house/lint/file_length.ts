// wiretape/file-length: a file that grew past the limit holds more than one thought.

/** No file is longer than this many lines; the median is near 80. */
export const MAX_LINES = 300;

export const fileLength: Deno.lint.Rule = {
  create(context): Deno.lint.LintVisitor {
    return {
      Program(): void {
        const lines = context.sourceCode.text.split("\n");
        if (lines.at(-1) === "") lines.pop();
        if (lines.length <= MAX_LINES) return;
        const start = lines.slice(0, MAX_LINES).join("\n").length + 1;
        const firstTooMany = lines.slice(MAX_LINES, MAX_LINES + 1).join();
        context.report({
          range: [start, start + firstTooMany.length],
          message: `This file has ${lines.length} lines; ${MAX_LINES} is the most`,
          hint: "Split it by thought, and name each part after what it exports.",
        });
      },
    };
  },
};
