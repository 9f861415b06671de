// Turns packets into what they mean: a label for people, the session, and the protocol inside.

import type { Note } from "../../base/note.ts";
import type { Side } from "../../base/side.ts";
import type { Decoded, DecodedEvent, Packet, Transport } from "../protocol.ts";
import type { EngineError } from "./http.ts";
import type { EnginePacket } from "./packet.ts";
import type { Session } from "./session.ts";

/** Who sent it, and how it went. */
export interface Journey {
  readonly from: Side;
  readonly transport: Transport;
}

/** `before` are notes on the body or handshake that the packet came in. */
export function describePacket(
  packet: EnginePacket,
  session: Session,
  journey: Journey,
  before: readonly Note[],
): Decoded {
  const own = join(before, packet.notes);
  if (packet.type !== "message") {
    return inPlace(session, journey, [packet], labelOf(packet), own, undefined);
  }
  const inner = session.receive(journey.from, packet.data);
  const first = inner.packets[0];
  const packets = first !== undefined && inner.packets.length === 1
    ? [packet, first]
    : [packet, ...inner.packets];
  return inPlace(session, journey, packets, inner.label, join(own, inner.notes), inner.event);
}

/** Written out in full, since it is done a million times: spreading costs more than decoding. */
function inPlace(
  { sid: session }: Session,
  { from, transport }: Journey,
  packets: readonly Packet[],
  label: string,
  notes: readonly Note[],
  event: DecodedEvent | undefined,
): Decoded {
  if (session === undefined) {
    return event === undefined
      ? { from, packets, label, notes, transport }
      : { from, packets, label, event, notes, transport };
  }
  return event === undefined
    ? { from, packets, label, notes, session, transport }
    : { from, packets, label, event, notes, session, transport };
}

export function describeError(
  error: EngineError,
  sid: string | undefined,
  transport: Transport,
  before: readonly Note[],
): Decoded {
  return {
    from: "server",
    transport,
    packets: [error],
    label: `error ${error.status} ${error.message ?? error.meaning}`,
    notes: join(before, error.notes),
    ...(sid === undefined ? {} : { session: sid }),
  };
}

function labelOf(packet: EnginePacket): string {
  return packet.probe === true ? `${packet.type} probe` : packet.type;
}

function join(first: readonly Note[], second: readonly Note[]): readonly Note[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}
