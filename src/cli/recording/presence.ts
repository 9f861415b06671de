// When anybody was connected at all: where nobody was, a stream that stops has no gap. Polling
// connects anew for every question, so short absences are none.

import type { Entry } from "../../tape/entry.ts";
import { SWITCHING_PROTOCOLS } from "../../wire/status.ts";

/** An absence is at least this long: shorter than any pause before a reconnect. */
const SHORTEST_ABSENCE = 200;

/** A time in which nobody was connected. */
export interface Absence {
  readonly from: number;
  readonly until: number;
}

/** A connection counts once it carries a session. */
export class Presence {
  readonly #present = new Set<number>();
  /** Since when nobody is there; undefined when somebody is, or never was. */
  #goneAt: number | undefined;

  /** Told everything but messages; tells of an absence when it ends. */
  recorded(entry: Entry): Absence | undefined {
    switch (entry.kind) {
      case "request":
        return /[?&]sid=[^&]/.test(entry.url) ? this.#came(entry.conn, entry.at) : undefined;
      case "response":
        return entry.status === SWITCHING_PROTOCOLS ? this.#came(entry.conn, entry.at) : undefined;
      case "close":
        if (this.#present.delete(entry.conn) && this.#present.size === 0) this.#goneAt = entry.at;
        return undefined;
      default:
        return undefined;
    }
  }

  #came(conn: number, at: number): Absence | undefined {
    this.#present.add(conn);
    const from = this.#goneAt;
    this.#goneAt = undefined;
    return from === undefined || at - from < SHORTEST_ABSENCE ? undefined : { from, until: at };
  }

  /** Until when somebody was there, as it is known at `end`; the end itself, if nobody ever was. */
  lastUntil(end: number): number {
    const from = this.#goneAt;
    return from === undefined || end - from < SHORTEST_ABSENCE ? end : from;
  }
}
