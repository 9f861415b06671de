// The story of a connection without Engine.IO while it is being told: a plain WebSocket, or HTTP of
// no protocol's.

import type { Ender, Side } from "../base/side.ts";
import { Heartbeat } from "./sessions_heartbeat.ts";
import type { Ending, HttpStory, WebSocketStory } from "./sessions_story.ts";
import { SWITCHING_PROTOCOLS } from "../wire/status.ts";

export class PlainStory {
  readonly #conn: number;
  readonly #at: number;
  readonly #beganBefore: boolean;
  readonly #messages = { client: 0, server: 0 };
  readonly #heartbeat = new Heartbeat();
  readonly #statuses: Record<string, number> = {};
  #url = "";
  #requests = 0;
  #isWebSocket = false;
  #ending: Ending | undefined;

  constructor(conn: number, at: number, beganBefore: boolean) {
    this.#conn = conn;
    this.#at = at;
    this.#beganBefore = beganBefore;
  }

  requested(url: string): void {
    this.#requests += 1;
    this.#url = url;
  }

  responded(status: number): void {
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
    if (status === SWITCHING_PROTOCOLS) this.#isWebSocket = true;
  }

  message(from: Side): void {
    this.#isWebSocket = true;
    this.#messages[from] += 1;
  }

  frame(op: "ping" | "pong", from: Side, at: number): void {
    if (op === "ping") this.#heartbeat.ping(from, at);
    else this.#heartbeat.pong(from);
  }

  closeFrame(from: Side, at: number, code?: number, reason?: string): void {
    this.#ending ??= {
      kind: "close-frame",
      at,
      by: from,
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined || reason === "" ? {} : { reason }),
    };
  }

  closed(at: number, by: Ender | undefined, reset: boolean): void {
    if (by === "tap") {
      this.#ending ??= { kind: "tape-ended", at, by };
      return;
    }
    const kind = reset ? "connection-reset" : "connection-closed";
    this.#ending ??= { kind, at, ...(by === undefined ? {} : { by }) };
  }

  story(until: number): WebSocketStory | HttpStory {
    const ending: Ending = this.#ending ?? { kind: "tape-ended", at: until };
    const place = {
      conn: this.#conn,
      at: this.#at,
      ...(this.#beganBefore ? { beganBefore: true as const } : {}),
    };
    if (!this.#isWebSocket) {
      const statuses = { ...this.#statuses };
      return { kind: "http", ...place, requests: this.#requests, statuses, ending };
    }
    return {
      kind: "websocket",
      ...place,
      url: this.#url,
      messages: { ...this.#messages },
      heartbeats: this.#heartbeat.story(this.#at, ending.at, undefined, undefined),
      ending,
    };
  }
}
