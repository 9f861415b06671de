// The bytes of an event with binary: its packet and its attachments are messages of their own, and
// only the last of them completes the event.

import type { Decoded, Packet } from "../../protocols/protocol.ts";

/** How many events may be waiting for attachments. */
export const MAX_WAITING_EVENTS = 1000;

export class BinaryParts {
  readonly #waiting = new Map<string, number>();

  /** What came before the message that completed an event; 0 for all that need no more. */
  before({ event, packets, session, from }: Decoded, conn: number, size: number): number {
    const inner = packets.at(-1);
    const isPart = inner?.type === "BINARY_EVENT" || inner?.type === "attachment";
    if (!isPart) return 0;
    const key = `${session ?? conn} ${from}`;
    if (event === undefined) {
      this.#keep(key, inner, size);
      return 0;
    }
    const bytes = this.#waiting.get(key) ?? 0;
    this.#waiting.delete(key);
    return bytes;
  }

  #keep(key: string, { type }: Packet, size: number): void {
    const bytes = this.#waiting.get(key);
    if (type === "attachment") {
      if (bytes !== undefined) this.#waiting.set(key, bytes + size);
    } else if (bytes !== undefined || this.#waiting.size < MAX_WAITING_EVENTS) {
      this.#waiting.set(key, size);
    }
  }
}
