// Which fields of which entries can hold secrets. An entry in which nothing is found comes back as
// the same object.

import type { Content, Entry, Header, Redacted, TapeHeader } from "../entry.ts";
import { hideArguments } from "./arguments.ts";
import { Fields, type FoundField } from "./fields.ts";
import type { Rules } from "./rules.ts";
import { scanContent, scanLog } from "./scan_content.ts";
import { jsonpAnswer } from "./segments.ts";

/** An entry (or a tape's header) with its secrets hidden but not yet listed, and what was found. */
export interface Hidden<Line> {
  readonly line: Line;
  readonly found: readonly FoundField[];
}

export function hideEntry(entry: Entry, rules: Rules): Hidden<Entry> {
  const fields = new Fields(rules, entry.redacted);
  const line = hideFields(entry, fields);
  return { line: fields.found.length === 0 ? entry : line, found: fields.found };
}

function hideFields(entry: Entry, fields: Fields): Entry {
  switch (entry.kind) {
    case "request":
      return {
        ...entry,
        url: fields.text("url", entry.url),
        ...heads(entry, fields),
        ...content(entry, fields),
      };
    case "response":
      return {
        ...entry,
        ...reason(entry, fields),
        ...heads(entry, fields),
        ...content(entry, fields, isCode(entry.headers)),
      };
    case "message":
    case "bytes": {
      const hidden = content(entry, fields);
      return hidden === undefined ? entry : { ...entry, ...hidden };
    }
    case "control":
      return { ...entry, ...reason(entry, fields), ...content(entry, fields) };
    case "event":
      return {
        ...entry,
        ns: fields.text("ns", entry.ns),
        name: fields.text("name", entry.name),
        args: hideArguments(fields, entry.name, entry.args),
      };
    case "log":
      return { ...entry, text: fields.hide("text", entry.text, scanLog(entry.text, fields.rules)) };
    case "mark":
    case "note":
      return { ...entry, text: fields.text("text", entry.text) };
    case "open":
    case "close":
    case "end":
      return entry;
    default:
      return unknownKind(entry);
  }
}

/** A kind that a newer tape brought: nothing is known of its fields. */
function unknownKind(entry: never): Entry {
  return entry;
}

/** Scripts, pages and styles: with an assignment hidden in them they would not run any more. */
function isCode(headers: readonly Header[]): boolean {
  return headers.some(([name, value]) =>
    name.toLowerCase() === "content-type" && /(?:java|ecma)script|html|\/css/i.test(value)
  );
}

function content(
  entry: Content,
  fields: Fields,
  inCode = false,
): Pick<Content, "text" | "base64"> | undefined {
  if (entry.text !== undefined) {
    // JSONP answers are scripts only by name: they carry packets.
    const isProgram = inCode && jsonpAnswer(entry.text) === undefined;
    const rules = isProgram ? fields.rules.code : fields.rules;
    const text = fields.hide("text", entry.text, scanContent(entry.text, rules));
    return text === entry.text ? undefined : { text };
  }
  if (entry.base64 === undefined) return undefined;
  const base64 = fields.base64("base64", entry.base64);
  return base64 === entry.base64 ? undefined : { base64 };
}

function reason(entry: { readonly reason?: string }, fields: Fields): { reason?: string } {
  return entry.reason === undefined ? {} : { reason: fields.text("reason", entry.reason) };
}

interface Heads {
  readonly headers: readonly Header[];
  readonly trailers?: readonly Header[];
}

function heads(entry: Heads, fields: Fields): Heads {
  const headers = fields.headers("headers", entry.headers);
  if (entry.trailers === undefined) return { headers };
  return { headers, trailers: fields.headers("trailers", entry.trailers) };
}

/** The target's URL, and the user's own expressions, which may spell out what they hide. */
export function hideHeader(header: TapeHeader, rules: Rules): Hidden<TapeHeader> {
  const fields = new Fields(rules, header.redacted);
  const target = header.target && fields.text("target", header.target);
  const keys = header.redaction?.keys?.map((key, index) =>
    fields.expression(`redaction.keys[${index}]`, key)
  );
  const line: TapeHeader = {
    ...header,
    ...(target !== undefined && { target }),
    ...(header.redaction && keys && { redaction: { ...header.redaction, keys } }),
  };
  return { line: fields.found.length === 0 ? header : line, found: fields.found };
}

/** Ranges that were listed before, with new ones under the hashes that the caller makes. */
export function listRanges(
  before: Redacted | undefined,
  found: readonly FoundField[],
  hash: (secret: string) => string,
): Redacted {
  const redacted: { [field: string]: Redacted[string] } = { ...before };
  for (const { field, hits } of found) {
    const fresh = hits.map(({ start, end, secret }) => [start, end - start, hash(secret)] as const);
    redacted[field] = [...redacted[field] ?? [], ...fresh].sort(([left], [right]) => left - right);
  }
  return redacted;
}
