// As much of the package `ws` as the driver demo uses; it brings no types of its own.

import type { Buffer } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

export interface WebSocket {
  /** What was sent and is not yet gone. */
  readonly bufferedAmount: number;
  on(event: "message", heard: (data: Buffer, isBinary: boolean) => void): this;
  on(event: "close", heard: (code: number, reason: Buffer) => void): this;
  on(event: "error", heard: (error: Error) => void): this;
  send(text: string): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

export class WebSocketServer {
  constructor(options: { readonly noServer: true; readonly maxPayload: number });
  readonly clients: ReadonlySet<WebSocket>;
  handleUpgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    done: (client: WebSocket) => void,
  ): void;
  close(done: () => void): void;
}
