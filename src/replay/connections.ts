// The TCP connections of a tape, and which session each of them carries: what tells a session's end
// from the end of a poll.

import type { EnginePacket } from "../protocols/engine_io/packet.ts";
import type { Packet } from "../protocols/protocol.ts";
import type { RequestEntry, ResponseEntry } from "../tape/entry.ts";
import { isInterim } from "../wire/status.ts";
import type { SessionEnding } from "./script.ts";

/** How many connections are followed at once; the one heard of first is given up first. */
export const MAX_CONNECTIONS = 10_000;

/** What is asked of a session here. */
export interface Endable {
  end(ending: SessionEnding): void;
  mayEnd(sign: SessionEnding): void;
}

/** A final response that stands before its request, the body of which was still being sent. */
export interface EarlyResponse {
  readonly entry: ResponseEntry;
  readonly line: number;
}

interface Connection<Session> {
  latest: RequestEntry | undefined;
  readonly unanswered: Map<number, RequestEntry>;
  /** The latest: another request does not come before that one is whole. */
  early: EarlyResponse | undefined;
  session: Session | undefined;
  /** It is a WebSocket that carried more than a probe. */
  isLive: boolean;
  isWebSocket: boolean;
  /** A close frame went over it: the other side's is no more than the answer. */
  isClosing: boolean;
}

export class Connections<Session extends Endable> {
  readonly #open = new Map<number, Connection<Session>>();

  /** The response that it had already. */
  requested(entry: RequestEntry): EarlyResponse | undefined {
    const connection = this.#find(entry.conn);
    connection.latest = entry;
    connection.unanswered.set(entry.id, entry);
    const { early } = connection;
    connection.early = undefined;
    return early?.entry.id === entry.id ? early : undefined;
  }

  /** The request that is answered for good. */
  responded(entry: ResponseEntry, line: number): RequestEntry | undefined {
    if (isInterim(entry.status)) return undefined;
    const connection = this.#find(entry.conn);
    const request = connection.unanswered.get(entry.id);
    if (request === undefined) connection.early = { entry, line };
    connection.unanswered.delete(entry.id);
    return request;
  }

  latest(conn: number): RequestEntry | undefined {
    return this.#open.get(conn)?.latest;
  }

  carried(conn: number): Session | undefined {
    return this.#open.get(conn)?.session;
  }

  /** A WebSocket carries the session. */
  carry(conn: number, session: Session, live: boolean): void {
    const connection = this.#find(conn);
    connection.session = session;
    connection.isWebSocket = true;
    connection.isLive ||= live;
  }

  polled(conn: number, session: Session): void {
    this.#find(conn).session = session;
  }

  closing(conn: number, ending: SessionEnding): void {
    const connection = this.#open.get(conn);
    if (connection?.isWebSocket !== true || connection.isClosing) return;
    connection.isClosing = true;
    if (connection.isLive) connection.session?.end(ending);
    else connection.session?.mayEnd(ending);
  }

  closed(conn: number, ending: SessionEnding): void {
    const connection = this.#open.get(conn);
    this.#open.delete(conn);
    if (connection === undefined) return;
    if (connection.isLive) connection.session?.end(ending);
    else if (connection.unanswered.size > 0) connection.session?.mayEnd(ending);
  }

  #find(conn: number): Connection<Session> {
    const known = this.#open.get(conn);
    if (known !== undefined) return known;
    const connection: Connection<Session> = {
      latest: undefined,
      unanswered: new Map(),
      early: undefined,
      session: undefined,
      isLive: false,
      isWebSocket: false,
      isClosing: false,
    };
    this.#open.set(conn, connection);
    if (this.#open.size > MAX_CONNECTIONS) this.#forgetOldest();
    return connection;
  }

  #forgetOldest(): void {
    for (const oldest of this.#open.keys()) {
      this.#open.delete(oldest);
      return;
    }
  }
}

/** Whether a packet on a WebSocket says that the session goes on there. */
export function isLive(packet: Packet): boolean {
  return !("probe" in packet && (packet as EnginePacket).probe === true);
}
