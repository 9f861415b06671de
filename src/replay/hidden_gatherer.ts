// Gathers what one side said with markers in the places of what was hidden, packet by packet beside
// the plain one: a packet's text and its attachments may each hide something.

import type { Payload } from "../base/bytes.ts";
import type { Decoded } from "../protocols/protocol.ts";
import type { Markers } from "../timeline/hidden.ts";
import { type Gathered, Gatherer } from "./meaning.ts";
import type { Hidden } from "./script.ts";

/**
 * A message with what was hidden marked, where anything was; `somewhere` when that could not be
 * read.
 */
export type Marked =
  | {
    readonly decoded: Decoded;
    readonly data: Payload;
    readonly markers: Markers | undefined;
  }
  | "somewhere";

/** `several`: parts of one packet are marked with different characters. */
type Marks = Markers | "several" | undefined;

const SOMEWHERE: Hidden = { kind: "somewhere" };

export class HiddenGatherer {
  readonly #gatherer = new Gatherer();
  /** Of the parts that wait for the rest of their packet. */
  #held: Marks;
  #isSomewhere = false;

  /** For each of the packets that are whole with this message, what is hidden in it. */
  add(marked: Marked, packets: number): readonly (Hidden | undefined)[] {
    if (marked === "somewhere") this.#isSomewhere = true;
    const found = marked === "somewhere" ? [] : this.#gather(marked);
    if (!this.#isSomewhere || packets === 0) return found;
    this.#isSomewhere = false;
    return Array.from({ length: packets }, () => SOMEWHERE);
  }

  #gather({ decoded, data, markers }: Exclude<Marked, "somewhere">): readonly (
    | Hidden
    | undefined
  )[] {
    const held = this.#held;
    const [first, second] = this.#gatherer.add(data, decoded);
    if (first === undefined) {
      this.#held = together(held, markers);
      return [];
    }
    // A packet that was begun and never made whole goes before what is new.
    this.#held = this.#gatherer.isHolding ? markers : undefined;
    if (second !== undefined) return [hiddenIn(first, held), hiddenIn(second, markers)];
    return [hiddenIn(first, this.#gatherer.isHolding ? held : together(held, markers))];
  }
}

function together(held: Marks, markers: Markers | undefined): Marks {
  if (held === undefined) return markers;
  return markers === undefined ? held : "several";
}

/** A line with a secret may carry packets that have none. */
function hiddenIn({ meaning }: Gathered, marks: Marks): Hidden | undefined {
  if (marks === undefined) return undefined;
  if (marks === "several") return SOMEWHERE;
  const { text, number } = marks;
  const shown = JSON.stringify(meaning, (_key, value) => {
    return value instanceof Uint8Array ? String.fromCharCode(...value.subarray(0, 10_000)) : value;
  });
  const signs = [text, number].map((mark) => JSON.stringify(mark).slice(1, -1));
  if (!signs.some((sign) => shown.includes(sign))) return undefined;
  return { kind: "marked", meaning, text, number };
}
