// One side's half of a conversation while it is parsed: what has come, what may be held, where
// events go. Parsers are generators over a flow: a bare `yield` asks for more bytes (or the end).

import type { Side } from "../base/side.ts";
import type { WireEvent } from "./events.ts";
import { Feed } from "./feed.ts";
import type { Limits } from "./limits.ts";

/** Runs until it needs more bytes; `Result` is what it read. */
export type Parser<Result = void> = Generator<undefined, Result, undefined>;

export interface FlowOptions {
  readonly from: Side;
  readonly limits: Limits;
  readonly tell: (event: WireEvent) => void;
}

export class Flow {
  readonly from: Side;
  readonly limits: Limits;
  readonly feed: Feed;
  readonly tell: (event: WireEvent) => void;
  /** What waits is a head that is not whole yet: a tap may want to rewrite it. */
  inHead = false;

  constructor(options: FlowOptions) {
    this.from = options.from;
    this.limits = options.limits;
    this.feed = new Feed();
    this.tell = options.tell;
  }

  note(rule: string, text: string, start: number, end: number = start): void {
    this.tell({ kind: "note", from: this.from, start, end, note: { rule: `wire/${rule}`, text } });
  }
}

/** Tells all bytes that have come, up to `most`, as they are. */
export function tellBytes(flow: Flow, most: number = Infinity): void {
  const { feed, from } = flow;
  for (let left = Math.min(most, feed.length); left > 0;) {
    const start = feed.position;
    const data = feed.takeSome(left);
    flow.tell({ kind: "bytes", from, start, end: feed.position, data });
    left -= data.length;
  }
}

/** What is spoken from here on cannot be told: everything comes out as it is. */
export function* speakBytes(flow: Flow): Parser {
  for (;;) {
    tellBytes(flow);
    if (flow.feed.ended) return;
    yield;
  }
}
