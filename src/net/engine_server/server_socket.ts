// The server's side of one WebSocket on its raw TCP socket: what is sent in one turn goes out in one
// write, what comes is read by the parser that the tap uses, and who breaks the protocol is closed
// with the code that `ws` would use.

import type net from "node:net";
import { concatBytes, encodeUtf8, type Payload } from "../../base/bytes.ts";
import { ABNORMAL_CLOSURE } from "../../wire/close_codes.ts";
import type { ControlEvent, WireEvent } from "../../wire/events.ts";
import { Flow, type Parser } from "../../wire/flow.ts";
import { encodeFrame, OPCODE } from "../../wire/frames.ts";
import { limitsFrom } from "../../wire/limits.ts";
import { speakWebSocket } from "../../wire/websocket.ts";
import type { After } from "./after.ts";
import { type BatchItem, encodeBatch, sizeOf } from "./frame_batch.ts";
import {
  CLOSE_SOCKET_MILLISECONDS,
  HIGH_WATER_BYTES,
  MAX_BATCH_BYTES,
  MAX_BUFFERED_BYTES,
} from "./limits.ts";
import { resetAfterFlush } from "./reset.ts";

export interface SocketListener {
  message(data: Payload): void;
  ping?(data: Payload): void;
  pong?(data: Payload): void;
  /** There is room again. */
  drained(): void;
  /** It broke the protocol, or has stalled: it is being closed. */
  failed?(isStalled: boolean): void;
  /** The TCP socket is gone. */
  closed(code: number, reason: string): void;
}

export interface ServerSocketOptions {
  readonly socket: net.Socket;
  /** What came behind the head of the upgrade request. */
  readonly head: Uint8Array;
  readonly maxPayload: number;
  readonly after: After;
  readonly listener: SocketListener;
}

/** RFC 6455, section 7.4.1 */
const PROTOCOL_ERROR = 1002;
const NO_STATUS = 1005;

/** What `ws` closes with; everything else that is odd is a protocol error. */
const CLOSE_CODES: Readonly<Record<string, number>> = {
  "wire/invalid-utf8": 1007,
  "wire/message-too-large": 1009,
};

export class ServerSocket {
  readonly #socket: net.Socket;
  readonly #after: After;
  readonly #flow: Flow;
  readonly #parser: Parser;
  #listener: SocketListener;
  #state: "open" | "closing" | "closed" = "open";
  #pending: BatchItem[] = [];
  #pendingBytes = 0;
  #isFull = false;
  /** By the client's close frame. */
  #end = { code: ABNORMAL_CLOSURE, reason: "" };
  #isAnswered = false;
  /** What else comes is not heard. */
  #isDeaf = false;
  #callOff: (() => void) | undefined;

  constructor(options: ServerSocketOptions) {
    const { socket, head, maxPayload, after, listener } = options;
    this.#socket = socket;
    this.#after = after;
    this.#listener = listener;
    const limits = limitsFrom({ maxMessageBytes: maxPayload });
    this.#flow = new Flow({ from: "client", limits, tell: (event) => this.#hear(event) });
    this.#parser = speakWebSocket(this.#flow, undefined);
    socket.setNoDelay(true);
    socket.setTimeout(0);
    if (head.length > 0) socket.unshift(head);
    socket.on("data", (bytes: Uint8Array) => {
      this.#flow.feed.push(bytes);
      this.#parser.next();
    });
    socket.on("end", () => this.#ended());
    socket.on("drain", () => this.#drained());
    // "close" follows, and tells it.
    socket.on("error", () => {});
    socket.on("close", () => this.#closed());
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  get buffered(): number {
    return this.#pendingBytes + this.#socket.writableLength;
  }

  /** Whoever listens from now on. */
  listen(listener: SocketListener): void {
    this.#listener = listener;
  }

  /** Messages, and bytes that are no message; false when the socket is full. */
  send(items: readonly BatchItem[]): boolean {
    if (this.#state !== "open") return false;
    if (this.buffered > MAX_BUFFERED_BYTES) {
      // What waits would never leave.
      this.#isDeaf = true;
      this.#state = "closing";
      this.#socket.resetAndDestroy();
      this.#listener.failed?.(true);
      return false;
    }
    this.#queue(items);
    this.#isFull = this.buffered >= HIGH_WATER_BYTES;
    return !this.#isFull;
  }

  control(opcode: number, payload: Uint8Array): void {
    if (this.#state === "open") this.#queue([{ bytes: encodeFrame({ opcode, payload }) }]);
  }

  /** Sends a close frame, then waits for the client's. Without a code it is empty. */
  close(code?: number, reason: string = ""): void {
    if (this.#state !== "open") return;
    this.control(OPCODE.close, closePayload(code, reason));
    // The server may end its sockets in this very turn.
    this.#flush();
    this.#state = "closing";
    this.#callOff = this.#after(CLOSE_SOCKET_MILLISECONDS, () => this.#socket.destroy());
    if (this.#isAnswered) this.#finish();
  }

  /** Resets the connection, once what was sent before has left. */
  cut(): void {
    this.#flush();
    if (this.#state !== "closed") this.#state = "closing";
    this.#isDeaf = true;
    resetAfterFlush(this.#socket, this.#after);
  }

  #queue(items: readonly BatchItem[]): void {
    if (this.#pending.length === 0) queueMicrotask(() => this.#flush());
    for (const item of items) {
      this.#pending.push(item);
      this.#pendingBytes += sizeOf(item);
      if (this.#pendingBytes >= MAX_BATCH_BYTES) this.#flush();
    }
  }

  #flush(): void {
    if (this.#pending.length === 0) return;
    const items = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (this.#socket.writable) this.#socket.write(encodeBatch(items));
  }

  #hear(event: WireEvent): void {
    if (this.#isDeaf) return;
    switch (event.kind) {
      case "message":
        this.#listener.message(event.data);
        break;
      case "control":
        this.#hearControl(event);
        break;
      case "note":
        this.#refuse(CLOSE_CODES[event.note.rule] ?? PROTOCOL_ERROR);
        break;
      case "bytes":
        this.#refuse(PROTOCOL_ERROR);
        break;
      default:
        // HTTP is over.
        break;
    }
  }

  #hearControl(event: ControlEvent): void {
    const { op, data } = event;
    switch (op) {
      case "ping":
        this.control(OPCODE.pong, typeof data === "string" ? encodeUtf8(data) : data);
        this.#listener.ping?.(data);
        break;
      case "pong":
        this.#listener.pong?.(data);
        break;
      case "close":
        this.#isAnswered = true;
        this.#isDeaf = true;
        this.#end = { code: event.code ?? NO_STATUS, reason: event.reason ?? "" };
        if (this.#state === "open") this.close(event.code, event.reason);
        else this.#finish();
        break;
    }
  }

  #refuse(code: number): void {
    if (this.#state !== "open") return;
    // What it would answer could not be read.
    this.#isAnswered = true;
    this.#isDeaf = true;
    this.close(code);
    this.#listener.failed?.(false);
  }

  /** Both close frames have been sent: the server ends first (RFC 6455, section 7.1.1). */
  #finish(): void {
    this.#flush();
    this.#socket.end();
  }

  /** The client will send no more. */
  #ended(): void {
    this.#flow.feed.end();
    this.#parser.next();
    this.#finish();
  }

  #drained(): void {
    if (!this.#isFull || this.#state !== "open") return;
    this.#isFull = false;
    this.#listener.drained();
  }

  #closed(): void {
    this.#state = "closed";
    this.#callOff?.();
    this.#pending = [];
    this.#pendingBytes = 0;
    this.#listener.closed(this.#end.code, this.#end.reason);
  }
}

/** RFC 6455, section 5.5.1 */
function closePayload(code: number | undefined, reason: string): Uint8Array {
  if (code === undefined) return new Uint8Array(0);
  return concatBytes([Uint8Array.of(code >> 8, code & 0xff), encodeUtf8(reason)]);
}
