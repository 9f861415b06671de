// The rewriting of one connection, both ways: it remembers what each request asked until its
// response has come, and tells every head that did not go on as it came.

import type { Side } from "../base/side.ts";
import type { RequestHeadEvent, ResponseHeadEvent, WireEvent } from "../wire/events.ts";
import { MAX_UNANSWERED_REQUESTS } from "../wire/limits.ts";
import { isInterim } from "../wire/status.ts";
import { type Asked, askedBy } from "./cross_origin.ts";
import { HeadRewriter } from "./head_rewriter.ts";
import {
  changesResponses,
  type HeadRewrite,
  rewriteRequestHead,
  rewriteResponseHead,
  type RewriteRules,
} from "./rewrite_heads.ts";
import type { TapChange } from "./tap_owner.ts";

export class TapRewriter {
  readonly #rules: RewriteRules;
  readonly #tell: (change: TapChange) => void;
  readonly #requests: HeadRewriter<RequestHeadEvent>;
  /** Undefined when responses go on as they are, unheld. */
  readonly #responses: HeadRewriter<ResponseHeadEvent> | undefined;
  readonly #asked = new Map<number, Asked>();

  constructor(rules: RewriteRules, tell: (change: TapChange) => void) {
    this.#rules = rules;
    this.#tell = tell;
    this.#requests = new HeadRewriter("request-head", (text, event) => this.#ask(text, event));
    this.#responses = changesResponses(rules)
      ? new HeadRewriter("response-head", (text, event) => this.#answer(text, event))
      : undefined;
  }

  /** Whether this side's bytes go on as they came, whatever they are. */
  passes(side: Side): boolean {
    return side === "server" && this.#responses === undefined;
  }

  get heldLength(): number {
    return this.#requests.heldLength + (this.#responses?.heldLength ?? 0);
  }

  /** What goes on; see HeadRewriter. */
  push(
    side: Side,
    bytes: Uint8Array,
    events: readonly WireEvent[],
    pendingHead: number | undefined,
  ): readonly Uint8Array[] {
    const rewriter = side === "client" ? this.#requests : this.#responses;
    return rewriter?.push(bytes, events, pendingHead) ?? [bytes];
  }

  /** What is still held of this side. */
  rest(side: Side): readonly Uint8Array[] {
    return (side === "client" ? this.#requests : this.#responses)?.rest() ?? [];
  }

  #ask(text: string, event: RequestHeadEvent): string {
    if (this.#responses !== undefined && this.#asked.size < MAX_UNANSWERED_REQUESTS) {
      this.#asked.set(event.id, askedBy(event.head));
    }
    return this.#told(event.id, rewriteRequestHead(text, this.#rules));
  }

  #answer(text: string, event: ResponseHeadEvent): string {
    const { id, head: { status } } = event;
    const asked = this.#asked.get(id);
    if (!isInterim(status)) this.#asked.delete(id);
    return this.#told(id, rewriteResponseHead(text, status, asked, this.#rules));
  }

  #told(requestId: number, { text, changes }: HeadRewrite): string {
    for (const change of changes) this.#tell({ requestId, ...change });
    return text;
  }
}
