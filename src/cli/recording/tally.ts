// Counts while a recording runs: what the status line and the summary tell.

import { utf8Length } from "../../base/bytes.ts";
import type { Side } from "../../base/side.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { Content, Entry } from "../../tape/entry.ts";

export interface EventCount {
  readonly from: Side;
  readonly namespace: string;
  readonly name: string;
  readonly count: number;
}

/** How many names of events are counted apart; what comes after them is counted together. */
export const MAX_EVENT_NAMES = 50;
const OTHERS = "others";

/** Told everything that was recorded; remembers numbers only. */
export class Tally {
  #connections = 0;
  #closed = 0;
  #messages = 0;
  #requests = 0;
  #bytes = 0;
  #eventCount = 0;
  #marks = 0;
  readonly #events = new Map<string, { count: number; readonly of: Omit<EventCount, "count"> }>();

  recorded(entry: Entry): void {
    switch (entry.kind) {
      case "open":
        this.#connections += 1;
        break;
      case "close":
        this.#closed += 1;
        break;
      case "request":
        this.#requests += 1;
        this.#bytes += contentBytes(entry);
        break;
      case "message":
        this.#messages += 1;
        this.#bytes += contentBytes(entry);
        break;
      case "response":
        this.#bytes += contentBytes(entry);
        break;
      case "mark":
        this.#marks += 1;
        break;
    }
  }

  decoded({ event, from }: Decoded): void {
    if (event === undefined) return;
    this.#eventCount += 1;
    const { namespace, name } = event;
    const key = `${from} ${namespace} ${name}`;
    const known = this.#events.get(key);
    if (known !== undefined) known.count += 1;
    else if (this.#events.size < MAX_EVENT_NAMES) {
      this.#events.set(key, { count: 1, of: { from, namespace, name } });
    } else {
      this.#countOthers(from);
    }
  }

  #countOthers(from: Side): void {
    const known = this.#events.get(OTHERS);
    if (known !== undefined) known.count += 1;
    else this.#events.set(OTHERS, { count: 1, of: { from, namespace: "", name: OTHERS } });
  }

  get connections(): number {
    return this.#connections;
  }

  /** How many connections stand at the moment. */
  get open(): number {
    return this.#connections - this.#closed;
  }

  get requests(): number {
    return this.#requests;
  }

  get messages(): number {
    return this.#messages;
  }

  /** What was said, coding and framing taken off. */
  get bytes(): number {
    return this.#bytes;
  }

  get marks(): number {
    return this.#marks;
  }

  get eventCount(): number {
    return this.#eventCount;
  }

  /** By name, the most frequent first. */
  get events(): readonly EventCount[] {
    return [...this.#events.values()]
      .map(({ count, of }) => ({ ...of, count }))
      .sort((left, right) => right.count - left.count);
  }
}

function contentBytes({ text, base64, omitted, wireBytes = 0 }: Content & Omitted): number {
  if (omitted === true) return wireBytes;
  if (text !== undefined) return utf8Length(text);
  return Math.floor(((base64?.length ?? 0) * 3) / 4);
}

interface Omitted {
  readonly omitted?: true;
}
