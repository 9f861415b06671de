// The header of a tape that was made from another one.

import type { TapeHeader } from "../../tape/entry.ts";

export interface ConvertedHeader {
  /** A fresh one. */
  readonly id: string;
  readonly tool: string;
  /** The events that have lines now, when others than before. */
  readonly watch?: readonly string[];
  /** `--redact`, as it was given. */
  readonly redact?: readonly string[];
}

/** Everything else is kept; `from` names the tape that it was made of. */
export function convertHeader(header: TapeHeader, made: ConvertedHeader): TapeHeader {
  const { id, tool, watch, redact = [] } = made;
  const keys = [...new Set([...header.redaction?.keys ?? [], ...redact])];
  return {
    ...header,
    id,
    tool,
    mode: "convert",
    from: header.id,
    ...(watch === undefined ? {} : { watch }),
    ...(redact.length === 0 ? {} : { redaction: { ...header.redaction, on: true, keys } }),
  };
}
