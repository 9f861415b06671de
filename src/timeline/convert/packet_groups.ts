// Which packets make one: a binary event or acknowledgement is a text and the attachments that
// follow it, maybe on lines of their own. Everything else is whole by itself.

import type { Side } from "../../base/side.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { HeldLine, HeldPart } from "./held_line.ts";
import { attachmentOf, socketPacketOf } from "./packet_data.ts";

/** The parts of one packet in their order; `last` tells what it means. */
export interface PacketGroup {
  readonly members: readonly { readonly held: HeldLine; readonly part: HeldPart }[];
  /** It misses attachments: what it means is not known for sure. */
  readonly torn: boolean;
}

interface Waiting {
  readonly members: { readonly held: HeldLine; readonly part: HeldPart }[];
}

export class PacketGroups {
  readonly #waiting = new Map<string, Waiting>();

  /** The packets that are complete now; lines whose packets are not are counted as open. */
  add(held: HeldLine, part: HeldPart): readonly PacketGroup[] {
    const { decoded } = part.moment;
    const member = { held, part };
    if (decoded === undefined || decoded.packets.at(-1)?.protocol !== "socket.io") {
      return [{ members: [member], torn: false }];
    }
    const key = keyOf(decoded, part.moment.conn);
    const attachment = attachmentOf(decoded);
    const waiting = this.#waiting.get(key);
    if (attachment !== undefined) {
      if (waiting === undefined) return [{ members: [member], torn: true }];
      waiting.members.push(member);
      held.open++;
      if (attachment.index + 1 < attachment.of) return [];
      this.#waiting.delete(key);
      const isWhole = socketPacketOf(decoded)?.notes.length === 0;
      return [close(waiting, !isWhole)];
    }
    const interrupted = waiting === undefined ? [] : [close(waiting, true)];
    this.#waiting.delete(key);
    if (!isWaiting(decoded)) {
      return [...interrupted, { members: [member], torn: interrupted.length > 0 }];
    }
    held.open++;
    this.#waiting.set(key, { members: [member] });
    return interrupted;
  }

  /** Those that were never completed. */
  giveUp(): readonly PacketGroup[] {
    const torn = [...this.#waiting.values()].map((waiting) => close(waiting, true));
    this.#waiting.clear();
    return torn;
  }
}

function close({ members }: Waiting, torn: boolean): PacketGroup {
  for (const { held } of members) held.open--;
  return { members, torn };
}

function keyOf(decoded: Decoded, conn: number | undefined): string {
  const from: Side = decoded.from;
  return `${from} ${decoded.session ?? `conn ${conn}`}`;
}

/** The text of a packet whose attachments are still to come. */
function isWaiting(decoded: Decoded): boolean {
  const packet = socketPacketOf(decoded);
  const isGivenUp = packet?.notes.some(({ rule }) => rule === "socket.io/attachments-limit");
  return packet?.attachments !== undefined && packet.attachments > 0 && isGivenUp === false;
}
