// An Engine.IO server of our own, revisions 3 and 4: what recordings are served on. To a client it
// behaves as a stock one does; to its owner it is nothing but transports, and it can be told to
// misbehave.

import http from "node:http";
import type net from "node:net";
import { type Random, systemRandom } from "../../base/random.ts";
import type { EngineVersion } from "../../protocols/engine_io/packet.ts";
import { listen } from "../tap_listener.ts";
import { type After, systemAfter } from "./after.ts";
import type { CrossOriginRule } from "./cross_origin_rule.ts";
import type { EngineOwner, HandshakeOptions, TransportName } from "./engine_owner.ts";
import { Front } from "./front.ts";
import { GOODBYE_MILLISECONDS } from "./limits.ts";
import { stockSid } from "./stock_sid.ts";

export interface EngineServerOptions {
  readonly owner: EngineOwner;
  /** Default 127.0.0.1. */
  readonly hostname?: string;
  /** Without it a free one is picked. */
  readonly port?: number;
  /** Where the port is taken, the next free one will do. */
  readonly nextPort?: boolean;
  /** Default `/socket.io/`. */
  readonly path?: string;
  /** Clients of others are refused with code 5. Default both. */
  readonly versions?: readonly EngineVersion[];
  /** Default both. */
  readonly transports?: readonly TransportName[];
  /** Default: as a stock server, 25 s and 20 s. */
  readonly handshake?: HandshakeOptions;
  readonly crossOrigin?: CrossOriginRule;
  readonly newSid?: () => string;
  readonly random?: Random;
  readonly after?: After;
}

export interface EngineServer extends AsyncDisposable {
  readonly hostname: string;
  readonly port: number;
  /** `http://host:port` */
  readonly url: string;
  /** How many sessions are open. */
  readonly sessionCount: number;
}

const DEFAULT_HOSTNAME = "127.0.0.1";

/** engine.io 6.6, `Server` */
export const STOCK_HANDSHAKE: HandshakeOptions = {
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxPayload: 1_000_000,
  upgrades: ["websocket"],
};

export async function startEngineServer(options: EngineServerOptions): Promise<EngineServer> {
  const { hostname = DEFAULT_HOSTNAME, port, nextPort, random = systemRandom } = options;
  const after = options.after ?? systemAfter;
  const front = new Front({
    owner: options.owner,
    path: normalisePath(options.path ?? "/socket.io"),
    versions: options.versions ?? [3, 4],
    transports: options.transports ?? ["polling", "websocket"],
    handshake: options.handshake ?? STOCK_HANDSHAKE,
    newSid: options.newSid ?? (() => stockSid(random)),
    after,
    ...(options.crossOrigin === undefined ? {} : { crossOrigin: options.crossOrigin }),
  });
  const server = http.createServer((request, response) => {
    loudly(request.socket, () => front.answer(request, response));
  });
  // A TCP server gives net.Sockets only.
  server.on("upgrade", (request, socket: net.Socket, head) => {
    loudly(socket, () => front.upgrade(request, socket, head));
  });
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket: net.Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const actualPort = await listen(server, {
    hostname,
    target: NO_TARGET,
    ...(port === undefined ? {} : { port }),
    ...(nextPort === undefined ? {} : { nextPort }),
  });
  const place = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    hostname,
    port: actualPort,
    url: `http://${place}:${actualPort}`,
    get sessionCount(): number {
      return front.sessionCount;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      front.end();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Last words leave first.
      const gone = [...sockets].map((socket) => leave(socket));
      const callOff = after(GOODBYE_MILLISECONDS, () => {
        for (const socket of sockets) socket.destroy();
      });
      await Promise.all([closed, ...gone]);
      callOff();
    },
  };
}

/** An owner that throws must be heard: node:http takes what is thrown at it for a bad request. */
function loudly(socket: net.Socket, act: () => void): void {
  try {
    act();
  } catch (error) {
    socket.destroy();
    queueMicrotask(() => {
      throw error;
    });
  }
}

function leave(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
    socket.destroySoon();
  });
}

/** A tap must not listen where its target is; here there is none. */
const NO_TARGET = { secure: false, hostname: "", port: 0, host: "" } as const;

/** engine.io, `_computePath` */
function normalisePath(path: string): string {
  return `${path.replace(/\/$/, "")}/`;
}
