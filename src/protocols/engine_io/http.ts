// What Engine.IO says in HTTP itself: the query of its URLs, and its errors.

import { decodeUtf8, type Payload } from "../../base/bytes.ts";
import { isJsonObject, parseJson } from "../../base/json.ts";
import type { Note } from "../../base/note.ts";
import type { Packet } from "../protocol.ts";
import { type EngineVersion, NO_NOTES } from "./packet.ts";

/** An Engine.IO URL as its server reads it. */
export interface EngineUrl {
  readonly path: string;
  /** `EIO` as it was written, undefined when missing. */
  readonly eio?: string;
  /** Revision 4 is said by `EIO=4` alone; everything else is 3, as stock servers have it. */
  readonly version: EngineVersion;
  /** `polling`, `websocket`, or what else was asked for. */
  readonly transport?: string;
  readonly sid?: string;
  /** The index of the JSONP callback. */
  readonly j?: string;
  /** The client takes no binary (`b64`). */
  readonly base64: boolean;
  /** What keeps caches away. */
  readonly t?: string;
  readonly notes: readonly Note[];
}

/** Reads the target of a request (`/socket.io/?EIO=4&…`), absolute or not. */
export function readEngineUrl(url: string): EngineUrl {
  const [target = ""] = url.split("#", 1);
  const question = target.indexOf("?");
  const query = new URLSearchParams(question < 0 ? "" : target.slice(question + 1));
  const eio = query.get("EIO") ?? undefined;
  return {
    path: (question < 0 ? target : target.slice(0, question)).replace(/^[a-z]+:\/\/[^/]*/i, ""),
    version: eio === "4" ? 4 : 3,
    base64: query.has("b64"),
    notes: eio === undefined ? NO_VERSION : NO_NOTES,
    ...(eio === undefined ? {} : { eio }),
    ...parameter("transport", query),
    ...parameter("sid", query),
    ...parameter("j", query),
    ...parameter("t", query),
  };
}

const NO_VERSION: readonly Note[] = Object.freeze([{
  rule: "engine.io/no-version",
  text: 'The URL has no "EIO": read as revision 3, as servers do',
}]);

function parameter<Name extends string>(
  name: Name,
  query: URLSearchParams,
): { readonly [Key in Name]?: string } {
  const value = query.get(name);
  if (value === null || value === "") return {};
  // The computed key widens the literal to a record of any name.
  return { [name]: value } as { readonly [Key in Name]: string };
}

/** An HTTP response that refuses. */
export interface EngineError extends Packet {
  readonly protocol: "engine.io";
  readonly type: "error";
  readonly status: number;
  /** Engine.IO's own code, when the response says one. */
  readonly code?: number;
  /** What the code or else the status means. */
  readonly meaning: string;
  /** The server's own words, when they are others. */
  readonly message?: string;
  /** The body as it came. */
  readonly data: Payload;
}

export function isEngineError(packet: Packet): packet is EngineError {
  return packet.protocol === "engine.io" && packet.type === "error";
}

/** By code, the words of the stock server (engine.io, `Server.errorMessages`). */
export const ERROR_MEANINGS: readonly string[] = [
  "Transport unknown",
  "Session ID unknown",
  "Bad handshake method",
  "Bad request",
  "Forbidden",
  "Unsupported protocol version",
];

/** The code under which a server no longer, or never, knew the session. */
export const UNKNOWN_SID = 1;

/** What statuses without a code say (engine.io, polling transport and proxies before it). */
const STATUS_MEANINGS: Readonly<Record<number, string>> = {
  200: "Not upgraded to WebSocket",
  400: "Bad request: overlapping requests of one session, or binary data in revision 4",
  413: "Payload larger than the server takes (maxHttpBufferSize); the session lives on",
  500: "Method that polling does not know, or overlapping requests of one session (revision 3)",
  502: "No Engine.IO server behind the proxy",
  503: "No Engine.IO server behind the proxy",
  504: "The proxy waited for longer than it wants to: polls need at least pingInterval",
};

/** Reads a response that does not do what was asked for. */
export function readError(status: number, body: Payload): EngineError {
  const text = typeof body === "string" ? body : decodeUtf8(body) ?? "";
  const { code, message } = readErrorBody(text);
  const meaning = (code === undefined ? undefined : ERROR_MEANINGS[code]) ??
    STATUS_MEANINGS[status] ?? `HTTP status ${status}`;
  return {
    protocol: "engine.io",
    type: "error",
    status,
    meaning,
    data: body,
    notes: NO_NOTES,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined || message === meaning ? {} : { message }),
  };
}

/** Polling answers JSON; a refused upgrade has only the words. */
function readErrorBody(text: string): { readonly code?: number; readonly message?: string } {
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) {
    const { code, message } = parsed.value;
    return {
      ...(typeof code === "number" ? { code } : {}),
      ...(typeof message === "string" ? { message } : {}),
    };
  }
  const code = ERROR_MEANINGS.indexOf(text);
  return code < 0 ? {} : { code };
}
