// When anybody was connected at all: where nobody was, a stream that stops has no gap. Polling
// connects anew for every question, so short absences are none.

import type { Entry } from "../../tape/entry.ts";
import { SWITCHING_PROTOCOLS } from "../../wire/status.ts";
import { type ReconnectFigures, Reconnects } from "./reconnects.ts";

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
  /** The session that was last asked for by its sid. */
  #session: string | undefined;
  readonly #reconnects = new Reconnects();

  /** Told everything but messages; tells of an absence when it ends. */
  recorded(entry: Entry): Absence | undefined {
    switch (entry.kind) {
      case "request": {
        const session = /[?&]sid=([^&]+)/.exec(entry.url)?.[1];
        if (session === undefined) return undefined;
        if (session !== this.#session) this.#began(entry.at);
        this.#session = session;
        return this.#came(entry.conn, entry.at);
      }
      case "response":
        if (entry.status !== SWITCHING_PROTOCOLS) return undefined;
        // An upgrade that was asked for with a sid goes on with its session.
        if (!this.#present.has(entry.conn)) this.#began(entry.at);
        return this.#came(entry.conn, entry.at);
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

  /** Sessions after the first, for whoever knows that all are one client's. */
  get reconnects(): ReconnectFigures {
    return this.#reconnects.figures;
  }

  #began(at: number): void {
    this.#reconnects.began(at - (this.#goneAt ?? at));
  }

  /** Until when somebody was there, as it is known at `end`; the end itself, if nobody ever was. */
  lastUntil(end: number): number {
    const from = this.#goneAt;
    return from === undefined || end - from < SHORTEST_ABSENCE ? end : from;
  }
}
