// What one entry says of itself: base64 that is some, lengths that fit, ranges that lie within.

import { fromBase64, utf8Length } from "../base/bytes.ts";
import type { Entry, RequestEntry, ResponseEntry } from "../tape/entry.ts";
import type { Finding } from "./verify_finding.ts";

export function checkEntryItself(entry: Entry, line: number): readonly Finding[] {
  const findings: Finding[] = [];
  const tell = (rule: Finding["rule"], field: string, text: string): void => {
    findings.push({ line, field, rule, severity: "error", text });
  };
  const base64 = "base64" in entry ? entry.base64 : undefined;
  const bytes = base64 === undefined ? undefined : fromBase64(base64);
  if (base64 !== undefined && bytes === undefined) {
    tell("entry/base64", "base64", `"base64" is not base64`);
  }
  if ((entry.kind === "request" || entry.kind === "response") && hasPlainLength(entry)) {
    checkLength(entry, bytes?.length, tell);
  }
  if (entry.kind === "message" && entry.frames !== undefined) {
    const sum = entry.frames.reduce((total, length) => total + length, 0);
    if (entry.wireBytes !== undefined && sum !== entry.wireBytes) {
      tell(
        "entry/length",
        "frames",
        `"frames" are ${sum} bytes, "wireBytes" says ${entry.wireBytes}`,
      );
    }
    const own = bytes?.length ?? utf8Length("text" in entry ? entry.text ?? "" : "");
    if (entry.compressed !== true && entry.truncated !== true && sum !== own) {
      tell("entry/length", "frames", `"frames" are ${sum} bytes, the message has ${own}`);
    }
  }
  checkRanges(entry, bytes?.length, tell);
  return findings;
}

type Tell = (rule: Finding["rule"], field: string, text: string) => void;
type HttpEntry = RequestEntry | ResponseEntry;

/** The body stands there as it went over the wire. */
function hasPlainLength(entry: HttpEntry): boolean {
  if (entry.truncated === true || entry.omitted === true) return false;
  if (entry.coding !== undefined || entry.wireBytes !== undefined) return false;
  return entry.text !== undefined || entry.base64 !== undefined;
}

function checkLength(entry: HttpEntry, bytes: number | undefined, tell: Tell): void {
  const index = entry.headers.findIndex(([name]) => name.toLowerCase() === "content-length");
  const [, value] = entry.headers[index] ?? [];
  const isChunked = entry.headers.some(([name]) => name.toLowerCase() === "transfer-encoding");
  if (value === undefined || isChunked || !/^\d+$/.test(value)) return;
  const length = bytes ?? utf8Length(entry.text ?? "");
  if (Number(value) === length) return;
  const text = `Content-Length is ${value}, the body has ${length} bytes`;
  tell("entry/length", `headers[${index}]`, text);
}

function checkRanges(entry: Entry, bytes: number | undefined, tell: Tell): void {
  for (const [field, ranges] of Object.entries(entry.redacted ?? {})) {
    if (!hasField(entry, field)) {
      tell("entry/redacted", field, `"redacted" names "${field}", which this line does not have`);
      continue;
    }
    const length = lengthOf(entry, field, bytes);
    if (length === undefined) continue;
    for (const [start, count] of ranges) {
      if (start + count <= length) continue;
      const text = `"redacted" lists ${start} to ${
        start + count
      } of "${field}", which is ${length} long`;
      tell("entry/redacted", field, text);
    }
  }
}

/** A name begins with a field of the line: `headers[2]`, `args[0].token`, `args#1`. */
function hasField(entry: Entry, name: string): boolean {
  const [field = ""] = /^[^.[#]*/.exec(name) ?? [];
  if (!Object.hasOwn(entry, field)) return false;
  const [, index] = /^headers\[(\d+)\]/.exec(name) ?? [];
  return index === undefined || !("headers" in entry) ||
    entry.headers[Number(index)] !== undefined;
}

/** Of the fields that every reader has; those within arguments are left to the comparison. */
function lengthOf(entry: Entry, field: string, bytes: number | undefined): number | undefined {
  if (field === "base64") return bytes;
  if (field === "text" && "text" in entry) return entry.text?.length;
  if (field === "url" && entry.kind === "request") return entry.url.length;
  const [, digits] = /^headers\[(\d+)\]$/.exec(field) ?? [];
  if (digits === undefined || !("headers" in entry)) return undefined;
  return entry.headers[Number(digits)]?.[1].length ?? 0;
}
