// An entry with another content: what it says about lengths stays true, and what it said about the
// way over the wire (compression, frames) is left out where it no longer is.

import { fromBase64, type Payload, utf8Length } from "../../base/bytes.ts";
import type { Entry, Header, MessageEntry, Redacted } from "../../tape/entry.ts";
import type { RequestEntry, ResponseEntry } from "../../tape/entry.ts";
import { contentOf, payloadOf } from "../content.ts";
import { moveRanges } from "./move_ranges.ts";

/** Entries that carry something which can be edited. */
export type CarryingEntry = MessageEntry | RequestEntry | ResponseEntry;

export function isCarrying(entry: Entry): entry is CarryingEntry {
  return entry.kind === "message" || entry.kind === "request" || entry.kind === "response";
}

/** Why the content of an entry is not all there was, if so: then nothing in it can be edited. */
export function whyNotWhole(entry: CarryingEntry): string | undefined {
  if (entry.truncated === true) return "only a first part of it was kept";
  if (entry.kind !== "message" && entry.omitted === true) return "its body was not kept";
  if (entry.base64 !== undefined && fromBase64(entry.base64) === undefined) {
    return "its base64 cannot be read";
  }
  return undefined;
}

/** The entry with this content; the same entry when nothing is new. */
export function withContent(entry: CarryingEntry, data: Payload): CarryingEntry {
  const before = payloadOf(entry);
  const content = contentOf(data);
  if (content.text === entry.text && content.base64 === entry.base64) return entry;
  const field = content.text === undefined ? "base64" : "text";
  const was = entry.text === undefined ? "base64" : "text";
  const ranges = field === was ? moveRanges(entry.redacted?.[was] ?? [], before, data) : [];
  const moved = withRanges(
    replaceField(entry, was, field, content[field] ?? ""),
    was,
    field,
    ranges,
  );
  return moved.kind === "message" ? withoutFrames(moved) : withLength(moved, data);
}

/** The content stands where it stood among the fields. */
function replaceField(
  entry: CarryingEntry,
  was: "text" | "base64",
  field: "text" | "base64",
  content: string,
): CarryingEntry {
  if (entry[was] === undefined) return { ...entry, [field]: content };
  const fields = Object.entries(entry).map(([name, value]) =>
    name === was ? [field, content] : [name, value]
  );
  // The same fields as before, but for one that both kinds of content have.
  return Object.fromEntries(fields) as CarryingEntry;
}

function withRanges(
  entry: CarryingEntry,
  was: string,
  field: string,
  ranges: Redacted[string],
): CarryingEntry {
  if (entry.redacted?.[was] === undefined) return entry;
  const { [was]: _, ...others } = entry.redacted;
  const redacted = ranges.length === 0 ? others : { ...others, [field]: ranges };
  if (Object.keys(redacted).length > 0) return { ...entry, redacted };
  const { redacted: _none, ...rest } = entry;
  return rest;
}

/** It went over no wire: how it would have been compressed and split is not known. */
function withoutFrames(entry: MessageEntry): MessageEntry {
  const { frames: _frames, wireBytes: _bytes, compressed: _compressed, ...rest } = entry;
  return rest;
}

type HttpEntry = RequestEntry | ResponseEntry;

function withLength(entry: HttpEntry, data: Payload): HttpEntry {
  const { wireBytes: _bytes, coding, ...rest } = entry;
  const length = String(typeof data === "string" ? utf8Length(data) : data.length);
  const dropped = coding === undefined ? [] : codingIndexes(entry.headers);
  const headers = entry.headers.flatMap((header, index): readonly Header[] => {
    const [name] = header;
    if (dropped.includes(index)) return [];
    return name.toLowerCase() === "content-length" ? [[name, length]] : [header];
  });
  const redacted = entry.redacted && renumberHeaders(entry.redacted, dropped);
  return { ...rest, headers, ...(redacted === undefined ? {} : { redacted }) };
}

function codingIndexes(headers: readonly Header[]): readonly number[] {
  return headers.flatMap(([name], index) =>
    name.toLowerCase() === "content-encoding" ? [index] : []
  );
}

const HEADER_FIELD = /^headers\[(\d+)\]$/;

/** `headers[4]` is `headers[3]` once one before it has gone. */
function renumberHeaders(redacted: Redacted, dropped: readonly number[]): Redacted {
  if (dropped.length === 0) return redacted;
  return Object.fromEntries(
    Object.entries(redacted).map(([field, ranges]) => {
      const [, digits] = HEADER_FIELD.exec(field) ?? [];
      if (digits === undefined) return [field, ranges];
      const index = Number(digits);
      return [`headers[${index - dropped.filter((gone) => gone < index).length}]`, ranges];
    }),
  );
}
