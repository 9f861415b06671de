// Reads HTTP/1 request and response heads (RFC 9112, sections 2 to 5). What cannot be a head is
// told as early as its first bytes show it, and stays unread.

import { decodeLatin1 } from "../base/bytes.ts";
import type { Header, RequestHead, ResponseHead } from "./events.ts";
import type { Flow, Parser } from "./flow.ts";
import { hasBareLf, parseFields, type Problem, shorten, splitLines } from "./http_fields.ts";

/** The longest method that is taken for one; registered ones have at most 17 characters. */
const MAX_METHOD_BYTES = 32;
const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) (.+) HTTP\/(1\.\d)$/;
const STATUS_LINE = /^HTTP\/(1\.\d) (\d{3})(?: (.*))?$/;

/** A head and where it begins; empty lines before it belong to it. */
export interface HeadRead<Head> {
  readonly head: Head;
  readonly start: number;
}

type RequestLine = Omit<RequestHead, "headers">;
type StatusLine = Omit<ResponseHead, "headers">;

/** How one kind of head is told from what is none. */
interface Grammar<First> {
  readonly rule: string;
  readonly expected: string;
  /** Whether the byte at `index` of the first line can stand there. */
  readonly mayBegin: (byte: number, index: number) => boolean;
  /** How many of the first line's bytes `mayBegin` is asked about, at the most. */
  readonly prefix: number;
  /** The byte behind which `mayBegin` is not asked. */
  readonly prefixEnd: number;
  readonly parse: (line: string) => First | undefined;
}

const REQUEST: Grammar<RequestLine> = {
  rule: "request-line",
  expected: '"METHOD target HTTP/1.x"',
  mayBegin: (byte, index) => index < MAX_METHOD_BYTES && isTokenByte(byte),
  prefix: MAX_METHOD_BYTES + 1,
  prefixEnd: SPACE,
  parse: (line) => {
    const [, method, target, version] = REQUEST_LINE.exec(line) ?? [];
    if (method === undefined || target === undefined || version === undefined) return undefined;
    return { method, target, version };
  },
};

const HTTP_NAME = "HTTP/";

const RESPONSE: Grammar<StatusLine> = {
  rule: "status-line",
  expected: '"HTTP/1.x status reason"',
  mayBegin: (byte, index) => byte === HTTP_NAME.charCodeAt(index),
  prefix: HTTP_NAME.length,
  prefixEnd: LF,
  parse: (line) => {
    const [, version, status, reason] = STATUS_LINE.exec(line) ?? [];
    if (version === undefined || status === undefined) return undefined;
    return { version, status: Number(status), reason: reason ?? "" };
  },
};

/** The next request head, or undefined when none can be read: the end, or a fault that was told. */
export function readRequestHead(flow: Flow): Parser<HeadRead<RequestHead> | undefined> {
  return readHead(flow, REQUEST);
}

/** The next response head, likewise. */
export function readResponseHead(flow: Flow): Parser<HeadRead<ResponseHead> | undefined> {
  return readHead(flow, RESPONSE);
}

/** A head whose end has been found. */
interface Measured<First> {
  readonly first: First;
  /** With its closing empty line. */
  readonly size: number;
}

function* readHead<First>(
  flow: Flow,
  grammar: Grammar<First>,
): Parser<HeadRead<First & { headers: readonly Header[] }> | undefined> {
  const { feed } = flow;
  const start = feed.position;
  const lead = yield* countEmptyLines(flow);
  const measured = yield* measureHead(flow, grammar, lead);
  if (measured === undefined) return undefined;
  const text = decodeLatin1(feed.take(measured.size)).slice(lead);
  const { headers, problems } = parseFields(splitLines(text).slice(1, -1));
  const head = { ...measured.first, headers };
  if (hasBareLf(text)) tellProblem({ rule: "bare-lf", text: "A line ends in LF without CR" });
  problems.forEach(tellProblem);
  return { head, start };

  function tellProblem({ rule, text }: Problem): void {
    flow.note(rule, text, start, feed.position);
  }
}

/** RFC 9112, section 2.2: empty lines before a request are to be ignored. */
function* countEmptyLines({ feed, limits }: Flow): Parser<number> {
  let lead = 0;
  for (;;) {
    while (lead < feed.length && lead < limits.maxHeadBytes && isLineEnd(feed.byteAt(lead))) lead++;
    if (lead < feed.length || feed.ended) return lead;
    yield;
  }
}

/** Finds the head's end; undefined when it has none or is none. */
function* measureHead<First>(
  flow: Flow,
  grammar: Grammar<First>,
  lead: number,
): Parser<Measured<First> | undefined> {
  const { feed, limits } = flow;
  let first: First | undefined;
  let lineStart = lead;
  let scanned = lead;
  for (;;) {
    if (first === undefined && !beginsLike(flow, grammar, lead)) return undefined;
    const lineEnd = feed.indexOf(LF, scanned);
    const reach = lineEnd === -1 ? feed.length : lineEnd + 1;
    if (reach > limits.maxHeadBytes) {
      const text = `A head is longer than ${limits.maxHeadBytes} bytes; what follows is not read`;
      flow.note("head-too-large", text, feed.position);
      return undefined;
    }
    scanned = reach;
    if (lineEnd === -1) {
      if (feed.ended) return tellCutHead(flow, lead);
      yield;
      continue;
    }
    if (first === undefined) {
      first = readFirstLine(flow, grammar, lead, lineEnd);
      if (first === undefined) return undefined;
    } else if (
      lineEnd === lineStart || (lineEnd === lineStart + 1 && feed.byteAt(lineStart) === CR)
    ) {
      return { first, size: reach };
    }
    lineStart = reach;
  }
}

function tellCutHead(flow: Flow, lead: number): undefined {
  const { feed } = flow;
  if (feed.length === lead) return;
  const end = feed.position + feed.length;
  flow.note("head-truncated", "The stream ended within a head", feed.position, end);
}

/** Whether what has come of the first line can be the beginning of such a head. */
function beginsLike<First>(flow: Flow, grammar: Grammar<First>, lead: number): boolean {
  const { feed } = flow;
  const most = Math.min(feed.length - lead, grammar.prefix);
  for (let index = 0; index < most; index++) {
    const byte = feed.byteAt(lead + index);
    if (byte === grammar.prefixEnd && index > 0) return true;
    if (!grammar.mayBegin(byte, index)) {
      const text = `This is not HTTP/1: expected ${grammar.expected}; what follows is not read`;
      flow.note("not-http", text, feed.position);
      return false;
    }
  }
  return true;
}

function readFirstLine<First>(
  flow: Flow,
  grammar: Grammar<First>,
  lead: number,
  lineEnd: number,
): First | undefined {
  const bytes = new Uint8Array(lineEnd - lead);
  for (let index = 0; index < bytes.length; index++) bytes[index] = flow.feed.byteAt(lead + index);
  const line = decodeLatin1(bytes).replace(/\r$/, "");
  const first = grammar.parse(line);
  if (first !== undefined) return first;
  const text = `"${shorten(line)}" is not ${grammar.expected}; what follows is not read`;
  flow.note(grammar.rule, text, flow.feed.position);
  return undefined;
}

function isLineEnd(byte: number): boolean {
  return byte === CR || byte === LF;
}

/** RFC 9110, section 5.6.2 */
function isTokenByte(byte: number): boolean {
  return byte > SPACE && byte < 0x7f && !'"(),/:;<=>?@[\\]{}'.includes(String.fromCharCode(byte));
}
