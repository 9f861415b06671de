// Counts while a recording runs: what the status line and the summary tell.

import type { Side } from "../../base/side.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry } from "../../tape/entry.ts";
import { isEnginePacket } from "../../protocols/engine_io/packet.ts";
import { SWITCHING_PROTOCOLS } from "../../wire/status.ts";
import { contentBytes } from "./content_bytes.ts";

export interface EventCount {
  readonly from: Side;
  readonly namespace: string;
  readonly name: string;
  readonly count: number;
}

/** Messages that no protocol knows, and that have no name: text, or binary. */
export interface PlainCount {
  readonly from: Side;
  readonly type: "text" | "binary";
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
  #hasSession = false;
  readonly #plain = { client: { text: 0, binary: 0 }, server: { text: 0, binary: 0 } };
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
        if (entry.status === SWITCHING_PROTOCOLS) this.#hasSession = true;
        break;
      case "mark":
        this.#marks += 1;
        break;
    }
  }

  decoded(decoded: Decoded): void {
    const { event, from } = decoded;
    if (event === undefined) return this.#withoutEvent(decoded);
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

  #withoutEvent({ packets, from }: Decoded): void {
    const packet = packets.at(-1);
    if (packet === undefined) return;
    if (isEnginePacket(packet)) {
      if (packet.type === "open" && packet.handshake?.sid !== undefined) this.#hasSession = true;
    } else if ((packet.protocol === "raw" || packet.protocol === "json") && "data" in packet) {
      this.#plain[from][typeof packet.data === "string" ? "text" : "binary"] += 1;
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

  /** There was something to play: an Engine.IO session, or a WebSocket. */
  get hasSession(): boolean {
    return this.#hasSession;
  }

  /** Messages without a name, by who sent them; none that there were none of. */
  get plain(): readonly PlainCount[] {
    const types = ["text", "binary"] as const;
    return (["client", "server"] as const)
      .flatMap((from) => types.map((type) => ({ from, type, count: this.#plain[from][type] })))
      .filter(({ count }) => count > 0);
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
