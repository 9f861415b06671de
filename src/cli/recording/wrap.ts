// Lines for a narrow terminal: broken between words, the rest below the first word. What is too long
// to be broken (a path, a URL) stays whole, to be copied.

import { textWidth } from "../../view/terminal/text_width.ts";

export function wrapWords(line: string, columns: number): readonly string[] {
  if (textWidth(line) <= columns) return [line];
  const [indent = ""] = /^ */.exec(line) ?? [];
  const below = `${indent}  `;
  const lines: string[] = [];
  let current = "";
  for (const [word = ""] of line.slice(indent.length).matchAll(/ *[^ ]+/g)) {
    const start = lines.length === 0 ? indent : below;
    if (current !== "" && textWidth(`${start}${current}${word}`) > columns) {
      lines.push(`${start}${current}`);
      current = word.trimStart();
    } else current += word;
  }
  return [...lines, `${lines.length === 0 ? indent : below}${current}`];
}
