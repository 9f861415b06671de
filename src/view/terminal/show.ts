// One entry in full: what it is, when and where it was, what it has to do with others, each of its
// parts, its JSON and its bytes. Written for somebody who sees the protocols for the first time.

import type { Entry, TapeLine } from "../../tape/entry.ts";
import { References } from "./anatomy/references.ts";
import { joinSections } from "./anatomy_lines.ts";
import { plainPaint } from "./paint.ts";
import { contentSections, type Section } from "./show/content.ts";
import { controlFacts, controlSections } from "./show/control.ts";
import { type Fact, factLines } from "./show/facts.ts";
import { httpFacts, httpSections } from "./show/http.ts";
import type { Drawing, ShowInput } from "./show/input.ts";
import { messageFacts, messageSections } from "./show/message.ts";
import { otherFacts, otherSections, sayingSections } from "./show/other.ts";
import { placeFacts } from "./show/place.ts";
import { relationFacts } from "./show/relations.ts";
import { cutEnd, wrapColumns } from "./text_width.ts";
import { visibleText } from "./visible_text.ts";

export type { ShowInput } from "./show/input.ts";

/** The least width that a page is made for. */
export const LEAST_COLUMNS = 40;

export function showLines(input: ShowInput, columns: number): readonly string[] {
  const drawing: Drawing = {
    columns: Math.max(LEAST_COLUMNS, columns),
    paint: input.paint ?? plainPaint,
    full: input.full === true,
  };
  const references = new References();
  const facts = [
    ...placeFacts(input),
    ...factsOf(input, references),
    ...relationFacts(input),
  ];
  const sections = sectionsOf(input, drawing, references);
  return joinSections([
    titleLines(input, drawing),
    factLines(facts, drawing),
    noteLines(input, drawing),
    ...sections,
    references.lines(drawing.columns, drawing.paint),
  ]);
}

function titleLines({ line, moments }: ShowInput, { columns, paint }: Drawing): readonly string[] {
  const { kind } = line.entry;
  const isHttp = kind === "request" || kind === "response";
  const meanings = moments
    .filter(({ decoded }) => decoded !== undefined || isHttp)
    .map(({ label }) => visibleText(label));
  const shown = meanings.length <= 3
    ? meanings
    : [...meanings.slice(0, 2), `and ${meanings.length - 2} more`];
  const title = `Line ${line.number}: ${whatItIs(line)}${
    shown.length === 0 ? "" : `: ${shown.join("; ")}`
  }`;
  return wrapColumns(cutEnd(title, 2 * columns - 20), columns).map((text) => paint("bold", text));
}

function whatItIs(line: TapeLine): string {
  if (!line.known) {
    return `"${visibleText(line.entry.kind)}", a kind that this version does not know`;
  }
  const { entry } = line;
  switch (entry.kind) {
    case "request":
      return "HTTP request from the client";
    case "response":
      return "HTTP response from the server";
    case "message":
      return `WebSocket message from the ${entry.from}`;
    case "control":
      return entry.op === "end"
        ? `half-close by the ${entry.from}`
        : `WebSocket ${entry.op} frame from the ${entry.from}`;
    case "bytes":
      return `bytes from the ${entry.from} that are neither HTTP nor WebSocket`;
    case "open":
      return "a TCP connection opened";
    case "close":
      return "a TCP connection ended";
    case "event":
      return "an event, derived from another line";
    case "log":
      return "log of the recording client";
    case "mark":
      return "mark";
    case "note":
      return "note of the recorder";
    case "end":
      return "the end of the tape";
  }
}

function factsOf(input: ShowInput, references: References): readonly Fact[] {
  if (!input.line.known) return [];
  const { entry } = input.line;
  switch (entry.kind) {
    case "request":
    case "response":
      return httpFacts(entry, input, references);
    case "message":
      return messageFacts(entry, references);
    case "control":
      return controlFacts(entry, references);
    case "bytes":
      return [];
    default:
      return otherFacts(entry);
  }
}

function sectionsOf(
  input: ShowInput,
  drawing: Drawing,
  references: References,
): readonly Section[] {
  if (!input.line.known) return otherSections(input.line.entry, drawing);
  const entry: Entry = input.line.entry;
  switch (entry.kind) {
    case "request":
    case "response":
      return httpSections(entry, input, drawing, references);
    case "message":
      return messageSections(entry, input, drawing, references);
    case "control":
      return controlSections(entry, drawing, references);
    case "bytes":
      return contentSections(
        { content: entry, redacted: entry.redacted, options: {}, isPlainHttp: true },
        drawing,
        references,
      );
    case "log":
    case "mark":
    case "note":
      return sayingSections(entry, drawing);
    default:
      return otherSections(entry, drawing);
  }
}

/** What the decoders found odd. */
function noteLines({ moments }: ShowInput, { columns, paint }: Drawing): readonly string[] {
  const notes = moments.flatMap(({ decoded }) => decoded?.notes ?? []);
  return notes.flatMap(({ rule, text }) =>
    wrapColumns(cutEnd(visibleText(`${rule}: ${text}`), 400), columns - 2)
      .map((line, index) => (index === 0 ? paint("yellow", "! ") : "  ") + line)
  );
}
