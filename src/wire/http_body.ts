// Reads HTTP bodies (RFC 9112, sections 6 and 7): by length, in chunks with trailers, until the
// stream's end. Only so much of a body is kept, but all of it is read past.

import { decodeLatin1 } from "../base/bytes.ts";
import { Collector } from "./collector.ts";
import { takeOffCodings } from "./content_coding.ts";
import type { Body, Header } from "./events.ts";
import { textOrBytes } from "./feed.ts";
import type { Flow, Parser } from "./flow.ts";
import { headerTokens } from "./headers.ts";
import { hasBareLf, parseFields, shorten, splitLines } from "./http_fields.ts";
import type { Framing } from "./http_framing.ts";
import { MAX_CHUNK_LINE_BYTES } from "./limits.ts";

export interface BodyRead {
  readonly body: Body;
  /** What follows can be read; else it cannot, and the reason was told. */
  readonly whole: boolean;
}

const LF = 0x0a;
const CR = 0x0d;
/** RFC 9112, section 7.1; 13 hex digits stay below 2^53. */
const CHUNK_LINE = /^0*([0-9A-Fa-f]{1,13})[ \t]*(?:;.*)?\r?$/;

export function* readBody(
  flow: Flow,
  framing: Framing,
  headers: readonly Header[],
): Parser<BodyRead> {
  const { feed, limits } = flow;
  const start = feed.position;
  const kept = new Collector(limits.maxBodyBytes);
  let trailers: readonly Header[] = [];
  let whole = true;
  switch (framing.kind) {
    case "none":
      return { body: { data: "", wireBytes: 0 }, whole };
    case "unclear":
      return { body: { data: "", wireBytes: 0, truncated: true }, whole: false };
    case "length":
      whole = yield* readCounted(flow, kept, framing.length);
      break;
    case "until-close":
      yield* readCounted(flow, kept, Infinity);
      whole = !feed.cut;
      break;
    case "chunked": {
      const read = yield* readChunks(flow, kept);
      whole = read !== undefined;
      trailers = read ?? [];
      break;
    }
  }
  if (!whole && feed.ended) {
    flow.note("body-truncated", "The stream ended within a body", start, feed.position);
  }
  const body = buildBody(flow, kept, headers, { start, whole, trailers });
  return { body, whole };
}

/** Whether all of it came before the stream's end. */
function* readCounted({ feed }: Flow, kept: Collector, count: number): Parser<boolean> {
  for (let left = count; left > 0;) {
    if (feed.length === 0) {
      if (feed.ended) return false;
      yield;
      continue;
    }
    const piece = feed.takeSome(left);
    kept.add(piece);
    left -= piece.length;
  }
  return true;
}

/** The trailers, or undefined when the chunks cannot be read to their end. */
function* readChunks(flow: Flow, kept: Collector): Parser<readonly Header[] | undefined> {
  for (;;) {
    const lineEnd = yield* findLineEnd(flow, MAX_CHUNK_LINE_BYTES);
    if (lineEnd === undefined) return undefined;
    const size = parseChunkLine(flow, lineEnd);
    if (size === undefined) return undefined;
    if (size === 0) return yield* readTrailers(flow);
    if (!(yield* readCounted(flow, kept, size))) return undefined;
    if (!(yield* readChunkEnd(flow))) return undefined;
  }
}

/** The line end behind a chunk's data. */
function* readChunkEnd(flow: Flow): Parser<boolean> {
  const { feed } = flow;
  while (feed.length === 0 || (feed.length === 1 && feed.byteAt(0) === CR)) {
    if (feed.ended) return false;
    yield;
  }
  const size = feed.byteAt(0) === CR ? 2 : 1;
  if (feed.byteAt(size - 1) !== LF) {
    flow.note("chunk", "No line end follows a chunk; what follows is not read", feed.position);
    return false;
  }
  feed.skip(size);
  return true;
}

/** Reads a chunk's size line, of which all has come. */
function parseChunkLine(flow: Flow, lineEnd: number): number | undefined {
  const { feed } = flow;
  const bytes = Uint8Array.from({ length: lineEnd }, (_, index) => feed.byteAt(index));
  const line = decodeLatin1(bytes);
  const [, digits] = CHUNK_LINE.exec(line) ?? [];
  if (digits === undefined) {
    const text = `"${shorten(line)}" is not a chunk's size in hex; what follows is not read`;
    flow.note("chunk", text, feed.position);
    return undefined;
  }
  feed.skip(lineEnd + 1);
  return parseInt(digits, 16);
}

/** RFC 9112, section 7.1.2 */
function* readTrailers(flow: Flow): Parser<readonly Header[] | undefined> {
  const { feed, limits } = flow;
  const start = feed.position;
  let size = 0;
  for (;;) {
    const lineEnd = yield* findLineEnd(flow, limits.maxHeadBytes, size);
    if (lineEnd === undefined) return undefined;
    const isEmpty = lineEnd === size || (lineEnd === size + 1 && feed.byteAt(size) === CR);
    size = lineEnd + 1;
    if (isEmpty) break;
  }
  const text = decodeLatin1(feed.take(size));
  const { headers, problems } = parseFields(splitLines(text).slice(0, -1));
  if (hasBareLf(text)) {
    flow.note("bare-lf", "A line ends in LF without CR", start, feed.position);
  }
  for (const problem of problems) flow.note(problem.rule, problem.text, start, feed.position);
  return headers;
}

/** The index of the next LF from `from` on; undefined at the end, or when it is too far away. */
function* findLineEnd(flow: Flow, most: number, from: number = 0): Parser<number | undefined> {
  const { feed } = flow;
  let scanned = from;
  for (;;) {
    const lineEnd = feed.indexOf(LF, scanned);
    scanned = lineEnd === -1 ? feed.length : lineEnd + 1;
    if (scanned > most) {
      const text = `A line within a chunked body ends beyond ${most} bytes; it is not read`;
      flow.note("chunk", text, feed.position);
      return undefined;
    }
    if (lineEnd !== -1) return lineEnd;
    if (feed.ended) return undefined;
    yield;
  }
}

interface BodyFacts {
  readonly start: number;
  readonly whole: boolean;
  readonly trailers: readonly Header[];
}

function buildBody(
  flow: Flow,
  kept: Collector,
  headers: readonly Header[],
  { start, whole, trailers }: BodyFacts,
): Body {
  const end = flow.feed.position;
  const bytes = kept.take();
  const shared = {
    wireBytes: end - start,
    ...(trailers.length > 0 ? { trailers } : {}),
  };
  const codings = headerTokens(headers, "content-encoding").filter((name) => name !== "identity");
  if (kept.truncated) {
    const text = `A body of ${kept.seen} bytes is kept in part: its first ${bytes.length} bytes`;
    flow.note("body-too-large", text, start, end);
  }
  if (kept.truncated || !whole) return { ...shared, data: textOrBytes(bytes), truncated: true };
  if (codings.length === 0 || bytes.length === 0) return { ...shared, data: textOrBytes(bytes) };
  const decoding = takeOffCodings(bytes, codings, flow.limits.maxInflatedBytes);
  if (decoding.ok) {
    return { ...shared, data: textOrBytes(decoding.bytes), coding: codings.join(", ") };
  }
  const text =
    `Content-Encoding could not be taken off: ${decoding.reason}; the body stays as sent`;
  flow.note("content-coding", text, start, end);
  return { ...shared, data: textOrBytes(bytes) };
}
