// Puts the binary packets of one direction back together: a packet announces attachments, that many
// binary messages follow it. Limits bound what is held for a peer that never ends.

import type { Note } from "../../base/note.ts";
import { putBinary } from "./binary.ts";
import { NO_NOTES, withNotes } from "./packet.ts";
import type { AttachmentPacket, SocketPacket } from "./packet.ts";

/** The most attachments of one packet that are put back together (stock peers: 10). */
export const MAX_ATTACHMENTS = 1000;

/** The most bytes of attachments that are held for one packet. */
export const MAX_ATTACHMENT_BYTES = 256 * 1024 * 1024;

export interface AssemblerLimits {
  readonly maxAttachments: number;
  readonly maxAttachmentBytes: number;
}

export const DEFAULT_LIMITS: AssemblerLimits = {
  maxAttachments: MAX_ATTACHMENTS,
  maxAttachmentBytes: MAX_ATTACHMENT_BYTES,
};

/** What a packet's text led to. */
export interface Begun {
  readonly packet: SocketPacket;
  /** Attachments it waits for; 0 when it is all there is of it. */
  readonly waitsFor: number;
}

/** What an attachment led to: the whole packet when it was the last, or when the limit was hit. */
export interface Taken {
  readonly attachment: AttachmentPacket;
  readonly packet?: SocketPacket;
}

/** Attachments that are still due; those of a packet that was given up are counted, not held. */
interface Pending {
  readonly packet: SocketPacket;
  readonly total: number;
  readonly parts: Uint8Array[];
  received: number;
  bytes: number;
  givenUp: boolean;
}

export class Assembler {
  readonly #limits: AssemblerLimits;
  #pending: Pending | undefined;

  constructor(limits: AssemblerLimits) {
    this.#limits = limits;
  }

  /** A text came: the packet that still missed attachments, as far as it got. */
  interrupt(): SocketPacket | undefined {
    const pending = this.#pending;
    if (pending === undefined) return undefined;
    this.#pending = undefined;
    if (pending.givenUp) return undefined;
    return complete(pending, {
      rule: "socket.io/attachments-missing",
      text: `Only ${pending.received} of ${pending.total} attachments came before the next packet`,
    });
  }

  begin(packet: SocketPacket): Begun {
    const total = packet.attachments ?? 0;
    if (total === 0) return { packet, waitsFor: 0 };
    const givenUp = total > this.#limits.maxAttachments;
    this.#pending = { packet, total, parts: [], received: 0, bytes: 0, givenUp };
    if (!givenUp) return { packet, waitsFor: total };
    const note = {
      rule: "socket.io/attachments-limit",
      text: `Cannot put ${total} attachments back, the limit is ${this.#limits.maxAttachments}`,
    };
    return { packet: withNotes(packet, [note]), waitsFor: 0 };
  }

  /** Undefined when no attachment was due. */
  take(bytes: Uint8Array): Taken | undefined {
    const pending = this.#pending;
    if (pending === undefined) return undefined;
    const attachment: AttachmentPacket = {
      protocol: "socket.io",
      type: "attachment",
      index: pending.received,
      of: pending.total,
      bytes,
      notes: NO_NOTES,
    };
    pending.received++;
    const last = pending.received === pending.total;
    if (last) this.#pending = undefined;
    if (pending.givenUp) return { attachment };
    pending.bytes += bytes.length;
    if (pending.bytes > this.#limits.maxAttachmentBytes) {
      const packet = complete(pending, {
        rule: "socket.io/attachments-limit",
        text: `Cannot hold ${pending.bytes} bytes of attachments, ` +
          `the limit is ${this.#limits.maxAttachmentBytes}`,
      });
      pending.givenUp = true;
      pending.parts.length = 0;
      return { attachment, packet };
    }
    pending.parts.push(bytes);
    return last ? { attachment, packet: complete(pending) } : { attachment };
  }
}

function complete(pending: Pending, note?: Note): SocketPacket {
  const { packet, parts, total } = pending;
  if (packet.data === undefined) return note === undefined ? packet : withNotes(packet, [note]);
  const { data, notes } = putBinary(packet.data, parts, total);
  const whole = { ...packet, data };
  return note === undefined ? withNotes(whole, notes) : withNotes(whole, [note, ...notes]);
}
