// An anatomy as rows: what is shown of each part and what is said of it. Parts that only hold others
// together take space and say nothing.

import type { Anatomy, Part } from "../../../timeline/anatomy/part.ts";
import { type HiddenRange, visibleText } from "../visible_text.ts";

/** A part without parts. */
export interface Leaf {
  readonly part: Part;
  readonly shown: string;
}

/** What is said: of a leaf, or of all leaves from `first` to `last`. */
export interface Row {
  readonly part: Part;
  readonly first: number;
  readonly last: number;
  readonly depth: number;
}

/** Parts that are drawn together, as one packet of a body. */
export interface Block {
  readonly heading: string;
  readonly parts: readonly Part[];
}

/** The packets of a body one by one, each with its length or its separator; else everything. */
export function blocksOf({ parts }: Anatomy): readonly Block[] {
  if (!parts.some(isPacket)) return [{ heading: "", parts }];
  const blocks: Block[] = [];
  let waiting: Part[] = [];
  for (const part of parts) {
    const { children = [] } = part;
    if (isPacket(part)) {
      blocks.push({ heading: part.meaning, parts: [...waiting, ...children] });
      waiting = [];
      continue;
    }
    const last = blocks.at(-1);
    if (part.name === "separator" && last !== undefined) {
      blocks[blocks.length - 1] = { ...last, parts: [...last.parts, part] };
    } else waiting.push(part);
  }
  return waiting.length === 0 ? blocks : [...blocks, { heading: "", parts: waiting }];
}

function isPacket({ name, children }: Part): boolean {
  return children !== undefined && /^packet \d/.test(name);
}

export interface Layout {
  readonly leaves: readonly Leaf[];
  readonly rows: readonly Row[];
}

/** `hidden` counts in characters, or in bytes of binary, of which each is shown as two digits. */
export function layOut(
  parts: readonly Part[],
  hidden: readonly HiddenRange[],
  isBinary: boolean,
): Layout {
  const leaves: Leaf[] = [];
  const rows: Row[] = [];
  const scale = isBinary ? 2 : 1;
  const scaled = hidden.map(([start, length]): HiddenRange => [start * scale, length * scale]);
  collect(parts, 0, scaled, scale, leaves, rows);
  return { leaves, rows };
}

function collect(
  parts: readonly Part[],
  depth: number,
  hidden: readonly HiddenRange[],
  scale: number,
  leaves: Leaf[],
  rows: Row[],
): void {
  for (const part of parts) {
    const first = leaves.length;
    if (part.children === undefined) {
      leaves.push({ part, shown: visibleText(part.text, hidden, part.start * scale) });
      if (part.meaning !== "") rows.push({ part, first, last: first, depth });
      continue;
    }
    const index = rows.length;
    collect(part.children, depth + 1, hidden, scale, leaves, rows);
    if (part.meaning === "") continue;
    rows.splice(index, 0, { part, first, last: leaves.length - 1, depth });
  }
}
