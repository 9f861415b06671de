// The parts of `ws` that its published types leave out, as far as tests and benches use them.

import type { Buffer } from "node:buffer";

export class PerMessageDeflate {
  constructor(options: { readonly isServer: boolean; readonly threshold?: number });
  /** What was agreed on. */
  params: { readonly [name: string]: boolean | number };
  accept(configurations: readonly { readonly [name: string]: readonly unknown[] }[]): unknown;
  cleanup(): void;
}

export interface Extensions {
  readonly "permessage-deflate"?: PerMessageDeflate;
}

export class Receiver {
  constructor(options: {
    readonly isServer: boolean;
    readonly allowSynchronousEvents?: boolean;
    readonly maxPayload?: number;
    readonly extensions?: Extensions;
  });
  on(event: "message", heard: (data: Buffer, isBinary: boolean) => void): this;
  on(event: "error", heard: (error: Error) => void): this;
  write(chunk: Uint8Array, done?: () => void): boolean;
}

export interface SenderSocket {
  cork(): void;
  uncork(): void;
  write(chunk: string | Uint8Array, done?: () => void): boolean;
}

export interface SendOptions {
  readonly binary: boolean;
  readonly compress: boolean;
  readonly fin: boolean;
  readonly mask: boolean;
}

export class Sender {
  constructor(socket: SenderSocket, extensions: Extensions);
  send(data: Uint8Array, options: SendOptions, done: () => void): void;
  ping(data: string, mask: boolean, done: () => void): void;
  pong(data: string, mask: boolean, done: () => void): void;
  close(code: number, reason: string, mask: boolean, done: () => void): void;
}
