// S1, field-sales tracking, as a small honest server: stock Socket.IO, namespace /sfa, an RS256
// token and auth_type=v3 in the query, rooms that are rooms, a driver on a real ride.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Namespace, Server, type Socket } from "socket.io";
import { isJsonObject } from "../base/json.ts";
import { TokenIssuer } from "./tokens.ts";
import { positionAt } from "./track.ts";

export interface TrackingOptions {
  /** 0 picks a free one. */
  readonly port?: number;
  /** Positions a second. */
  readonly rate?: number;
  /** The wall clock in milliseconds: tokens expire by it, payloads tell it. */
  readonly now?: () => number;
}

export interface TrackingDemo extends AsyncDisposable {
  /** The namespace's URL, without a token: `http://127.0.0.1:PORT/sfa`. */
  readonly url: string;
  /** A token for a client, good for so many seconds (below zero: long expired). */
  token(seconds?: number): string;
}

const SSO_ID = 222222;
const TOKEN_SECONDS = 300;

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
  const interval = 1000 / (options.rate ?? 1);
  namespace.on("connection", (socket) => {
    socket.on("room:subscribe", (request: unknown, acknowledge: unknown) => {
      const room = isJsonObject(request) ? request.room : undefined;
      if (typeof room !== "string") return;
      void socket.join(room);
      if (typeof acknowledge === "function") acknowledge({ room, subscribed: true });
      if (!drives.has(room)) drives.set(room, drive(namespace, room, interval, now));
    });
  });
  namespace.adapter.on("delete-room", (room: string) => {
    drives.get(room)?.stop();
    drives.delete(room);
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/sfa`,
    token: (seconds = TOKEN_SECONDS) =>
      issuer.issue(`sso-${SSO_ID}`, Math.floor(now() / 1000), seconds),
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

interface Drive {
  stop(): void;
}

/** Streams one driver's positions to a room from the ride's first point on. */
function drive(namespace: Namespace, room: string, interval: number, now: () => number): Drive {
  let count = 0;
  const emit = (): void => {
    const { latitude, longitude, accuracy, speed, heading } = positionAt(count * interval / 1000);
    count += 1;
    namespace.to(room).emit("location:track", {
      room,
      ssoId: SSO_ID,
      lat: latitude,
      lng: longitude,
      accuracy,
      speed,
      heading,
      recordedAt: new Date(now()).toISOString(),
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
