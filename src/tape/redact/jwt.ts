// JSON Web Tokens (RFC 7519) wherever they stand, and what may be said of one: its algorithm, type
// and times. Never its subject, other claims or signature.

import { decodeUtf8, fromBase64 } from "../../base/bytes.ts";
import { isJsonObject, type JsonObject, parseJson } from "../../base/json.ts";

/** Every compact JOSE header begins so: the base64url of `{"`. */
export const JWT_START = "eyJ";

/** The shortest header there can be: the base64url of `{"alg":""}`. */
const SHORTEST_HEADER = 14;

/** How many beginnings are tried in one run of base64url characters. */
export const JWT_TRIES_LIMIT = 8;

export interface FoundJwt {
  readonly start: number;
  readonly end: number;
}

/** base64url segments: three of a JWS, five of a JWE (RFC 7515 and 7516, section 3.1). */
const SEGMENT = /[\w-]+/y;
const MORE_SEGMENTS = /(?:\.[\w-]*){1,4}/y;

/**
 * The tokens in a text. A look-alike whose first segment is not a JOSE header (a JSON object with
 * `alg`) is none; a token that was cut off after its header is one.
 */
export function findJwts(text: string): readonly FoundJwt[] {
  const found: FoundJwt[] = [];
  let start = text.indexOf(JWT_START);
  while (start !== -1) {
    SEGMENT.lastIndex = start;
    SEGMENT.exec(text);
    const dot = SEGMENT.lastIndex;
    MORE_SEGMENTS.lastIndex = dot;
    const end = MORE_SEGMENTS.test(text) ? MORE_SEGMENTS.lastIndex : dot;
    const header = end - dot > 1 && dot - start >= SHORTEST_HEADER
      ? headerStart(text, start, dot)
      : undefined;
    if (header !== undefined) found.push({ start: header, end });
    start = text.indexOf(JWT_START, header === undefined ? dot : end);
  }
  return found;
}

function headerStart(text: string, first: number, end: number): number | undefined {
  let start = first;
  for (let tries = 0; tries < JWT_TRIES_LIMIT && start !== -1 && start < end; tries++) {
    if (end - start < SHORTEST_HEADER) return undefined;
    if (typeof readSegment(text.slice(start, end), '"alg"')?.alg === "string") return start;
    start = text.indexOf(JWT_START, start + 1);
  }
  return undefined;
}

/** A segment's JSON; text without `sign` in it is not worth a parser's exception. */
function readSegment(segment: string, sign: string): JsonObject | undefined {
  const bytes = fromBase64(segment.replaceAll("-", "+").replaceAll("_", "/"));
  const text = bytes && decodeUtf8(bytes);
  const parsed = text?.includes(sign) ? parseJson(text) : undefined;
  return parsed?.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

/** `JWT RS256 at+jwt, issued 2026-11-21T03:00:00.000Z, expires 2026-11-21T04:00:00.000Z` */
export function describeJwt(token: string): string {
  const [first = "", second = ""] = token.split(".");
  const header = readSegment(first, '"alg"') ?? {};
  const claims = readSegment(second, "{") ?? {};
  const names = ["JWT", header.alg, header.typ].filter(isShortName);
  const parts = [[...new Set(names)].join(" ")];
  const times = [["issued", claims.iat], ["not before", claims.nbf], ["expires", claims.exp]];
  for (const [word, seconds] of times) {
    const time = readTime(seconds);
    if (time !== undefined) parts.push(`${word} ${time}`);
  }
  return parts.join(", ");
}

/** Names of algorithms and types, and nothing that somebody could have hidden in their place. */
function isShortName(name: unknown): name is string {
  return typeof name === "string" && /^[\w+./-]{1,24}$/.test(name);
}

function readTime(seconds: unknown): string | undefined {
  if (typeof seconds !== "number") return undefined;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
