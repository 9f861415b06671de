// The pages of lines that are no traffic: connections that open and end, marks, notes, logs, derived
// lines, and kinds that this version does not know.

import type { Entry, Redacted, UnknownEntry } from "../../../tape/entry.ts";
import { wrapColumns } from "../text_width.ts";
import { visibleText } from "../visible_text.ts";
import type { Section } from "./content.ts";
import { type Fact, hiddenFact } from "./facts.ts";
import type { Drawing } from "./input.ts";
import { hiddenInJson } from "./hidden_json.ts";
import { limitedLines } from "./limited.ts";
import { prettyJson } from "./pretty_json.ts";

type OtherEntry = Exclude<
  Entry,
  { kind: "request" | "response" | "message" | "control" | "bytes" }
>;

export function otherFacts(entry: OtherEntry): readonly Fact[] {
  switch (entry.kind) {
    case "open":
      return [
        ["TCP", "a client opened a connection; nothing has been sent on it yet"],
        ...(entry.peer === undefined ? [] : [["Client", entry.peer] as const]),
      ];
    case "close":
      return [["TCP", closeWords(entry.by, entry.reset === true)]];
    case "event":
      return [
        [
          "Derived",
          `from line ${entry.of}, for people who search tapes: line ${entry.of} is what was sent`,
        ],
        ["Event", `${entry.name} in ${entry.ns}, sent by the ${entry.from}`],
        ...(entry.ack === undefined
          ? []
          : [["Asks", `for an acknowledgement with the id ${entry.ack}`] as const]),
        ...Object.entries(entry.redacted ?? {}).flatMap(([field, ranges]) =>
          hiddenFact(field, ranges, "characters")
        ),
      ];
    case "log":
      return [["Said by", `${entry.source}, a part of the recording client`], ...hiddenText(entry)];
    case "mark":
      return [["Mark", "set by whoever recorded this"], ...hiddenText(entry)];
    case "note":
      return [["Rule", entry.rule], ...hiddenText(entry)];
    case "end":
      return endFacts(entry);
  }
}

function hiddenText({ redacted }: Entry): readonly Fact[] {
  return hiddenFact("text", redacted?.text ?? [], "characters");
}

function closeWords(by: string | undefined, isReset: boolean): string {
  if (by === "tap") return "the recording ended: the tap cut the connection";
  const who = by === undefined ? "" : ` by the ${by}`;
  return isReset
    ? `the connection was reset${who}: whatever was still on its way is lost`
    : `the connection was closed${who}, in good order`;
}

function endFacts({ entries, counts, secrets }: Entry & { kind: "end" }): readonly Fact[] {
  const kinds = Object.entries(counts ?? {}).map(([kind, count]) => `${count} ${kind}`);
  return [
    [
      "Tape",
      `whole: this is its last line, ${
        entries === 1 ? "1 entry stands" : `${entries} entries stand`
      } before it`,
    ],
    ...(kinds.length === 0 ? [] : [["Kinds", kinds.join(", ")] as const]),
    ...(secrets === undefined
      ? []
      : [["Secrets", `${secrets.hidden} were hidden as the entries were written`] as const]),
  ];
}

export function otherSections(entry: Entry | UnknownEntry, drawing: Drawing): readonly Section[] {
  return [jsonSection(entry, drawing)];
}

/** What a log, a mark or a note says, with its line breaks. */
export function sayingSections(
  { text, redacted }: SayingEntry,
  { columns }: Drawing,
): readonly Section[] {
  const lines = visibleText(text, redacted?.text).split("␊");
  return [lines.flatMap((line) => wrapColumns(line, columns))];
}

type SayingEntry = Entry & { kind: "log" | "mark" | "note" };

/** Kinds that this version does not know may say it in a way of their own. */
function redactedOf(entry: Entry | UnknownEntry): Redacted | undefined {
  return isKnown(entry) ? entry.redacted : undefined;
}

function isKnown(entry: Entry | UnknownEntry): entry is Entry {
  return KNOWN_KINDS.has(entry.kind);
}

const KNOWN_KINDS: ReadonlySet<string> = new Set(["open", "close", "event", "end"]);

function jsonSection(entry: Entry | UnknownEntry, drawing: Drawing): Section {
  const text = JSON.stringify(entry);
  const hidden = hiddenInJson(text, redactedOf(entry));
  return [
    drawing.paint("bold", "The line on the tape"),
    ...limitedLines(
      prettyJson(text, 0, text.length, { columns: drawing.columns - 2, hidden }),
      drawing,
    ),
  ];
}
