// A plain WebSocket beside the sessions: messages, pings, close codes, as its owner says.

import { Buffer } from "node:buffer";
import type { Payload } from "../../base/bytes.ts";
import { encodeFrame, OPCODE } from "../../wire/frames.ts";
import type { Message, PlainSocket, PlainSocketOwner, ServerRequest } from "./engine_owner.ts";
import { ServerSocket, type ServerSocketOptions } from "./server_socket.ts";
import { SharedMessage } from "./shared_message.ts";

export interface PlainSocketOptions extends Omit<ServerSocketOptions, "listener"> {
  readonly request: ServerRequest;
  readonly owner: PlainSocketOwner;
  /** It is to be forgotten. */
  readonly gone: () => void;
}

export class PlainConnection implements PlainSocket {
  readonly request: ServerRequest;
  readonly #socket: ServerSocket;

  constructor(options: PlainSocketOptions) {
    const { request, owner, gone } = options;
    this.request = request;
    this.#socket = new ServerSocket({
      ...options,
      listener: {
        message: (data) => owner.message(data),
        ping: (data) => owner.ping?.(data),
        pong: (data) => owner.pong?.(data),
        drained: () => owner.drained?.(),
        closed: (code, reason) => {
          gone();
          owner.closed(code, reason);
        },
      },
    });
  }

  get isOpen(): boolean {
    return this.#socket.isOpen;
  }

  get buffered(): number {
    return this.#socket.buffered;
  }

  send(messages: readonly Message[]): boolean {
    return this.#socket.send(
      messages.map((message) => message instanceof SharedMessage ? message.bare : message),
    );
  }

  sendFragments(data: Payload, lengths: readonly number[]): boolean {
    const bytes = new Uint8Array(Buffer.from(data));
    const type = typeof data === "string" ? OPCODE.text : OPCODE.binary;
    const last = Math.max(lengths.length - 1, 0);
    const frames: Uint8Array[] = [];
    let start = 0;
    for (let index = 0; index <= last; index++) {
      const end = index === last ? bytes.length : start + (lengths[index] ?? 0);
      const payload = bytes.subarray(start, end);
      const opcode = index === 0 ? type : OPCODE.continuation;
      frames.push(encodeFrame({ opcode, payload, fin: index === last }));
      start = end;
    }
    return this.#socket.send(frames.map((frame) => ({ bytes: frame })));
  }

  sendBytes(bytes: Uint8Array): boolean {
    return this.#socket.send([{ bytes }]);
  }

  ping(data: Uint8Array): void {
    this.#socket.control(OPCODE.ping, data);
  }

  pong(data: Uint8Array): void {
    this.#socket.control(OPCODE.pong, data);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  cut(): void {
    this.#socket.cut();
  }
}
