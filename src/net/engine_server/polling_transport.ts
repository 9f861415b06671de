// Engine.IO packets over HTTP: at most one poll is parked, at most one POST is being read. What
// breaks that ends the session, as it does with a stock server.

import { Buffer } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { decodeUtf8Lossy, type Payload } from "../../base/bytes.ts";
import { decodeJsonpBody, encodeJsonpResponse } from "../../protocols/engine_io/jsonp.ts";
import type { EngineVersion, OutgoingPacket } from "../../protocols/engine_io/packet.ts";
import { decodePayload, encodePayload } from "../../protocols/engine_io/payload.ts";
import type { After } from "./after.ts";
import { readBody } from "./read_body.ts";
import { resetAfterFlush } from "./reset.ts";
import type { Outgoing, Transport, TransportListener } from "./transport.ts";

export interface PollingTransportOptions {
  readonly version: EngineVersion;
  /** The index of the JSONP callback, of the request that opened the session. */
  readonly j?: string;
  /** The client takes no binary (`b64`). */
  readonly base64: boolean;
  readonly maxPayload: number;
  readonly after: After;
  readonly listener: TransportListener;
}

const BINARY_TYPE = "application/octet-stream";
const TEXT_TYPE = "text/plain; charset=UTF-8";

export class PollingTransport implements Transport {
  readonly name = "polling";
  readonly buffered = 0;
  readonly #options: PollingTransportOptions;
  #poll: ServerResponse | undefined;
  #post: ServerResponse | undefined;
  #isStalled = false;
  #isDiscarded = false;

  constructor(options: PollingTransportOptions) {
    this.#options = options;
  }

  get isWritable(): boolean {
    return this.#poll !== undefined && !this.#isStalled;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    switch (request.method) {
      case "GET":
        this.#park(response);
        break;
      case "POST":
        this.#receive(request, response);
        break;
      default:
        response.writeHead(500);
        response.end();
    }
  }

  send(items: readonly Outgoing[]): { readonly taken: number; readonly hasRoom: boolean } {
    const [first] = items;
    if (first instanceof Uint8Array) {
      this.#answer(first);
      return { taken: 1, hasRoom: true };
    }
    const packets: OutgoingPacket[] = [];
    for (const item of items) {
      if (item instanceof Uint8Array) break;
      packets.push(item);
    }
    this.#answer(this.#encode(packets));
    return { taken: packets.length, hasRoom: true };
  }

  close(): boolean {
    if (!this.isWritable) return false;
    this.send([{ type: "close" }]);
    return true;
  }

  cut(): boolean {
    const cut = [this.#poll, this.#post].flatMap((response) => response?.socket ?? []);
    this.#poll = undefined;
    this.#post = undefined;
    for (const socket of cut) resetAfterFlush(socket, this.#options.after);
    return cut.length > 0;
  }

  /** Polls are kept waiting. */
  stall(on: boolean): void {
    this.#isStalled = on;
    if (this.isWritable) this.#options.listener.ready();
  }

  /** Lets a parked poll go with nothing in it. */
  release(): void {
    if (this.isWritable) this.send([{ type: "noop" }]);
  }

  /** Nothing will come of it any more. */
  discard(): void {
    this.#isDiscarded = true;
    this.#isStalled = false;
    this.release();
  }

  #park(response: ServerResponse): void {
    const { listener } = this.#options;
    if (this.#poll !== undefined) {
      this.#end("transport error");
      response.writeHead(400);
      response.end();
      return;
    }
    this.#poll = response;
    response.on("close", () => {
      if (this.#poll !== response) return;
      this.#poll = undefined;
      this.#end("transport error");
    });
    if (this.isWritable) listener.ready();
  }

  #receive(request: IncomingMessage, response: ServerResponse): void {
    const { version, maxPayload } = this.#options;
    const isBinary = request.headers["content-type"] === BINARY_TYPE;
    if (this.#post !== undefined || (isBinary && version === 4)) {
      this.#end("transport error");
      response.writeHead(400);
      response.end();
      return;
    }
    this.#post = response;
    readBody(request, maxPayload, {
      whole: (bytes) => this.#hear(isBinary ? bytes : decodeUtf8Lossy(bytes), response),
      tooLarge: () => {
        this.#post = undefined;
        response.writeHead(413);
        response.end();
      },
    });
    response.on("close", () => {
      if (this.#post !== response) return;
      this.#post = undefined;
      this.#end("transport error");
    });
  }

  #hear(body: Payload, response: ServerResponse): void {
    for (const packet of this.#decode(body)) {
      if (packet.type === "close") {
        this.release();
        this.#end("transport close");
        break;
      }
      this.#options.listener.received(packet);
    }
    // The session may have been cut meanwhile.
    if (this.#post !== response) return;
    this.#post = undefined;
    response.writeHead(200, {
      // An old browser would save text/plain as a file (engine.io, `onDataRequest`).
      "Content-Type": "text/html",
      "Content-Length": "2",
      "cache-control": "no-store",
    });
    response.end("ok");
  }

  #decode(body: Payload): ReturnType<typeof decodePayload> {
    const { version, j } = this.#options;
    if (j === undefined || typeof body !== "string") return decodePayload(body, version);
    // What has no field "d" says nothing.
    if (!/(?:^|&)d=/.test(body)) return [];
    return decodePayload(decodeJsonpBody(body).payload, version);
  }

  #encode(packets: readonly OutgoingPacket[]): Payload {
    const { version, j, base64 } = this.#options;
    const payload = encodePayload(packets, version, { binary: !base64 && j === undefined });
    return j === undefined || typeof payload !== "string"
      ? payload
      : encodeJsonpResponse(payload, j);
  }

  #answer(body: Payload): void {
    const response = this.#poll;
    if (response === undefined) return;
    this.#poll = undefined;
    response.writeHead(200, {
      "Content-Type": typeof body === "string" ? TEXT_TYPE : BINARY_TYPE,
      "Content-Length": Buffer.byteLength(body),
      "cache-control": "no-store",
    });
    response.end(body);
  }

  #end(reason: "transport close" | "transport error"): void {
    if (!this.#isDiscarded) this.#options.listener.ended(reason);
  }
}
