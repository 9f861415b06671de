// What the lines of a tape carried, for the decoders: the one place where tape and protocols meet.

import type { Entry } from "../tape/entry.ts";
import type { Carried } from "../protocols/protocol.ts";
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
