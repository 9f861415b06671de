// What the wire told, as lines for a tape.

import { base64Length, type Payload, utf8Length } from "../base/bytes.ts";
import type { ControlEntry, Entry, RequestEntry, ResponseEntry } from "../tape/entry.ts";
import type {
  Body,
  ControlEvent,
  MessageEvent,
  RequestEvent,
  ResponseEvent,
  WireEvent,
} from "../wire/events.ts";
import { contentOf } from "./content.ts";

/** Where an event belongs on the tape. */
export interface Place {
  readonly at: number;
  readonly conn: number;
  /** The request's id on the tape: the wire counts per connection, a tape over all of them. */
  readonly requestId: (id: number) => number;
}

/** The entry of an event; heads and upgrades have none of their own. */
export function entryOf(event: WireEvent, place: Place): Entry | undefined {
  const { at, conn } = place;
  switch (event.kind) {
    case "request":
      return requestEntry(event, place);
    case "response":
      return responseEntry(event, place);
    case "message":
      return {
        kind: "message",
        at,
        conn,
        from: event.from,
        ...contentOf(event.data),
        ...messageDetails(event),
      };
    case "control":
      return controlEntry(event, place);
    case "bytes":
      return { kind: "bytes", at, conn, from: event.from, ...contentOf(event.data) };
    case "end":
      return { kind: "control", at, conn, from: event.from, op: "end" };
    case "note":
      return { kind: "note", at, conn, rule: event.note.rule, text: event.note.text };
    case "request-head":
    case "response-head":
    case "upgrade":
      return undefined;
  }
}

/** The same entry by its head alone. WebSocket's own requests have no body to begin with. */
export function withoutBody(entry: Entry): Entry {
  if (entry.kind !== "request" && entry.kind !== "response") return entry;
  const { text, base64, trailers: _trailers, truncated: _truncated, ...head } = entry;
  if (text === undefined && base64 === undefined) return entry;
  const bytes = text === undefined ? base64Length(base64 ?? "") : utf8Length(text);
  return { ...head, wireBytes: entry.wireBytes ?? bytes, omitted: true };
}

function requestEntry(event: RequestEvent, place: Place): RequestEntry {
  const { method, target, version, headers } = event.head;
  return {
    kind: "request",
    at: place.at,
    conn: place.conn,
    id: place.requestId(event.id),
    method,
    url: target,
    ...httpVersion(version),
    headers,
    ...bodyDetails(event.body),
  };
}

function responseEntry(event: ResponseEvent, place: Place): ResponseEntry {
  const { status, reason, version, headers } = event.head;
  return {
    kind: "response",
    at: place.at,
    conn: place.conn,
    id: place.requestId(event.id),
    status,
    ...(reason === "" ? {} : { reason }),
    ...httpVersion(version),
    headers,
    ...bodyDetails(event.body),
  };
}

function controlEntry(event: ControlEvent, place: Place): ControlEntry {
  return {
    kind: "control",
    at: place.at,
    conn: place.conn,
    from: event.from,
    op: event.op,
    ...(event.code === undefined ? {} : { code: event.code }),
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.data.length === 0 ? {} : contentOf(event.data)),
  };
}

function httpVersion(version: string): { readonly version?: string } {
  return version === "1.1" ? {} : { version };
}

type BodyDetails = Pick<
  RequestEntry,
  "text" | "base64" | "coding" | "wireBytes" | "trailers" | "truncated"
>;

function bodyDetails(body: Body): BodyDetails {
  if (body.data.length === 0 && body.wireBytes === 0 && body.truncated !== true) return {};
  return {
    ...contentOf(body.data),
    ...(body.coding === undefined ? {} : { coding: body.coding }),
    ...(body.wireBytes === byteLength(body.data) ? {} : { wireBytes: body.wireBytes }),
    ...(body.trailers === undefined ? {} : { trailers: body.trailers }),
    ...(body.truncated === true ? { truncated: true } : {}),
  };
}

function messageDetails(
  event: MessageEvent,
): Pick<Entry & { kind: "message" }, "frames" | "wireBytes" | "compressed" | "truncated"> {
  const several = event.frames.length > 1;
  return {
    ...(several ? { frames: event.frames } : {}),
    ...(several || event.compressed ? { wireBytes: event.wireBytes } : {}),
    ...(event.compressed ? { compressed: true } : {}),
    ...(event.truncated === true ? { truncated: true } : {}),
  };
}

function byteLength(data: Payload): number {
  return typeof data === "string" ? utf8Length(data) : data.length;
}
