// Our own Socket.IO client, sent through a tap: the stock one, told what to emit. It only drives the
// session; what happened is read from the wire by the tap.

import { Agent } from "node:http";
import { io, type Socket } from "socket.io-client";
import type { JsonObject } from "../base/json.ts";
import { catchClientErrors } from "./client_errors.ts";
import {
  type ClientListener,
  MAX_RECONNECTION_MILLISECONDS,
  RECONNECTION_MILLISECONDS,
} from "./client_listener.ts";
import {
  type Emission,
  type EmissionListener,
  EmissionQueue,
  type EmissionsLeft,
} from "./emissions.ts";

export type { Emission } from "./emissions.ts";

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
  /**
   * Emitted in order after every connect: rooms are lost on a reconnect. One whose namespace is not in
   * yet keeps those behind it waiting; those of a namespace that refused are left out.
   */
  readonly emit?: readonly Emission[];
  /** Every emission waits until the one before it was acknowledged. */
  readonly acknowledged?: boolean;
  readonly listener: ClientListener & EmissionListener;
}

export interface SocketClient extends AsyncDisposable {
  /** Which emissions did not go as asked; also when it is gone. */
  readonly left: EmissionsLeft;
}

/** How long a goodbye waits for its answer. */
export const LEAVE_MILLISECONDS = 1000;

/**
 * Connects at once; reconnects by itself unless the server refused it. Disposed of, it says goodbye
 * in every namespace and is gone when that was sent.
 */
export function startSocketClient(options: SocketClientOptions): SocketClient {
  const [first = "/", ...others] = options.namespaces;
  const { emit: emissions = [], acknowledged = false, listener } = options;
  const queue = new EmissionQueue({ emissions, first, acknowledged, listener });
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
  follow(main, first, { listener, queue });
  const sockets = others.map((namespace) => {
    const socket = main.io.socket(namespace, auth);
    follow(socket, namespace, { listener, queue });
    return socket;
  });
  main.io.on("reconnect_attempt", (attempt) => {
    options.listener.told(`Reconnecting, attempt ${attempt}`);
  });
  return {
    get left(): EmissionsLeft {
      return queue.left;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      queue[Symbol.dispose]();
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

interface Followers {
  readonly listener: ClientListener;
  readonly queue: EmissionQueue;
}

function follow(socket: Socket, namespace: string, { listener, queue }: Followers): void {
  socket.on("connect", () => {
    listener.connected(namespace);
    queue.entered(namespace, socket);
  });
  socket.on("connect_error", (error) => {
    const isFinal = !socket.active;
    listener.refused(namespace, error.message, isFinal);
    if (isFinal) queue.closed(namespace);
  });
  socket.on("disconnect", (reason) => {
    const isFinal = !socket.active;
    listener.disconnected(namespace, reason, isFinal);
    if (isFinal) queue.closed(namespace);
    else queue.lost(namespace);
  });
}
