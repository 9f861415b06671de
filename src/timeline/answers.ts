// Pairs acknowledgements with the events that asked for them: same session, same namespace, same
// id, the other way. What is never answered, or answered twice, is data: it pairs with nothing.

import { otherSide, type Side } from "../base/side.ts";
import type { Decoded, Packet } from "../protocols/protocol.ts";
import type { SocketPacket } from "../protocols/socket_io/packet.ts";
import type { Answer } from "./moment.ts";

/** How many events wait for their answers; the one that waited longest is given up first. */
export const MAX_UNANSWERED = 10_000;

interface Asked {
  readonly line: number;
  readonly part: number;
  readonly at: number;
  readonly name: string;
}

export class Answers {
  readonly #limit: number;
  /** In the order of asking. */
  readonly #unanswered = new Map<string, Asked>();

  constructor(limit = MAX_UNANSWERED) {
    this.#limit = limit;
  }

  /** Remembers a meaning that asks; says what one answers that does. */
  pair(
    decoded: Decoded,
    line: number,
    part: number,
    at: number,
    conn: number,
  ): Answer | undefined {
    const { event, from, session } = decoded;
    if (event !== undefined) {
      if (event.ackId === undefined) return undefined;
      const key = keyOf(session ?? conn, from, event.namespace, event.ackId);
      this.#ask(key, { line, part, at, name: event.name });
      return undefined;
    }
    const packet = decoded.packets.at(-1);
    if (packet === undefined || !isAck(packet) || packet.ackId === undefined) return undefined;
    if (isWaiting(decoded)) return undefined;
    const key = keyOf(session ?? conn, otherSide(from), packet.namespace, packet.ackId);
    const asked = this.#unanswered.get(key);
    if (asked === undefined) return undefined;
    this.#unanswered.delete(key);
    const { line: askedOn, part: askedPart, name } = asked;
    return {
      line: askedOn,
      part: askedPart,
      ackId: packet.ackId,
      name,
      latency: roundToMicroseconds(at - asked.at),
    };
  }

  /** An id that is used again means the later event. */
  #ask(key: string, asked: Asked): void {
    this.#unanswered.delete(key);
    this.#unanswered.set(key, asked);
    if (this.#unanswered.size <= this.#limit) return;
    for (const oldest of this.#unanswered.keys()) {
      this.#unanswered.delete(oldest);
      return;
    }
  }
}

/** A binary packet whose attachments are still to come. */
export function isWaiting({ packets }: Decoded): boolean {
  const packet = packets.at(-1);
  if (packet?.protocol !== "socket.io" || !("attachments" in packet)) return false;
  const announced = packet.attachments;
  return typeof announced === "number" && announced > 0 &&
    !packets.some(({ type }) => type === "attachment");
}

function isAck(packet: Packet): packet is SocketPacket {
  return packet.protocol === "socket.io" &&
    (packet.type === "ACK" || packet.type === "BINARY_ACK");
}

/** A sid is text and a connection a number: they never meet. */
function keyOf(place: string | number, asker: Side, namespace: string, id: number): string {
  return `${typeof place === "number" ? "#" : "@"}${place} ${asker} ${id} ${namespace}`;
}

/** Times on a tape are as exact as that; a difference of two has more digits. */
function roundToMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
