// The lines as they stand on the new tape: numbered anew, with `event` lines that point at where their
// raw lines are now, and an `end` that counts what is there.

import type { EndEntry, TapeLine } from "../../tape/entry.ts";

/** `hidden`: how many secrets were hidden besides, asked for when the end comes. */
export async function* renumber(
  lines: AsyncIterable<TapeLine>,
  hidden: () => number = () => 0,
): AsyncGenerator<TapeLine> {
  const numbers = new Map<number, number>();
  const counts = new Map<string, number>();
  let number = 1;
  let end: (TapeLine & { readonly known: true }) | undefined;
  for await (const line of lines) {
    if (end !== undefined) {
      // Something follows it: it was no end.
      yield { ...end, number: ++number };
      count(counts, "end");
      end = undefined;
    }
    if (line.known && line.entry.kind === "end") {
      end = line;
      continue;
    }
    const place = ++number;
    count(counts, line.entry.kind);
    if (isReferredTo(line)) numbers.set(line.number, place);
    yield { ...withReference(line, numbers), number: place };
  }
  if (end === undefined || end.entry.kind !== "end") return;
  yield {
    number: number + 1,
    known: true,
    entry: recount(end.entry, number - 1, counts, hidden()),
  };
}

function count(counts: Map<string, number>, kind: string): void {
  counts.set(kind, (counts.get(kind) ?? 0) + 1);
}

function isReferredTo(line: TapeLine): boolean {
  const { kind } = line.entry;
  return kind === "message" || kind === "request" || kind === "response";
}

/** A reference to nothing stays as it is: to mend a tape is another matter. */
function withReference(line: TapeLine, numbers: ReadonlyMap<number, number>): TapeLine {
  if (!line.known || line.entry.kind !== "event") return line;
  const of = numbers.get(line.entry.of);
  if (of === undefined || of === line.entry.of) return line;
  return { ...line, entry: { ...line.entry, of } };
}

function recount(
  end: EndEntry,
  entries: number,
  counts: ReadonlyMap<string, number>,
  hidden: number,
): EndEntry {
  const more = hidden === 0
    ? {}
    : { secrets: { ...end.secrets, hidden: hidden + (end.secrets?.hidden ?? 0) } };
  const counted = end.counts === undefined ? {} : { counts: Object.fromEntries(counts) };
  return { ...end, entries, ...counted, ...more };
}
