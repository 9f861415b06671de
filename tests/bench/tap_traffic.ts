// What the tap bench sends: Socket.IO events of some 150 bytes as a tracking server sends them, each
// a little different, framed before anything is timed.

import { concatBytes, decodeLatin1, encodeLatin1, encodeUtf8 } from "../../src/base/bytes.ts";
import { encodeFrame } from "../../src/wire/frames.ts";
import { acceptKey } from "../../src/wire/handshake.ts";

/** How many different events there are; floods send multiples of it. */
export const BLOCK_EVENTS = 1000;

const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);

function eventText(index: number): string {
  return '42/sfa,["location:track",{"room":"track_222222","ssoId":222222,' +
    `"lat":-6.2${index + 1000},"lng":106.8${index + 1000},"heading":${100 + index % 256},` +
    '"recordedAt":"2026-11-21T03:00:00.000Z"}]';
}

export const EVENT_TEXTS: readonly string[] = Array.from(
  { length: BLOCK_EVENTS },
  (_, index) => eventText(index),
);

/** All of them as a server's frames. */
export const BLOCK: Uint8Array = concatBytes(
  EVENT_TEXTS.map((text) => encodeFrame({ opcode: 1, payload: encodeUtf8(text) })),
);

/** What a Socket.IO server says first: without it nothing after it would be decoded as it is. */
export const OPENING: Uint8Array = concatBytes([
  '0{"sid":"bench","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000}',
  '40/sfa,{"sid":"inner"}',
].map((text) => encodeFrame({ opcode: 1, payload: encodeUtf8(text) })));

/** An event that says when it was sent, at a place that never moves. */
const STAMP = "000000000000.000";
const STAMPED = eventText(0).replace("2026-11-21T03:00:00.000Z", STAMP);
const STAMPED_FRAME = encodeFrame({ opcode: 1, payload: encodeUtf8(STAMPED) });
export const STAMPED_BYTES: number = STAMPED_FRAME.length;

export function stampedFrame(now: number): Uint8Array {
  const frame = new Uint8Array(STAMPED_FRAME);
  frame.set(encodeLatin1(stamp(now)), decodeLatin1(frame).indexOf(STAMP));
  return frame;
}

/** The same as a polling body. */
export function stampedText(now: number): string {
  return STAMPED.replace(STAMP, stamp(now));
}

/** When the event was sent whose bytes these are. */
export function stampIn(text: string): number {
  const [, at] = /"recordedAt":"([\d.]+)"/.exec(text) ?? [];
  if (at === undefined) throw new Error(`There is no stamp in ${JSON.stringify(text)}`);
  return Number(at);
}

function stamp(now: number): string {
  return now.toFixed(3).padStart(STAMP.length, "0");
}

/** What the client of the round trips sends, and what the server sends back. */
export const QUESTION: Uint8Array = encodeFrame({
  opcode: 1,
  payload: encodeUtf8(eventText(0)),
  mask: MASK,
});
export const ECHO: Uint8Array = encodeFrame({ opcode: 1, payload: encodeUtf8(eventText(0)) });

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";

/** Asks for a WebSocket; `how` tells the server what to do with it. */
export function upgradeRequest(how: string, count: number): Uint8Array {
  return encodeUtf8(
    `GET /socket.io/?how=${how}&count=${count}&EIO=4&transport=websocket HTTP/1.1\r\n` +
      "Host: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}\r\n\r\n`,
  );
}

export const UPGRADE_RESPONSE: Uint8Array = encodeUtf8(
  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
    `Sec-WebSocket-Accept: ${acceptKey(KEY)}\r\n\r\n`,
);

/** A long poll as browsers send it. */
export function pollRequest(session: number): Uint8Array {
  return encodeUtf8(
    `GET /socket.io/?EIO=4&transport=polling&t=Pabc123&sid=session${session} HTTP/1.1\r\n` +
      "Host: bench\r\nUser-Agent: bench/1\r\nAccept: */*\r\nConnection: keep-alive\r\n\r\n",
  );
}

export function pollResponse(body: string): Uint8Array {
  return encodeUtf8(
    "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=UTF-8\r\n" +
      `Content-Length: ${body.length}\r\ncache-control: no-store\r\n` +
      `Date: Sat, 21 Nov 2026 03:00:00 GMT\r\nConnection: keep-alive\r\n\r\n${body}`,
  );
}
