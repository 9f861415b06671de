// What stands above and below a timeline: what tape this is, and what was left out.

import type { TapeHeader } from "../../tape/entry.ts";
import type { Ending } from "../../tape/reader.ts";
import { type Routine, ROUTINES } from "../../timeline/routine.ts";
import { counted, formatDuration } from "./duration.ts";
import { cut, printable } from "./event_line.ts";
import { shortenHidden } from "./moment_text.ts";
import type { Paint } from "./paint.ts";
import { wrapped } from "./parts.ts";

/** What was recorded, when, with what: two lines. */
export function headerLines(
  header: TapeHeader,
  name: string,
  columns: number,
  paint: Paint,
): readonly string[] {
  const { target, mode, tool, startedAt, redaction, redacted } = header;
  const shown = redacted === undefined ? target : target && shortenHidden(target);
  const title = cut(printable(name), columns);
  const what = shown === undefined ? mode : `${mode} of ${shown}`;
  const first = cut(printable(`${title}  ${what}`), columns);
  const when = startedAt.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
  const secrets = redaction?.on === false ? "secrets are NOT hidden" : "secrets hidden";
  const second = cut(printable(`${when} · ${tool} · ${secrets}`), columns);
  return [
    paint("bold", first.slice(0, title.length)) + first.slice(title.length),
    paint(redaction?.on === false ? "red" : "dim", second),
  ];
}

/** How many of each kind were folded away. */
export type Folded = ReadonlyMap<Routine, number>;

/** `folded away: 12 heartbeats, 3 probes (--all shows them)`; nothing when nothing was. */
export function foldedLines(folded: Folded, columns: number, paint: Paint): readonly string[] {
  const kinds = ROUTINES.flatMap((routine) => {
    const count = folded.get(routine) ?? 0;
    return count === 0 ? [] : [counted(count, routine)];
  });
  if (kinds.length === 0) return [];
  const sentence = `folded away: ${kinds.join(", ")} (--all shows them)`;
  return wrapped(sentence, { columns, paint }).map((line) => paint("dim", line));
}

/** How the tape ended, when it did not end as it should. */
export function endingLine(ending: Ending): string | undefined {
  switch (ending.state) {
    case "unread":
    case "whole":
      return undefined;
    case "cut-short":
      return `This tape was cut short: it has no end line, ${
        ending.entries === 1 ? "its 1 entry was" : `all its ${ending.entries} entries were`
      } used`;
    case "torn":
      return `This tape was torn: line ${ending.line} stops after ${ending.bytes} bytes and was ` +
        `left out, the ${counted(ending.entries, "entry").replace("entrys", "entries")} before ` +
        "it were used";
  }
}

/** How much there was, and how much of it was shown. */
export function totalsLine(entries: number, until: number, shown: number): string {
  return `${entries === 1 ? "1 entry" : `${entries} entries`} in ${formatDuration(until)}, ` +
    `${counted(shown, "line")} shown`;
}
