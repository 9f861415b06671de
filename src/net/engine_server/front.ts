// Where requests come in: which belong to a session, ask for one, or go beside the sessions.

import type { IncomingMessage, ServerResponse } from "node:http";
import type net from "node:net";
import { readEngineUrl } from "../../protocols/engine_io/http.ts";
import type { Header } from "../../wire/events.ts";
import { acceptSocket, checkHandshake, offeredSubprotocols } from "./accept_socket.ts";
import {
  answerUpgrade,
  NOT_FOUND,
  refuseRequest,
  refuseUpgrade,
  sendAnswer,
  UNEXPECTED,
} from "./answers.ts";
import { answerPreflight, crossOriginHeaders, type CrossOriginRule } from "./cross_origin_rule.ts";
import type { Admission, ServerRequest, TransportName } from "./engine_owner.ts";
import { MAX_PLAIN_BYTES } from "./limits.ts";
import { PlainConnection } from "./plain_connection.ts";
import { readRequest } from "./read_request.ts";
import { ServerSocket } from "./server_socket.ts";
import { type RawSocket, Sessions, type SessionsOptions, type Visit } from "./sessions.ts";
import { type Rules, verify } from "./verify.ts";

export interface FrontOptions extends SessionsOptions {
  /** Ends in a slash. */
  readonly path: string;
  readonly transports: readonly TransportName[];
  readonly crossOrigin?: CrossOriginRule;
}

export class Front {
  readonly #options: FrontOptions;
  readonly #sessions: Sessions;
  readonly #rules: Rules;
  readonly #plain = new Set<PlainConnection>();

  constructor(options: FrontOptions) {
    this.#options = options;
    this.#sessions = new Sessions(options);
    this.#rules = {
      transports: options.transports,
      find: (sid) => this.#sessions.find(sid),
    };
  }

  get sessionCount(): number {
    return this.#sessions.count;
  }

  answer(message: IncomingMessage, response: ServerResponse): void {
    const { owner, path } = this.#options;
    const request = readRequest(message);
    const visit = this.#visitOf(request);
    // Stock servers hand out their client under the path of the sessions.
    const beside = request.path === path ? undefined : owner.http?.(request);
    if (beside !== undefined) sendAnswer(response, beside);
    else if (visit === undefined) sendAnswer(response, NOT_FOUND);
    else this.#answerVisit(visit, message, response);
  }

  upgrade(message: IncomingMessage, socket: net.Socket, head: Uint8Array): void {
    const request = readRequest(message);
    // Whatever happens to a socket that nobody owns yet ends in its close.
    socket.on("error", () => {});
    const visit = this.#visitOf(request);
    if (visit === undefined) this.#upgradeBeside(request, { socket, head });
    else this.#upgradeVisit(visit, { socket, head });
  }

  /** Everybody is told goodbye. */
  end(): void {
    this.#sessions.end();
    for (const plain of [...this.#plain]) plain.close();
  }

  #visitOf(request: ServerRequest): Visit | undefined {
    if (!request.url.startsWith(this.#options.path)) return undefined;
    const url = readEngineUrl(request.url);
    const { version, transport = "", sid } = url;
    const known = sid === undefined ? {} : { sid };
    return { request: { ...request, version, transport, ...known }, url };
  }

  #answerVisit(visit: Visit, message: IncomingMessage, response: ServerResponse): void {
    const { crossOrigin } = this.#options;
    const { request } = visit;
    if (crossOrigin !== undefined && request.method === "OPTIONS") {
      sendAnswer(response, answerPreflight(crossOrigin, request));
      return;
    }
    for (const [name, value] of crossOriginHeaders(crossOrigin, request)) {
      response.setHeader(name, value);
    }
    const verdict = verify(request, false, this.#rules);
    switch (verdict.kind) {
      case "refuse":
        refuseRequest(response, verdict.refusal);
        break;
      case "session":
        verdict.session.handle(message, response);
        break;
      case "handshake": {
        const place = this.#sessions.admit(request);
        if ("kind" in place) refuse(response, place);
        else this.#sessions.openPolling(place, visit, message, response);
      }
    }
  }

  #upgradeVisit(visit: Visit, raw: RawSocket): void {
    const { request } = visit;
    const { socket } = raw;
    const verdict = verify(request, true, this.#rules);
    if (verdict.kind === "refuse") {
      refuseUpgrade(socket, verdict.refusal);
      return;
    }
    if (!checkHandshake(request, socket)) return;
    const headers = crossOriginHeaders(this.#options.crossOrigin, request);
    if (request.transport !== "websocket") {
      this.#turnAway(request, raw, headers);
    } else if (verdict.kind === "handshake") {
      const place = this.#sessions.admit(request);
      if ("kind" in place) {
        if (place.answer === undefined) refuseUpgrade(socket, place.refusal);
        else answerUpgrade(socket, place.answer);
        return;
      }
      acceptSocket(request, socket, headers);
      this.#sessions.openSocket(place, visit, raw);
    } else if (verdict.session.isUpgradable) {
      acceptSocket(request, socket, headers);
      this.#sessions.upgrade(verdict.session, visit, raw);
    } else {
      this.#turnAway(request, raw, headers);
    }
  }

  /** Stock servers accept a WebSocket that they have no use for, and close it at once. */
  #turnAway(request: ServerRequest, raw: RawSocket, headers: readonly Header[]): void {
    const { after } = this.#options;
    acceptSocket(request, raw.socket, headers);
    new ServerSocket({ ...raw, maxPayload: 0, after, listener: NOBODY }).close();
  }

  #upgradeBeside(request: ServerRequest, raw: RawSocket): void {
    const { owner, after } = this.#options;
    const { socket } = raw;
    if (!checkHandshake(request, socket)) return;
    const admission = owner.websocket?.(request);
    if (admission === undefined || admission.kind === "refuse") {
      answerUpgrade(socket, admission?.answer ?? UNEXPECTED);
      return;
    }
    const { subprotocol = "" } = admission;
    const isOffered = offeredSubprotocols(request).includes(subprotocol);
    acceptSocket(request, socket, isOffered ? [["Sec-WebSocket-Protocol", subprotocol]] : []);
    const plain = new PlainConnection({
      ...raw,
      request,
      owner: admission.owner,
      maxPayload: MAX_PLAIN_BYTES,
      after,
      gone: () => this.#plain.delete(plain),
    });
    this.#plain.add(plain);
    admission.owner.opened(plain);
  }
}

function refuse(response: ServerResponse, { answer, refusal }: Refused): void {
  if (answer === undefined) refuseRequest(response, refusal);
  else sendAnswer(response, answer);
}

type Refused = Extract<Admission, { readonly kind: "refuse" }>;

const NOBODY = { message: (): void => {}, drained: (): void => {}, closed: (): void => {} };
