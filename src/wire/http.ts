// Both sides of an HTTP/1 connection, each a parser over its own flow, and the way out of HTTP:
// WebSocket, a tunnel, or another protocol's bytes.

import type { RequestEvent, ResponseHead } from "./events.ts";
import type { Exchange, Exchanges, Verdict } from "./exchanges.ts";
import { type Flow, type Parser, speakBytes } from "./flow.ts";
import { agree } from "./handshake.ts";
import { readBody } from "./http_body.ts";
import { requestFraming, responseFraming } from "./http_framing.ts";
import { readRequestHead, readResponseHead } from "./http_head.ts";
import { MAX_UNANSWERED_REQUESTS } from "./limits.ts";
import { isInterim } from "./status.ts";
import { speakWebSocket } from "./websocket.ts";

export function* speakClient(flow: Flow, exchanges: Exchanges): Parser {
  for (;;) {
    flow.inHead = true;
    const read = yield* readRequestHead(flow);
    flow.inHead = false;
    if (read === undefined) break;
    const { head, start } = read;
    const { exchange, waits } = exchanges.open(head);
    if (!waits) {
      const text = `${MAX_UNANSWERED_REQUESTS} requests wait: the response will not be paired`;
      flow.note("response-unasked", text, start, flow.feed.position);
    }
    const { framing, problems } = requestFraming(head);
    for (const { rule, text } of problems) flow.note(rule, text, start, flow.feed.position);
    const common = { from: flow.from, start, id: exchange.id, head };
    flow.tell({ ...common, kind: "request-head", end: flow.feed.position });
    const { body, whole } = yield* readBody(flow, framing, head.headers);
    const request: RequestEvent = { ...common, kind: "request", end: flow.feed.position, body };
    flow.tell(request);
    if (!whole) break;
    if (exchange.offer === undefined) continue;
    const verdict = yield* awaitVerdict(flow, exchanges, exchange);
    if (verdict === "http") continue;
    if (verdict === "unknown" || verdict.kind === "other") break;
    return yield* speakWebSocket(flow, verdict.deflate);
  }
  yield* speakBytes(flow);
}

/** What the client sends ahead of the answer is held until it is known what it is. */
function* awaitVerdict(flow: Flow, exchanges: Exchanges, exchange: Exchange): Parser<Verdict> {
  const { feed, limits } = flow;
  let verdict = exchanges.takeVerdict(exchange);
  while (verdict === undefined && !feed.ended && feed.length <= limits.maxHeldBytes) {
    yield;
    verdict = exchanges.takeVerdict(exchange);
  }
  if (verdict !== undefined && verdict !== "unknown") return verdict;
  while (feed.length === 0 && !feed.ended) yield;
  if (feed.length > 0) {
    const text = verdict === undefined && !feed.ended
      ? `More than ${limits.maxHeldBytes} bytes came ahead of the answer to an upgrade request`
      : "An upgrade request was not answered: what came after it is not read";
    flow.note("upgrade-unanswered", text, feed.position);
  }
  return "unknown";
}

export function* speakServer(flow: Flow, exchanges: Exchanges): Parser {
  for (;;) {
    flow.inHead = true;
    const read = yield* readResponseHead(flow);
    flow.inHead = false;
    if (read === undefined) break;
    const { head, start } = read;
    const exchange = exchanges.current;
    if (exchange === undefined) {
      const text = `Response ${head.status} answers no request`;
      flow.note("response-unasked", text, start, flow.feed.position);
    }
    const { framing, problems } = responseFraming(head, exchange?.method);
    for (const { rule, text } of problems) flow.note(rule, text, start, flow.feed.position);
    const common = { from: flow.from, start, id: exchange?.id ?? 0, head };
    flow.tell({ ...common, kind: "response-head", end: flow.feed.position });
    const { body, whole } = yield* readBody(flow, framing, head.headers);
    flow.tell({ ...common, kind: "response", end: flow.feed.position, body });
    if (!whole) break;
    if (isInterim(head.status)) continue;
    const verdict = conclude(flow, exchange, head, start);
    exchanges.close(verdict);
    // The client's parser is told before anything else is read: what it held comes first.
    if (exchange?.offer !== undefined) yield;
    if (verdict === "http") continue;
    if (verdict === "unknown" || verdict.kind === "other") break;
    return yield* speakWebSocket(flow, verdict.deflate);
  }
  exchanges.abandon();
  yield;
  yield* speakBytes(flow);
}

/** What is spoken after a final response, told when that is WebSocket. */
function conclude(
  flow: Flow,
  exchange: Exchange | undefined,
  head: ResponseHead,
  start: number,
): Verdict {
  const end = flow.feed.position;
  const agreement = exchange?.offer === undefined ? undefined : agree(exchange.offer, head);
  if (agreement === undefined) {
    if (head.status !== 101) return "http";
    flow.note("upgrade-unasked", "101 answers a request that asked for no upgrade", start, end);
    return "unknown";
  }
  for (const { rule, text } of agreement.problems) flow.note(rule, text, start, end);
  if (agreement.kind === "websocket") {
    const { deflate, subprotocol } = agreement;
    flow.tell({
      kind: "upgrade",
      from: flow.from,
      start,
      end,
      id: exchange?.id ?? 0,
      ...(deflate === undefined ? {} : { deflate }),
      ...(subprotocol === undefined ? {} : { subprotocol }),
    });
  }
  return agreement;
}
