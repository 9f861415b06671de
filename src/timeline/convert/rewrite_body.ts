// The content of a message or polling body with some of its packets written anew, left out, or with
// others behind them. Packets that stay are copied as they came.

import { concatBytes, encodeUtf8, type Payload } from "../../base/bytes.ts";
import { encodePacket, encodeTextPacket } from "../../protocols/engine_io/encode_packet.ts";
import {
  decodeJsonpBody,
  decodeJsonpResponse,
  encodeJsonpBody,
  encodeJsonpResponse,
} from "../../protocols/engine_io/jsonp.ts";
import type { EnginePacket, OutgoingPacket } from "../../protocols/engine_io/packet.ts";
import { encodePayload } from "../../protocols/engine_io/payload.ts";

/** What becomes of one packet of a body. */
export interface PacketChange {
  readonly packet: EnginePacket;
  /** What stands in its place: itself, others, or nothing. */
  readonly becomes: readonly OutgoingPacket[];
}

/** The body that holds these packets, or undefined when none is left. */
export function rewriteBody(
  body: Payload,
  changes: readonly PacketChange[],
  from: "client" | "server",
): Payload | undefined {
  if (changes.every(({ becomes }) => becomes.length === 0)) return undefined;
  const wrapping = wrappingOf(body, from);
  const payload = wrapping === undefined ? body : wrapping.payload;
  const first = changes[0]?.packet;
  if (first === undefined) return body;
  const written = first.version === 4
    ? rewriteVersion4(payload, changes)
    : rewriteVersion3(payload, changes);
  return wrapping === undefined || typeof written !== "string" ? written : wrapping.wrap(written);
}

interface Wrapping {
  readonly payload: string;
  wrap(payload: string): string;
}

const SCRIPT = /^(\s*)___eio\[(\d*)\]\(/;

/** JSONP, both ways. */
function wrappingOf(body: Payload, from: "client" | "server"): Wrapping | undefined {
  if (typeof body !== "string") return undefined;
  const script = from === "server" ? SCRIPT.exec(body) : null;
  if (script !== null) {
    const [, before = "", index = ""] = script;
    const payload = decodeJsonpResponse(body.slice(before.length)).payload;
    return { payload, wrap: (text) => before + encodeJsonpResponse(text, index) };
  }
  if (from === "server" || !body.startsWith("d=")) return undefined;
  return { payload: decodeJsonpBody(body).payload, wrap: encodeJsonpBody };
}

const SEPARATOR = "\x1e";

function rewriteVersion4(payload: Payload, changes: readonly PacketChange[]): Payload {
  const pieces = changes.flatMap(({ packet, becomes }, index) =>
    becomes.map((other): Payload => {
      if (other !== packet) return encodeTextPacket(other, 4);
      const isLast = index === changes.length - 1;
      return payload.slice(packet.start, packet.end - (isLast ? 0 : SEPARATOR.length));
    })
  );
  return join(pieces, SEPARATOR);
}

function rewriteVersion3(payload: Payload, changes: readonly PacketChange[]): Payload {
  const binary = typeof payload !== "string" && (payload[0] === 0 || payload[0] === 1);
  const pieces = changes.flatMap(({ packet, becomes }) =>
    becomes.map((other) =>
      other === packet
        ? payload.slice(packet.start, packet.end)
        : binary
        ? binaryPiece(other)
        : encodePayload([other], 3)
    )
  );
  return join(pieces, "");
}

/** Binary framing for text as well, since the others of its body have it. */
function binaryPiece(packet: OutgoingPacket): Payload {
  const encoded = encodePacket(packet, 3);
  const bytes = typeof encoded === "string" ? encodeUtf8(encoded) : encoded;
  const digits = Array.from(String(bytes.length), Number);
  return concatBytes([
    Uint8Array.from([typeof encoded === "string" ? 0 : 1, ...digits, 255]),
    bytes,
  ]);
}

/** Text as long as all of it is. */
function join(pieces: readonly Payload[], separator: string): Payload {
  if (pieces.every((piece) => typeof piece === "string")) return pieces.join(separator);
  const between = encodeUtf8(separator);
  return concatBytes(
    pieces.flatMap((piece, index) => [
      ...(index === 0 ? [] : [between]),
      typeof piece === "string" ? encodeUtf8(piece) : piece,
    ]),
  );
}
