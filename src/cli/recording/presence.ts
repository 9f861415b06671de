// When anybody was connected at all: where nobody was, a stream that stops has no gap. Polling
// connects anew for every question, so short absences are none.

import { SHORTEST_SILENCE, type Silence, SILENCE_FACTOR } from "../../timeline/silences.ts";
import type { Entry } from "../../tape/entry.ts";
import { SWITCHING_PROTOCOLS } from "../../wire/status.ts";

/** An absence is at least this long: shorter than any pause before a reconnect. */
export const SHORTEST_ABSENCE = 200;

/** How many absences are remembered, the latest. */
export const MAX_ABSENCES = 1000;

interface Stretch {
  readonly from: number;
  readonly until: number;
}

/** Told everything that was recorded. A connection counts once it carries a session. */
export class Presence {
  readonly #present = new Set<number>();
  #absences: readonly Stretch[] = [];
  /** Since when nobody is there; undefined when somebody is, or never was. */
  #goneAt: number | undefined;

  recorded(entry: Entry): void {
    switch (entry.kind) {
      case "request":
        if (/[?&]sid=[^&]/.test(entry.url)) this.#came(entry.conn, entry.at);
        break;
      case "response":
        if (entry.status === SWITCHING_PROTOCOLS) this.#came(entry.conn, entry.at);
        break;
      case "close":
        if (this.#present.delete(entry.conn) && this.#present.size === 0) this.#goneAt = entry.at;
        break;
    }
  }

  #came(conn: number, at: number): void {
    this.#present.add(conn);
    this.#absences = this.#absencesUntil(at).slice(-MAX_ABSENCES);
    this.#goneAt = undefined;
  }

  #absencesUntil(end: number): readonly Stretch[] {
    const from = this.#goneAt;
    if (from === undefined || end - from < SHORTEST_ABSENCE) return this.#absences;
    return [...this.#absences, { from, until: end }];
  }

  /** What is left of these silences when nobody was there in between; `end` is the recording's. */
  within(silences: readonly Silence[], end: number): readonly Silence[] {
    const absences = this.#absencesUntil(end);
    return silences
      .flatMap((silence) => partsOf(silence, absences))
      .sort((left, right) => right.milliseconds - left.milliseconds);
  }
}

function partsOf(silence: Silence, absences: readonly Stretch[]): readonly Silence[] {
  const ends = silence.at + silence.milliseconds;
  const parts: Silence[] = [];
  let from = silence.at;
  for (const absence of absences) {
    if (absence.until <= from || absence.from >= ends) continue;
    parts.push({ ...silence, at: from, milliseconds: absence.from - from });
    from = absence.until;
  }
  parts.push({ ...silence, at: from, milliseconds: ends - from });
  return parts.filter(({ milliseconds, usual }) =>
    milliseconds >= SHORTEST_SILENCE && milliseconds > SILENCE_FACTOR * usual
  );
}
