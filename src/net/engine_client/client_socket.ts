// The client's side of one WebSocket on a raw TCP socket: the handshake, whole messages both ways,
// an answer to every ping and close. It reads with the parser that the tap uses.

import { Buffer } from "node:buffer";
import net from "node:net";
import { encodeUtf8, type Payload } from "../../base/bytes.ts";
import type { Random } from "../../base/random.ts";
import { ABNORMAL_CLOSURE } from "../../wire/close_codes.ts";
import { Conversation } from "../../wire/conversation.ts";
import type { ControlEvent, WireEvent } from "../../wire/events.ts";
import { encodeFrame, OPCODE } from "../../wire/frames.ts";
import type { ClientAddress, HeaderLine } from "./contract.ts";

export interface ClientSocketListener {
  opened(): void;
  message(data: Payload): void;
  /** The server answered the handshake with something else. */
  refused(status: number, reason: string): void;
  /** The connection is gone; 1006 stands for an end without a close frame. */
  closed(code: number, reason: string): void;
}

export interface ClientSocketOptions extends ClientAddress {
  /** Path and query as they go on the wire. */
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly random: Random;
  readonly listener: ClientSocketListener;
}

/** The close code of a close frame without one (RFC 6455, section 7.4.1). */
const NO_STATUS = 1005;

/** How long the server may take to answer our close frame, or our end without one. */
export const CLOSE_MILLISECONDS = 2000;

/** RFC 6455, section 5.5: a control frame carries this much, two bytes of it the code. */
const MAX_REASON_BYTES = 123;

export class ClientSocket {
  readonly #options: ClientSocketOptions;
  readonly #socket: net.Socket;
  readonly #conversation = new Conversation();
  #state: "asking" | "open" | "closing" | "over" = "asking";
  #end: { readonly code: number; readonly reason: string } = { code: ABNORMAL_CLOSURE, reason: "" };
  #impatient: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ClientSocketOptions) {
    this.#options = options;
    this.#socket = net.connect({ host: options.hostname, port: options.port, noDelay: true });
    this.#socket.on("connect", () => this.#write(encodeUtf8(this.#handshake())));
    this.#socket.on("data", (bytes: Uint8Array) => {
      for (const event of this.#conversation.receive("server", bytes)) this.#hear(event);
    });
    // What went wrong is known to the tap; "close" follows.
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.#gone());
  }

  send(data: Payload): void {
    if (this.#state !== "open") return;
    if (typeof data === "string") this.#sendFrame(OPCODE.text, encodeUtf8(data));
    else this.#sendFrame(OPCODE.binary, data);
  }

  /** Sends a close frame and waits a little for the server's. */
  close(code?: number, reason = ""): void {
    if (this.#state === "asking") return this.destroy();
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#sendFrame(OPCODE.close, closePayload(code, reason));
    this.#waitForServer();
  }

  /** Ends without a word. What comes meanwhile is still read: unread, it would make the end a reset. */
  destroy(): void {
    if (this.#state !== "open") {
      this.#socket.destroy();
      return;
    }
    this.#state = "closing";
    this.#socket.end();
    this.#waitForServer();
  }

  #waitForServer(): void {
    this.#impatient = setTimeout(() => this.#socket.destroy(), CLOSE_MILLISECONDS);
  }

  #handshake(): string {
    const { hostname, port, target, headers, random } = this.#options;
    const usual: readonly HeaderLine[] = [
      ["Host", `${hostname}:${port}`],
      ["Upgrade", "websocket"],
      ["Connection", "Upgrade"],
      ["Sec-WebSocket-Key", Buffer.from(random.bytes(16)).toString("base64")],
      ["Sec-WebSocket-Version", "13"],
    ];
    // What was asked for by name stands in the place of what is usual.
    const given = new Set(headers.map(([name]) => name));
    const lines = [...usual.filter(([name]) => !given.has(name)), ...headers];
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    return `GET ${target} HTTP/1.1\r\n${head}\r\n`;
  }

  #hear(event: WireEvent): void {
    if (event.from !== "server" || this.#state === "over") return;
    switch (event.kind) {
      case "upgrade":
        this.#state = "open";
        this.#options.listener.opened();
        break;
      case "response":
        if (event.head.status < 200 || this.#state !== "asking") break;
        this.#state = "over";
        this.#options.listener.refused(event.head.status, event.head.reason);
        this.#socket.end();
        break;
      case "message":
        if (this.#state === "open") this.#options.listener.message(event.data);
        break;
      case "control":
        this.#answer(event);
        break;
    }
  }

  #answer(event: ControlEvent): void {
    if (event.op === "ping" && this.#state === "open") {
      const { data } = event;
      this.#sendFrame(OPCODE.pong, typeof data === "string" ? encodeUtf8(data) : data);
    }
    if (event.op !== "close") return;
    this.#end = { code: event.code ?? NO_STATUS, reason: event.reason ?? "" };
    if (this.#state === "open") this.#sendFrame(OPCODE.close, closePayload(event.code, ""));
    this.#state = "closing";
    this.#socket.end();
  }

  #gone(): void {
    clearTimeout(this.#impatient);
    if (this.#state === "over") return;
    this.#state = "over";
    this.#options.listener.closed(this.#end.code, this.#end.reason);
  }

  #sendFrame(opcode: number, payload: Uint8Array): void {
    this.#write(encodeFrame({ opcode, payload, mask: this.#options.random.bytes(4) }));
  }

  #write(bytes: Uint8Array): void {
    if (!this.#socket.writable) return;
    this.#conversation.receive("client", bytes);
    this.#socket.write(bytes);
  }
}

function closePayload(code: number | undefined, reason: string): Uint8Array {
  if (code === undefined || code === NO_STATUS || code === ABNORMAL_CLOSURE) {
    return new Uint8Array(0);
  }
  const text = encodeUtf8(reason).subarray(0, MAX_REASON_BYTES);
  return new Uint8Array([code >> 8, code & 0xff, ...text]);
}
