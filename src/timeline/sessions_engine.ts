// The story of one Engine.IO session while it is being told: a machine that is told its packets and
// what became of the connections that carried it.

import type { Ender, Side } from "../base/side.ts";
import type { Decoded } from "../protocols/protocol.ts";
import { type EnginePacket, isEnginePacket } from "../protocols/engine_io/packet.ts";
import { isSocketPacket, type SocketPacket } from "../protocols/socket_io/packet.ts";
import { isWaiting } from "./answers.ts";
import { Heartbeat } from "./sessions_heartbeat.ts";
import type { Ending, NamespaceStory, SessionStory } from "./sessions_story.ts";

/** How many namespaces of a session are told of. */
export const MAX_NAMESPACES = 100;

/** How many of its connections are named. */
export const MAX_NAMED_CONNECTIONS = 20;

/** The reason that socket.io-client gives for a disconnect() of its own. */
const CLIENT_DISCONNECT = "io client disconnect";

type Draft = { -readonly [Key in keyof SessionStory]?: SessionStory[Key] };

export class EngineStory {
  readonly #sid: string;
  readonly #at: number;
  readonly #beganBefore: boolean;
  readonly #draft: Draft = {};
  readonly #heartbeat = new Heartbeat();
  readonly #namespaces = new Map<string, NamespaceStory>();
  readonly #conns: number[] = [];
  readonly #polls = new Set<number>();
  #connections = 0;
  #events = { client: 0, server: 0 };
  #websocket:
    | { readonly conn: number; readonly at: number | undefined; isLive: boolean }
    | undefined;
  /** The ending, once there is one. */
  #ending: Ending | undefined;
  /** What may turn out to have been the end when nothing more is heard. */
  #lastSign: Ending | undefined;

  constructor(sid: string, at: number, beganBefore = false) {
    this.#sid = sid;
    this.#at = at;
    this.#beganBefore = beganBefore;
  }

  /** A connection carries it from now on. */
  carriedBy(conn: number): void {
    this.#connections += 1;
    if (this.#conns.length < MAX_NAMED_CONNECTIONS) this.#conns.push(conn);
  }

  /** A request that is context has no time. */
  requested(conn: number, at: number | undefined, isWebSocket: boolean): void {
    this.#lastSign = undefined;
    if (!isWebSocket) {
      this.#polls.add(conn);
      return;
    }
    this.#websocket = { conn, at, isLive: false };
    if (this.#draft.transport === "websocket") return;
    this.#draft.upgrade ??= { state: "tried", at: at ?? this.#at };
  }

  responded(conn: number): void {
    this.#polls.delete(conn);
  }

  packet(decoded: Decoded, conn: number, at: number): void {
    this.#lastSign = undefined;
    const outer = decoded.packets[0];
    if (outer === undefined) return;
    if (isEnginePacket(outer)) this.#engine(outer, decoded, conn, at);
    if (decoded.event !== undefined) {
      this.#events[decoded.from] += 1;
    } else if (decoded.packets.length > 1 && !isWaiting(decoded)) {
      for (const packet of decoded.packets) {
        if (isSocketPacket(packet)) this.#socket(packet, decoded.from, at);
      }
    }
  }

  /** An HTTP error that names the session. */
  failed(at: number, reason: string, isUnknown: boolean): void {
    if (isUnknown) this.#end({ kind: "unknown-session", at, by: "server", reason });
  }

  /** The recording client's own word: it counts where the wire shows no end, as with polling. */
  clientSaid(at: number, reason: string): void {
    if (reason !== CLIENT_DISCONNECT) return;
    this.#lastSign ??= { kind: "disconnect", at, by: "client", reason };
  }

  closeFrame(conn: number, from: Side, at: number, code?: number, reason?: string): void {
    const ending: Ending = {
      kind: "close-frame",
      at,
      by: from,
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined || reason === "" ? {} : { reason }),
    };
    if (this.#carries(conn)) this.#end(ending);
    else if (this.#websocket?.conn === conn) this.#lastSign ??= ending;
  }

  closed(conn: number, at: number, by: Ender | undefined, reset: boolean): void {
    // The tap says nothing of how the session would have ended.
    if (by === "tap") {
      this.#lastSign ??= { kind: "tape-ended", at, by };
      return;
    }
    const ending: Ending = {
      kind: reset ? "connection-reset" : "connection-closed",
      at,
      ...(by === undefined ? {} : { by }),
    };
    if (this.#carries(conn)) this.#end(ending);
    else if (this.#polls.delete(conn)) this.#lastSign ??= ending;
  }

  /** As of now; `until` is the last time on the tape. */
  story(until: number): SessionStory {
    const { pingInterval, pingTimeout } = this.#draft;
    const ending = this.#ending ?? this.#lastSign ?? { kind: "tape-ended", at: until };
    return {
      kind: "session",
      sid: this.#sid,
      at: this.#at,
      ...(this.#beganBefore ? { beganBefore: true } : {}),
      ...this.#draft,
      connections: this.#connections,
      conns: [...this.#conns],
      namespaces: [...this.#namespaces.values()],
      heartbeats: this.#heartbeat.story(this.#at, ending.at, pingInterval, pingTimeout),
      events: { ...this.#events },
      ending,
    };
  }

  #engine(packet: EnginePacket, { from, transport }: Decoded, conn: number, at: number): void {
    this.#draft.version ??= packet.version;
    switch (packet.type) {
      case "open":
        this.#opened(packet, transport);
        break;
      case "ping":
        if (packet.probe !== true) this.#heartbeat.ping(from, at);
        break;
      case "pong":
        if (packet.probe !== true) this.#heartbeat.pong(from);
        break;
      case "upgrade": {
        const { at: since } = this.#websocket ?? { at };
        const milliseconds = since === undefined ? {} : { milliseconds: rounded(at - since) };
        this.#draft.upgrade = { state: "done", at, ...milliseconds };
        break;
      }
      case "close":
        this.#end({ kind: "close-packet", at, by: from });
        break;
    }
    if (transport !== "websocket" || packet.probe === true) return;
    this.#websocket ??= { conn, at, isLive: true };
    if (this.#websocket.conn === conn) this.#websocket.isLive = true;
  }

  #opened({ handshake }: EnginePacket, transport: Decoded["transport"]): void {
    if (transport !== undefined) this.#draft.transport = transport;
    if (handshake?.pingInterval !== undefined) this.#draft.pingInterval = handshake.pingInterval;
    if (handshake?.pingTimeout !== undefined) this.#draft.pingTimeout = handshake.pingTimeout;
  }

  #socket(packet: SocketPacket, from: Side, at: number): void {
    switch (packet.type) {
      case "CONNECT":
        this.#connect(packet.namespace, from, at);
        break;
      case "CONNECT_ERROR": {
        const reason = packet.error?.message ?? "";
        this.#tell({ name: packet.namespace, state: "refused", at, reason });
        break;
      }
      case "DISCONNECT":
        this.#tell({ name: packet.namespace, state: "left", at, by: from });
        if (![...this.#namespaces.values()].some(({ state }) => state === "joined")) {
          this.#end({ kind: "disconnect", at, by: from });
        }
        break;
    }
  }

  #connect(name: string, from: Side, at: number): void {
    // A client that left everything and comes back goes on with the same session.
    if (this.#ending?.kind === "disconnect") this.#ending = undefined;
    if (from === "server") this.#tell({ name, state: "joined", at });
    // A joined namespace is not asked for again by a packet that crossed the answer.
    else if (this.#namespaces.get(name)?.state !== "joined") {
      this.#tell({ name, state: "asked", at });
    }
  }

  #tell(story: NamespaceStory): void {
    if (this.#namespaces.size >= MAX_NAMESPACES && !this.#namespaces.has(story.name)) return;
    this.#namespaces.set(story.name, story);
  }

  #carries(conn: number): boolean {
    return this.#websocket?.conn === conn && this.#websocket.isLive;
  }

  /** The first ending counts: the others follow from it. */
  #end(ending: Ending): void {
    this.#ending ??= ending;
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
