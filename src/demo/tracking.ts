// S1, field-sales tracking, as a small honest server: stock Socket.IO, namespace /sfa, an RS256
// token and auth_type=v3 in the query, rooms that are rooms, a driver on a real ride.

import { createServer } from "node:http";
import { type Namespace, Server, type Socket } from "socket.io";
import { isJsonObject } from "../base/json.ts";
import {
  CLIENT_TOKEN_SECONDS,
  type DemoServer,
  type DemoServerOptions,
  listenOnLoopback,
} from "./demo_server.ts";
import { DEFAULT_RATE } from "./names.ts";
import { type Ride, rideOf } from "./seeded.ts";
import { logSockets } from "./socket_log.ts";
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

const SSO_ID = 222222;
const TOKEN_SECONDS = 300;

/** The rooms that one client may be in: each costs a timer. */
export const MAX_ROOMS = 20;

/** A room's name may be so long. */
export const MAX_ROOM_LENGTH = 100;

/** The room that the demo's own clients subscribe to. */
export const DEMO_SUBSCRIPTION = { room: `track_${SSO_ID}`, ssoId: SSO_ID } as const;

/** Starts the server on loopback. */
export async function startTracking(options: TrackingOptions = {}): Promise<TrackingDemo> {
  const now = options.now ?? Date.now;
  const issuer = new TokenIssuer();
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  const namespace = server.of("/sfa");
  namespace.use((socket, next) => next(refusal(socket, issuer, now())));
  const drives = new Map<string, Drive>();
  const interval = 1000 / (options.rate ?? DEFAULT_RATE);
  const ride = rideOf(interval, options.seed, now);
  logSockets(namespace, options.log);
  namespace.on("connection", (socket) => {
    socket.on("room:subscribe", (request: unknown, acknowledge: unknown) => {
      const room = isJsonObject(request) ? request.room : undefined;
      if (typeof room !== "string") return;
      const subscribed = mayJoin(socket, room);
      if (subscribed) {
        void socket.join(room);
        if (!drives.has(room)) drives.set(room, drive(namespace, room, interval, ride));
      } else options.log?.(`refused    ${socket.id}  one more room, or too long a name`);
      if (typeof acknowledge === "function") acknowledge({ room, subscribed });
    });
  });
  namespace.adapter.on("delete-room", (room: string) => {
    drives.get(room)?.stop();
    drives.delete(room);
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
      for (const running of drives.values()) running.stop();
      await server.close();
    },
  };
}

/** Why this client may not come in, as the real system says it. */
function refusal(socket: Socket, issuer: TokenIssuer, now: number): Error | undefined {
  const { token, auth_type: authType } = socket.handshake.query;
  if (authType !== "v3") return unauthorised("auth_type must be v3");
  if (typeof token !== "string" || token === "") return unauthorised("the token is missing");
  const verdict = issuer.verify(token, Math.floor(now / 1000));
  return verdict.ok ? undefined : unauthorised(verdict.reason);
}

/** An error whose `data` Socket.IO sends along in its CONNECT_ERROR. */
function unauthorised(reason: string): Error {
  return Object.assign(new Error(`Unauthorized: ${reason}`), { data: { code: "UNAUTHORIZED" } });
}

/** Every socket is in the room of its own id from the beginning. */
function mayJoin(socket: Socket, room: string): boolean {
  return room.length <= MAX_ROOM_LENGTH &&
    (socket.rooms.has(room) || socket.rooms.size <= MAX_ROOMS);
}

interface Drive {
  stop(): void;
}

/** Streams one driver's positions to a room from the ride's first point on. */
function drive(namespace: Namespace, room: string, interval: number, ride: Ride): Drive {
  let count = 0;
  const emit = (): void => {
    const { latitude, longitude, accuracy, speed, heading } = ride.position(count);
    const recordedAt = new Date(ride.time(count)).toISOString();
    count += 1;
    namespace.to(room).emit("location:track", {
      room,
      ssoId: SSO_ID,
      lat: latitude,
      lng: longitude,
      accuracy,
      speed,
      heading,
      recordedAt,
    });
  };
  const first = setTimeout(emit, 0);
  const timer = setInterval(emit, interval);
  return {
    stop(): void {
      clearTimeout(first);
      clearInterval(timer);
    },
  };
}
