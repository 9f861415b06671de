// Which answers were cut on their way. A body that is kept in part by our own limits is marked as
// truncated just the same, so that the note before it has to say.

import type { Entry, ResponseEntry } from "../../tape/entry.ts";

export class CutAnswers {
  /** The connection on which a body was cut, until its own entry comes. */
  #noted: number | undefined;
  readonly #cut = new WeakSet<ResponseEntry>();

  /** Told everything but messages. */
  recorded(entry: Entry): void {
    if (entry.kind === "note") {
      if (entry.rule === "wire/body-truncated") this.#noted = entry.conn;
      return;
    }
    // What was cut may be a request: its own entry comes next then.
    if (entry.kind === "response" && entry.conn === this.#noted) this.#cut.add(entry);
    this.#noted = undefined;
  }

  has(answer: ResponseEntry): boolean {
    return this.#cut.has(answer);
  }
}
