// S2, driver tracking, as a small honest server: plain WebSocket on stock `ws`, JSON text, an HS256
// token in the first message of get-tracking and in every one of set-tracking.

import type { Buffer } from "node:buffer";
import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
// @ts-types="./ws.d.ts"
import { WebSocketServer } from "ws";
import { type After, systemAfter } from "../net/engine_server/after.ts";
import { cut, printable } from "../view/terminal/event_line.ts";
import {
  CLIENT_TOKEN_SECONDS,
  type DemoServer,
  type DemoServerOptions,
  listenOnLoopback,
} from "./demo_server.ts";
import { type DriverEndpoint, sendMessage, startMessage } from "./driver_messages.ts";
import { CLOSE_UNAUTHORISED, serveDriver, subjectOf } from "./driver_visit.ts";
import { DEFAULT_RATE } from "./names.ts";
import { refusalLog } from "./refusal_log.ts";
import { Rides } from "./rides.ts";
import { SharedTokenIssuer } from "./tokens.ts";

export interface DriverOptions extends DemoServerOptions {
  /** The wall clock in milliseconds: tokens expire by it. */
  readonly now?: () => number;
  /** By which clients are waited for that say nothing, or no goodbye. */
  readonly after?: After;
}

export interface DriverDemo extends DemoServer {
  /** Where one is told the driver's position: `ws://127.0.0.1:PORT/driver/get-tracking?userId=19`. */
  readonly url: string;
  /** Where one says it. */
  readonly setUrl: string;
  /** A token of a user's, good for so many seconds (below zero: long expired). */
  token(seconds?: number, userId?: string): string;
}

/** RFC 6455, section 7.4.1. */
const CLOSE_GOING_AWAY = 1001;

const USER_ID = "19";

/** Its messages have no name of their own: this is what they are called by their shape. */
const POSITION_NAME = "{location_lat,location_lon}";

/** A message may be so long; what S2 sends is a tenth of it. */
const MAX_MESSAGE_BYTES = 4096;

/** How long clients may take to answer the last Close frame. */
export const FAREWELL_MILLISECONDS = 500;

export async function startDriver(options: DriverOptions = {}): Promise<DriverDemo> {
  const now = options.now ?? Date.now;
  const issuer = new SharedTokenIssuer();
  const rides = new Rides(1000 / (options.rate ?? DEFAULT_RATE), options.seed);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const http = createServer((_request, response) => {
    response.writeHead(426, { Connection: "Upgrade", Upgrade: "websocket" }).end();
  });
  const { log = (): void => {}, after = systemAfter } = options;
  const refused = refusalLog(options.log);
  let visits = 0;
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const target = readTarget(request.url ?? "");
    if (target.kind === "refused") {
      refused(target.path, target.status);
      socket.end(`HTTP/1.1 ${target.status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      visits += 1;
      const visit = visits;
      log(`connection ${visit}  /driver/${target.endpoint}?userId=${target.driver}`);
      client.on("close", (code, reason) => {
        log(printable(`disconnect ${visit}  ${code} ${reason}`.trimEnd()));
      });
      serveDriver(client, {
        ...target,
        rides,
        verify: (token) => issuer.verify(token, Math.floor(now() / 1000)),
        after,
      });
    });
  });
  const port = await listenOnLoopback(http, options.port ?? 0, "driver");
  const base = `ws://127.0.0.1:${port}/driver`;
  const url = `${base}/get-tracking?userId=${USER_ID}`;
  const setUrl = `${base}/set-tracking?userId=${USER_ID}`;
  const token = (seconds = CLIENT_TOKEN_SECONDS, userId = USER_ID): string =>
    issuer.issue(subjectOf(userId), Math.floor(now() / 1000), seconds);
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
      await closeSockets(sockets, after);
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

interface RefusedTarget {
  readonly kind: "refused";
  readonly status: string;
  /** To be shown: without the query, in which people put tokens. */
  readonly path: string;
}

const MAX_SHOWN_PATH = 60;

function readTarget(url: string): Target | RefusedTarget {
  const { pathname = "", searchParams } = URL.parse(url, "ws://demo") ?? {};
  const path = cut(pathname, MAX_SHOWN_PATH);
  const endpoint = pathname.replace(/^\/driver\//, "");
  if (endpoint !== "get-tracking" && endpoint !== "set-tracking") {
    return { kind: "refused", status: "404 Not Found", path };
  }
  const driver = searchParams?.get("userId") ?? "";
  if (!/^\d{1,15}$/.test(driver)) return { kind: "refused", status: "400 Bad Request", path };
  return { kind: "target", endpoint, driver };
}

async function closeSockets(sockets: WebSocketServer, after: After): Promise<void> {
  for (const client of sockets.clients) client.close(CLOSE_GOING_AWAY, "the demo ends");
  const callOff = after(FAREWELL_MILLISECONDS, () => {
    for (const client of sockets.clients) client.terminate();
  });
  await new Promise<void>((resolve) => sockets.close(resolve));
  callOff();
}
