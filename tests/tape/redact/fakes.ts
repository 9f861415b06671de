// Secrets that are obviously none, entries to hide them in, and every way they could still be read.

import { encode } from "notepack.io";
import { encodeUtf8, toBase64, toHex } from "../../../src/base/bytes.ts";
import type { JsonValue } from "../../../src/base/json.ts";
import type { Entry, Header } from "../../../src/tape/entry.ts";

/** The secret of most places: ASCII, quotes and a backslash need escapes, é and 😀 more bytes. */
export const SECRET = "fake-Secret-1";
export const AWKWARD = 'fäke "secret"\\😀-2';

function base64Url(text: string): string {
  return toBase64(encodeUtf8(text)).replace(/=+$/, "").replaceAll("+", "-").replaceAll("/", "_");
}

/** A token built from its pieces; its signature is the word itself. */
export function fakeJwt(
  claims: JsonValue,
  header: JsonValue = { alg: "RS256", typ: "JWT" },
): string {
  const pieces = [JSON.stringify(header), JSON.stringify(claims), "no-signature-at-all"];
  return pieces.map(base64Url).join(".");
}

export const JWT = fakeJwt({ iat: 1_700_000_000, exp: 1_700_003_600, sub: "fake-subject" });

export function message(text: string): Entry {
  return { kind: "message", at: 1, conn: 1, from: "client", text };
}

export function binary(bytes: Uint8Array): Entry {
  return { kind: "message", at: 1, conn: 1, from: "client", base64: toBase64(bytes) };
}

export function request(
  url: string,
  headers: readonly Header[] = [],
  content: { readonly text?: string; readonly base64?: string } = {},
): Entry {
  return { kind: "request", at: 1, conn: 1, id: 1, method: "POST", url, headers, ...content };
}

export function response(
  headers: readonly Header[],
  content: { readonly text?: string; readonly base64?: string; readonly reason?: string } = {},
): Entry {
  return { kind: "response", at: 1, conn: 1, id: 1, status: 200, headers, ...content };
}

export function event(...args: readonly JsonValue[]): Entry {
  const place = { kind: "event", at: 1, conn: 1, from: "client", of: 2 } as const;
  return { ...place, ns: "/", name: "login", args };
}

export function log(text: string): Entry {
  return { kind: "log", at: 1, source: "engine.io-client:socket", text };
}

export function pack(value: unknown): Uint8Array {
  return new Uint8Array(encode(value));
}

/** JSON as the inside of a JSON string, this many levels deep. */
export function nested(json: string, depth: number): string {
  return depth === 0 ? json : nested(JSON.stringify(json).slice(1, -1), depth - 1);
}

/** The packets of an Engine.IO 3 polling body. */
export function counted(...packets: readonly string[]): string {
  return packets.map((packet) => `${packet.length}:${packet}`).join("");
}

/** One packet of an Engine.IO 3 binary polling body. */
export function binaryPacket(isBinary: boolean, data: Uint8Array): readonly number[] {
  return [isBinary ? 1 : 0, ...[...String(data.length)].map(Number), 255, ...data];
}

/** Every form in which a secret could still be read from a line. */
export function encodings(secret: string): readonly string[] {
  const bytes = encodeUtf8(secret);
  return [
    secret,
    nested(secret, 1),
    nested(secret, 2),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll("%20", "+"),
    toHex(bytes),
    ...[0, 1, 2].map((shift) => aligned(bytes, shift)),
  ];
}

/** The base64 of what is certain when so many other bytes stand before. */
function aligned(bytes: Uint8Array, shift: number): string {
  const first = (3 - shift) % 3;
  const whole = bytes.length - first - ((bytes.length - first) % 3);
  return toBase64(bytes.slice(first, first + whole));
}
