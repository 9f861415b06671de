// The page of a request or a response: the head as it was sent, what its URL says, its body.

import { utf8Length } from "../../../base/bytes.ts";
import type { EntryOf, Header, Redacted } from "../../../tape/entry.ts";
import { urlAnatomy } from "../../../timeline/anatomy/anatomy.ts";
import type { AnatomyOptions } from "../../../timeline/anatomy/part.ts";
import { WEBSOCKET_SOURCES } from "../../../timeline/anatomy/sources.ts";
import { payloadOf } from "../../../timeline/content.ts";
import { anatomyLines } from "../anatomy_lines.ts";
import type { References } from "../anatomy/references.ts";
import { counted, formatDuration } from "../duration.ts";
import { cutMiddle } from "../text_width.ts";
import { visibleText } from "../visible_text.ts";
import { contentSections, type Section } from "./content.ts";
import { binaryEventSections } from "./event.ts";
import { type Fact, hiddenFact } from "./facts.ts";
import type { Drawing, ShowInput } from "./input.ts";
import { engineOf, innerOf } from "./message.ts";
import { findRequest, findResponse } from "./neighbours.ts";
import { SWITCHING_PROTOCOLS } from "../../../wire/status.ts";

type HttpEntry = EntryOf<"request"> | EntryOf<"response">;

export function httpFacts(
  entry: HttpEntry,
  input: ShowInput,
  references: References,
): readonly Fact[] {
  return [
    ...(entry.kind === "request" ? responseFact(entry, input) : requestFact(entry, input)),
    ...webSocketFacts(entry, references),
    ["Body", bodyFact(entry)],
    ...Object.entries(entry.redacted ?? {}).flatMap(([field, ranges]) =>
      hiddenFact(field, ranges, field === "base64" ? "bytes" : "characters")
    ),
  ];
}

function responseFact(entry: EntryOf<"request">, input: ShowInput): readonly Fact[] {
  const response = findResponse(input, entry.id);
  if (response === undefined) return [["Response", "none that is near on this tape"]];
  const { line, at } = response;
  const place = `HTTP ${line.entry.status} on line ${line.number}`;
  const isEarly = line.number < input.line.number;
  const when = isEarly
    ? `${formatDuration(entry.at - at)} before this was whole`
    : `after ${formatDuration(at - entry.at)}`;
  return [["Response", `${place}, ${when}`]];
}

function requestFact(entry: EntryOf<"response">, input: ShowInput): readonly Fact[] {
  const request = findRequest(input, entry.id);
  if (request === undefined) return [["Request", "none that is near on this tape"]];
  const { line, at } = request;
  const path = line.entry.url.replace(/[?#].*$/s, "");
  const place = `${line.entry.method} ${path} on line ${line.number}`;
  const isLate = line.number > input.line.number;
  const when = isLate
    ? `whole ${formatDuration(at - entry.at)} later`
    : `${formatDuration(entry.at - at)} before`;
  return [["Request", `${place}, ${when}`]];
}

/** The opening handshake, which takes a head of each side. */
function webSocketFacts(entry: HttpEntry, references: References): readonly Fact[] {
  const isUpgrade = entry.headers.some(([name, value]) =>
    name.toLowerCase() === "upgrade" && value.toLowerCase() === "websocket"
  );
  if (!isUpgrade) return [];
  const mark = references.mark(WEBSOCKET_SOURCES.handshake);
  if (entry.kind === "request") {
    return [["Asks", `to turn this connection into a WebSocket ${mark}`]];
  }
  if (entry.status !== SWITCHING_PROTOCOLS) return [];
  const isDeflated = entry.headers.some(([name, value]) =>
    name.toLowerCase() === "sec-websocket-extensions" && value.includes("permessage-deflate")
  );
  const compression = isDeflated
    ? `; messages may be compressed ${references.mark(WEBSOCKET_SOURCES.compression)}`
    : "; messages are never compressed";
  return [["Agrees", `this connection is a WebSocket from here on ${mark}${compression}`]];
}

function bodyFact(entry: HttpEntry): string {
  const { text, base64, coding, wireBytes, omitted, truncated, trailers } = entry;
  if (omitted === true) return `${counted(wireBytes ?? 0, "byte")} that were not recorded`;
  if (text === undefined && base64 === undefined) return "none";
  return [
    text === undefined ? "binary" : "text",
    `, ${counted(contentLength(entry), "byte")}`,
    coding === undefined ? "" : `, sent with the coding ${coding}`,
    wireBytes === undefined ? "" : `, ${counted(wireBytes, "byte")} on the wire`,
    trailers === undefined ? "" : `, followed by ${counted(trailers.length, "trailer")}`,
    truncated === true ? ", kept only in part" : "",
  ].join("");
}

function contentLength(entry: HttpEntry): number {
  const data = payloadOf(entry);
  return typeof data === "string" ? utf8Length(data) : data.length;
}

export function httpSections(
  entry: HttpEntry,
  input: ShowInput,
  drawing: Drawing,
  references: References,
): readonly Section[] {
  const request = entry.kind === "request" ? entry : findRequest(input, entry.id)?.line.entry;
  const isEngine = request === undefined ? isEngineMoment(input) : isEngineUrl(request.url);
  const options = bodyOptions(entry, input);
  const isPacket = isEngine && (entry.kind === "request" || entry.status < 300 || hasJson(entry));
  return [
    headSection(entry, drawing),
    ...(entry.kind === "request" && isEngine ? [urlSection(entry, drawing, references)] : []),
    ...contentSections(
      { content: entry, redacted: entry.redacted, options, isPlainHttp: !isPacket },
      drawing,
      references,
    ),
    ...binaryEventSections(input, drawing),
  ];
}

function bodyOptions(entry: HttpEntry, { moments: [moment] }: ShowInput): AnatomyOptions {
  const engine = engineOf(moment);
  const inner = innerOf(moment);
  return {
    from: entry.kind === "request" ? "client" : "server",
    transport: "polling",
    ...(engine === undefined ? {} : { engine }),
    ...(inner === undefined ? {} : { inner }),
  };
}

function isEngineUrl(url: string): boolean {
  return /[?&](?:EIO|transport)=/.test(url);
}

function isEngineMoment({ moments }: ShowInput): boolean {
  return moments.some(({ decoded }) => decoded?.packets[0]?.protocol === "engine.io");
}

/** A refusal of Engine.IO says why in JSON. */
function hasJson({ text }: HttpEntry): boolean {
  return text?.startsWith("{") === true;
}

function headSection(entry: HttpEntry, drawing: Drawing): Section {
  const version = entry.version ?? "1.1";
  const { redacted } = entry;
  const first = entry.kind === "request"
    ? `${entry.method} ${visibleText(entry.url, redacted?.url)} HTTP/${version}`
    : `HTTP/${version} ${entry.status} ${visibleText(entry.reason ?? "")}`.trimEnd();
  const shown = [first, ...headerLines(entry.headers, "headers", redacted)];
  const trailers = headerLines(entry.trailers ?? [], "trailers", redacted);
  return [
    drawing.paint("bold", "The HTTP head, as it was sent"),
    ...[...shown, ...trailers].map((line) =>
      `  ${drawing.full ? line : cutMiddle(line, drawing.columns - 2)}`
    ),
  ];
}

function headerLines(
  headers: readonly Header[],
  field: string,
  redacted: Redacted | undefined,
): readonly string[] {
  return headers.map(([name, value], index) =>
    `${visibleText(name)}: ${visibleText(value, redacted?.[`${field}[${index}]`])}`
  );
}

function urlSection(
  entry: EntryOf<"request">,
  drawing: Drawing,
  references: References,
): Section {
  const hidden = entry.redacted?.url ?? [];
  return anatomyLines(urlAnatomy(entry.url), { ...drawing, hidden, references });
}
