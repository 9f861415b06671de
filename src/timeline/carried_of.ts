// What was carried, for the decoders: from the lines of a tape, or straight from the wire. The one
// place where tape, wire and protocols meet.

import type { Entry } from "../tape/entry.ts";
import type { Carried } from "../protocols/protocol.ts";
import type { WireEvent } from "../wire/events.ts";
import { payloadOf } from "./content.ts";

/** What an entry carried; nothing for lines that are derived, said by people or below messages. */
export function carriedOf(entry: Entry): Carried | undefined {
  switch (entry.kind) {
    case "request": {
      const { conn, id, method, url, headers } = entry;
      return { kind: "request", conn, id, method, url, headers, data: payloadOf(entry) };
    }
    case "response": {
      const { conn, id, status, headers } = entry;
      return { kind: "response", conn, id, status, headers, data: payloadOf(entry) };
    }
    case "message":
      return { kind: "message", conn: entry.conn, from: entry.from, data: payloadOf(entry) };
    case "close":
      return { kind: "close", conn: entry.conn };
    default:
      return undefined;
  }
}

/** The same for what the wire tells: what a live recording decodes, base64 never made for it. */
export function carriedOfEvent(
  event: WireEvent,
  conn: number,
  requestId: (id: number) => number,
): Carried | undefined {
  switch (event.kind) {
    case "request": {
      const { method, target: url, headers } = event.head;
      const id = requestId(event.id);
      return { kind: "request", conn, id, method, url, headers, data: event.body.data };
    }
    case "response": {
      const { status, headers } = event.head;
      const id = requestId(event.id);
      return { kind: "response", conn, id, status, headers, data: event.body.data };
    }
    case "message":
      return { kind: "message", conn, from: event.from, data: event.data };
    default:
      return undefined;
  }
}
