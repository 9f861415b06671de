// Connections that speak no HTTP. What they speak instead shows in their first bytes, which are
// recorded after the note that says so.

import type { BytesEntry, Entry } from "../../tape/entry.ts";

/** How many of them may wait for their first bytes; nothing is known of those beyond. */
const MAX_STRANGE = 100;

export class StrangeConnections {
  readonly #waiting = new Set<number>();

  /** Told everything but messages; tells of the first bytes that are no HTTP. */
  recorded(entry: Entry): BytesEntry | undefined {
    switch (entry.kind) {
      case "note": {
        const { rule, conn } = entry;
        if (rule !== "wire/not-http" || conn === undefined) break;
        if (this.#waiting.size < MAX_STRANGE) this.#waiting.add(conn);
        break;
      }
      case "bytes":
        return this.#waiting.delete(entry.conn) ? entry : undefined;
      case "close":
        this.#waiting.delete(entry.conn);
        break;
    }
    return undefined;
  }
}
