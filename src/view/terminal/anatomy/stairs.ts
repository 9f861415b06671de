// A packet drawn as stairs: the packet once, and below it every part in its own place with what it
// means beside it. Long parts are cut in the middle; what has too many parts becomes a list.

import type { Mistake } from "../../../timeline/anatomy/part.ts";
import { cutEnd, cutMiddle, textWidth, wrapColumns } from "../text_width.ts";
import type { Paint } from "../paint.ts";
import { visibleText } from "../visible_text.ts";
import type { References } from "./references.ts";
import type { Layout, Leaf, Row } from "./rows.ts";

/** The meanings stand beside the parts where they have this many columns, else below them. */
const LEAST_MEANING_COLUMNS = 32;
/** Parts are not cut to less than this for the sake of the stairs. */
const LEAST_PART_COLUMNS = 12;
const GAP = 2;
/** A peer may choose long names. */
const MAX_MEANING_COLUMNS = 400;

export interface StairsOptions {
  readonly columns: number;
  readonly paint: Paint;
  readonly references: References;
  readonly mistakes: readonly Mistake[];
}

export function stairs(layout: Layout, options: StairsOptions): readonly string[] {
  const { columns } = options;
  const limit = limitFor(layout, columns - GAP - LEAST_MEANING_COLUMNS, true) ??
    limitFor(layout, Math.max(24, Math.floor(columns * 0.45)), false);
  return limit === undefined ? list(layout, options) : steps(layout, limit, options);
}

/** The most columns that a part may take, so that all fit (`whole`: uncut); undefined when none is enough. */
function limitFor({ leaves }: Layout, budget: number, whole: boolean): number | undefined {
  const widths = leaves.map(({ shown }) =>
    Math.min(textWidth(shown.slice(0, 4 * budget)), budget + 1)
  );
  if (whole) {
    return widths.reduce((sum, width) => sum + width, 0) <= budget ? budget : undefined;
  }
  for (let limit = budget; limit >= LEAST_PART_COLUMNS; limit--) {
    const total = widths.reduce((sum, width) => sum + Math.min(width, limit), 0);
    if (total <= budget) return limit;
  }
  return undefined;
}

function steps(layout: Layout, limit: number, options: StairsOptions): readonly string[] {
  const { columns, paint } = options;
  const shown = layout.leaves.map((leaf) => cutMiddle(leaf.shown, limit));
  const frame = shown.join("");
  const left = textWidth(frame);
  const lines = layout.rows.flatMap((row) => {
    const before = textWidth(shown.slice(0, row.first).join(""));
    const own = row.first === row.last ? shown[row.first] ?? "" : span(shown, row);
    return beside(before, own, left, meaningOf(row, options), columns, paint);
  });
  return [paint("bold", frame), ...carets(layout, shown, options), "", ...lines];
}

/** The brackets of what holds several parts, blank between them. */
function span(shown: readonly string[], { first, last }: Row): string {
  const own = shown.slice(first, last + 1);
  const head = own[0] ?? "";
  const tail = own.at(-1) ?? "";
  const between = textWidth(own.join("")) - textWidth(head) - textWidth(tail);
  return `${head}${" ".repeat(Math.max(0, between))}${tail}`;
}

/** Points at the mistakes whose place can be seen. */
function carets(
  { leaves }: Layout,
  shown: readonly string[],
  { mistakes, paint }: StairsOptions,
): readonly string[] {
  const columns = mistakes.flatMap(({ at }) => {
    const index = leaves.findIndex(({ part }) => at >= part.start && at < part.end);
    const leaf = leaves[index];
    const isEnd = leaf === undefined && at === leaves.at(-1)?.part.end;
    if (isEnd) return [textWidth(shown.join(""))];
    const isWhole = leaf !== undefined && leaf.shown === shown[index] &&
      leaf.shown.length === leaf.part.text.length;
    if (!isWhole) return [];
    const before = shown.slice(0, index).join("");
    return [textWidth(before + leaf.part.text.slice(0, (at - leaf.part.start) * scaleOf(leaf)))];
  });
  const [first] = columns;
  return first === undefined ? [] : [" ".repeat(first) + paint("red", "^")];
}

/** A byte is shown as two digits. */
function scaleOf({ part }: Leaf): number {
  return part.text.length / (part.end - part.start);
}

/** One part with what it means: beside it, or below where the screen is narrow. */
function beside(
  before: number,
  own: string,
  left: number,
  meaning: string,
  columns: number,
  paint: Paint,
): readonly string[] {
  const place = " ".repeat(before);
  const free = columns - left - GAP;
  if (free < LEAST_MEANING_COLUMNS) {
    const lines = wrapColumns(meaning, Math.max(LEAST_MEANING_COLUMNS, columns - 4));
    return [place + paint("cyan", own), ...lines.map((line) => `    ${line}`)];
  }
  return wrapColumns(meaning, free).map((line, index) => {
    if (index > 0) return " ".repeat(left + GAP) + line;
    const rest = " ".repeat(Math.max(0, left - before - textWidth(own)) + GAP);
    return place + paint("cyan", own) + rest + line;
  });
}

/** One part below the other, those within others set in. */
function list(layout: Layout, options: StairsOptions): readonly string[] {
  const { columns, paint } = options;
  const limit = Math.max(20, Math.floor(columns * 0.4));
  const entries = layout.rows.map((row) => {
    const indent = 2 * row.depth;
    const text = row.first === row.last
      ? layout.leaves[row.first]?.shown ?? ""
      : span(layout.leaves.map(({ shown }) => shown), row).replace(/ +/, "…");
    return { indent, own: cutMiddle(text, limit - indent), meaning: meaningOf(row, options) };
  });
  const left = Math.max(0, ...entries.map(({ indent, own }) => indent + textWidth(own)));
  const frame = cutMiddle(layout.leaves.map(({ shown }) => shown).join(""), columns);
  return [
    paint("bold", frame),
    "",
    ...entries.flatMap(({ indent, own, meaning }) =>
      beside(indent, own, left, meaning, columns, paint)
    ),
  ];
}

function meaningOf({ part }: Row, { references }: StairsOptions): string {
  const meaning = cutEnd(visibleText(part.meaning), MAX_MEANING_COLUMNS);
  return part.source === undefined ? meaning : `${meaning} ${references.mark(part.source)}`;
}
