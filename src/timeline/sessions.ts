// Sessions, not sockets: the polling requests and the WebSocket of one Engine.IO session are one
// story, linked by its sid; plain WebSockets and other HTTP have short stories of their own.

import {
  type EngineError,
  isEngineError,
  readEngineUrl,
  UNKNOWN_SID,
} from "../protocols/engine_io/http.ts";
import type { Decoded } from "../protocols/protocol.ts";
import type {
  CloseEntry,
  ControlEntry,
  NoteEntry,
  RequestEntry,
  ResponseEntry,
} from "../tape/entry.ts";
import { isInterim } from "../wire/status.ts";
import { isContext, type Moment } from "./moment.ts";
import { EngineStory } from "./sessions_engine.ts";
import { PlainStory } from "./sessions_plain.ts";
import type { RefusalStory, Story } from "./sessions_story.ts";

/** How many stories are told; of later ones it is only known how many there were. */
export const MAX_STORIES = 10_000;

/** How many connections are followed at once; the one heard of first is given up first. */
export const MAX_CONNECTIONS = 10_000;

/** The rule of the recorder's note that its client lost, or left, its session. */
const CLIENT_DISCONNECTED = "client/disconnected";

type Telling = EngineStory | PlainStory | RefusalStory;

/** Told every moment of a tape, in order; gives the stories as they are by then. */
export class SessionStories {
  readonly #limit: number;
  readonly #tellings: Telling[] = [];
  readonly #bySid = new Map<string, EngineStory>();
  readonly #byConn = new Map<number, EngineStory | PlainStory>();
  /** The line that is told has no time of its own. */
  #isContext = false;
  #left = 0;
  #lastAt = 0;
  /** Packets come in rows of one session on one connection: the last that was carried so. */
  #latest: { readonly sid: string; readonly conn: number; readonly story: EngineStory } | undefined;

  constructor(limit = MAX_STORIES) {
    this.#limit = limit;
  }

  /** How many stories there are beside those that are told. */
  get left(): number {
    return this.#left;
  }

  receive(moment: Moment): void {
    const { at, conn, decoded, line } = moment;
    if (at > this.#lastAt) this.#lastAt = at;
    if (!line.known) return;
    const { entry } = line;
    this.#isContext = isContext(entry);
    if (entry.kind === "note" && entry.rule === CLIENT_DISCONNECTED) this.#clientSaid(entry);
    if (conn === undefined) return;
    if (entry.kind === "request" && moment.part === 0) this.#requested(entry, decoded);
    if (decoded !== undefined) this.#decoded(decoded, conn, at);
    switch (entry.kind) {
      case "response":
        if (moment.part === 0) this.#responded(entry, decoded);
        break;
      case "control":
        this.#controlled(entry);
        break;
      case "close":
        this.#closed(entry);
        break;
    }
  }

  /** In the order in which they began. */
  stories(): readonly Story[] {
    return this.#tellings.map((telling) =>
      "story" in telling ? telling.story(this.#lastAt) : telling
    );
  }

  /** Our own client has one session at a time: the latest. */
  #clientSaid({ at, text }: NoteEntry): void {
    const latest = this.#tellings.findLast((telling) => telling instanceof EngineStory);
    latest?.clientSaid(at, text.slice(text.lastIndexOf(": ") + 1).trim());
  }

  #requested({ conn, at, url }: RequestEntry, decoded: Decoded | undefined): void {
    if (decoded?.packets[0]?.protocol === "http") {
      this.#plain(conn, at).requested(url);
      return;
    }
    const { sid, transport } = readEngineUrl(url);
    if (sid === undefined) return;
    const askedAt = this.#isContext ? undefined : at;
    this.#session(sid, conn, at).requested(conn, askedAt, transport === "websocket");
  }

  #decoded(decoded: Decoded, conn: number, at: number): void {
    const { session, packets, from, transport } = decoded;
    const outer = packets[0];
    if (outer?.protocol === "http") return;
    if (outer?.protocol === "engine.io") {
      if (isEngineError(outer)) this.#failed(outer, session, conn, at);
      else if (session !== undefined) this.#session(session, conn, at).packet(decoded, conn, at);
      return;
    }
    if (transport === "websocket") this.#plain(conn, at).message(from);
  }

  /** A session that is named fails; a handshake that fails has no session. */
  #failed(error: EngineError, sid: string | undefined, conn: number, at: number): void {
    const reason = error.message ?? error.meaning;
    if (sid !== undefined) {
      this.#session(sid, conn, at).failed(at, reason, error.code === UNKNOWN_SID);
      return;
    }
    const ending = { kind: "connection-closed", at, by: "server" } as const;
    this.#tell({ kind: "refusal", at, conn, status: error.status, reason, ending });
  }

  /** It may stand before its request, the body of which was still being sent. */
  #responded({ conn, at, status }: ResponseEntry, decoded: Decoded | undefined): void {
    if (isInterim(status)) return;
    const isPlain = decoded?.packets[0]?.protocol === "http";
    const telling = this.#byConn.get(conn) ?? (isPlain ? this.#plain(conn, at) : undefined);
    if (telling instanceof PlainStory) telling.responded(status);
    else telling?.responded(conn);
  }

  #controlled({ conn, at, from, op, code, reason }: ControlEntry): void {
    const telling = this.#byConn.get(conn);
    if (telling === undefined || op === "end") return;
    if (op !== "close") {
      if (telling instanceof PlainStory) telling.frame(op, from, at);
    } else if (telling instanceof PlainStory) {
      telling.closeFrame(from, at, code, reason);
    } else {
      telling.closeFrame(conn, from, at, code, reason);
    }
  }

  #closed({ conn, at, by, reset = false }: CloseEntry): void {
    const telling = this.#byConn.get(conn);
    if (telling instanceof PlainStory) telling.closed(at, by, reset);
    else telling?.closed(conn, at, by, reset);
    this.#byConn.delete(conn);
    this.#latest = undefined;
  }

  #session(sid: string, conn: number, at: number): EngineStory {
    const latest = this.#latest;
    if (latest?.sid === sid && latest.conn === conn) return latest.story;
    const story = this.#findSession(sid, conn, at);
    this.#latest = { sid, conn, story };
    return story;
  }

  #findSession(sid: string, conn: number, at: number): EngineStory {
    const known = this.#bySid.get(sid);
    const story = known ?? new EngineStory(sid, at, this.#isContext);
    if (known === undefined) {
      this.#tell(story);
      remember(this.#bySid, sid, story, 2 * this.#limit);
    }
    if (this.#byConn.get(conn) !== story) {
      this.#carry(conn, story);
      story.carriedBy(conn);
    }
    return story;
  }

  #plain(conn: number, at: number): PlainStory {
    const known = this.#byConn.get(conn);
    if (known instanceof PlainStory) return known;
    const story = new PlainStory(conn, at, this.#isContext);
    this.#tell(story);
    this.#carry(conn, story);
    return story;
  }

  #carry(conn: number, story: EngineStory | PlainStory): void {
    this.#latest = undefined;
    this.#byConn.delete(conn);
    remember(this.#byConn, conn, story, MAX_CONNECTIONS);
  }

  #tell(telling: Telling): void {
    if (this.#tellings.length < this.#limit) this.#tellings.push(telling);
    else this.#left += 1;
  }
}

/** The one that was remembered first is forgotten when there are too many. */
function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value, limit: number): void {
  map.set(key, value);
  if (map.size <= limit) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
