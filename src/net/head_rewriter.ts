// Rewrites the heads in a byte stream and nothing else. It sits beside the parser of one side's
// bytes, whose positions it speaks; a head goes on when it is whole.

import { concatBytes, decodeLatin1, encodeLatin1 } from "../base/bytes.ts";
import type { RequestHeadEvent, ResponseHeadEvent, WireEvent } from "../wire/events.ts";

export type HeadEvent = RequestHeadEvent | ResponseHeadEvent;

/** What a whole head, one character a byte, becomes. */
export type HeadEdit<Event extends HeadEvent> = (text: string, event: Event) => string;

export class HeadRewriter<Event extends HeadEvent> {
  readonly #kind: Event["kind"];
  readonly #edit: HeadEdit<Event>;
  /** Bytes that came and have not gone on, and where the first of them stands in the stream. */
  #held: Uint8Array[] = [];
  #heldLength = 0;
  #position = 0;

  constructor(kind: Event["kind"], edit: HeadEdit<Event>) {
    this.#kind = kind;
    this.#edit = edit;
  }

  /** How many bytes are held back. */
  get heldLength(): number {
    return this.#heldLength;
  }

  /**
   * What goes on now that `bytes` came and the parser answered with `events`. `pendingHead` is
   * where a head that is not whole yet begins: it is held back.
   */
  push(
    bytes: Uint8Array,
    events: readonly WireEvent[],
    pendingHead: number | undefined,
  ): readonly Uint8Array[] {
    const heads = events.filter((event): event is Event => event.kind === this.#kind);
    if (heads.length === 0) {
      if (this.#heldLength === 0 && pendingHead === undefined) {
        this.#position += bytes.length;
        return [bytes];
      }
      if (this.#heldLength > 0 && pendingHead === this.#position) {
        this.#hold(bytes);
        return [];
      }
    }
    const all = concatBytes([...this.#held, bytes]);
    const out: Uint8Array[] = [];
    let from = 0;
    for (const event of heads) {
      const start = event.start - this.#position;
      // A head whose beginning has gone on (sent ahead of the answer to an upgrade request, when
      // it might have been anything) stays as it is.
      if (start < 0) continue;
      const end = event.end - this.#position;
      if (start > from) out.push(all.subarray(from, start));
      out.push(encodeLatin1(this.#edit(decodeLatin1(all.subarray(start, end)), event)));
      from = end;
    }
    const until = pendingHead === undefined
      ? all.length
      : Math.max(pendingHead - this.#position, from);
    if (until > from) out.push(all.subarray(from, until));
    this.#position += until;
    this.#held = [];
    this.#heldLength = 0;
    if (until < all.length) this.#hold(all.subarray(until));
    return out;
  }

  /** What is still held: at the stream's end, or when nothing more can be rewritten. */
  rest(): readonly Uint8Array[] {
    const held = this.#held;
    this.#position += this.#heldLength;
    this.#held = [];
    this.#heldLength = 0;
    return held;
  }

  #hold(bytes: Uint8Array): void {
    this.#held.push(bytes);
    this.#heldLength += bytes.length;
  }
}
