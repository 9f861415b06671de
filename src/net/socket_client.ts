// Our own Socket.IO client, sent through a tap: the stock one, told what to emit. It only drives the
// session; what happened is read from the wire by the tap.

import { io, type Socket } from "socket.io-client";
import type { JsonObject, JsonValue } from "../base/json.ts";

export interface Emission {
  readonly event: string;
  readonly args: readonly JsonValue[];
}

export interface SocketClientOptions {
  /** The tap's address with the namespace as its path: `http://127.0.0.1:PORT/sfa`. */
  readonly url: string;
  /** Socket.IO's own path on the server. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly auth?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  readonly transports?: readonly ("polling" | "websocket")[];
  /** Emitted in order after every connect: rooms are lost on a reconnect. */
  readonly emit?: readonly Emission[];
  readonly listener: SocketClientListener;
}

/** Told what the client itself says of its life. */
export interface SocketClientListener {
  connected(): void;
  /**
   * Refused by the server, which is final, or no way to it (`error.message` is then of little use),
   * which is tried again.
   */
  refused(error: Error, isFinal: boolean): void;
  disconnected(reason: string): void;
}

/** How long it waits before it tries again. */
const RECONNECTION_MILLISECONDS = 500;

/** Connects at once; reconnects by itself unless the server refused it. */
export function startSocketClient(options: SocketClientOptions): Disposable {
  const { listener } = options;
  const socket: Socket = io(options.url, {
    forceNew: true,
    reconnectionDelay: RECONNECTION_MILLISECONDS,
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.query === undefined ? {} : { query: { ...options.query } }),
    ...(options.auth === undefined ? {} : { auth: { ...options.auth } }),
    ...(options.headers === undefined ? {} : { extraHeaders: { ...options.headers } }),
    ...(options.transports === undefined ? {} : { transports: [...options.transports] }),
  });
  socket.on("connect", () => {
    for (const { event, args } of options.emit ?? []) socket.emit(event, ...args);
    listener.connected();
  });
  socket.on("connect_error", (error) => listener.refused(error, !socket.active));
  socket.on("disconnect", (reason) => listener.disconnected(reason));
  return {
    [Symbol.dispose](): void {
      socket.disconnect();
    },
  };
}
