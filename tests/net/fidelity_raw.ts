// Fidelity probes of raw bytes: HTTP with all its liberties, WebSocket frames written by hand, and
// what is neither.

import { concatBytes, encodeLatin1, encodeUtf8 } from "../../src/base/bytes.ts";
import { encodeFrame, OPCODE } from "../../src/wire/frames.ts";
import { type Probe, rawProbe, type Step } from "./fidelity.ts";

const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);
const KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
const ACCEPT = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";
const UPGRADE =
  `GET /chat HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n`;
const SWITCHED =
  `HTTP/1.1 101 As you wish\r\nupgrade:websocket\r\nConnection:  Upgrade\r\n${ACCEPT}\r\n\r\n`;
const GET = "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n";
const MEGABYTE = 1024 * 1024;

const client = (send: string | Uint8Array): Step => ({ from: "client", send });
const server = (send: string | Uint8Array): Step => ({ from: "server", send });
const tornHead = (send: string): Step => ({ from: "server", send, tearsHead: true });

interface FrameOptions {
  readonly fin?: boolean;
  readonly opcode?: number;
}

function clientFrame(payload: string | Uint8Array, options: FrameOptions = {}): Uint8Array {
  return frame(payload, { ...options, mask: MASK });
}

function frame(
  payload: string | Uint8Array,
  { opcode = OPCODE.text, ...options }: FrameOptions & { readonly mask?: Uint8Array } = {},
): Uint8Array {
  const bytes = typeof payload === "string" ? encodeUtf8(payload) : payload;
  return encodeFrame({ ...options, opcode, payload: bytes });
}

function closeFrame(code: number, reason: string): Uint8Array {
  return concatBytes([new Uint8Array([code >> 8, code & 255]), encodeUtf8(reason)]);
}

/** Latin-1 text and bytes in one packet. */
function joined(text: string, ...frames: readonly Uint8Array[]): Uint8Array {
  return concatBytes([encodeLatin1(text), ...frames]);
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => index * 7 + (index >> 8));
}

function closing(code: number, reason: string): Probe {
  return rawProbe(`a close with ${code}, answered, then half-closed both ways`, [
    client(UPGRADE),
    server(SWITCHED),
    server(frame(closeFrame(code, reason), { opcode: OPCODE.close })),
    client(clientFrame(closeFrame(code, ""), { opcode: OPCODE.close })),
    { from: "server", end: true },
    { from: "client", end: true },
  ]);
}

export const RAW_PROBES: readonly Probe[] = [
  rawProbe("header order, case, duplicates, odd spacing and empty values", [
    client(
      "POST /%7e?a=b&c HTTP/1.1\r\nx-b:1\r\nHOST:\t{host}\r\nX-A:  2  \r\nx-B: 3\r\nX-Empty:\r\n" +
        "Folded: a\r\n  b\r\nno colon\r\nLatin: \xe9\r\nContent-Length: 3\r\n\r\nabc",
    ),
    server(
      "HTTP/1.1 299  Fine,  thanks \xe9\r\nx-b:1\r\nX-A:  2  \r\nx-B: 3\r\nX-Empty:\r\n" +
        "Set-Cookie: a=b; Secure; Domain=x\r\nSet-Cookie: c\r\nContent-Length: 0\r\n\r\n",
    ),
  ]),
  rawProbe("lines that end in a bare LF, and empty lines before a request", [
    client("\r\n\r\nGET / HTTP/1.1\nHost: {host}\nA:1\n\n"),
    server("HTTP/1.1 204 \nB:2\n\n"),
  ]),
  rawProbe("chunked bodies both ways, with extensions and trailers", [
    client("POST / HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n"),
    client("00\r\nX-Sum: 1\r\nx-sum:2\r\n\r\n"),
    server("HTTP/1.1 200 OK\r\nTransfer-Encoding:chunked\r\n\r\nA\r\nHost: here\r\n"),
    server("0;last\r\nTrailer: yes\r\n\r\n"),
  ]),
  rawProbe("100 Continue and 103 Early Hints before the response", [
    client("PUT / HTTP/1.1\r\nHost: {host}\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"),
    server("HTTP/1.1 100 Go on\r\n\r\n"),
    client("body"),
    tornHead("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 201 Made\r\n"),
    server("Content-Length: 0\r\n\r\n"),
  ]),
  rawProbe("pipelined requests, among them HEAD, and their responses in one packet", [
    client(GET + "HEAD / HTTP/1.1\r\nHost: {host}\r\n\r\n" + GET),
    server(
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n" +
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    ),
  ]),
  rawProbe("keep-alive over several exchanges", [
    ...Array.from({ length: 5 }, (_, round) => [
      client(`GET /${round} HTTP/1.1\r\nHost: {host}\r\n\r\n`),
      server(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${round}`),
    ]).flat(),
  ]),
  rawProbe("HTTP/1.0 without Host, its response ended by the connection", [
    client("GET / HTTP/1.0\r\nA: b\r\n\r\n"),
    server("HTTP/1.0 200 OK\r\n\r\nuntil"),
    server(" the end"),
    { from: "server", end: true },
    { from: "client", end: true },
  ]),
  rawProbe("a streaming response as it comes, in the middle of a line", [
    client("GET /events HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n\r\n"),
    tornHead("HTTP/1.1 200 OK\r\nContent-Ty"),
    server("pe: text/event-stream\r\n\r\n"),
    server("data: o"),
    server("ne\n\n"),
    server(": keep-alive\n\ndata: two\n\n"),
    { from: "client", end: true },
  ]),
  rawProbe("fragments, with pings and pongs between them", [
    client(UPGRADE),
    server(SWITCHED),
    client(clientFrame("one ", { fin: false })),
    client(clientFrame("ping\x00payload", { opcode: OPCODE.ping })),
    server(frame("ping\x00payload", { opcode: OPCODE.pong })),
    client(clientFrame("two", { fin: false, opcode: OPCODE.continuation })),
    client(clientFrame("", { opcode: OPCODE.continuation })),
    server(frame(pattern(300), { fin: false, opcode: OPCODE.binary })),
    server(frame("", { opcode: OPCODE.ping })),
    client(clientFrame("", { opcode: OPCODE.pong })),
    server(frame(pattern(70_000), { opcode: OPCODE.continuation })),
    client(clientFrame("unasked", { opcode: OPCODE.pong })),
  ]),
  rawProbe("frames in one packet with the 101", [
    client(UPGRADE),
    server(joined(SWITCHED, frame("early"), frame("bird", { opcode: OPCODE.ping }))),
    client(clientFrame("bird", { opcode: OPCODE.pong })),
  ]),
  rawProbe("frames in one packet with the request to upgrade", [
    client(joined(UPGRADE, clientFrame("early"))),
    server(joined(SWITCHED, frame("heard"))),
    client(clientFrame("again")),
  ]),
  rawProbe("frames that break the rules: unmasked, masked, reserved", [
    client(UPGRADE),
    server(SWITCHED),
    client(frame("unmasked")),
    server(clientFrame("masked")),
    server(new Uint8Array([0xff, 0x02, 1, 2])),
    client(new Uint8Array([0x8b, 0x00])),
  ]),
  rawProbe("messages of 5 MB both ways", [
    client(UPGRADE),
    server(SWITCHED),
    server(frame(pattern(5 * MEGABYTE), { opcode: OPCODE.binary })),
    client(clientFrame(pattern(5 * MEGABYTE), { opcode: OPCODE.binary })),
  ]),
  closing(1000, "done"),
  closing(1001, "going away"),
  closing(1011, "caf\u00e9"),
  closing(4002, ""),
  rawProbe("an abnormal end by the server's reset", [
    client(UPGRADE),
    server(joined(SWITCHED, frame("last words"))),
    { from: "server", reset: true },
  ], ["ECONNRESET"]),
  rawProbe("an abnormal end by the client's reset", [
    client(UPGRADE),
    server(SWITCHED),
    client(clientFrame("last words")),
    { from: "client", reset: true },
  ], ["ECONNRESET"]),
  rawProbe("an end without a close frame", [
    client(UPGRADE),
    server(joined(SWITCHED, frame("last words").subarray(0, 5))),
    { from: "server", end: true },
    client(clientFrame("to nobody")),
    { from: "client", end: true },
  ]),
  rawProbe("a half-close by the client, answered after it", [
    client(GET),
    { from: "client", end: true },
    server("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate"),
    { from: "server", end: true },
  ]),
  rawProbe("a refused upgrade, and HTTP that goes on", [
    client(UPGRADE),
    server("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno"),
    client(GET),
    server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"),
  ]),
  rawProbe("bytes that are no HTTP", [
    client("\x16\x03\x01\r\nHost: nobody\r\n\r\n"),
    server("\x00\x01\r\nHTTP/1.1 200 OK\r\n\r\n"),
    client(pattern(1000)),
    { from: "server", end: true },
    client("\xff"),
  ]),
];
