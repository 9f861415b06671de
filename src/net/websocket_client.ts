// Our own plain WebSocket client, sent through a tap: a handshake, texts to send, and an answer to
// every ping and close. It reads what comes with the parser that the tap uses.

import { Buffer } from "node:buffer";
import net from "node:net";
import { type Random, systemRandom } from "../base/random.ts";
import { Conversation } from "../wire/conversation.ts";
import type { ControlEvent, WireEvent } from "../wire/events.ts";
import { encodeFrame, OPCODE } from "../wire/frames.ts";
import { encodeUtf8 } from "../base/bytes.ts";
import {
  type ClientListener,
  MAX_RECONNECTION_MILLISECONDS,
  RECONNECTION_MILLISECONDS,
} from "./client_listener.ts";

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
const PASSING_CODES: ReadonlySet<number> = new Set([1001, 1006, 1011, 1012, 1013]);

/** The close code that stands for none (RFC 6455, section 7.4.1). */
const NO_STATUS = 1005;
const ABNORMAL = 1006;

/** Connects at once; comes back when the connection was lost, but not when it was ended. */
export function startWebSocketClient(options: WebSocketClientOptions): Disposable {
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  let attempt = 0;
  const ended = (willReturn: boolean, wasIn: boolean): void => {
    if (isOver || !willReturn) return;
    attempt = wasIn ? 1 : attempt + 1;
    const pause = RECONNECTION_MILLISECONDS * 2 ** (attempt - 1);
    retry = setTimeout(() => {
      options.listener.told(`Reconnecting, attempt ${attempt}`);
      visit = new Visit(options, ended);
    }, Math.min(pause, MAX_RECONNECTION_MILLISECONDS));
  };
  let visit = new Visit(options, ended);
  return {
    [Symbol.dispose](): void {
      isOver = true;
      clearTimeout(retry);
      visit.leave();
    },
  };
}

/** One connection from its handshake to its end. */
class Visit {
  readonly #options: WebSocketClientOptions;
  readonly #socket: net.Socket;
  readonly #conversation = new Conversation();
  readonly #random: Random;
  readonly #ended: (willReturn: boolean, wasIn: boolean) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #state: "asking" | "in" | "leaving" | "refused" = "asking";
  #close: { readonly code: number; readonly reason: string } | undefined;

  constructor(
    options: WebSocketClientOptions,
    ended: (willReturn: boolean, wasIn: boolean) => void,
  ) {
    this.#options = options;
    this.#ended = ended;
    this.#random = options.random ?? systemRandom;
    this.#socket = net.connect({ host: options.hostname, port: options.port });
    this.#socket.on("connect", () => this.#sendBytes(encodeUtf8(this.#handshake())));
    this.#socket.on("data", (bytes: Uint8Array) => this.#receive(bytes));
    // What went wrong is known to the tap; "close" follows.
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.#gone());
  }

  /** Says goodbye; the socket ends when the server has answered. */
  leave(): void {
    clearInterval(this.#timer);
    if (this.#state === "in") this.#sendClose(1000);
    else this.#socket.destroy();
    this.#state = "leaving";
  }

  #handshake(): string {
    const { hostname, port, target, headers = {} } = this.#options;
    const key = Buffer.from(this.#random.bytes(16)).toString("base64");
    const usual = {
      Host: `${hostname}:${port}`,
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Key": key,
      "Sec-WebSocket-Version": "13",
    };
    const lines = Object.entries({ ...usual, ...headers }).map(([name, value]) =>
      `${name}: ${value}\r\n`
    );
    return `GET ${target} HTTP/1.1\r\n${lines.join("")}\r\n`;
  }

  #receive(bytes: Uint8Array): void {
    for (const event of this.#conversation.receive("server", bytes)) this.#handle(event);
  }

  #handle(event: WireEvent): void {
    switch (event.kind) {
      case "upgrade":
        this.#enter();
        break;
      case "response":
        if (event.head.status < 200 || this.#state !== "asking") break;
        this.#state = "refused";
        this.#options.listener.refused("", `HTTP ${event.head.status} ${event.head.reason}`, true);
        this.#socket.end();
        break;
      case "control":
        this.#answer(event);
        break;
    }
  }

  #enter(): void {
    this.#state = "in";
    this.#options.listener.connected("");
    const { send = [], everyMilliseconds } = this.#options;
    if (everyMilliseconds === undefined || send.length === 0) {
      for (const text of send) this.#sendText(text);
      return;
    }
    let turn = 0;
    const next = (): void => {
      this.#sendText(send[turn % send.length] ?? "");
      turn += 1;
    };
    next();
    this.#timer = setInterval(next, everyMilliseconds);
  }

  #answer(event: ControlEvent): void {
    if (event.op === "ping") this.#sendFrame(OPCODE.pong, event.data);
    if (event.op !== "close") return;
    clearInterval(this.#timer);
    this.#close = { code: event.code ?? NO_STATUS, reason: event.reason ?? "" };
    if (this.#state !== "leaving") this.#sendClose(event.code);
    this.#socket.end();
  }

  #gone(): void {
    clearInterval(this.#timer);
    const { listener } = this.#options;
    if (this.#state === "leaving" || this.#state === "refused") return this.#ended(false, false);
    if (this.#state === "asking") {
      listener.refused("", "the connection was closed before it was a WebSocket", false);
      return this.#ended(true, false);
    }
    const { code, reason } = this.#close ?? { code: ABNORMAL, reason: "" };
    const willReturn = PASSING_CODES.has(code);
    listener.disconnected("", reason === "" ? String(code) : `${code} ${reason}`, !willReturn);
    this.#ended(willReturn, true);
  }

  #sendText(text: string): void {
    this.#sendFrame(OPCODE.text, text);
  }

  #sendClose(code: number | undefined): void {
    const payload = code === undefined ? [] : [code >> 8, code & 0xff];
    this.#sendFrame(OPCODE.close, new Uint8Array(payload));
  }

  #sendFrame(opcode: number, payload: string | Uint8Array): void {
    const data = typeof payload === "string" ? encodeUtf8(payload) : payload;
    this.#sendBytes(encodeFrame({ opcode, payload: data, mask: this.#random.bytes(4) }));
  }

  #sendBytes(bytes: Uint8Array): void {
    this.#conversation.receive("client", bytes);
    if (this.#socket.writable) this.#socket.write(bytes);
  }
}
