// Replaces values all over a tape: in what messages mean, in the lines that tell it again, and in the
// text of everything else (URLs, headers, log lines). What cannot be looked into is told, loudly.

import type { JsonValue, Value } from "../../base/json.ts";
import type { DecoderOptions } from "../../protocols/registry.ts";
import type { Entry, EventEntry, RequestEntry, ResponseEntry, TapeLine } from "../../tape/entry.ts";
import type { Moment } from "../moment.ts";
import { moveRanges } from "./move_ranges.ts";
import type { ConvertProblem, Outcome } from "./outcome.ts";
import { dataOf } from "./packet_data.ts";
import { transform } from "./transform.ts";
import { isCarrying, whyNotWhole, withContent } from "./with_content.ts";

/** One way to replace values. What is not replaced comes back as it was. */
export interface Replacer {
  /** In the data of a packet: an event's name and arguments, a message's JSON. */
  data(data: Value, moment: Moment): Value;
  /** In the arguments of an `event` line that does not follow from a changed raw line. */
  args(args: readonly JsonValue[]): readonly JsonValue[];
  /** In text that nothing is known of. */
  text(text: string): string;
  /** Raw text is replaced as text, too, since what replaces is as long as what is replaced. */
  readonly keepsWidth: boolean;
}

export interface AnonymiseOptions {
  readonly replacer: Replacer;
  readonly decoding: DecoderOptions;
  readonly onProblem: (problem: ConvertProblem) => void;
}

export async function* anonymise(
  lines: AsyncIterable<TapeLine>,
  { replacer, decoding, onProblem }: AnonymiseOptions,
): AsyncGenerator<TapeLine> {
  const untouched = new WeakSet<object>();
  const problems: ConvertProblem[] = [];
  const transformed = transform(remember(lines, untouched), {
    decide(moment): Outcome | undefined {
      const before = moment.decoded === undefined ? undefined : dataOf(moment.decoded);
      if (before === undefined) return undefined;
      const data = replacer.data(before, moment);
      return data === before ? undefined : { data };
    },
    decoding,
    watch: [],
    onProblem: (problem) => problems.push(problem),
    freshNumber: () => NaN,
  });
  for await (const line of transformed) {
    yield line.known
      ? { ...line, entry: replaceRest(line.entry, untouched.has(line.entry), replacer) }
      : line;
    if (!line.known) onProblem({ line: line.number, reason: unknownReason(line.entry.kind) });
  }
  for (const problem of problems) onProblem(problem);
}

async function* remember(
  lines: AsyncIterable<TapeLine>,
  entries: WeakSet<object>,
): AsyncGenerator<TapeLine> {
  for await (const line of lines) {
    entries.add(line.entry);
    yield line;
  }
}

function unknownReason(kind: string): string {
  return `lines of the kind ${JSON.stringify(kind)} are not known: nothing is replaced in them`;
}

function replaceRest(entry: Entry, isUntouched: boolean, replacer: Replacer): Entry {
  const { text } = replacer;
  if (entry.kind === "event") {
    const isMeant = isUntouched || replacer.keepsWidth;
    return isMeant ? replaceArguments(entry, replacer) : entry;
  }
  const whole = isUntouched || replacer.keepsWidth ? replaceContent(entry, replacer) : entry;
  switch (whole.kind) {
    case "request":
      return replaceHeaders(replaceField(whole, "url", whole.url, text), text);
    case "response":
      return replaceHeaders(whole, text);
    case "control":
      return whole.reason === undefined ? whole : replaceField(whole, "reason", whole.reason, text);
    case "log":
    case "mark":
    case "note":
      return replaceField(whole, "text", whole.text, text);
    default:
      return whole;
  }
}

function replaceArguments(entry: EventEntry, replacer: Replacer): EventEntry {
  const args = replacer.args(entry.args);
  const named = replacer.keepsWidth
    ? { ns: replacer.text(entry.ns), name: replacer.text(entry.name) }
    : {};
  return args === entry.args && !replacer.keepsWidth ? entry : { ...entry, ...named, args };
}

/** What could not be read as messages is still replaced as text; a cut text keeps its begin. */
function replaceContent(entry: Entry, { text }: Replacer): Entry {
  if (!isCarrying(entry)) {
    return "text" in entry && entry.kind === "bytes" && entry.text !== undefined
      ? replaceField(entry, "text", entry.text, text)
      : entry;
  }
  if (entry.text === undefined) return entry;
  const replaced = text(entry.text);
  if (replaced === entry.text) return entry;
  if (replaced.length === entry.text.length || whyNotWhole(entry) !== undefined) {
    return replaceField(entry, "text", entry.text, text);
  }
  return withContent(entry, replaced);
}

function replaceHeaders<Kind extends RequestEntry | ResponseEntry>(
  entry: Kind,
  text: (text: string) => string,
): Kind {
  let replaced = entry;
  for (const [index, [name, before]] of entry.headers.entries()) {
    const after = text(before);
    if (after === before) continue;
    const headers = replaced.headers.with(index, [name, after]);
    replaced = { ...rangesMoved(replaced, `headers[${index}]`, before, after), headers };
  }
  return replaced;
}

/** What is hidden in the field stands elsewhere when something before it becomes longer. */
function replaceField<Kind extends Entry>(
  entry: Kind,
  field: "url" | "text" | "reason",
  before: string,
  text: (text: string) => string,
): Kind {
  const after = text(before);
  return after === before ? entry : { ...rangesMoved(entry, field, before, after), [field]: after };
}

function rangesMoved<Kind extends Entry>(
  entry: Kind,
  field: string,
  before: string,
  after: string,
): Kind {
  const ranges = entry.redacted?.[field];
  if (ranges === undefined) return entry;
  const { [field]: _, ...others } = entry.redacted ?? {};
  const moved = moveRanges(ranges, before, after);
  return { ...entry, redacted: moved.length === 0 ? others : { ...others, [field]: moved } };
}

/** The same value with other leaves and keys, binary apart; shares what does not change. */
export function mapLeaves(
  value: Value,
  change: (leaf: string | number) => string | number,
): Value {
  if (typeof value === "string" || typeof value === "number") return change(value);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => mapLeaves(item, change));
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const before = Object.entries(value);
  if (before.some(([key]) => key === "$binary")) return value;
  const after = before.map(([key, item]) =>
    [String(change(key)), mapLeaves(item, change)] as const
  );
  const isSame = after.every(([key, item], index) =>
    key === before[index]?.[0] && item === before[index]?.[1]
  );
  return isSame ? value : Object.fromEntries(after);
}
