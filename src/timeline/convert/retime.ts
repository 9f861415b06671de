// The same lines at other times: faster or slower, with no pause longer than a limit.

import type { TapeLine } from "../../tape/entry.ts";

export interface RetimeOptions {
  /** 2 is twice as fast. */
  readonly speed?: number;
  /** The longest time in which nothing happens, in milliseconds, before the speed counts. */
  readonly limitIdle?: number;
}

export async function* retime(
  lines: AsyncIterable<TapeLine>,
  { speed = 1, limitIdle = Infinity }: RetimeOptions,
): AsyncGenerator<TapeLine> {
  let latest = 0;
  let cut = 0;
  for await (const line of lines) {
    const { at } = line.entry;
    if (at > latest) {
      cut += Math.max(0, at - latest - limitIdle);
      latest = at;
    }
    yield withTime(line, (at - cut) / speed);
  }
}

function withTime(line: TapeLine, milliseconds: number): TapeLine {
  const at = Math.round(milliseconds * 1000) / 1000;
  if (at === line.entry.at) return line;
  return line.known
    ? { ...line, entry: { ...line.entry, at } }
    : { ...line, entry: { ...line.entry, at } };
}
