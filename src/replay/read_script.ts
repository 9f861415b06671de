// Reads a tape into a script. Everything that is not a packet of a session's own protocol is left to
// the transport that will play it, but for the handshake's values and how each session ended.

import type { Payload } from "../base/bytes.ts";
import type { Note } from "../base/note.ts";
import { isEnginePacket } from "../protocols/engine_io/packet.ts";
import { readEngineUrl } from "../protocols/engine_io/http.ts";
import type { Decoded, Packet } from "../protocols/protocol.ts";
import { Decoder, isCarriedByProtocol } from "../protocols/registry.ts";
import type { CloseEntry, Entry, RequestEntry, ResponseEntry, Tape } from "../tape/entry.ts";
import { carriedOf } from "../timeline/carried_of.ts";
import { payloadOf } from "../timeline/content.ts";
import { Connections, isLive } from "./connections.ts";
import { type MarkedEntry, markHidden } from "../timeline/hidden.ts";
import { isReturn } from "./returns.ts";
import {
  allowedOriginOf,
  asksForWebSocket,
  pageOf,
  recordedRequest,
  refusalOf,
  subprotocolOf,
} from "./recorded_http.ts";
import type { AllowedOrigin, RecordedPage, ReplayScript, ReplaySession } from "./script.ts";
import { SCRIPT_LIMITS, type ScriptLimits } from "./script.ts";
import type { Marked } from "./hidden_gatherer.ts";
import { SessionBuilder } from "./session_builder.ts";
import { SWITCHING_PROTOCOLS } from "../wire/status.ts";

/** Reads a whole tape. It is held in memory: the limits say how much of it. */
export async function readScript(
  tape: Tape,
  limits: ScriptLimits = SCRIPT_LIMITS,
): Promise<ReplayScript> {
  const reader = new ScriptReader(tape.header.eventKeys, limits);
  for await (const line of tape.lines) {
    if (line.known) reader.receive(line.entry, line.number);
  }
  return reader.script();
}

/** Told the entries of a tape one by one, for whoever has them already. */
export class ScriptReader {
  readonly #eventKeys: readonly string[] | undefined;
  readonly #limits: ScriptLimits;
  readonly #decoder: Decoder;
  /** Reads the same with markers where secrets were hidden. */
  readonly #marking: Decoder;
  readonly #connections = new Connections<SessionBuilder>();
  readonly #sessions: SessionBuilder[] = [];
  readonly #bySid = new Map<string, SessionBuilder>();
  readonly #pages: RecordedPage[] = [];
  readonly #origins = new Map<string, AllowedOrigin>();
  readonly #left = { sessions: 0, steps: 0, pages: 0 };
  #steps = 0;
  #bytes = 0;
  #last = { line: 1, at: 0 };
  #clientLeft = false;

  constructor(eventKeys: readonly string[] | undefined, limits: ScriptLimits = SCRIPT_LIMITS) {
    this.#eventKeys = eventKeys;
    this.#limits = limits;
    const options = eventKeys === undefined ? {} : { eventKeys };
    this.#decoder = new Decoder(options);
    this.#marking = new Decoder(options);
  }

  receive(entry: Entry, line: number): void {
    this.#last = { line, at: entry.at };
    if (entry.kind === "request") this.#requested(entry);
    if (entry.kind === "control" && entry.op === "close") {
      const { conn, from: by, at, code, reason } = entry;
      this.#connections.closing(conn, {
        how: "close-frame",
        by,
        line,
        at,
        ...(code === undefined ? {} : { code }),
        ...(reason === undefined || reason === "" ? {} : { reason }),
      });
    }
    if (entry.kind === "note") this.#noted(entry.rule, entry.text);
    const carried = carriedOf(entry);
    if (carried === undefined) return;
    const decoded = this.#decoder.receive(carried);
    const hidden = markHidden(entry);
    const marked = this.#marking.receive(carriedOf(hidden?.entry ?? entry) ?? carried);
    if (entry.kind === "response") this.#responded(entry, decoded, line);
    for (const [part, meaning] of decoded.entries()) {
      this.#decoded(
        meaning,
        entry,
        { line, part, at: entry.at },
        markedOf(meaning, {
          decoded: marked.length === decoded.length ? marked[part] : undefined,
          hidden,
        }),
      );
    }
    if (entry.kind === "close") this.#closed(entry, line);
  }

  script(): ReplayScript {
    const sessions: ReplaySession[] = [];
    for (const [index, builder] of this.#sessions.entries()) {
      const session = builder.build(index + 1, this.#last);
      const before = sessions.findLast((earlier) => isReturn(session, earlier, sessions));
      sessions.push(before === undefined ? session : { ...session, follows: before.number });
    }
    const origins = [...this.#origins.values()];
    return { sessions, pages: this.#pages, origins, notes: this.#notes() };
  }

  /** A poll belongs to its session even if it is never answered. */
  #requested(entry: RequestEntry): void {
    const early = this.#connections.requested(entry);
    if (early !== undefined) this.#responded(early.entry, [], early.line);
    const { sid } = readEngineUrl(entry.url);
    const session = sid === undefined ? undefined : this.#bySid.get(sid);
    if (session !== undefined) this.#connections.polled(entry.conn, session);
  }

  /** Only `record` knows why its own client went: then an open end is the client's. */
  #noted(rule: string, text: string): void {
    if (rule !== "client/disconnected") return;
    this.#clientLeft = text.endsWith("io client disconnect");
  }

  #responded(entry: ResponseEntry, decoded: readonly Decoded[], line: number): void {
    const request = this.#connections.responded(entry, line);
    if (request === undefined) return;
    const carried = carriedOf(request);
    const isEnginePacket = carried?.kind === "request" && isCarriedByProtocol(carried);
    if (isEnginePacket) {
      const allowed = allowedOriginOf(entry);
      if (allowed !== undefined) this.#origins.set(allowed.origin, allowed);
      const error = decoded.find(({ packets }) => packets.at(0)?.type === "error");
      if (error !== undefined) this.#refused(request, entry, line);
      return;
    }
    if (entry.status === SWITCHING_PROTOCOLS) {
      const session = this.#begin(request, { line, at: entry.at }, "websocket", entry);
      session?.carriedBy("websocket");
      if (session !== undefined) this.#connections.carry(entry.conn, session, true);
    } else if (asksForWebSocket(request)) {
      const place = { line, part: 0, at: entry.at };
      this.#begin(request, place, "websocket")?.refuse(refusalOf(entry), place);
    } else if (this.#pages.length < this.#limits.maxPages) {
      const page = pageOf(request, entry, line);
      if (this.#hold(page.body.length)) this.#pages.push(page);
      else this.#left.pages += 1;
    } else this.#left.pages += 1;
  }

  /** A refused handshake is a session that never was; errors of running sessions are transport. */
  #refused(request: RequestEntry, entry: ResponseEntry, line: number): void {
    if (readEngineUrl(request.url).sid !== undefined) return;
    const place = { line, part: 0, at: entry.at };
    const session = this.#begin(request, place, "engine.io");
    session?.opened(readEngineUrl(request.url).version, undefined);
    session?.refuse(refusalOf(entry), place);
  }

  #decoded(
    decoded: Decoded,
    entry: Entry,
    place: { readonly line: number; readonly part: number; readonly at: number },
    marked: Marked,
  ): void {
    if (!("conn" in entry) || entry.conn === undefined) return;
    const { conn } = entry;
    const [outer] = decoded.packets;
    if (outer === undefined || outer.type === "error" || outer.protocol === "http") return;
    const session = this.#sessionOf(decoded, conn, place);
    if (session === undefined) return;
    if (decoded.transport !== undefined) session.carriedBy(decoded.transport);
    if (decoded.transport === "websocket") {
      this.#connections.carry(conn, session, isLive(outer));
    } else this.#connections.polled(conn, session);
    if (!isEnginePacket(outer)) {
      this.#say(session, decoded, entry.kind === "message" ? payloadOf(entry) : "", place, marked);
      return;
    }
    if (outer.type === "open") session.opened(outer.version, outer.handshake);
    else session.opened(outer.version, undefined);
    if (outer.type === "message") this.#say(session, decoded, outer.data, place, marked);
    if (outer.type === "close") {
      session.end({ how: "close-packet", by: decoded.from, line: place.line, at: place.at });
    }
  }

  #say(
    session: SessionBuilder,
    decoded: Decoded,
    data: Payload,
    place: { readonly line: number; readonly part: number; readonly at: number },
    marked: Marked,
  ): void {
    if (this.#steps < this.#limits.maxSteps && this.#hold(data.length)) this.#steps += 1;
    else {
      session.stopTaking();
      this.#left.steps += 1;
    }
    session.said(decoded, data, place, marked);
  }

  #sessionOf(
    decoded: Decoded,
    conn: number,
    place: { readonly line: number; readonly at: number },
  ): SessionBuilder | undefined {
    const sid = decoded.session;
    const known = sid === undefined ? this.#connections.carried(conn) : this.#bySid.get(sid);
    if (known !== undefined) return known;
    const opens = decoded.packets.at(0)?.type === "open";
    const request = this.#connections.latest(conn);
    const session = this.#begin(request, place, "engine.io", undefined, !opens);
    if (session !== undefined && sid !== undefined) {
      session.named(sid);
      this.#bySid.set(sid, session);
    }
    return session;
  }

  #begin(
    request: RequestEntry | undefined,
    { line, at }: { readonly line: number; readonly at: number },
    carrier: "engine.io" | "websocket",
    response?: ResponseEntry,
    isMidway = false,
  ): SessionBuilder | undefined {
    if (this.#sessions.length >= this.#limits.maxSessions) {
      this.#left.sessions += 1;
      return undefined;
    }
    const subprotocol = subprotocolOf(response);
    const session = new SessionBuilder({
      line,
      at,
      carrier,
      request: recordedRequest(request),
      isMidway,
      ...(subprotocol === undefined ? {} : { subprotocol }),
      ...(this.#eventKeys === undefined ? {} : { eventKeys: this.#eventKeys }),
    });
    this.#sessions.push(session);
    return session;
  }

  #closed(entry: CloseEntry, line: number): void {
    const { conn, at, reset } = entry;
    const by = this.#clientLeft ? "client" : entry.by;
    if (by === "tap") {
      // The recording ended, not the session.
      this.#connections.closed(conn, { how: "tape-ended", line, at });
      return;
    }
    const how = reset === true ? "reset" : "closed";
    this.#connections.closed(conn, { how, line, at, ...(by === undefined ? {} : { by }) });
  }

  #hold(length: number): boolean {
    if (this.#bytes + length > this.#limits.maxBytes) return false;
    this.#bytes += length;
    return true;
  }

  #notes(): readonly Note[] {
    const { sessions, steps, pages } = this.#left;
    if (sessions + steps + pages === 0) return [];
    return [{
      rule: "replay/limit",
      text: `Not all of this tape can be played: ${sessions} sessions, ${steps} messages and ` +
        `${pages} pages are beyond what is held`,
    }];
  }
}

function markedOf(
  meaning: Decoded,
  marked: { readonly decoded: Decoded | undefined; readonly hidden: MarkedEntry | undefined },
): Marked {
  const { decoded, hidden } = marked;
  const isAlike = decoded !== undefined && decoded.packets.length === meaning.packets.length &&
    decoded.packets.every(({ type }, index) => type === meaning.packets[index]?.type);
  if (!isAlike) return "somewhere";
  const data = dataOf(decoded.packets.at(0));
  return { decoded, data, markers: hidden?.markers };
}

/** Engine.IO's packets have it, and those of `raw`. */
function dataOf(packet: Packet | undefined): Payload {
  if (packet === undefined || !("data" in packet)) return "";
  const { data } = packet;
  return typeof data === "string" || data instanceof Uint8Array ? data : "";
}
