// Our own Socket.IO client, sent through a tap: the stock one, told what to emit. It only drives the
// session; what happened is read from the wire by the tap.

import { Agent } from "node:http";
import { io, type Socket } from "socket.io-client";
import { messageOf } from "../base/errors.ts";
import type { JsonObject, JsonValue } from "../base/json.ts";
import { catchClientErrors } from "./client_errors.ts";
import {
  type ClientListener,
  MAX_RECONNECTION_MILLISECONDS,
  RECONNECTION_MILLISECONDS,
} from "./client_listener.ts";

export interface Emission {
  readonly event: string;
  readonly args: readonly JsonValue[];
  /** One of the client's namespaces; without it the first. */
  readonly namespace?: string;
}

export interface SocketClientOptions {
  /** The tap's address: `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** The namespaces to be in, `/` or like `/sfa`; at least one. */
  readonly namespaces: readonly string[];
  /** Socket.IO's own path on the server. */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly auth?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  readonly transports?: readonly ("polling" | "websocket")[];
  /** Emitted in order after every connect: rooms are lost on a reconnect. */
  readonly emit?: readonly Emission[];
  /** Every emission waits until the one before it was acknowledged. */
  readonly acknowledged?: boolean;
  readonly listener: ClientListener;
}

/** How long an acknowledgement may take. */
const ACKNOWLEDGEMENT_MILLISECONDS = 10_000;

/** How long a goodbye waits for its answer. */
export const LEAVE_MILLISECONDS = 1000;

/**
 * Connects at once; reconnects by itself unless the server refused it. Disposed of, it says goodbye
 * in every namespace and is gone when that was sent.
 */
export function startSocketClient(options: SocketClientOptions): AsyncDisposable {
  const [first = "/", ...others] = options.namespaces;
  const auth = options.auth === undefined ? {} : { auth: { ...options.auth } };
  const errors = catchClientErrors((error) => {
    const reason = `The client cannot make sense of what the target sent: ${error.message}`;
    for (const namespace of options.namespaces) options.listener.refused(namespace, reason, true);
  });
  const agent = new Agent();
  const main: Socket = io(`${options.origin}${first}`, {
    forceNew: true,
    // Its types know the agents of browsers only.
    agent: agent as unknown as boolean,
    reconnectionDelay: RECONNECTION_MILLISECONDS,
    reconnectionDelayMax: MAX_RECONNECTION_MILLISECONDS,
    ...auth,
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.query === undefined ? {} : { query: { ...options.query } }),
    ...(options.headers === undefined ? {} : { extraHeaders: { ...options.headers } }),
    ...(options.transports === undefined ? {} : { transports: [...options.transports] }),
  });
  follow(main, first, first, options);
  const sockets = others.map((namespace) => {
    const socket = main.io.socket(namespace, auth);
    follow(socket, namespace, first, options);
    return socket;
  });
  main.io.on("reconnect_attempt", (attempt) => {
    options.listener.told(`Reconnecting, attempt ${attempt}`);
  });
  return {
    async [Symbol.asyncDispose](): Promise<void> {
      // Without this an attempt that is under way would be followed by the next.
      main.io.reconnection(false);
      try {
        await leave([main, ...sockets]);
      } finally {
        // A request that is still under way would follow a redirect, past the tap, with all its headers.
        agent.destroy();
        errors[Symbol.dispose]();
      }
    },
  };
}

/** Done when the goodbyes are on their way: over polling each is a request of its own. */
async function leave(sockets: readonly Socket[]): Promise<void> {
  const { engine } = sockets[0]?.io ?? {};
  const gone = Promise.withResolvers<void>();
  const wasOpen = engine?.readyState === "open";
  engine?.once("close", () => {
    const { transport } = engine;
    if (!wasOpen || transport.name !== "polling" || transport.writable) return gone.resolve();
    // The engine has closed, and the request that says so is yet to be answered.
    transport.once("drain", () => gone.resolve());
    transport.once("error", () => gone.resolve());
  });
  for (const socket of sockets) socket.disconnect();
  if (!wasOpen) return;
  const impatient = setTimeout(gone.resolve, LEAVE_MILLISECONDS);
  await gone.promise;
  clearTimeout(impatient);
}

function follow(
  socket: Socket,
  namespace: string,
  first: string,
  options: SocketClientOptions,
): void {
  const { listener } = options;
  const mine = (options.emit ?? []).filter((emission) =>
    (emission.namespace ?? first) === namespace
  );
  socket.on("connect", () => {
    listener.connected(namespace);
    if (options.acknowledged === true) void emitInTurn(socket, mine, listener);
    else for (const { event, args } of mine) socket.emit(event, ...args);
  });
  socket.on("connect_error", (error) => {
    listener.refused(namespace, error.message, !socket.active);
  });
  socket.on("disconnect", (reason) => {
    listener.disconnected(namespace, reason, !socket.active);
  });
}

async function emitInTurn(
  socket: Socket,
  emissions: readonly Emission[],
  listener: ClientListener,
): Promise<void> {
  for (const { event, args } of emissions) {
    const began = performance.now();
    try {
      const answer: unknown = await socket
        .timeout(ACKNOWLEDGEMENT_MILLISECONDS)
        .emitWithAck(event, ...args);
      const milliseconds = Math.round(performance.now() - began);
      listener.told(`${event} was acknowledged after ${milliseconds} ms: ${shown(answer)}`);
    } catch (error) {
      listener.told(`${event} was not acknowledged: ${messageOf(error)}`);
    }
    if (!socket.connected) return;
  }
}

/** Binary by its size: Buffers would print themselves as lists of numbers. */
function shown(answer: unknown): string {
  const text = JSON.stringify(
    answer,
    function (this: unknown, key: string, value: unknown): unknown {
      const whole: unknown = Object(this)[key];
      return whole instanceof Uint8Array ? `<${whole.length} bytes>` : value;
    },
  );
  return text ?? "nothing";
}
