// Which packets the bodies of one HTTP exchange hold: JSONP unwrapped, plain answers passed over.

import type { Payload } from "../../base/bytes.ts";
import type { Note } from "../../base/note.ts";
import type { Exchange } from "./connection.ts";
import { decodeJsonpBody, decodeJsonpResponse, type JsonpPayload } from "./jsonp.ts";
import { type EnginePacket, NO_NOTES, unknownPacket } from "./packet.ts";
import { decodePayload } from "./payload.ts";

export interface ReadBody {
  readonly packets: readonly EnginePacket[];
  /** What is to be said of the body as a whole. */
  readonly notes: readonly Note[];
}

const NOTHING: ReadBody = { packets: [], notes: NO_NOTES };

/** What the client sends: only a POST must have something to say. */
export function readRequestBody(exchange: Exchange, body: Payload): ReadBody {
  if (body.length === 0 && exchange.method !== "POST") return NOTHING;
  return readPayload(exchange, body, decodeJsonpBody);
}

/** What the server answers when all is well. */
export function readResponseBody(exchange: Exchange, body: Payload): ReadBody {
  switch (exchange.method) {
    case "GET":
      return readPayload(exchange, body, decodeJsonpResponse);
    case "POST":
      return isOk(body) ? NOTHING : unexpected(exchange, body, 'a POST is answered with "ok"');
    default:
      return body.length === 0 || exchange.method === "OPTIONS"
        ? NOTHING
        : unexpected(exchange, body, `"${exchange.method}" is not polling`);
  }
}

/** A body whose request is not known. */
export function readStrayBody(exchange: Exchange, body: Payload): ReadBody {
  if (body.length === 0 || isOk(body)) return NOTHING;
  return unexpected(exchange, body, "the request has not been seen");
}

function readPayload(
  exchange: Exchange,
  body: Payload,
  unwrap: (text: string) => JsonpPayload,
): ReadBody {
  if (exchange.url.j === undefined || typeof body !== "string") {
    return { packets: decodePayload(body, exchange.version), notes: NO_NOTES };
  }
  const { payload, notes } = unwrap(body);
  return { packets: decodePayload(payload, exchange.version), notes };
}

/** Python's server shouts. */
function isOk(body: Payload): boolean {
  return body === "ok" || body === "OK";
}

function unexpected(exchange: Exchange, body: Payload, reason: string): ReadBody {
  const note = `Cannot read this response as packets: ${reason}`;
  const packet = unknownPacket(body, exchange.version, 0, body.length, "response", note);
  return { packets: [packet], notes: NO_NOTES };
}
