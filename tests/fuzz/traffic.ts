// Traffic for fuzzing: HTTP exchanges and WebSocket conversations that carry Engine.IO and Socket.IO
// (or noise), damaged in places, cut anywhere.

import fc from "fast-check";
import { concatBytes, encodeLatin1, encodeUtf8 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { payload, side, url } from "../protocols/arbitrary_carried.ts";

export interface Piece {
  readonly from: Side;
  readonly bytes: Uint8Array;
}

const headerValue = fc.string({ maxLength: 12 }).map((text) => text.replace(/[^\x20-\x7e]/g, ""));

const body: fc.Arbitrary<Uint8Array> = payload.map((data) =>
  typeof data === "string" ? encodeUtf8(data) : data
);

/** A request and its answer, framed by length or in chunks. */
const exchange: fc.Arbitrary<readonly Piece[]> = fc.record({
  method: fc.constantFrom("GET", "POST", "OPTIONS", "HEAD"),
  url: url.map((text) => encodeURI(text.toWellFormed()).replaceAll(" ", "%20") || "/"),
  cookie: headerValue,
  sent: body,
  answer: body,
  chunked: fc.boolean(),
  status: fc.constantFrom(200, 204, 304, 400, 101, 100),
}).map((parts) => [
  piece("client", [
    `${parts.method} ${parts.url} HTTP/1.1\r\nHost: a\r\nCookie: ${parts.cookie}\r\n`,
    `Content-Length: ${parts.sent.length}\r\n\r\n`,
    parts.sent,
  ]),
  piece("server", [
    `HTTP/1.1 ${parts.status} Fine\r\nSet-Cookie: io=${parts.cookie}\r\n`,
    ...framed(parts.answer, parts.chunked),
  ]),
]);

function framed(data: Uint8Array, chunked: boolean): readonly (string | Uint8Array)[] {
  if (!chunked) return [`Content-Length: ${data.length}\r\n\r\n`, data];
  const chunk = data.length === 0 ? [] : [`${data.length.toString(16)}\r\n`, data, "\r\n"];
  return ["Transfer-Encoding: chunked\r\n\r\n", ...chunk, "0\r\n\r\n"];
}

const UPGRADE: readonly Piece[] = [
  piece("client", [
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\n" +
    "Connection: Upgrade\r\nUpgrade: websocket\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
  ]),
  piece("server", [
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
  ]),
];

/** One frame, by the book of RFC 6455 (section 5.2) but for its choice of bits. */
const frame: fc.Arbitrary<Piece> = fc.record({
  from: side,
  data: body,
  opcode: fc.constantFrom(0, 1, 1, 1, 2, 2, 3, 8, 9, 10),
  final: fc.boolean(),
  reserved: fc.constantFrom(0, 0, 0, 0x40, 0x20),
  mask: fc.uint8Array({ minLength: 4, maxLength: 4 }),
}).map(({ from, data, opcode, final, reserved, mask }) => {
  const first = (final ? 0x80 : 0) | reserved | opcode;
  const masked = from === "client";
  const bit = masked ? 0x80 : 0;
  const length = data.length < 126
    ? [bit | data.length]
    : [bit | 126, data.length >> 8, data.length & 0xff];
  const shown = masked ? data.map((byte, index) => byte ^ (mask[index % 4] ?? 0)) : data;
  return piece(from, [new Uint8Array([first, ...length]), ...(masked ? [mask] : []), shown]);
});

const websocket = fc.array(frame, { maxLength: 8 }).map((frames) => [...UPGRADE, ...frames]);
const http = fc.array(exchange, { minLength: 1, maxLength: 3 }).map((list) => list.flat());
const noise = fc.array(fc.tuple(side, fc.uint8Array({ maxLength: 80 })), { maxLength: 4 })
  .map((list) => list.map(([from, bytes]) => ({ from, bytes })));

interface Damage {
  readonly at: number;
  readonly kind: "none" | "drop" | "flip" | "cut";
  readonly with: number;
}

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(600),
  kind: fc.constantFrom<Damage["kind"]>("none", "none", "drop", "flip", "cut"),
  with: fc.integer({ min: 1, max: 255 }),
});

/** Conversations of both sides in the order of the wire, damaged in one place, cut in another. */
export function trafficOf(): fc.Arbitrary<readonly Piece[]> {
  return fc.tuple(
    fc.oneof(http, websocket, noise, fc.tuple(http, websocket).map((both) => both.flat())),
    damage,
  )
    .map(([pieces, harm]) => hurt(pieces, harm));
}

/** The damage falls on the byte that many bytes into the traffic. */
function hurt(pieces: readonly Piece[], harm: Damage): readonly Piece[] {
  let passed = 0;
  return pieces.flatMap((one) => {
    const at = harm.at - passed;
    passed += one.bytes.length;
    if (harm.kind === "none" || at < 0 || at >= one.bytes.length) return [one];
    const before = one.bytes.subarray(0, at);
    const after = one.bytes.subarray(at);
    switch (harm.kind) {
      case "cut":
        return [{ ...one, bytes: before }, { ...one, bytes: after }];
      case "drop":
        return [{ ...one, bytes: concatBytes([before, after.subarray(1)]) }];
      case "flip": {
        const flipped = new Uint8Array([(after[0] ?? 0) ^ harm.with]);
        return [{ ...one, bytes: concatBytes([before, flipped, after.subarray(1)]) }];
      }
    }
  });
}

function piece(from: Side, parts: readonly (string | Uint8Array)[]): Piece {
  const bytes = parts.map((part) => typeof part === "string" ? encodeLatin1(part) : part);
  return { from, bytes: concatBytes(bytes) };
}
