// What a live client said, with the ids of the tape: so it can be compared with what was recorded.

import type { IdBook } from "./id_book.ts";
import type { Meaning } from "./meaning.ts";

export function inTapeIds(meaning: Meaning, ids: IdBook): Meaning {
  switch (meaning.kind) {
    case "event":
    case "ack":
      return { ...meaning, args: meaning.args.map((value) => ids.toRecorded(value)) };
    default:
      return meaning;
  }
}
