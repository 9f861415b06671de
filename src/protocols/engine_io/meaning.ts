// Turns packets into what they mean: a label for people, the session, and the protocol inside.

import type { Note } from "../../base/note.ts";
import type { Side } from "../../base/side.ts";
import type { Decoded, Transport } from "../protocol.ts";
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
  const place = { ...journey, ...(session.sid === undefined ? {} : { session: session.sid }) };
  const own = join(before, packet.notes);
  if (packet.type !== "message") {
    return { ...place, packets: [packet], label: labelOf(packet), notes: own };
  }
  const inner = session.receive(journey.from, packet.data);
  return {
    ...place,
    packets: [packet, ...inner.packets],
    label: inner.label,
    notes: join(own, inner.notes),
    ...(inner.event === undefined ? {} : { event: inner.event }),
  };
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
