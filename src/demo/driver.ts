// S2, driver tracking, as a small honest server: plain WebSocket on stock `ws`, JSON text, an HS256
// token in the first message of get-tracking and in every one of set-tracking.

import type { Buffer } from "node:buffer";
import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
// @ts-types="./ws.d.ts"
import { type WebSocket, WebSocketServer } from "ws";
import {
  CLIENT_TOKEN_SECONDS,
  type DemoServer,
  type DemoServerOptions,
  listenOnLoopback,
} from "./demo_server.ts";
import {
  type DriverEndpoint,
  readDriverRequest,
  sendMessage,
  startMessage,
} from "./driver_messages.ts";
import { DEFAULT_RATE } from "./names.ts";
import { type DriverSeat, Rides } from "./rides.ts";
import { SharedTokenIssuer } from "./tokens.ts";

export interface DriverOptions extends DemoServerOptions {
  /** The wall clock in milliseconds: tokens expire by it. */
  readonly now?: () => number;
}

export interface DriverDemo extends DemoServer {
  /** Where one is told the driver's position: `ws://127.0.0.1:PORT/driver/get-tracking?userId=19`. */
  readonly url: string;
  /** Where one says it. */
  readonly setUrl: string;
  /** A token for a client, good for so many seconds (below zero: long expired). */
  token(seconds?: number): string;
}

/** Close codes for applications (RFC 6455, section 7.4.2), after HTTP's 400 and 401. */
export const CLOSE_WRONG = 4400;
export const CLOSE_UNAUTHORISED = 4401;

/** RFC 6455, section 7.4.1. */
const CLOSE_GOING_AWAY = 1001;

const USER_ID = "19";

/** Its messages have no name of their own: this is what they are called by their shape. */
const POSITION_NAME = "{location_lat,location_lon}";

/** A message may be so long; what S2 sends is a tenth of it. */
const MAX_MESSAGE_BYTES = 4096;

/** How long clients may take to answer the last Close frame. */
const FAREWELL_MILLISECONDS = 500;

/** What a client may leave unread, before it misses positions. */
const MAX_UNREAD_BYTES = 1_000_000;

export async function startDriver(options: DriverOptions = {}): Promise<DriverDemo> {
  const now = options.now ?? Date.now;
  const issuer = new SharedTokenIssuer();
  const rides = new Rides(1000 / (options.rate ?? DEFAULT_RATE), options.seed);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const http = createServer((_request, response) => {
    response.writeHead(426, { Connection: "Upgrade", Upgrade: "websocket" }).end();
  });
  const log = options.log ?? ((): void => {});
  let visits = 0;
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const target = readTarget(request.url ?? "");
    if (target.kind === "refused") {
      log(`refused    ${request.url}  ${target.status}`);
      socket.end(`HTTP/1.1 ${target.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      visits += 1;
      const visit = visits;
      log(`connection ${visit}  ${request.url}`);
      client.on("close", (code, reason) => log(`disconnect ${visit}  ${code} ${reason}`.trimEnd()));
      const verify = (token: string): string | undefined => {
        if (token === "") return "the token is missing";
        const verdict = issuer.verify(token, Math.floor(now() / 1000));
        return verdict.ok ? undefined : verdict.reason;
      };
      serve(client, { ...target, rides, verify });
    });
  });
  const port = await listenOnLoopback(http, options.port ?? 0, "driver");
  const base = `ws://127.0.0.1:${port}/driver`;
  const url = `${base}/get-tracking?userId=${USER_ID}`;
  const setUrl = `${base}/set-tracking?userId=${USER_ID}`;
  const token = (seconds = CLIENT_TOKEN_SECONDS): string =>
    issuer.issue(`user-${USER_ID}`, Math.floor(now() / 1000), seconds);
  const clientToken = token();
  return {
    url,
    setUrl,
    client: { url, send: [startMessage(clientToken)], watch: [POSITION_NAME] },
    tell: [
      "It answers who brings a token of its own (HS256, good for an hour) with the driver's",
      `position; any other is closed with ${CLOSE_UNAUTHORISED}. To be the driver yourself, send every 5 s to`,
      `  ${setUrl}`,
      `  ${sendMessage(clientToken, "-1.4354", "0.9871")}`,
    ],
    token,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      await closeSockets(sockets);
      http.closeAllConnections();
      await closed;
    },
  };
}

interface Target {
  readonly kind: "target";
  readonly endpoint: DriverEndpoint;
  /** The userId. */
  readonly driver: string;
}

function readTarget(url: string): Target | { readonly kind: "refused"; readonly status: string } {
  const { pathname, searchParams } = URL.parse(url, "ws://demo") ?? {};
  const endpoint = pathname?.replace(/^\/driver\//, "");
  if (endpoint !== "get-tracking" && endpoint !== "set-tracking") {
    return { kind: "refused", status: "404 Not Found" };
  }
  const driver = searchParams?.get("userId") ?? "";
  if (!/^\d{1,15}$/.test(driver)) return { kind: "refused", status: "400 Bad Request" };
  return { kind: "target", endpoint, driver };
}

interface Visit extends Target {
  readonly rides: Rides;
  /** What is wrong with a token, if anything is. */
  readonly verify: (token: string) => string | undefined;
}

function serve(client: WebSocket, visit: Visit): void {
  const { endpoint, driver, rides, verify } = visit;
  let watching: Disposable | undefined;
  let seat: DriverSeat | undefined;
  let isOver = false;
  const leave = (): void => {
    isOver = true;
    watching?.[Symbol.dispose]();
    seat?.[Symbol.dispose]();
    watching = undefined;
    seat = undefined;
  };
  const end = (code: number, reason: string): void => {
    leave();
    client.close(code, reason);
  };
  const tell = (answer: string): void => {
    if (client.bufferedAmount < MAX_UNREAD_BYTES) client.send(answer);
  };
  client.on("message", (data, isBinary) => {
    if (isOver) return;
    const request = readDriverRequest(isBinary ? "" : data.toString("utf8"), endpoint);
    if (request.kind === "wrong") return end(CLOSE_WRONG, request.reason);
    const refusal = verify(request.token);
    if (refusal !== undefined) return end(CLOSE_UNAUTHORISED, refusal);
    switch (request.kind) {
      case "start":
        watching ??= rides.watch(driver, tell);
        return;
      case "send":
        seat ??= rides.take(driver);
        tell(seat.moveTo(request.lat, request.lon));
        return;
    }
  });
  // What is wrong with a frame, ws closes for by itself.
  client.on("error", () => {});
  client.on("close", leave);
}

async function closeSockets(sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.close(CLOSE_GOING_AWAY, "the demo ends");
  const impatient = setTimeout(() => {
    for (const client of sockets.clients) client.terminate();
  }, FAREWELL_MILLISECONDS);
  await new Promise<void>((resolve) => sockets.close(resolve));
  clearTimeout(impatient);
}
