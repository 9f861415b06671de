// A line that waits for what becomes of it: a binary event is edited as a whole, and its first message
// can only be written when its last attachment has been seen.

import type { Payload } from "../../base/bytes.ts";
import type { JsonValue, Value } from "../../base/json.ts";
import type { DecodedEvent } from "../../protocols/protocol.ts";
import type { TapeLine } from "../../tape/entry.ts";
import type { Moment } from "../moment.ts";
import type { CarryingEntry } from "./with_content.ts";

/** A message behind a packet; `like` is the entry that it copies, if it is a copy. */
export interface Extra {
  readonly payload: Payload;
  readonly like?: CarryingEntry;
  /** It completes an event that was put in. */
  readonly added?: AddedEvent;
  /** It completes a copy of this event. */
  readonly copyOf?: HeldEvent;
}

export interface AddedEvent {
  readonly namespace: string;
  readonly name: string;
  readonly args: readonly JsonValue[];
}

/** An event of the line, for the `event` lines that tell it again. */
export interface HeldEvent {
  readonly event: DecodedEvent;
  readonly from: "client" | "server";
  args: readonly Value[] | undefined;
  /** As it is named then: plain JSON is named by what stands in it. */
  name: string | undefined;
  dropped: boolean;
  /** The numbers of the lines that carry its copies. */
  readonly copies: number[];
  /** An `event` line has told it. */
  told: boolean;
}

/** One packet of a line, or all of it. */
export interface HeldPart {
  readonly moment: Moment;
  /** The payload inside its Engine.IO packet, as it shall be. */
  inner: Payload | undefined;
  dropped: boolean;
  readonly extras: Extra[];
}

export interface HeldLine {
  readonly line: TapeLine;
  readonly parts: readonly HeldPart[];
  readonly events: HeldEvent[];
  /** How many of its packets wait for attachments. */
  open: number;
}

export function holdLine(line: TapeLine, moments: readonly Moment[]): HeldLine {
  const parts = moments.map((moment): HeldPart => ({
    moment,
    inner: undefined,
    dropped: false,
    extras: [],
  }));
  return { line, parts, events: [], open: 0 };
}

export function isChanged({ parts }: HeldLine): boolean {
  return parts.some(({ inner, dropped, extras }) =>
    inner !== undefined || dropped || extras.length > 0
  );
}
