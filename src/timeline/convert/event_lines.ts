// The derived `event` lines of changed lines: they tell the same as their raw line, so they change,
// go and multiply with it.

import type { JsonValue, Value } from "../../base/json.ts";
import { isJsonObject, valueToJson } from "../../base/json.ts";
import type { EventEntry, Redacted } from "../../tape/entry.ts";
import { memberPath } from "../../tape/redact/argument_paths.ts";
import type { AddedEvent, HeldEvent } from "./held_line.ts";
import { moveRanges } from "./move_ranges.ts";

/** The event of the raw line that an `event` line tells. */
export function claimEvent(
  entry: EventEntry,
  events: readonly HeldEvent[],
): HeldEvent | undefined {
  const found = events.find(({ event, from, told }) =>
    !told && from === entry.from && event.name === entry.name && event.namespace === entry.ns
  );
  if (found !== undefined) found.told = true;
  return found;
}

/** The line with what the edit changed in its event; what the line has of its own stays. */
export function withEventArguments(entry: EventEntry, held: HeldEvent): EventEntry {
  if (held.args === undefined) return entry;
  const args = mergeLists(entry.args, held.event.args, held.args);
  const name = held.name ?? entry.name;
  if (entry.redacted === undefined) return { ...entry, name, args };
  const redacted = keepRanges(entry, args);
  if (Object.keys(redacted).length > 0) return { ...entry, name, args, redacted };
  const { redacted: _, ...rest } = entry;
  return { ...rest, name, args };
}

/** The line of an event that was put in behind a message. */
export function addedEventLine(
  added: AddedEvent,
  raw: { readonly at: number; readonly conn: number; readonly from: "client" | "server" },
  of: number,
): EventEntry {
  const { at, conn, from } = raw;
  const { namespace: ns, name, args } = added;
  return { kind: "event", at, conn, from, ns, name, args, of };
}

function merge(base: JsonValue, before: Value, after: Value): JsonValue {
  if (before === after) return base;
  if (Array.isArray(base) && Array.isArray(before) && Array.isArray(after)) {
    return mergeLists(base, before, after);
  }
  if (!isJsonObject(base) || !isPlain(before) || !isPlain(after)) return valueToJson(after);
  return Object.fromEntries(
    Object.entries(after).map(([key, item]) => {
      const was = before[key];
      const own = base[key];
      return [
        key,
        was === undefined || own === undefined ? valueToJson(item) : merge(own, was, item),
      ];
    }),
  );
}

function mergeLists(
  base: readonly JsonValue[],
  before: readonly Value[],
  after: readonly Value[],
): readonly JsonValue[] {
  return after.map((item, index) => {
    const was = before[index];
    const own = base[index];
    return was === undefined || own === undefined ? valueToJson(item) : merge(own, was, item);
  });
}

function isPlain(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}

/** The hidden ranges of what stands where it stood; in text that changed, of what is still in it. */
function keepRanges(before: EventEntry, args: readonly JsonValue[]): Redacted {
  const [was, is] = [leavesOf(before.args), leavesOf(args)];
  return Object.fromEntries(
    Object.entries(before.redacted ?? {}).flatMap(([field, ranges]): [string, Ranges][] => {
      const [path = ""] = field.split("#");
      const [old, fresh] = [was.get(path), is.get(path)];
      if (!path.startsWith("args") || old !== undefined && old === fresh) return [[field, ranges]];
      if (field !== path || !isText(old) || !isText(fresh)) return [];
      const moved = moveRanges(ranges, JSON.parse(old), JSON.parse(fresh));
      return moved.length === 0 ? [] : [[field, moved]];
    }),
  );
}

type Ranges = Redacted[string];

function isText(json: string | undefined): json is string {
  return json?.startsWith('"') === true;
}

function leavesOf(args: readonly JsonValue[]): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (path: string, value: JsonValue): void => {
    leaves.set(path, JSON.stringify(value));
    if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) visit(memberPath(path, key), item);
    } else if (Array.isArray(value)) {
      value.forEach((item, index) => visit(`${path}[${index}]`, item));
    }
  };
  args.forEach((item, index) => visit(`args[${index}]`, item));
  return leaves;
}
