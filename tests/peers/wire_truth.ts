// Compares what a tape holds with what the server's HTTP layer says: whole heads and bodies, and the
// messages of every WebSocket. Nothing missing, nothing twice, the right side, the right order.

import { assertEquals } from "@std/assert";
import { encodeUtf8, fromBase64 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import type { Content, RequestEntry } from "../../src/tape/entry.ts";
import type { RawMessage } from "./log.ts";
import type { ReadLine } from "./recorded_tap.ts";
import type { WireWitness } from "./wire_witness.ts";

/** Names and values in turn, as Node has them. */
type Fields = readonly string[];

interface Exchange {
  readonly request: string;
  readonly headers: Fields;
  readonly trailers: Fields;
  readonly asked: string;
  readonly answer: Answer | undefined;
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Fields;
  readonly trailers: Fields;
  readonly body: string;
}

/**
 * Every HTTP exchange but upgrades, whole and once, heads and all. `host` is where the clients
 * connected to: on the tape stands the `Host` that they sent, and the server was told its own.
 */
export function assertExchanges(
  tape: readonly ReadLine[],
  witness: Pick<WireWitness, "exchanges">,
  host: string,
): void {
  const taped = tapeExchanges(tape);
  const abandoned = abandonedPoll(tape);
  const witnessed = witnessedExchanges(witness, host).map((exchange) =>
    exchange.request === abandoned ? { ...exchange, answer: undefined } : exchange
  );
  assertEquals(taped, witnessed);
}

/**
 * What a server answers when its client has hung up already goes nowhere. That is forgiven once, and
 * in one place: the last poll of the last session, which its client gives up when it leaves.
 */
function abandonedPoll(tape: readonly ReadLine[]): string | undefined {
  const requests = tape.flatMap(({ entry }) => entry.kind === "request" ? [entry] : []);
  const last = requests.findLast(({ method, url }) =>
    method === "GET" && url.includes("transport=polling")
  );
  const isGivenUp = tape.some(({ entry }) =>
    entry.kind === "close" && entry.conn === last?.conn && entry.by === "client"
  );
  const isAnswered = tape.some(({ entry }) => entry.kind === "response" && entry.id === last?.id);
  return last !== undefined && isGivenUp && !isAnswered ? nameOf(last) : undefined;
}

/** Those of several connections have no common order: sorted. */
function tapeExchanges(tape: readonly ReadLine[]): readonly Exchange[] {
  const answers = new Map<number, Answer>();
  for (const { entry } of tape) {
    if (entry.kind !== "response") continue;
    const { status, reason = "", headers, trailers = [] } = entry;
    const fields = { headers: headers.flat(), trailers: trailers.flat() };
    answers.set(entry.id, { status, reason, ...fields, body: hexOf(entry) });
  }
  const exchanges: Exchange[] = [];
  for (const { entry } of tape) {
    if (entry.kind !== "request" || answers.get(entry.id)?.status === 101) continue;
    const { headers, trailers = [] } = entry;
    exchanges.push({
      request: nameOf(entry),
      headers: headers.flat(),
      trailers: trailers.flat(),
      asked: hexOf(entry),
      answer: answers.get(entry.id),
    });
  }
  return exchanges.sort(byRequest);
}

function witnessedExchanges(
  witness: Pick<WireWitness, "exchanges">,
  host: string,
): readonly Exchange[] {
  return witness.exchanges.map((exchange) => ({
    request: nameOf(exchange),
    headers: withHost(exchange.headers, host),
    trailers: exchange.trailers,
    asked: exchange.asked.toHex(),
    answer: exchange.answer && { ...exchange.answer, body: exchange.answer.body.toHex() },
  })).sort(byRequest);
}

function nameOf(
  { method, url, version = "1.1" }: Pick<RequestEntry, "method" | "url" | "version">,
): string {
  return `${method} ${url} HTTP/${version}`;
}

/** As the client said it: a tap changes the value, and neither the name nor its place. */
function withHost(headers: Fields, host: string): Fields {
  return headers.map((value, index) =>
    index % 2 === 1 && headers[index - 1]?.toLowerCase() === "host" ? host : value
  );
}

interface WebSocketTraffic {
  readonly request: string;
  readonly headers: Fields;
  readonly head: Omit<Answer, "trailers" | "body">;
  readonly server: readonly RawMessage[];
  readonly client: readonly RawMessage[];
}

interface OpenWebSocket extends WebSocketTraffic, Readonly<Record<Side, RawMessage[]>> {
  readonly server: RawMessage[];
  readonly client: RawMessage[];
}

/**
 * Both heads and the messages of every WebSocket, each side in order. What follows a side's Close
 * frame is on the tape, but nobody reads it (RFC 6455, section 5.5.1): python-engineio sends its
 * close packet there.
 */
export function tapeWebSockets(tape: readonly ReadLine[]): readonly WebSocketTraffic[] {
  const requests = new Map<number, RequestEntry>();
  const left = new Set<string>();
  const sockets = new Map<number, OpenWebSocket>();
  for (const { entry } of tape) {
    if (entry.kind === "request") requests.set(entry.id, entry);
    const request = entry.kind === "response" ? requests.get(entry.id) : undefined;
    if (entry.kind === "response" && entry.status === 101 && request !== undefined) {
      const { status, reason = "" } = entry;
      sockets.set(entry.conn, {
        request: nameOf(request),
        headers: request.headers.flat(),
        head: { status, reason, headers: entry.headers.flat() },
        server: [],
        client: [],
      });
    }
    if (entry.kind === "control" && entry.op === "close") left.add(`${entry.conn} ${entry.from}`);
    if (entry.kind !== "message" || left.has(`${entry.conn} ${entry.from}`)) continue;
    const message = entry.base64 === undefined ? entry.text ?? "" : { $binary: entry.base64 };
    sockets.get(entry.conn)?.[entry.from].push(message);
  }
  return [...sockets.values()];
}

/** The same as the server has it; `host` is where the clients connected to. */
export function witnessedWebSockets(
  witness: Pick<WireWitness, "webSockets">,
  host: string,
): readonly WebSocketTraffic[] {
  return witness.webSockets.map(({ url, headers, head, sent, received }) => ({
    request: nameOf({ method: "GET", url }),
    headers: withHost(headers, host),
    head,
    server: sent,
    client: received,
  }));
}

function hexOf({ text, base64 }: Content): string {
  const bytes = base64 === undefined ? encodeUtf8(text ?? "") : fromBase64(base64);
  return (bytes ?? new Uint8Array()).toHex();
}

function byRequest(left: Exchange, right: Exchange): number {
  return left.request < right.request ? -1 : Number(left.request > right.request);
}
