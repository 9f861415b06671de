// `event` lines against raw messages: every watched event of a raw line is told again by one line
// behind it, with the same arguments, but for what was hidden on either side.

import { isJsonObject, type JsonValue, type Value, valueToJson } from "../base/json.ts";
import type { DecodedEvent } from "../protocols/protocol.ts";
import type { EventEntry, TapeLine } from "../tape/entry.ts";
import { memberPath } from "../tape/redact/argument_paths.ts";
import type { Moment } from "./moment.ts";
import type { Finding } from "./verify_finding.ts";
import { olderEvent, OlderReading } from "./verify_older.ts";
import { type Reading, ShiftCheck } from "./verify_shift.ts";

/** How many lines may come between a raw line and the `event` lines that tell it again. */
export const EVENT_REACH = 1000;

interface Expected {
  readonly event: DecodedEvent;
  readonly moment: Moment;
  readonly hidden: HiddenRaw | undefined;
  /** No line has to tell it: an older recorder would have, though. */
  readonly isOlder: boolean;
  /** The session, where an older recorder would not have told it. */
  readonly overlooked: string | undefined;
  told: boolean;
}

/** Told every line with its moments, in order. */
export class EventCheck {
  readonly #watch: readonly string[];
  readonly #byLine = new Map<number, Expected[]>();
  readonly #unread = new Set<number>();
  readonly #shifts = new ShiftCheck();
  readonly #older = new OlderReading();
  #latest = 0;

  constructor(watch: readonly string[]) {
    this.#watch = watch;
  }

  raw(line: TapeLine, moments: readonly Moment[]): readonly Finding[] {
    this.#latest = line.number;
    const expected = moments.flatMap((moment): readonly Expected[] => {
      const overlooked = this.#older.overlooks(moment);
      const own = moment.decoded?.event;
      const event = own ?? olderEvent(moment);
      if (event === undefined) return [];
      const isOlder = own === undefined;
      return [{ event, moment, hidden: hiddenIn(line), isOlder, overlooked, told: false }];
    });
    // Every raw line is remembered for a while: an `event` line may wrongly name one without events.
    this.#byLine.set(line.number, [...expected]);
    return this.#forget(line.number - EVENT_REACH);
  }

  /** A line that could not be read: nobody knows what it carried. */
  unread(line: number): void {
    this.#unread.add(line);
  }

  event(entry: EventEntry, line: number): readonly Finding[] {
    return this.#shifts.receive(line, (shift) => this.#read(entry, line, entry.of + shift));
  }

  finish(): readonly Finding[] {
    const waiting = this.#shifts.flush();
    return [...waiting, ...this.#forget(Infinity)];
  }

  /** What is wrong with the line when it tells again what stands on line `of`. */
  #read(entry: EventEntry, line: number, of: number): Reading {
    if (this.#unread.has(of)) return { findings: [], settle: () => {} };
    const expected = this.#byLine.get(of);
    if (expected === undefined) {
      const reason = of >= line
        ? `it must stand before this one`
        : of < this.#latest - EVENT_REACH
        ? `it is more than ${EVENT_REACH} lines away`
        : `no message, request or response stands there`;
      const text = `"of" names line ${of}: ${reason}`;
      const finding: Finding = { line, field: "of", rule: "event/of", severity: "error", text };
      return { findings: [finding], settle: () => {} };
    }
    const waiting = expected.filter(({ told }) => !told);
    const found = waiting.find(({ event, moment }) =>
      event.name === entry.name && event.namespace === entry.ns && moment.from === entry.from
    );
    const [only, ...more] = waiting;
    const meant = found ?? (more.length === 0 ? only : undefined);
    return {
      findings: found === undefined
        ? strayEvent(entry, line, of, meant)
        : compare(entry, found, line, of),
      settle: () => {
        if (meant === undefined) return;
        meant.told = true;
        if (meant.overlooked !== undefined) this.#older.isNewer(meant.overlooked);
      },
    };
  }

  #forget(before: number): readonly Finding[] {
    const findings: Finding[] = [];
    for (const [line, expected] of this.#byLine) {
      if (line >= before) break;
      this.#byLine.delete(line);
      for (const { event, isOlder, overlooked, told } of expected) {
        if (told || isOlder || !this.#isWatched(event.name)) continue;
        if (overlooked !== undefined && this.#older.mayBeOlder(overlooked)) continue;
        findings.push({
          line,
          rule: "event/missing",
          severity: "error",
          text: `the watched event ${JSON.stringify(event.name)} has no "event" line`,
        });
      }
    }
    return findings;
  }

  #isWatched(name: string): boolean {
    return this.#watch.includes("*") || this.#watch.includes(name);
  }
}

/** Says as exactly as can be what the line has of an event that is not there. */
function strayEvent(
  { name, ns, from }: EventEntry,
  line: number,
  of: number,
  only: Expected | undefined,
): readonly Finding[] {
  const start = { line, rule: "event/raw", severity: "error" } as const;
  if (only === undefined) {
    const said = JSON.stringify(`${ns} ${name}`);
    return [{ ...start, text: `line ${of} carries no (further) event ${said} of the ${from}` }];
  }
  const { event, moment } = only;
  const differing: readonly (readonly [string, string, string | undefined])[] = [
    ["name", name, event.name],
    ["ns", ns, event.namespace],
    ["from", from, moment.from],
  ];
  return differing
    .filter(([, mine, theirs]) => mine !== theirs)
    .map(([field, mine, theirs]) => ({
      ...start,
      field,
      text: `"${field}" is ${JSON.stringify(mine)}, line ${of} says ${JSON.stringify(theirs)}`,
    }));
}

/** What a raw line says of what was hidden in it. */
interface HiddenRaw {
  /** The fillers as they stand in its text. */
  readonly texts: ReadonlySet<string>;
  /** It was hidden in bytes, or in text that is encoded: any filler may be one. */
  readonly inEncoded: boolean;
}

function hiddenIn({ known, entry }: TapeLine): HiddenRaw | undefined {
  if (!known || entry.redacted === undefined) return undefined;
  const { text: ranges, base64 } = entry.redacted;
  if (base64 !== undefined) return { texts: new Set(), inEncoded: true };
  if (ranges === undefined || !("text" in entry) || entry.text === undefined) return undefined;
  const { text } = entry;
  const texts = ranges.map(([start, length]) => text.slice(start, start + length));
  const isPlain = (hidden: string): boolean => /^(?:\d+|"")$/.test(hidden) || FILLER.test(hidden);
  return { texts: new Set(texts), inEncoded: !texts.every((hidden) => isPlain(hidden)) };
}

function compare(
  entry: EventEntry,
  expected: Expected,
  line: number,
  of: number,
): readonly Finding[] {
  const { event, moment, hidden: raw } = expected;
  const start = { line, rule: "event/raw", severity: "error" } as const;
  const findings: Finding[] = [];
  if (moment.conn !== entry.conn) {
    const text = `"conn" is ${entry.conn}, line ${of} says ${moment.conn}`;
    findings.push({ ...start, field: "conn", text });
  }
  if (event.ackId !== entry.ack) {
    const [mine, theirs] = [entry.ack ?? "missing", event.ackId ?? "that there is none"];
    findings.push({
      ...start,
      field: "ack",
      text: `"ack" is ${mine}, line ${of} says ${theirs}`,
    });
  }
  const hidden = new Set(Object.keys(entry.redacted ?? {}).map((field) => field.split("#")[0]));
  const place = differingPlace(entry.args, event.args.map(valueToJson), "args", {
    hidden,
    raw,
  });
  if (place === undefined) return findings;
  const text = `${place.text}, line ${of} says otherwise`;
  return [...findings, { ...start, field: place.path, text }];
}

interface Hiding {
  readonly hidden: ReadonlySet<string | undefined>;
  readonly raw: HiddenRaw | undefined;
}

interface Difference {
  readonly path: string;
  readonly text: string;
}

const FILLER = /[*\u00b7\u2022\u{1f512}]/u;

/** Where the first difference is; what was hidden on either side is equal to anything. */
function differingPlace(
  mine: JsonValue | undefined,
  raw: JsonValue | undefined,
  path: string,
  hiding: Hiding,
): Difference | undefined {
  if (mine === raw || hiding.hidden.has(path)) return undefined;
  if (mine === undefined || raw === undefined) {
    return { path, text: mine === undefined ? "it is missing" : "it is one too many" };
  }
  if (Array.isArray(mine) && Array.isArray(raw)) {
    const length = Math.max(mine.length, raw.length);
    for (let index = 0; index < length; index++) {
      const found = differingPlace(mine[index], raw[index], `${path}[${index}]`, hiding);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isJsonObject(mine) && isJsonObject(raw)) return differingMember(mine, raw, path, hiding);
  if (hiding.raw !== undefined && isFiller(raw, hiding.raw)) return undefined;
  return { path, text: `it is ${shown(mine)}` };
}

function differingMember(
  mine: { readonly [key: string]: JsonValue },
  raw: { readonly [key: string]: JsonValue },
  path: string,
  hiding: Hiding,
): Difference | undefined {
  const isKeyHidden = [...hiding.hidden].some((field) => field?.startsWith(path) === true);
  for (const key of new Set([...Object.keys(mine), ...Object.keys(raw)])) {
    const member = memberPath(path, key);
    const isAlone = mine[key] === undefined || raw[key] === undefined;
    if (isAlone && (isKeyHidden || hiding.raw !== undefined) && FILLER.test(key)) continue;
    const found = differingPlace(mine[key], raw[key], member, hiding);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Hidden text has fillers in it, a hidden digit is 0, longer numbers "***" or 10, 100, … */
function isFiller(value: Value, { texts, inEncoded }: HiddenRaw): boolean {
  if (value === "") return inEncoded || texts.has('""');
  if (typeof value === "string") return FILLER.test(value);
  return typeof value === "number" && (inEncoded || texts.has(String(value)));
}

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
