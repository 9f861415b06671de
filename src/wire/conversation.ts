// One TCP connection's two byte streams, told as events. Pure: it is handed bytes and answers with
// what they complete; nothing that a peer sends makes it throw, and no byte is lost.

import { otherSide, type Side } from "../base/side.ts";
import type { WireEvent } from "./events.ts";
import { Exchanges } from "./exchanges.ts";
import { Flow, type Parser } from "./flow.ts";
import { speakClient, speakServer } from "./http.ts";
import { type ConversationOptions, limitsFrom } from "./limits.ts";

interface Half {
  readonly flow: Flow;
  readonly parser: Parser;
}

/**
 * Reads HTTP/1 and what it is upgraded to. Binary data in events may be a view of the bytes that
 * were received: those must not be changed as long as the events are in use.
 */
export class Conversation {
  #events: WireEvent[] = [];
  readonly #exchanges = new Exchanges();
  readonly #halves: { readonly [from in Side]: Half };

  constructor(options: ConversationOptions = {}) {
    const limits = limitsFrom(options);
    const tell = (event: WireEvent): void => {
      this.#events.push(event);
    };
    const client = new Flow({ from: "client", limits, tell });
    const server = new Flow({ from: "server", limits, tell });
    this.#halves = {
      client: { flow: client, parser: speakClient(client, this.#exchanges) },
      server: { flow: server, parser: speakServer(server, this.#exchanges) },
    };
  }

  /** Bytes that one side sent, and what they complete. */
  receive(from: Side, bytes: Uint8Array): WireEvent[] {
    const { feed } = this.#halves[from].flow;
    if (feed.ended) {
      throw new TypeError(
        `Cannot receive ${bytes.length} bytes from the ${from}: it has ended its stream`,
      );
    }
    feed.push(bytes);
    return this.#run(from);
  }

  /** One side has finished sending; what was not whole comes out as it is. */
  end(from: Side): WireEvent[] {
    const { feed } = this.#halves[from].flow;
    if (feed.ended) return [];
    feed.end();
    const events = this.#run(from);
    events.push({ kind: "end", from, start: feed.position, end: feed.position });
    return events;
  }

  /**
   * One side is gone without having finished: what was not whole comes out as it is, and nothing
   * says that it ended. After an end or another cut there is nothing to be said.
   */
  cut(from: Side): WireEvent[] {
    const { feed } = this.#halves[from].flow;
    if (feed.ended) return [];
    feed.cutOff();
    return this.#run(from);
  }

  /** Where a head begins that has not come whole: bytes that a tap must hold back to rewrite it. */
  pendingHeadStart(from: Side = "client"): number | undefined {
    const { feed, inHead } = this.#halves[from].flow;
    return inHead && feed.length > 0 ? feed.position : undefined;
  }

  #run(from: Side): WireEvent[] {
    const { parser } = this.#halves[from];
    parser.next();
    while (this.#exchanges.takeDecision()) {
      this.#halves[otherSide(from)].parser.next();
      parser.next();
    }
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
