// Splits what one message or body carries into its packets, as far as redaction needs it: a secret
// never reaches from one packet into the next, and packets in base64 are looked into.

/** A packet's place in a text. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

/** Separates packets in an Engine.IO 4 polling body (protocol 4, "Packet separator"). */
const SEPARATOR = "\x1e";

const LENGTH = /(\d{1,10}):(?=[0-6b])/y;

/** How a JSONP answer begins and ends (Engine.IO, "JSONP polling"). */
const JSONP_OPENING = /^(?:\/\*\*\/)?___eio\[\d+\]\("/;
const JSONP_CLOSING = /"\);?\s{0,4}$/;

/** The one field of a JSONP post. */
const JSONP_FORM = /^d=([^&]*)/;

/** The packets of a polling body of either version, or the text as a whole. */
export function splitPackets(text: string): readonly Segment[] {
  return countedPackets(text) ?? separatedPackets(text);
}

function separatedPackets(text: string): readonly Segment[] {
  const segments: Segment[] = [];
  let start = 0;
  for (let end = text.indexOf(SEPARATOR); end !== -1; end = text.indexOf(SEPARATOR, start)) {
    segments.push({ start, end });
    start = end + 1;
  }
  return [...segments, { start, end: text.length }];
}

/** `LENGTH:PACKET…` with lengths in UTF-16 units (Engine.IO 3); the last one may be cut off. */
function countedPackets(text: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let position = 0;
  while (position < text.length) {
    LENGTH.lastIndex = position;
    const count = LENGTH.exec(text)?.[1];
    if (count === undefined) return undefined;
    const start = position + count.length + 1;
    const end = Math.min(start + Number(count), text.length);
    segments.push({ start, end });
    position = end;
  }
  return segments;
}

/** The inside of a JSONP answer's string literal, which may be cut off. */
export function jsonpAnswer(text: string): Segment | undefined {
  const opening = JSONP_OPENING.exec(text)?.[0];
  if (opening === undefined) return undefined;
  const closing = JSONP_CLOSING.exec(text.slice(-8))?.[0] ?? "";
  return { start: opening.length, end: Math.max(opening.length, text.length - closing.length) };
}

/** The value of a JSONP post's only field. */
export function jsonpForm(text: string): Segment | undefined {
  const value = JSONP_FORM.exec(text)?.[1];
  return value === undefined ? undefined : { start: "d=".length, end: "d=".length + value.length };
}

/**
 * Where the base64 of a binary packet begins: after `b` (Engine.IO 4) or `b` and the type digit
 * (Engine.IO 3), told apart by what makes the base64 a whole number of groups.
 */
export function base64Start(packet: string): number | undefined {
  if (!/^b[\w+/]*={0,2}$/.test(packet)) return undefined;
  return packet.length % 4 === 2 && /^b[0-6]/.test(packet) ? 2 : 1;
}

/** The packets of an Engine.IO 3 binary polling body (`<0|1><digits as bytes><0xff><data>`). */
export function binaryPackets(bytes: Uint8Array): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let position = 0;
  while (position < bytes.length) {
    if ((bytes[position] ?? 2) > 1) return undefined;
    let length = 0;
    let index = position + 1;
    while ((bytes[index] ?? 10) <= 9 && index - position <= 10) {
      length = length * 10 + (bytes[index++] ?? 0);
    }
    if (bytes[index] !== 0xff || index === position + 1) return undefined;
    const start = index + 1;
    const end = Math.min(start + length, bytes.length);
    segments.push({ start, end });
    position = end;
  }
  return segments;
}
