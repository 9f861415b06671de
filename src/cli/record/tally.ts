// Counts while a recording runs, and the summary that is printed when it has ended.

import { utf8Length } from "../../base/bytes.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { Entry } from "../../tape/entry.ts";
import { printable } from "../../view/terminal/event_line.ts";

interface EventCount {
  readonly name: string;
  readonly arrow: string;
  readonly count: number;
}

/** How many names of events are counted apart; what comes after them is counted together. */
export const MAX_EVENT_NAMES = 50;
const OTHERS = "others";

/** Told everything that was recorded; remembers numbers only. */
export class Tally {
  #connections = 0;
  #messages = 0;
  #requests = 0;
  #bytes = 0;
  #lastAt = 0;
  readonly #events = new Map<string, EventCount>();

  recorded(entry: Entry): void {
    this.#lastAt = entry.at;
    switch (entry.kind) {
      case "open":
        this.#connections += 1;
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
    }
  }

  decoded({ event, from }: Decoded): void {
    if (event === undefined) return;
    const arrow = from === "client" ? "→" : "←";
    const name = `${event.namespace}  ${event.name}`;
    const known = this.#events.has(`${arrow} ${name}`) || this.#events.size < MAX_EVENT_NAMES;
    const key = known ? `${arrow} ${name}` : OTHERS;
    this.#events.set(key, {
      name: known ? name : OTHERS,
      arrow,
      count: (this.#events.get(key)?.count ?? 0) + 1,
    });
  }

  /** Lines for people. */
  summary(): readonly string[] {
    const seconds = (this.#lastAt / 1000).toFixed(1);
    const events = [...this.#events.values()].sort((left, right) => right.count - left.count);
    return [
      `${seconds} s, ${plural(this.#connections, "connection")}, ` +
      `${plural(this.#requests, "HTTP request")}, ` +
      `${plural(this.#messages, "websocket message")}, ${formatBytes(this.#bytes)}`,
      ...events.map(({ name, arrow, count }) =>
        printable(`${String(count).padStart(7)}  ${arrow}  ${name}`)
      ),
    ];
  }
}

function contentBytes(content: { readonly text?: string; readonly base64?: string }): number {
  if (content.text !== undefined) return utf8Length(content.text);
  return Math.floor(((content.base64?.length ?? 0) * 3) / 4);
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `812 B`, `4.1 kB`, `2.0 MB` */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
