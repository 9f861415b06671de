// Decodes all Engine.IO connections of a tape. Requests carry the client's packets, responses the
// server's, WebSocket messages both; the sid brings what belongs together into one session.

import type { Note } from "../../base/note.ts";
import type { Side } from "../../base/side.ts";
import type {
  Carried,
  CarriedMessage,
  CarriedRequest,
  CarriedResponse,
  CarrierDecoder,
  Decoded,
  Transport,
} from "../protocol.ts";
import { type ReadBody, readRequestBody, readResponseBody, readStrayBody } from "./bodies.ts";
import { Connection, Exchange } from "./connection.ts";
import { decodePacket } from "./decode_packet.ts";
import { readEngineUrl, readError, UNKNOWN_SID } from "./http.ts";
import { describeError, describePacket, type Journey } from "./meaning.ts";
import { type EnginePacket, NO_NOTES } from "./packet.ts";
import { type OpenInner, type Session, Sessions } from "./session.ts";
import { isInterim, SWITCHING_PROTOCOLS } from "../../wire/status.ts";

const NOTHING: readonly Decoded[] = [];

/** Stands in for a request that the tape does not have. */
const UNSEEN_URL = readEngineUrl("?EIO=4");

/** A refusal may come before all of its request has been sent. Pages of others are none. */
const UNSEEN: readonly Note[] = Object.freeze([{
  rule: "engine.io/response",
  text: "Read as a refusal of Engine.IO: its request has not been seen, not all of it at least",
}]);

/** The same for every message: one for each would be one more thing to make. */
const ON_WEBSOCKET: Readonly<Record<Side, Journey>> = {
  client: { from: "client", transport: "websocket" },
  server: { from: "server", transport: "websocket" },
};

export class EngineDecoder implements CarrierDecoder {
  readonly #sessions: Sessions;
  readonly #connections = new Map<number, Connection>();
  #latestConn = -1;
  #latest: Connection | undefined;

  constructor(openInner: OpenInner) {
    this.#sessions = new Sessions(openInner);
  }

  receive(carried: Carried): readonly Decoded[] {
    switch (carried.kind) {
      case "request":
        return this.#receiveRequest(carried);
      case "response":
        return this.#receiveResponse(carried);
      case "message":
        return this.#receiveMessage(carried);
      case "close":
        this.#forgetConnection(carried.conn);
        return NOTHING;
    }
  }

  #receiveRequest({ conn, id, url: target, method, data }: CarriedRequest): readonly Decoded[] {
    const url = readEngineUrl(target);
    const session = url.sid === undefined ? undefined : this.#sessions.find(url.sid, url.version);
    const exchange = new Exchange(url, method, session);
    this.#connection(conn).ask(id, exchange);
    const body = readRequestBody(exchange, data);
    return this.#readAll(exchange, body, { from: "client", transport: transportOf(exchange) });
  }

  #receiveResponse({ conn, id, status, data }: CarriedResponse): readonly Decoded[] {
    if (isInterim(status)) return NOTHING;
    const connection = this.#connection(conn);
    const exchange = connection.answer(id);
    const journey: Journey = { from: "server", transport: transportOf(exchange) };
    if (exchange === undefined) {
      const refusal = status < 400 ? undefined : readError(status, data);
      if (refusal !== undefined && (data.length === 0 || refusal.code !== undefined)) {
        return [describeError(refusal, undefined, journey.transport, UNSEEN)];
      }
      const stray = new Exchange(UNSEEN_URL, "GET");
      return this.#readAll(stray, readStrayBody(stray, data), journey);
    }
    const { sid } = exchange.url;
    const before = handshakeNotes(exchange);
    if (status === SWITCHING_PROTOCOLS) {
      connection.upgrade(exchange);
      return NOTHING;
    }
    if (status < 300 && journey.transport === "polling") {
      const { packets, notes } = readResponseBody(exchange, data);
      return this.#readAll(exchange, { packets, notes: [...before, ...notes] }, journey);
    }
    const error = readError(status, data);
    if (error.code === UNKNOWN_SID && sid !== undefined) this.#sessions.forget(sid);
    return [describeError(error, sid, journey.transport, before)];
  }

  #receiveMessage({ conn, from, data }: CarriedMessage): readonly Decoded[] {
    const connection = this.#connection(conn);
    const exchange = connection.websocket ?? connection.latest() ??
      new Exchange(UNSEEN_URL, "GET");
    if (connection.websocket === undefined) connection.upgrade(exchange);
    const packet = decodePacket(data, exchange.version);
    const before = exchange.isLive ? NO_NOTES : handshakeNotes(exchange);
    if (packet.probe !== true) exchange.markLive();
    return [this.#read(packet, exchange, ON_WEBSOCKET[from], before)];
  }

  /** The notes go to the first packet. */
  #readAll(exchange: Exchange, body: ReadBody, journey: Journey): readonly Decoded[] {
    return body.packets.map((packet, index) =>
      this.#read(packet, exchange, journey, index === 0 ? body.notes : NO_NOTES)
    );
  }

  #read(
    packet: EnginePacket,
    exchange: Exchange,
    journey: Journey,
    before: readonly Note[],
  ): Decoded {
    const session = this.#sessionOf(packet, exchange, journey);
    if (packet.type === "close" && session.sid !== undefined) this.#sessions.forget(session.sid);
    return describePacket(packet, session, journey, before);
  }

  /** The session is known from the query, or from the open packet that answers the handshake. */
  #sessionOf(packet: EnginePacket, exchange: Exchange, { from }: Journey): Session {
    const known = exchange.session;
    const sid = packet.handshake?.sid;
    if (from === "server" && sid !== undefined && known?.sid === undefined) {
      return exchange.adopt(this.#sessions.start(sid, exchange.version));
    }
    return known ?? exchange.adopt(this.#sessions.anonymous(exchange.version));
  }

  /** Mostly it is the one that was asked for before. */
  #connection(conn: number): Connection {
    if (conn === this.#latestConn && this.#latest !== undefined) return this.#latest;
    const connection = this.#connections.get(conn) ?? new Connection();
    this.#connections.set(conn, connection);
    this.#latestConn = conn;
    this.#latest = connection;
    return connection;
  }

  /** A session ends with the WebSocket that carried it, not with one that only tried. */
  #forgetConnection(conn: number): void {
    const websocket = this.#connections.get(conn)?.websocket;
    const sid = websocket?.session?.sid;
    if (websocket?.isLive === true && sid !== undefined) this.#sessions.forget(sid);
    this.#connections.delete(conn);
    this.#latest = undefined;
  }
}

function transportOf(exchange: Exchange | undefined): Transport {
  return exchange?.url.transport === "websocket" ? "websocket" : "polling";
}

/** What there is to say of a URL is said once a session, where the handshake is answered. */
function handshakeNotes(exchange: Exchange): readonly Note[] {
  return exchange.url.sid === undefined ? exchange.url.notes : NO_NOTES;
}
