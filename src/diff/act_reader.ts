// From the moments of a tape to acts in their sessions: what was said, however it was carried.

import type { Payload } from "../base/bytes.ts";
import type { Value } from "../base/json.ts";
import { isJsonObject } from "../base/json.ts";
import type { Side } from "../base/side.ts";
import { type EngineError, isEngineError } from "../protocols/engine_io/http.ts";
import { isEnginePacket } from "../protocols/engine_io/packet.ts";
import type { Decoded, Packet } from "../protocols/protocol.ts";
import { isSocketPacket, type SocketPacket } from "../protocols/socket_io/packet.ts";
import type { CloseEntry, Entry } from "../tape/entry.ts";
import { isWaiting } from "../timeline/answers.ts";
import type { Markers } from "../timeline/hidden.ts";
import type { Layer, Moment } from "../timeline/moment.ts";
import type { ActKey, Content, OpenAct } from "./act.ts";
import { DeepActs } from "./deep_acts.ts";
import { HttpActs } from "./http_acts.ts";
import { markedValue } from "./marked_value.ts";
import type { OpenSession, Saying } from "./open_session.ts";
import { type Asked, OpenSessions } from "./open_sessions.ts";
import { requestTarget } from "./request_act.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { VolatileIds } from "./volatile_ids.ts";
import { SWITCHING_PROTOCOLS } from "../wire/status.ts";

/** Where Engine.IO's requests go. */
const HANDSHAKE = "handshake";

/** Changes with every connection (connection state recovery). */
const RECOVERY_KEYS: ReadonlySet<string> = new Set(["sid", "pid", "offset"]);

export interface ActReaderOptions {
  readonly layer: Layer;
  /** Names of events, or of namespaces (they begin with `/`); empty for all. */
  readonly only: readonly string[];
}

export class ActReader {
  readonly #vocabulary: Vocabulary;
  readonly #only: readonly string[];
  readonly #deep: DeepActs | undefined;
  readonly #ids = new VolatileIds();
  readonly #sessions = new OpenSessions();
  readonly #http = new HttpActs();
  readonly #held = new Map<number, { readonly moment: Moment; readonly saying: Saying }[]>();
  /** Acts that wait for their answers, by line and part. */
  readonly #asking = new Map<string, OpenAct>();
  #markers: Markers | undefined;

  constructor(vocabulary: Vocabulary, options: ActReaderOptions) {
    this.#vocabulary = vocabulary;
    this.#only = options.only;
    this.#deep = DeepActs.of(options.layer);
  }

  /** All sessions, once all moments were told. */
  finish(): readonly OpenSession[] {
    const { session } = this.#http;
    return this.#http.finish() ? [...this.#sessions.all, session] : this.#sessions.all;
  }

  /** `markers` say what was hidden on the line. */
  receive(moment: Moment, markers: Markers | undefined): void {
    const { decoded, conn, line } = moment;
    if (!line.known) return;
    this.#markers = markers;
    const [outer] = decoded?.packets ?? [];
    if (decoded === undefined || conn === undefined) this.#unspoken(line.entry, moment);
    else if (outer?.protocol === "http") this.#exchange(moment, conn);
    else if (outer?.protocol === "engine.io") this.#engine(moment, decoded, outer, conn);
    else this.#message(this.#plainSession(conn, moment), moment, decoded);
    if (this.#deep !== undefined) this.#deeper(this.#deep, moment);
    if (line.entry.kind === "close") this.#closed(line.entry);
  }

  /** Requests without a meaning of their own. */
  #unspoken(entry: Entry, moment: Moment): void {
    if (entry.kind === "request") this.#sessions.asked(moment, entry);
    if (entry.kind !== "control") return;
    // A WebSocket's own heartbeat, where there is none above it.
    const session = this.#sessions.of(entry.conn);
    if (session?.kind === "websocket") beat(session, entry.op, entry.from, entry.at);
  }

  /** What is said below the messages; a connection's first words wait until its session is known. */
  #deeper(deep: DeepActs, moment: Moment): void {
    const { conn = 0 } = moment;
    const sayings = deep.sayings(moment);
    const session = this.#sessions.of(conn);
    if (session === undefined) {
      const held = this.#held.get(conn) ?? [];
      held.push(...sayings.map((saying) => ({ moment, saying })));
      if (held.length > 0) this.#held.set(conn, held);
      return;
    }
    for (const { moment: earlier, saying } of this.#held.get(conn) ?? []) {
      this.#add(session, earlier, saying);
    }
    this.#held.delete(conn);
    for (const saying of sayings) this.#add(session, moment, saying);
  }

  #closed(entry: CloseEntry): void {
    const { conn } = entry;
    this.#http.closed(entry);
    this.#sessions.closed(conn);
    this.#held.delete(conn);
  }

  #engine(moment: Moment, decoded: Decoded, outer: Packet, conn: number): void {
    if (isEngineError(outer)) {
      if (decoded.session === undefined) this.#refused(moment, outer, conn);
      return;
    }
    if (decoded.session === undefined) return;
    const session = this.#engineSession(decoded.session, moment, conn);
    this.#ids.learn(decoded.session, session);
    if (isEnginePacket(outer) && outer.type !== "message") {
      if (outer.probe !== true) beat(session, outer.type, decoded.from, moment.at);
      return;
    }
    this.#message(session, moment, decoded);
  }

  #message(session: OpenSession, moment: Moment, decoded: Decoded): void {
    const { event, from } = decoded;
    if (event !== undefined) {
      const { namespace, name, args: value, ackId } = event;
      const asks = ackId !== undefined;
      const act = this.#add(session, moment, { from, kind: "event", namespace, name, value, asks });
      if (asks) this.#asking.set(`${moment.line.number} ${moment.part}`, act);
      return;
    }
    const inner = decoded.packets.at(-1);
    if (inner === undefined || inner.type === "attachment" || isWaiting(decoded)) return;
    if (isSocketPacket(inner)) this.#socket(session, moment, decoded, inner);
    else this.#unread(session, moment, from);
  }

  #socket(session: OpenSession, moment: Moment, { from }: Decoded, packet: SocketPacket): void {
    const { type, namespace, data, query, error } = packet;
    switch (type) {
      case "CONNECT": {
        if (isJsonObject(data)) {
          if (from === "server") this.#ids.learn(data.sid, session);
          this.#ids.learn(data.pid, session);
        }
        const auth = withoutRecovery(data ?? null);
        const value: Value = query === undefined ? auth : { auth, query };
        this.#add(session, moment, { from, kind: "connect", namespace, name: "CONNECT", value });
        return;
      }
      case "CONNECT_ERROR": {
        const { message = "", data: more = null } = error ?? {};
        const value = more === null ? { message } : { message, data: more };
        const name = "CONNECT_ERROR";
        this.#add(session, moment, { from, kind: "refuse", namespace, name, value });
        return;
      }
      case "DISCONNECT":
        this.#add(session, moment, {
          from,
          kind: "disconnect",
          namespace,
          name: "DISCONNECT",
          value: null,
        });
        return;
      case "ACK":
      case "BINARY_ACK":
        this.#answered(session, moment, packet);
        return;
      default:
        this.#unread(session, moment, from);
    }
  }

  /** An answer belongs to its question; one that nobody asked for is an act of its own. */
  #answered(session: OpenSession, moment: Moment, { namespace, data }: SocketPacket): void {
    const value = data ?? null;
    const { answers } = moment;
    const asked = answers === undefined ? undefined : `${answers.line} ${answers.part}`;
    const act = asked === undefined ? undefined : this.#asking.get(asked);
    if (asked === undefined || act === undefined) {
      const from = moment.from ?? "server";
      this.#add(session, moment, {
        from,
        kind: "message",
        namespace,
        name: "answer to nothing",
        value,
      });
      return;
    }
    this.#asking.delete(asked);
    const content = this.#contentOf(session, act, value);
    act.answer = { line: moment.line.number, at: moment.at, content };
  }

  #unread(session: OpenSession, moment: Moment, from: Side): void {
    const packet = moment.decoded?.packets.at(-1);
    const data = packet !== undefined && "data" in packet ? packet.data : undefined;
    const raw = packet !== undefined && "raw" in packet ? packet.raw : undefined;
    const value = isPayload(data) ? data : isPayload(raw) ? raw : "";
    const name = typeof value === "string" ? "text" : "binary";
    this.#add(session, moment, { from, kind: "message", name, value });
  }

  /** A handshake that Engine.IO refused. */
  #refused(moment: Moment, { status, code, message, meaning }: EngineError, conn: number): void {
    const { session, began } = this.#sessions.refused(conn, moment);
    if (began !== undefined) this.#opened(session, began);
    const value = { status, ...(code === undefined ? {} : { code }), message: message ?? meaning };
    this.#add(session, moment, { from: "server", kind: "refuse", name: HANDSHAKE, value });
  }

  #exchange(moment: Moment, conn: number): void {
    if (!moment.line.known) return;
    const { entry } = moment.line;
    if (entry.kind === "request") {
      this.#sessions.asked(moment, entry);
      this.#http.requested(entry, (saying) => this.#actOf(this.#http.session, moment, saying));
    } else if (entry.kind === "response") {
      if (entry.status === SWITCHING_PROTOCOLS) this.#plainSession(conn, moment);
      const { session } = this.#http;
      const markers = this.#markers;
      const contentOf = (act: OpenAct, value: Value): Content =>
        this.#contentOf(session, act, value, markers);
      this.#http.responded(moment.line.number, entry, contentOf);
    }
  }

  #engineSession(sid: string, moment: Moment, conn: number): OpenSession {
    const { session, began } = this.#sessions.engine(sid, moment, conn);
    if (began !== undefined) this.#opened(session, began);
    return session;
  }

  /** The first request of an Engine.IO session; one that names a session began it long ago. */
  #opened(session: OpenSession, { moment, entry }: Asked): void {
    if (/[?&]sid=/.test(entry.url)) return;
    const { path, query: { EIO = null, ...query } } = requestTarget(entry, true);
    const value = { path, query, version: EIO };
    this.#add(session, moment, { from: "client", kind: "open", name: HANDSHAKE, value });
  }

  #plainSession(conn: number, moment: Moment): OpenSession {
    const { session, began } = this.#sessions.plain(conn, moment);
    if (began === undefined) return session;
    const { path: name, query } = requestTarget(began.entry, false);
    this.#add(session, began.moment, { from: "client", kind: "open", name, value: { query } });
    return session;
  }

  #add(session: OpenSession, moment: Moment, saying: Saying): OpenAct {
    const act = this.#actOf(session, moment, saying);
    if (this.#isWanted(act.key)) session.add(act);
    return act;
  }

  #isWanted({ namespace, name, kind }: ActKey): boolean {
    if (this.#only.length === 0) return true;
    const isNamed = kind !== "open" && this.#only.includes(namespace);
    return isNamed || this.#only.includes(name);
  }

  #actOf(session: OpenSession, moment: Moment, saying: Saying): OpenAct {
    const { from, kind, namespace = "/", name, value, asks = false } = saying;
    const key = this.#vocabulary.key(from, kind, namespace, name);
    const marked = markedValue(value, { ids: this.#ids, session, markers: this.#markers });
    const content = this.#vocabulary.content(key, marked);
    return { line: moment.line.number, part: moment.part, at: moment.at, key, content, asks };
  }

  #contentOf(
    session: OpenSession,
    { key }: OpenAct,
    value: Value,
    markers = this.#markers,
  ): Content {
    const marked = markedValue(value, { ids: this.#ids, session, markers });
    return this.#vocabulary.content(key, marked);
  }
}

function beat({ beats }: OpenSession, type: string, from: Side, at: number): void {
  if (type === "ping") beats.ping(from, at);
  else if (type === "pong") beats.pong(from, at);
}

function withoutRecovery(data: Value): Value {
  if (!isJsonObject(data)) return data;
  const rest = Object.entries(data).filter(([key]) => !RECOVERY_KEYS.has(key));
  // Clients write no auth in several ways.
  return rest.length === 0 ? null : Object.fromEntries(rest);
}

function isPayload(value: unknown): value is Payload {
  return typeof value === "string" || value instanceof Uint8Array;
}
