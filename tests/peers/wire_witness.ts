// What a server's HTTP and WebSocket layers sent and received, written down below Engine.IO: heads as
// they came and went, whole bodies as they were handed over (so the payloads' boundaries show), whole
// WebSocket messages.

import { Buffer } from "node:buffer";
import type { IncomingMessage, Server as HttpServer, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { gunzipSync, inflateSync } from "node:zlib";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { plainMessage, type RawMessage } from "./log.ts";

/** Fields of a head or after a body: names and values in turn, order, case and duplicates kept. */
export type WitnessedFields = readonly string[];

/** The head of an answer as it went to the socket. */
export interface WitnessedHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: WitnessedFields;
}

export interface WitnessedAnswer extends WitnessedHead {
  readonly trailers: WitnessedFields;
  readonly body: Uint8Array;
}

/** One request and its answer, content coding taken off. */
export interface WitnessedExchange {
  readonly method: string;
  readonly url: string;
  readonly version: string;
  readonly headers: WitnessedFields;
  readonly trailers: WitnessedFields;
  readonly asked: Uint8Array;
  /** Undefined when the server never answered, or when its connection was gone by then. */
  readonly answer: WitnessedAnswer | undefined;
}

export interface WitnessedWebSocket {
  readonly url: string;
  readonly headers: WitnessedFields;
  /** The answer that made it a WebSocket. */
  readonly head: WitnessedHead;
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
    const joined = (client: WebSocket, request: IncomingMessage, head: WitnessedHead): void =>
      this.#watchSocket(client, request, head);
    this.webSocketServer = class extends WebSocketServer {
      override handleUpgrade(
        request: IncomingMessage,
        socket: Duplex,
        head: Buffer,
        done: (client: WebSocket, request: IncomingMessage) => void,
      ): void {
        const written = firstWrite(socket);
        super.handleUpgrade(request, socket, head, (client, asked) => {
          joined(client, request, headFrom(written()));
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
    const { method = "", url = "", httpVersion: version, rawHeaders: headers } = request;
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
    let isGone = false;
    response.end = (...args: unknown[]): ServerResponse => {
      isGone = request.socket.destroyed;
      if (isContent(args[0])) answered.push(bytesOf(args[0]));
      return Reflect.apply(end, response, args);
    };
    this.#exchanges.push(() => {
      const coding = response.getHeader("content-encoding");
      const body = uncoded(Buffer.concat(answered), coding);
      const answer = response.writableEnded && !isGone
        ? { ...headFrom(writtenAs(response, "_header")), trailers: trailersOf(response), body }
        : undefined;
      const trailers = request.rawTrailers;
      return { method, url, version, headers, trailers, asked: Buffer.concat(asked), answer };
    });
  }

  #watchSocket(socket: WebSocket, request: IncomingMessage, head: WitnessedHead): void {
    const { url = "", rawHeaders: headers } = request;
    const log: OpenWebSocket = { url, headers, head, sent: [], received: [] };
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

/** The text that is written to a socket first from now on. */
function firstWrite(socket: Duplex): () => string {
  const write = socket.write.bind(socket);
  let first = "";
  socket.write = (...args: unknown[]): boolean => {
    first = String(args[0]);
    socket.write = write;
    return Reflect.apply(write, socket, args);
  };
  return () => first;
}

/** What Node put together for the wire: its public fields lack what it adds itself (Date, …). */
function writtenAs(response: ServerResponse, field: "_header" | "_trailer"): string {
  const written: unknown = Reflect.get(response, field);
  if (typeof written !== "string") throw new TypeError(`A response has no ${field}`);
  return written;
}

function headFrom(written: string): WitnessedHead {
  const [start = "", ...lines] = written.split("\r\n");
  const [, status, reason = ""] = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(start) ?? [];
  return { status: Number(status), reason, headers: fieldsFrom(lines) };
}

function trailersOf(response: ServerResponse): WitnessedFields {
  return fieldsFrom(writtenAs(response, "_trailer").split("\r\n"));
}

function fieldsFrom(lines: readonly string[]): WitnessedFields {
  return lines.filter((line) => line !== "").flatMap((line) => {
    const colon = line.indexOf(": ");
    return [line.slice(0, colon), line.slice(colon + 2)];
  });
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
