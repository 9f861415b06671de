// An anatomy for the terminal: what it is, the packet with each part in its place, what is wrong,
// what else there is to know, and where the documents say so.

import type { Anatomy, Mistake, Part } from "../../timeline/anatomy/part.ts";
import { References } from "./anatomy/references.ts";
import { type Block, blocksOf, layOut } from "./anatomy/rows.ts";
import { stairs } from "./anatomy/stairs.ts";
import { cutEnd, cutMiddle, wrapColumns } from "./text_width.ts";
import { type Paint, plainPaint } from "./paint.ts";
import { type HiddenRange, visibleText } from "./visible_text.ts";

/** How many packets of a body are drawn. */
export const MAX_BLOCKS = 100;

/** How much of a mistake's words is told: they quote the peer. */
const MAX_TEXT_COLUMNS = 400;

export interface AnatomyLinesOptions {
  readonly columns: number;
  readonly paint?: Paint;
  /** What was hidden on the tape, in characters (or bytes) of the input. */
  readonly hidden?: readonly HiddenRange[];
  /** Those of the page that this is a part of; by default they are told at the end. */
  readonly references?: References;
}

export function anatomyLines(anatomy: Anatomy, options: AnatomyLinesOptions): readonly string[] {
  const paint = options.paint ?? plainPaint;
  const references = options.references ?? new References();
  const lines = [
    ...titleLines(anatomy.title, options.columns).map((line) => paint("bold", line)),
    "",
    ...bodyLines(anatomy, { ...options, paint, references }),
  ];
  if (options.references !== undefined) return lines;
  return joinSections([lines, references.lines(options.columns, paint)]);
}

/** A peer may choose long names: two lines are enough of them. */
function titleLines(title: string, columns: number): readonly string[] {
  return wrapColumns(cutEnd(visibleText(title), 2 * columns - 20), columns);
}

type FullOptions =
  & AnatomyLinesOptions
  & Required<Pick<AnatomyLinesOptions, "paint" | "references">>;

function bodyLines(anatomy: Anatomy, options: FullOptions): readonly string[] {
  const blocks = blocksOf(anatomy);
  const shown = blocks.slice(0, MAX_BLOCKS);
  const left = blocks.length - shown.length;
  return joinSections([
    ...shown.flatMap((block) => blockSections(block, anatomy, options)),
    left > 0 ? [`(the packets after the first ${MAX_BLOCKS} are not shown)`] : [],
    mistakeLines(anatomy, options),
    remarkLines(anatomy.remarks, options),
  ]);
}

function blockSections(
  { heading, parts }: Block,
  { mistakes, input }: Anatomy,
  options: FullOptions,
): readonly (readonly string[])[] {
  if (parts.length === 0) return [["(empty: 0 characters)"]];
  const { columns, paint, references } = options;
  const layout = layOut(parts, options.hidden ?? [], typeof input !== "string");
  const start = parts[0]?.start ?? 0;
  const end = parts.at(-1)?.end ?? 0;
  const own = mistakes.filter(({ at }) =>
    at >= start && (at < end || at === end && end === input.length)
  );
  const drawn = stairs(layout, { columns, paint, references, mistakes: own });
  const head = heading === "" ? [] : [paint("bold", heading)];
  return [[...head, ...drawn], ...insides(parts, options)];
}

/** What parts hold in another coding, each with a heading of its own. */
function insides(parts: readonly Part[], options: FullOptions): readonly (readonly string[])[] {
  return parts.flatMap((part) => {
    const { name, inside, children = [] } = part;
    const own = inside === undefined || inside.parts.length === 0
      ? []
      : [[...insideLines(name, inside, options), ...caution(part, options)]];
    return [...own, ...insides(children, options)];
  });
}

/** In another coding the places of what was hidden are lost. */
function caution({ start, end }: Part, { hidden = [], paint }: FullOptions): readonly string[] {
  const isTouched = hidden.some(([from, length]) => from < end && from + length > start);
  return isTouched ? [paint("yellow", CAUTION)] : [];
}

const CAUTION = "Some of it was hidden when this was recorded: asterisks in it may be no data";

function insideLines(name: string, inside: Anatomy, options: FullOptions): readonly string[] {
  const columns = options.columns - 2;
  const { hidden: _hidden, ...rest } = options;
  const [only, ...others] = inside.parts;
  if (only?.name === "bytes" && others.length === 0) {
    return [`The ${name} in hexadecimal: ${cutMiddle(only.text, columns - name.length - 24)}`];
  }
  return [
    ...titleLines(`In the ${name}: ${inside.title}`, options.columns)
      .map((line) => options.paint("bold", line)),
    ...bodyLines(inside, { ...rest, columns }).map((line) => line === "" ? "" : `  ${line}`),
  ];
}

function mistakeLines({ mistakes, input }: Anatomy, options: FullOptions): readonly string[] {
  const unit = typeof input === "string" ? "character" : "byte";
  return mistakes.flatMap((mistake) => mistakeLine(mistake, unit, options));
}

/** Characters are counted from 1, as editors do. */
function mistakeLine(
  { at, text, consequence }: Mistake,
  unit: string,
  { columns, paint }: FullOptions,
): readonly string[] {
  const [first = "", ...more] = wrapColumns(
    `${cutEnd(visibleText(text), MAX_TEXT_COLUMNS)} (${unit} ${at + 1})`,
    columns - 2,
  );
  const after = consequence === undefined
    ? []
    : wrapColumns(`${capital(consequence)}.`, columns - 2);
  return [
    `${paint("red", "✗")} ${first}`,
    ...more.map((line) => `  ${line}`),
    ...after.map((line) => `  ${line}`),
  ];
}

function remarkLines(remarks: readonly string[], { columns }: FullOptions): readonly string[] {
  return remarks.flatMap((remark) => {
    const [first = "", ...more] = wrapColumns(`${visibleText(remark)}.`, columns - 2);
    return [`· ${first}`, ...more.map((line) => `  ${line}`)];
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A blank line between sections, none where there is nothing. */
export function joinSections(sections: readonly (readonly string[])[]): readonly string[] {
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, index) => index === 0 ? section : ["", ...section]);
}
