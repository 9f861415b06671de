// Rewrites Host in the request heads of a byte stream and nothing else: not the order, not the
// case, not the spaces of any other line. A head goes on when it is whole.

import { concatBytes, decodeLatin1, encodeLatin1 } from "../base/bytes.ts";
import type { WireEvent } from "../wire/events.ts";

const HOST_LINE = /(?<=\n)(host:[ \t]*)[^\r\n]*/i;

/** Sits beside the parser of one client's bytes, whose positions it speaks. */
export class HeadRewriter {
  readonly #host: string;
  /** Bytes that came and have not gone on, and where the first of them stands in the stream. */
  #held = new Uint8Array();
  #position = 0;

  constructor(host: string) {
    this.#host = host;
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
    const all = this.#held.length === 0 ? bytes : concatBytes([this.#held, bytes]);
    const out: Uint8Array[] = [];
    let from = 0;
    for (const event of events) {
      const start = event.start - this.#position;
      // A head whose beginning has gone on (sent ahead of the answer to an upgrade request, when
      // it might have been anything) stays as it is.
      if (event.kind !== "request-head" || start < 0) continue;
      const end = event.end - this.#position;
      if (start > from) out.push(all.subarray(from, start));
      out.push(this.#rewrite(all.subarray(start, end)));
      from = end;
    }
    const until = pendingHead === undefined ? all.length : pendingHead - this.#position;
    if (until > from) out.push(all.subarray(from, until));
    this.#held = new Uint8Array(all.subarray(Math.max(until, from)));
    this.#position += all.length - this.#held.length;
    return out;
  }

  /** What was still held when the stream ended. */
  rest(): readonly Uint8Array[] {
    return this.#held.length === 0 ? [] : [this.#held];
  }

  #rewrite(head: Uint8Array): Uint8Array {
    const text = decodeLatin1(head);
    return encodeLatin1(text.replace(HOST_LINE, (_line, name: string) => name + this.#host));
  }
}
