// What both sides of a connection know of each other: which requests wait for their responses, and
// what became of the requests to leave HTTP.

import type { RequestHead } from "./events.ts";
import { type Agreement, type UpgradeOffer, upgradeOffer } from "./handshake.ts";
import { MAX_UNANSWERED_REQUESTS } from "./limits.ts";

/** What follows a request that asked to leave HTTP. */
export type Verdict = "http" | "unknown" | Agreement;

export interface Exchange {
  /** Counts the requests of a connection from 1. */
  readonly id: number;
  readonly method: string;
  readonly offer?: UpgradeOffer;
}

export class Exchanges {
  #count = 0;
  readonly #waiting: Exchange[] = [];
  readonly #verdicts = new Map<Exchange, Verdict>();
  #decided = false;
  #serverLost = false;

  /** A request's head has come. `waits` is false when too many are unanswered to remember it. */
  open(head: RequestHead): { readonly exchange: Exchange; readonly waits: boolean } {
    const offer = upgradeOffer(head);
    this.#count++;
    const exchange: Exchange = {
      id: this.#count,
      method: head.method,
      ...(offer === undefined ? {} : { offer }),
    };
    const waits = this.#waiting.length < MAX_UNANSWERED_REQUESTS;
    if (waits && !this.#serverLost) this.#waiting.push(exchange);
    else this.#decide(exchange, "unknown");
    return { exchange, waits };
  }

  /** The request that the next response answers. */
  get current(): Exchange | undefined {
    return this.#waiting[0];
  }

  /** The current request has its final response. */
  close(verdict: Verdict): void {
    const exchange = this.#waiting.shift();
    if (exchange !== undefined) this.#decide(exchange, verdict);
  }

  /** No response will be read any more. */
  abandon(): void {
    this.#serverLost = true;
    this.#decided = true;
    for (const exchange of this.#waiting.splice(0)) this.#decide(exchange, "unknown");
  }

  /** What became of a request to leave HTTP, said once; undefined while it waits. */
  takeVerdict(exchange: Exchange): Verdict | undefined {
    const verdict = this.#verdicts.get(exchange);
    this.#verdicts.delete(exchange);
    return verdict;
  }

  /** Whether a verdict has been given since the last time this was asked. */
  takeDecision(): boolean {
    const decided = this.#decided;
    this.#decided = false;
    return decided;
  }

  #decide(exchange: Exchange, verdict: Verdict): void {
    if (exchange.offer === undefined) return;
    this.#verdicts.set(exchange, verdict);
    this.#decided = true;
  }
}
