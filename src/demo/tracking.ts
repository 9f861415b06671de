// S1, field-sales tracking, as a small honest server: stock Socket.IO, namespace /sfa, an RS256
// token and auth_type=v3 in the query, rooms that are rooms, a driver on a real ride.

import { createServer } from "node:http";
import { Server, type Socket } from "socket.io";
import {
  CLIENT_TOKEN_SECONDS,
  type DemoServer,
  type DemoServerOptions,
  listenOnLoopback,
} from "./demo_server.ts";
import { DEFAULT_RATE } from "./names.ts";
import { refusalLog } from "./refusal_log.ts";
import { DEMO_ROOM, RoomDrives } from "./room_drives.ts";
import { logSockets } from "./socket_log.ts";
import { readSubscription, SSO_ID } from "./subscription.ts";
import { TokenIssuer } from "./tokens.ts";

export interface TrackingOptions extends DemoServerOptions {
  /** The wall clock in milliseconds: tokens expire by it, payloads tell it. */
  readonly now?: () => number;
}

export interface TrackingDemo extends DemoServer {
  /** The namespace's URL, without a token: `http://127.0.0.1:PORT/sfa`. */
  readonly url: string;
  /** A token for a client, good for so many seconds (below zero: long expired). */
  token(seconds?: number): string;
}

const TOKEN_SECONDS = 300;

/** The rooms that one client may be in: each costs a timer. */
export const MAX_ROOMS = 20;

/** What the demo's own clients subscribe to. */
export const DEMO_SUBSCRIPTION = { room: DEMO_ROOM, ssoId: SSO_ID } as const;

/** Starts the server on loopback. */
export async function startTracking(options: TrackingOptions = {}): Promise<TrackingDemo> {
  const now = options.now ?? Date.now;
  const issuer = new TokenIssuer();
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  const namespace = server.of("/sfa");
  const interval = 1000 / (options.rate ?? DEFAULT_RATE);
  const drives = new RoomDrives({ namespace, interval, seed: options.seed, now });
  const refused = refusalLog(options.log);
  namespace.use((socket, next) => {
    const reason = refusal(socket, issuer, now());
    if (reason === undefined) return next();
    refused(socket.id, reason);
    next(unauthorised(reason));
  });
  logSockets(server, options.log, namespace, refused);
  namespace.on("connection", (socket) => {
    let isTold = false;
    socket.on("room:subscribe", (...args: readonly unknown[]) => {
      const answer = subscribe(socket, args[0], drives);
      // Once: a client that is refused is free to ask for ever.
      if (!answer.subscribed && !isTold) refused(socket.id, answer.error);
      isTold ||= !answer.subscribed;
      const acknowledge = args.at(-1);
      if (typeof acknowledge === "function") acknowledge(answer);
    });
  });
  const port = await listenOnLoopback(http, options.port ?? 0, "tracking");
  const url = `http://127.0.0.1:${port}/sfa`;
  const token = (seconds = TOKEN_SECONDS): string =>
    issuer.issue(`sso-${SSO_ID}`, Math.floor(now() / 1000), seconds);
  return {
    url,
    client: {
      url: `${url}?auth_type=v3&token=${token(CLIENT_TOKEN_SECONDS)}`,
      emit: [{ event: "room:subscribe", args: [DEMO_SUBSCRIPTION] }],
      watch: ["location:track"],
    },
    tell: [
      "It lets in who brings auth_type=v3 and a token of its own (RS256, good for an hour), and",
      'streams "location:track" to the rooms that were named with "room:subscribe"',
    ],
    token,
    async [Symbol.asyncDispose](): Promise<void> {
      drives[Symbol.dispose]();
      await server.close();
    },
  };
}

/** Why this client may not come in, as the real system says it. */
function refusal(socket: Socket, issuer: TokenIssuer, now: number): string | undefined {
  const { token, auth_type: authType } = socket.handshake.query;
  if (authType !== "v3") return "auth_type must be v3";
  if (typeof token !== "string" || token === "") return "the token is missing";
  const verdict = issuer.verify(token, Math.floor(now / 1000));
  return verdict.ok ? undefined : verdict.reason;
}

/** An error whose `data` Socket.IO sends along in its CONNECT_ERROR. */
function unauthorised(reason: string): Error {
  return Object.assign(new Error(`Unauthorized: ${reason}`), { data: { code: "UNAUTHORIZED" } });
}

/** What "room:subscribe" is answered with. */
type SubscriptionAnswer =
  | { readonly room: string; readonly subscribed: true }
  | { readonly room?: string; readonly subscribed: false; readonly error: string };

function subscribe(socket: Socket, request: unknown, drives: RoomDrives): SubscriptionAnswer {
  const asked = readSubscription(request);
  if (asked.kind === "wrong") return { subscribed: false, error: asked.reason };
  const { room, ssoId } = asked;
  // Every socket is in the room of its own id from the beginning.
  if (!socket.rooms.has(room) && socket.rooms.size > MAX_ROOMS) {
    return { room, subscribed: false, error: `a client may be in ${MAX_ROOMS} rooms` };
  }
  void socket.join(room);
  drives.start(room, ssoId);
  return { room, subscribed: true };
}
