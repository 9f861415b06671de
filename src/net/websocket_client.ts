// Our own plain WebSocket client, sent through a tap: texts to send after every connect, and a way
// back when the connection was lost. The WebSocket itself is the one that `drive` plays with.

import { type Random, systemRandom } from "../base/random.ts";
import { ABNORMAL_CLOSURE } from "../wire/close_codes.ts";
import {
  type ClientListener,
  MAX_RECONNECTION_MILLISECONDS,
  RECONNECTION_MILLISECONDS,
} from "./client_listener.ts";
import { ClientSocket } from "./engine_client/client_socket.ts";

export interface WebSocketClientOptions {
  readonly hostname: string;
  readonly port: number;
  /** Path and query as they go on the wire. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in order after every connect. */
  readonly send?: readonly string[];
  /** Sends them one at a time instead, in turns, so often. */
  readonly everyMilliseconds?: number;
  readonly listener: ClientListener;
  readonly random?: Random;
}

/** A close by which a server only says that it goes away for now (RFC 6455, section 7.4.1). */
const PASSING_CODES: ReadonlySet<number> = new Set([1001, ABNORMAL_CLOSURE, 1011, 1012, 1013]);

/** RFC 6455, section 7.4.1: what the client said is against the server's rules. */
const AGAINST_RULES = 1008;

/** RFC 6455, section 7.4.2: from here on codes are a server's own. */
const FIRST_PRIVATE_CODE = 4000;

/** RFC 6455, section 7.4.1: the purpose was fulfilled. */
const NORMAL = 1000;

/**
 * Connects at once; comes back when the connection was lost, but not when it was ended. Disposed of,
 * it says goodbye; whether that is answered is the tap's to see.
 */
export function startWebSocketClient(options: WebSocketClientOptions): AsyncDisposable {
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let attempt = 0;
  const lost = (wasIn: boolean): void => {
    if (isOver) return;
    attempt = wasIn ? 1 : attempt + 1;
    const pause = RECONNECTION_MILLISECONDS * 2 ** (attempt - 1);
    retry = setTimeout(() => {
      options.listener.told(`Reconnecting, attempt ${attempt}`);
      visit = new Visit(options, lost);
    }, Math.min(pause, MAX_RECONNECTION_MILLISECONDS));
  };
  let visit = new Visit(options, lost);
  return {
    [Symbol.asyncDispose](): Promise<void> {
      isOver = true;
      clearTimeout(retry);
      visit.leave();
      return Promise.resolve();
    },
  };
}

/** One connection from its handshake to its end. */
class Visit {
  readonly #options: WebSocketClientOptions;
  readonly #socket: ClientSocket;
  readonly #lost: (wasIn: boolean) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isIn = false;
  #hasHeard = false;
  #isLeaving = false;

  constructor(options: WebSocketClientOptions, lost: (wasIn: boolean) => void) {
    const { hostname, port, target, headers = {}, random = systemRandom, listener } = options;
    this.#options = options;
    this.#lost = lost;
    this.#socket = new ClientSocket({
      hostname,
      port,
      target,
      headers: Object.entries(headers),
      random,
      listener: {
        opened: () => this.#enter(),
        message: () => {
          this.#hasHeard = true;
        },
        refused: (status, reason) => listener.refused("", `HTTP ${status} ${reason}`, true),
        closed: (code, reason) => this.#gone(code, reason),
      },
    });
  }

  /** Says goodbye, once it is in; the socket ends when the server has answered. */
  leave(): void {
    clearInterval(this.#timer);
    this.#isLeaving = true;
    this.#socket.close(NORMAL);
  }

  #enter(): void {
    this.#isIn = true;
    this.#options.listener.connected("");
    const { send = [], everyMilliseconds } = this.#options;
    if (everyMilliseconds === undefined || send.length === 0) {
      for (const text of send) this.#socket.send(text);
      return;
    }
    let turn = 0;
    const next = (): void => {
      this.#socket.send(send[turn % send.length] ?? "");
      turn += 1;
    };
    next();
    this.#timer = setInterval(next, everyMilliseconds);
  }

  #gone(code: number, reason: string): void {
    clearInterval(this.#timer);
    if (this.#isLeaving) return;
    const { listener } = this.#options;
    if (!this.#isIn) {
      listener.refused("", "the connection was closed before it was a WebSocket", false);
      this.#lost(false);
      return;
    }
    const said = reason === "" ? `code ${code}` : `code ${code}, "${reason}"`;
    if (!this.#hasHeard && isRefusal(code)) {
      listener.refused(
        "",
        `The server closed the WebSocket before it said anything: ${said}`,
        true,
      );
      return;
    }
    const willReturn = PASSING_CODES.has(code);
    const how = code === ABNORMAL_CLOSURE
      ? "the connection was lost (code 1006)"
      : `closed by the server with ${said}`;
    listener.disconnected("", how, !willReturn);
    if (willReturn) this.#lost(true);
  }
}

/** Codes by which a server shows somebody the door, as one does whose token is bad. */
function isRefusal(code: number): boolean {
  return code === AGAINST_RULES || code >= FIRST_PRIVATE_CODE;
}
