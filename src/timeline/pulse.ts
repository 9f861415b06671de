// How quick the two sides are, from what passed a tap. Seen beside the client, the network's round
// trip shows where the server answers the client at once: the WebSocket handshake, a POST, a ping of
// the client (Engine.IO 3). A ping of the server shows how quickly the client answers (Engine.IO 4).

import type { Side } from "../base/side.ts";
import type { Decoded } from "../protocols/protocol.ts";
import type { Entry } from "../tape/entry.ts";
import { isInterim } from "../wire/status.ts";
import { isContext } from "./moment.ts";
import { Sample, type SampleOf } from "./sample.ts";

/** How many questions may wait for an answer; what comes after them is not measured. */
export const MAX_WAITING = 10_000;

/** Told everything that was recorded or is on a tape, in order. */
export class Pulse {
  /** Milliseconds from a client's question to the server's answer. */
  readonly roundTrips: Sample;
  /** Milliseconds from a server's ping to the client's pong. */
  readonly heartbeats: Sample;
  /** Milliseconds from a client's ping to the server's pong: round trips that are heartbeats, too. */
  readonly serverHeartbeats: Sample;
  /** When the requests were sent that are answered at once, by their number. */
  readonly #requests = new Map<number, number>();
  /** When the pings were sent that wait for a pong, by session and sender. */
  readonly #pings = new Map<string, number>();
  /** The latest line says nothing of when it was. */
  #isTimeless = false;

  /** What the medians speak of. */
  constructor(of: SampleOf = "latest") {
    this.roundTrips = new Sample(of);
    this.heartbeats = new Sample(of);
    this.serverHeartbeats = new Sample(of);
  }

  /** A line's entry comes before what it meant. */
  recorded(entry: Entry): void {
    this.#isTimeless = isContext(entry);
    if (this.#isTimeless) {
      if (entry.kind === "response") this.#requests.delete(entry.id);
      return;
    }
    switch (entry.kind) {
      case "request":
        if (isAnsweredAtOnce(entry)) remember(this.#requests, entry.id, entry.at);
        break;
      case "response": {
        const askedAt = this.#requests.get(entry.id);
        // One that stands before its request, the body of which came later, is no round trip.
        if (askedAt === undefined || isInterim(entry.status)) break;
        this.#requests.delete(entry.id);
        if (entry.status === 101 || entry.status === 200) this.roundTrips.add(entry.at - askedAt);
        break;
      }
      case "control":
        this.#beat(entry.op, entry.from, `conn ${entry.conn}`, entry.at, true);
        break;
    }
  }

  decoded(decoded: Decoded, at: number, conn: number): void {
    if (this.#isTimeless) return;
    const outer = decoded.packets[0];
    if (outer === undefined || (outer.type !== "ping" && outer.type !== "pong")) return;
    if (outer.protocol !== "engine.io") return;
    // A probe travels on the connection that is tried out, beside the session's own heartbeat.
    const isProbe = "probe" in outer && outer.probe === true;
    const where = `${decoded.session ?? conn} ${isProbe ? "probe" : ""}`;
    this.#beat(outer.type, decoded.from, where, at, !isProbe);
  }

  #beat(type: string, from: Side, where: string, at: number, isHeartbeat: boolean): void {
    if (type === "ping") remember(this.#pings, `${from} ${where}`, at);
    if (type !== "pong") return;
    const asked = from === "client" ? "server" : "client";
    const askedAt = this.#pings.get(`${asked} ${where}`);
    if (askedAt === undefined) return;
    this.#pings.delete(`${asked} ${where}`);
    const answeredAfter = at - askedAt;
    if (asked === "server") return this.heartbeats.add(answeredAfter);
    this.roundTrips.add(answeredAfter);
    if (isHeartbeat) this.serverHeartbeats.add(answeredAfter);
  }
}

/** A GET of polling waits for something to tell; a POST and a handshake do not. */
function isAnsweredAtOnce(entry: Entry & { readonly kind: "request" }): boolean {
  if (entry.method === "POST") return entry.url.includes("transport=polling");
  return entry.headers.some(([name, value]) =>
    name.toLowerCase() === "upgrade" && value.toLowerCase() === "websocket"
  );
}

function remember<Key>(times: Map<Key, number>, key: Key, at: number): void {
  if (times.size < MAX_WAITING || times.has(key)) times.set(key, at);
}
