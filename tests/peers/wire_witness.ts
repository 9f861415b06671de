// What a server's HTTP and WebSocket layers sent and received, written down below Engine.IO: whole
// bodies as they were handed over (so the payloads' boundaries show), whole WebSocket messages.

import { Buffer } from "node:buffer";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { gunzipSync, inflateSync } from "node:zlib";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { plainMessage, type RawMessage } from "./log.ts";

/** One request and its answer, content coding taken off. */
export interface WitnessedExchange {
  readonly method: string;
  readonly url: string;
  readonly asked: Uint8Array;
  /** Undefined when the server never answered. */
  readonly answer: { readonly status: number; readonly body: Uint8Array } | undefined;
}

export interface WitnessedWebSocket {
  readonly url: string;
  readonly sent: readonly RawMessage[];
  readonly received: readonly RawMessage[];
}

interface OpenWebSocket extends WitnessedWebSocket {
  readonly sent: RawMessage[];
  readonly received: RawMessage[];
}

export class WireWitness {
  readonly #exchanges: (() => WitnessedExchange)[] = [];
  readonly #webSockets: OpenWebSocket[] = [];
  /** For `wsEngine`: ws's own server, looked over its shoulder. */
  readonly webSocketServer: new (options?: ServerOptions) => WebSocketServer;

  constructor() {
    const joined = (socket: WebSocket, url: string): void => this.#watchSocket(socket, url);
    this.webSocketServer = class extends WebSocketServer {
      override handleUpgrade(
        request: IncomingMessage,
        socket: Duplex,
        head: Buffer,
        done: (client: WebSocket, request: IncomingMessage) => void,
      ): void {
        super.handleUpgrade(request, socket, head, (client, asked) => {
          joined(client, request.url ?? "");
          done(client, asked);
        });
      }
    };
  }

  get exchanges(): readonly WitnessedExchange[] {
    return this.#exchanges.map((take) => take());
  }

  get webSockets(): readonly WitnessedWebSocket[] {
    return this.#webSockets;
  }

  watch(server: HttpServer): void {
    server.prependListener("request", (request, response) => this.#watchRequest(request, response));
  }

  #watchRequest(request: IncomingMessage, response: ServerResponse): void {
    const { method = "", url = "" } = request;
    const asked: Uint8Array[] = [];
    const answered: Uint8Array[] = [];
    if (method === "POST") {
      request.on("data", (piece: string | Uint8Array) => asked.push(bytesOf(piece)));
    }
    const write = response.write.bind(response);
    const end = response.end.bind(response);
    response.write = (...args: unknown[]): boolean => {
      if (isContent(args[0])) answered.push(bytesOf(args[0]));
      return Reflect.apply(write, response, args);
    };
    response.end = (...args: unknown[]): ServerResponse => {
      if (isContent(args[0])) answered.push(bytesOf(args[0]));
      return Reflect.apply(end, response, args);
    };
    this.#exchanges.push(() => {
      const coding = response.getHeader("content-encoding");
      const body = uncoded(Buffer.concat(answered), coding);
      const answer = response.writableEnded ? { status: response.statusCode, body } : undefined;
      return { method, url, asked: Buffer.concat(asked), answer };
    });
  }

  #watchSocket(socket: WebSocket, url: string): void {
    const log: OpenWebSocket = { url, sent: [], received: [] };
    this.#webSockets.push(log);
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      log.received.push(plainMessage(isBinary ? data : data.toString("utf8")));
    });
    const send = socket.send.bind(socket);
    socket.send = (...args: unknown[]): void => {
      log.sent.push(plainMessage(args[0]));
      Reflect.apply(send, socket, args);
    };
  }
}

function isContent(value: unknown): value is string | Uint8Array {
  return typeof value === "string" || value instanceof Uint8Array;
}

function bytesOf(piece: string | Uint8Array): Uint8Array {
  return typeof piece === "string" ? Buffer.from(piece, "utf8") : new Uint8Array(piece);
}

function uncoded(bytes: Uint8Array, coding: unknown): Uint8Array {
  if (coding === "gzip") return gunzipSync(bytes);
  return coding === "deflate" ? inflateSync(bytes) : bytes;
}
