// A tape's lines with what they mean: reading, and decoding on reading.

import type { Decoded } from "../protocols/protocol.ts";
import { Decoder, type DecoderOptions } from "../protocols/registry.ts";
import type { Tape, TapeLine } from "../tape/entry.ts";
import { carriedOf } from "./carried_of.ts";

/** A line, and what the traffic on it means: one message, or all packets of a polling body. */
export interface DecodedLine {
  /** The line as it stands on the tape. */
  readonly line: TapeLine;
  /** Empty for lines that carry no traffic, and for traffic without a meaning of its own. */
  readonly decoded: readonly Decoded[];
}

/**
 * Goes through a tape and says of each line what it means. What the options leave open is decoded
 * as it was when the tape was recorded.
 *
 * @example
 * ```ts
 * import { decodeTape, readTape } from "@wiretape/wiretape";
 *
 * const tape = await readTape([new TextEncoder().encode(
 *   '{"kind":"tape","format":"wiretape/1","id":"1","startedAt":"2026-11-21T03:00:00.000Z",' +
 *     '"tool":"wiretape","mode":"record"}\n' +
 *     '{"kind":"message","at":1,"conn":1,"from":"server","text":"{\\"type\\":\\"moved\\"}"}\n',
 * )]);
 * for await (const { line, decoded } of decodeTape(tape)) {
 *   console.assert(line.number === 2 && decoded[0]?.event?.name === "moved");
 * }
 * ```
 */
export async function* decodeTape(
  tape: Tape,
  options: DecoderOptions = {},
): AsyncGenerator<DecodedLine> {
  const { eventKeys } = tape.header;
  const decoder = new Decoder({ ...(eventKeys === undefined ? {} : { eventKeys }), ...options });
  for await (const line of tape.lines) {
    const carried = line.known ? carriedOf(line.entry) : undefined;
    yield { line, decoded: carried === undefined ? [] : decoder.receive(carried) };
  }
}
