// The content of an entry: taken apart, its JSON with line breaks, its bytes.

import { encodeUtf8, type Payload, utf8Length } from "../../../base/bytes.ts";
import type { Content, Redacted, RedactedRange } from "../../../tape/entry.ts";
import { anatomyOf } from "../../../timeline/anatomy/anatomy.ts";
import type { Anatomy, AnatomyOptions, Part } from "../../../timeline/anatomy/part.ts";
import { payloadOf } from "../../../timeline/content.ts";
import { anatomyLines } from "../anatomy_lines.ts";
import type { References } from "../anatomy/references.ts";
import { wrapColumns } from "../text_width.ts";
import type { HiddenRange } from "../visible_text.ts";
import { dumpLines } from "./dump.ts";
import { counted } from "../duration.ts";
import type { Drawing } from "./input.ts";
import { limitedLines } from "./limited.ts";
import { prettyJson } from "./pretty_json.ts";

/** The most characters that are taken apart and laid out, unless everything is asked for. */
export const MAX_CHARACTERS = 100_000;

export interface ShownContent {
  readonly content: Content;
  readonly redacted: Redacted | undefined;
  readonly options: AnatomyOptions;
  /** Text that no protocol claims, as a page's, is only dumped. */
  readonly isPlainHttp?: boolean;
}

export type Section = readonly string[];

export function contentSections(
  shown: ShownContent,
  drawing: Drawing,
  references: References,
): readonly Section[] {
  const data = payloadOf(shown.content);
  if (data.length === 0) return [];
  const hidden = hiddenIn(shown);
  const isLong = data.length > MAX_CHARACTERS && !drawing.full;
  if (isLong && shown.isPlainHttp !== true) {
    return [...beginningSections(data, hidden, shown, drawing, references)];
  }
  const taken = shown.isPlainHttp === true ? undefined : anatomyOf(data, shown.options);
  return [
    taken === undefined ? [] : anatomyLines(taken, { ...drawing, hidden, references }),
    ...(taken === undefined ? [] : jsonSections(taken, hidden, drawing)),
    bytesSection(data, hidden, drawing),
  ];
}

/** So much of it is taken apart when all of it is too much: enough to see what it is. */
export const BEGINNING_CHARACTERS = 1000;

/** What is cut off is no mistake of the peer's: only what stands at the beginning is explained. */
function beginningSections(
  data: Payload,
  hidden: readonly HiddenRange[],
  shown: ShownContent,
  drawing: Drawing,
  references: References,
): readonly Section[] {
  const beginning = typeof data === "string"
    ? data.slice(0, BEGINNING_CHARACTERS)
    : data.subarray(0, BEGINNING_CHARACTERS);
  const unit = typeof data === "string" ? "character" : "byte";
  const taken = { ...anatomyOf(beginning, shown.options), mistakes: [] };
  const near = hidden.filter(([start]) => start < BEGINNING_CHARACTERS);
  const words = `Of its ${counted(data.length, unit)} only the first ${BEGINNING_CHARACTERS} ` +
    "are explained, so what is said of its end is not about the whole: --full explains all";
  return [
    wrapColumns(words, drawing.columns).map((line) => drawing.paint("yellow", line)),
    anatomyLines(taken, { ...drawing, hidden: near, references }),
    bytesSection(data, hidden, drawing),
  ];
}

/** Characters of text, bytes of binary. */
export function hiddenIn(
  { content, redacted }: Pick<ShownContent, "content" | "redacted">,
): readonly RedactedRange[] {
  return (content.text === undefined ? redacted?.base64 : redacted?.text) ?? [];
}

function jsonSections(
  { input, parts }: Anatomy,
  hidden: readonly HiddenRange[],
  drawing: Drawing,
): readonly Section[] {
  if (typeof input !== "string") return [];
  const payloads = parts.flatMap(jsonPartsOf);
  const shown = drawing.full ? payloads : payloads.slice(0, 10);
  const sections = shown.flatMap((part): readonly Section[] => {
    const lines = prettyJson(input, part.start, part.end, { columns: drawing.columns - 2, hidden });
    // So short a text was not cut in the anatomy.
    if (part.text.length <= drawing.columns / 3 && !drawing.full) return [];
    const place = payloads.length === 1 ? "" : ` at character ${part.start + 1}`;
    return [[
      drawing.paint("bold", `The JSON of it${place}, laid out`),
      ...limitedLines(lines, drawing),
    ]];
  });
  const left = payloads.length - shown.length;
  return left === 0
    ? sections
    : [...sections, [`+${left} more payloads of JSON: --full shows them`]];
}

/** Every part that is JSON as a whole. */
function jsonPartsOf(part: Part): readonly Part[] {
  const { name, children = [] } = part;
  const isJson = name === "payload" || name === "handshake" || name === "JSON message" ||
    name === "error";
  if (!isJson) return children.flatMap(jsonPartsOf);
  return [part];
}

function bytesSection(data: Payload, hidden: readonly HiddenRange[], drawing: Drawing): Section {
  const isText = typeof data === "string";
  const limited = isText && !drawing.full ? data.slice(0, MAX_CHARACTERS) : data;
  const bytes = typeof limited === "string" ? encodeUtf8(limited) : limited;
  const ranges = isText ? hidden.map((range) => byteRange(data, range)) : hidden;
  const length = isText ? utf8Length(data) : data.length;
  const what = isText ? ` (${counted(data.length, "character")} of UTF-8)` : "";
  return [
    drawing.paint("bold", `Its ${counted(length, "byte")}${what}`),
    ...dumpLines(bytes, ranges, drawing),
  ];
}

function byteRange(text: string, [start, length]: HiddenRange): HiddenRange {
  return [utf8Length(text.slice(0, start)), utf8Length(text.slice(start, start + length))];
}
