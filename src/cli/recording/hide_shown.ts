// What is hidden on the tape is hidden on the screen.

import { valueToJson } from "../../base/json.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import type { EventEntry } from "../../tape/entry.ts";
import type { Redactor } from "../../tape/redact/redactor.ts";
import type { ShownMoment } from "../../view/terminal/shown_moment.ts";

/** The moment with its secrets hidden, just as they are on the tape's own line of it. */
export function hideShown(
  shown: ShownMoment,
  { event, from }: Decoded,
  redactor: Redactor,
): ShownMoment {
  const text = (plain: string): string => redactor.redactText(plain).text;
  const line: EventEntry = {
    kind: "event",
    at: 0,
    conn: 0,
    from,
    ns: event?.namespace ?? "",
    name: event?.name ?? "",
    args: shown.args.map(valueToJson),
    of: 0,
  };
  const hidden = redactor.redactEntry(line);
  const { ns, name, args } = hidden.kind === "event" ? hidden : line;
  return {
    ...shown,
    words: event === undefined ? shown.words.map(text) : [ns, name],
    ...(shown.said === undefined ? {} : { said: text(shown.said) }),
    args,
  };
}
