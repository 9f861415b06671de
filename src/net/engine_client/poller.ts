// Long-polling's client side on node:http: a GET that is always waiting, and POSTs one at a time, as
// the server wants it. Cookies that come (those of a load balancer, say) go back.

import { Buffer } from "node:buffer";
import http from "node:http";
import { decodeUtf8, type Payload } from "../../base/bytes.ts";
import { messageOf } from "../../base/errors.ts";
import type {
  EnginePacket,
  EngineVersion,
  OutgoingPacket,
} from "../../protocols/engine_io/packet.ts";
import { decodePayload, encodePayload } from "../../protocols/engine_io/payload.ts";
import type { ClientAddress, ClientEnd, HeaderLine } from "./contract.ts";
import type { CookieJar } from "./cookie_jar.ts";
import { KeptConnections } from "./kept_connections.ts";

export interface PollerListener {
  packet(packet: EnginePacket): void;
  /** It cannot go on. */
  failed(end: ClientEnd): void;
}

export interface PollerOptions extends ClientAddress {
  readonly version: EngineVersion;
  /** The target of the next request: it names the session once there is one. */
  readonly target: () => string;
  readonly headers: readonly HeaderLine[];
  readonly cookies: CookieJar;
  readonly listener: PollerListener;
}

/** How much of an answer is read: what is longer is no answer of Engine.IO's. */
export const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** How long the server may take to hear a goodbye. */
export const GOODBYE_MILLISECONDS = 2000;

export class Poller {
  readonly #options: PollerOptions;
  readonly #connections = new KeptConnections();
  readonly #requests = new Set<http.ClientRequest>();
  #waiting: OutgoingPacket[] = [];
  #isPosting = false;
  #isPolling = false;
  #isPaused = false;
  #isOver = false;
  #idle: (() => void) | undefined;
  #impatient: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Asks, and asks again when it was answered. */
  poll(): void {
    if (this.#isOver || this.#isPolling || this.#isPaused) return;
    this.#isPolling = true;
    this.#request("GET", undefined, (body) => {
      this.#isPolling = false;
      for (const packet of decodePayload(body, this.#options.version)) {
        if (this.#isOver) return;
        this.#options.listener.packet(packet);
      }
      this.poll();
      this.#tellIdle();
    });
  }

  send(packets: readonly OutgoingPacket[]): void {
    this.#waiting.push(...packets);
    this.#post();
  }

  /** Calls back when nothing is under way any more: another transport may take over. */
  pause(idle: () => void): void {
    this.#isPaused = true;
    this.#idle = idle;
    this.#tellIdle();
  }

  /** It is needed again. */
  resume(): void {
    this.#isPaused = false;
    this.#idle = undefined;
    this.poll();
    this.#post();
  }

  /** Sends what waits, and ends when the poll that waits was answered, as servers do then. */
  finish(): void {
    this.#impatient = setTimeout(() => this.destroy(), GOODBYE_MILLISECONDS);
    this.pause(() => this.destroy());
  }

  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#impatient);
    for (const request of this.#requests) {
      neverAgain(request);
      request.destroy();
    }
    this.#connections.destroy();
  }

  #tellIdle(): void {
    if (!this.#isPaused || this.#isPolling || this.#isPosting || this.#waiting.length > 0) return;
    const idle = this.#idle;
    this.#idle = undefined;
    idle?.();
  }

  #post(): void {
    if (this.#isOver || this.#isPosting || this.#waiting.length === 0) return;
    this.#isPosting = true;
    const packets = this.#waiting;
    this.#waiting = [];
    this.#request("POST", encodePayload(packets, this.#options.version), () => {
      this.#isPosting = false;
      this.#post();
      this.#tellIdle();
    });
  }

  #request(method: "GET" | "POST", body: Payload | undefined, done: (body: Payload) => void): void {
    const { hostname, port, target, headers, cookies, version } = this.#options;
    const data = body === undefined ? undefined : Buffer.from(body);
    const type = version === 4 || typeof body === "string" ? "text/plain;charset=UTF-8" : OCTETS;
    // A POST that is lost is the end; a GET is asked again.
    if (method === "POST") this.#connections.endIdle();
    const request = http.request({
      hostname,
      port,
      path: target(),
      method,
      agent: this.#connections.agent,
      headers: {
        ...grouped(cookies.addTo(headers)),
        ...(data === undefined ? {} : { "Content-Type": type, "Content-Length": data.length }),
      },
    });
    this.#requests.add(request);
    // What was said may have been heard, whatever became of the answer.
    if (method === "POST") request.on("socket", () => neverAgain(request));
    request.on("response", (response: http.IncomingMessage) => {
      this.#read(response, (answer) => {
        this.#requests.delete(request);
        if (!this.#isOver) this.#answered(response, answer, done);
      });
    });
    request.on("error", (error: unknown) => {
      this.#requests.delete(request);
      this.#fail({ kind: "failed", reason: messageOf(error) });
    });
    request.end(data);
  }

  #read(response: http.IncomingMessage, done: (answer: Uint8Array) => void): void {
    const parts: Uint8Array[] = [];
    let length = 0;
    response.on("data", (part: Uint8Array) => {
      length += part.length;
      if (length > MAX_ANSWER_BYTES) {
        response.destroy();
        this.#fail({
          kind: "failed",
          reason: `an answer is longer than ${MAX_ANSWER_BYTES} bytes`,
        });
      } else parts.push(part);
    });
    response.on("error", () => this.#fail({ kind: "failed", reason: "an answer was cut off" }));
    response.on("end", () => done(Buffer.concat(parts)));
  }

  #answered(
    response: http.IncomingMessage,
    answer: Uint8Array,
    done: (body: Payload) => void,
  ): void {
    this.#options.cookies.keep(response.headers["set-cookie"] ?? []);
    const status = response.statusCode ?? 0;
    const body = decodeUtf8(new Uint8Array(answer)) ?? new Uint8Array(answer);
    if (status === 200) return done(body);
    const said = typeof body === "string" ? body : response.statusMessage ?? "";
    this.#fail({ kind: "refused", status, reason: said });
  }

  #fail(end: ClientEnd): void {
    if (this.#isOver) return;
    this.destroy();
    this.#options.listener.failed(end);
  }
}

const OCTETS = "application/octet-stream";

/**
 * Deno asks a second time, over another connection, where one that had been used before ends without
 * an answer: even a POST, and even where we ended it ourselves.
 */
function neverAgain(request: http.ClientRequest): void {
  request.reusedSocket = false;
}

/** node:http takes every name once, with all of its values. */
function grouped(headers: readonly HeaderLine[]): Record<string, string[]> {
  const byName: Record<string, string[]> = {};
  for (const [name, value] of headers) (byName[name] ??= []).push(value);
  return byName;
}
