// Which session a connection belongs to, while a tape is being read: by the sid, or by the
// connection itself; and which request began it.

import type { RequestEntry } from "../tape/entry.ts";
import type { Moment } from "../timeline/moment.ts";
import { OpenSession } from "./open_session.ts";
import { requestTarget } from "./request_act.ts";

/** A request that waits for what it leads to. */
export interface Asked {
  readonly moment: Moment;
  readonly entry: RequestEntry;
}

/** A session, and the request that began it when that has only just been found. */
export interface Found {
  readonly session: OpenSession;
  readonly began?: Asked;
}

export class OpenSessions {
  readonly all: OpenSession[] = [];
  readonly #bySid = new Map<string, OpenSession>();
  readonly #byConn = new Map<number, OpenSession>();
  /** The latest request of each connection that may begin a session. */
  readonly #asked = new Map<number, Asked>();

  asked(moment: Moment, entry: RequestEntry): void {
    this.#asked.set(entry.conn, { moment, entry });
  }

  of(conn: number): OpenSession | undefined {
    return this.#byConn.get(conn);
  }

  closed(conn: number): void {
    this.#asked.delete(conn);
    this.#byConn.delete(conn);
  }

  engine(sid: string, moment: Moment, conn: number): Found {
    const known = this.#bySid.get(sid);
    const found = known === undefined
      ? this.#begin("session", sid, conn, moment)
      : { session: known };
    this.#bySid.set(sid, found.session);
    this.#byConn.set(conn, found.session);
    return found;
  }

  plain(conn: number, moment: Moment): Found {
    const known = this.#byConn.get(conn);
    if (known !== undefined) return { session: known };
    const found = this.#begin("websocket", conn, conn, moment);
    this.#byConn.set(conn, found.session);
    return found;
  }

  refused(conn: number, moment: Moment): Found {
    return this.#begin("refusal", conn, conn, moment);
  }

  #begin(kind: OpenSession["kind"], id: string | number, conn: number, moment: Moment): Found {
    const began = this.#asked.get(conn);
    const path = kind === "websocket" && began !== undefined
      ? requestTarget(began.entry, false).path
      : "";
    const session = new OpenSession(kind, id, (began?.moment ?? moment).at, path);
    this.all.push(session);
    return began === undefined ? { session } : { session, began };
  }
}
