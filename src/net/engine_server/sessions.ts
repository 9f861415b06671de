// The sessions there are, and how one comes to be: the owner lets a client in, a transport is opened
// for it, the open packet goes.

import type { IncomingMessage, ServerResponse } from "node:http";
import type net from "node:net";
import type { EngineUrl } from "../../protocols/engine_io/http.ts";
import type { EngineVersion } from "../../protocols/engine_io/packet.ts";
import type { After } from "./after.ts";
import { REFUSALS } from "./answers.ts";
import type {
  Admission,
  EngineOwner,
  EngineRequest,
  HandshakeOptions,
  SessionOwner,
} from "./engine_owner.ts";
import { MAX_PAYLOAD_BYTES } from "./limits.ts";
import { PollingTransport } from "./polling_transport.ts";
import { Session } from "./session.ts";
import { SocketTransport } from "./socket_transport.ts";
import type { Transport, TransportListener } from "./transport.ts";

export interface SessionsOptions {
  readonly owner: EngineOwner;
  readonly versions: readonly EngineVersion[];
  readonly handshake: HandshakeOptions;
  readonly newSid: () => string;
  readonly after: After;
}

/** A request under the server's path, read. */
export interface Visit {
  readonly request: EngineRequest;
  readonly url: EngineUrl;
}

/** A connection that has left HTTP, and what came on it already. */
export interface RawSocket {
  readonly socket: net.Socket;
  readonly head: Uint8Array;
}

/** What an owner has let in. */
export interface Place {
  readonly sid: string;
  readonly owner: SessionOwner;
  readonly handshake: HandshakeOptions;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #open = new Map<string, Session>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#open.size;
  }

  find(sid: string): Session | undefined {
    return this.#open.get(sid);
  }

  /** A refusal, or the place of a session that is now to be opened. */
  admit(request: EngineRequest): Place | Extract<Admission, { kind: "refuse" }> {
    const { owner, versions, handshake, newSid } = this.#options;
    if (!versions.includes(request.version)) {
      return { kind: "refuse", refusal: REFUSALS.badVersion };
    }
    const admission = owner.admit(request);
    if (admission.kind === "refuse") return admission;
    const { sid: wanted } = admission;
    const sid = wanted === undefined || this.#open.has(wanted) ? newSid() : wanted;
    return { sid, owner: admission.owner, handshake: admission.handshake ?? handshake };
  }

  openPolling(
    place: Place,
    visit: Visit,
    message: IncomingMessage,
    response: ServerResponse,
  ): void {
    const { request, url } = visit;
    const session = this.#start(place, request, (listener) =>
      new PollingTransport({
        version: request.version,
        base64: url.base64,
        maxPayload: maxPayloadOf(place.handshake),
        after: this.#options.after,
        listener,
        ...(url.j === undefined ? {} : { j: url.j }),
      }));
    session.handle(message, response);
    session.begin();
  }

  openSocket(place: Place, visit: Visit, raw: RawSocket): void {
    const session = this.#start(
      place,
      visit.request,
      (listener) => this.#socketTransport(visit, raw, place.handshake, listener),
    );
    session.begin();
  }

  upgrade(session: Session, visit: Visit, raw: RawSocket): void {
    session.upgrade((listener) => this.#socketTransport(visit, raw, session.handshake, listener));
  }

  end(): void {
    for (const session of [...this.#open.values()]) session.end();
  }

  #start(
    { sid, owner, handshake }: Place,
    request: EngineRequest,
    open: (listener: TransportListener) => Transport,
  ): Session {
    const { after } = this.#options;
    const gone = (): void => {
      this.#open.delete(sid);
    };
    const session = new Session({ sid, request, owner, handshake, after, open, gone });
    this.#open.set(sid, session);
    return session;
  }

  #socketTransport(
    { request, url }: Visit,
    { socket, head }: RawSocket,
    handshake: HandshakeOptions,
    listener: TransportListener,
  ): SocketTransport {
    return new SocketTransport({
      socket,
      head,
      version: request.version,
      base64: url.base64,
      maxPayload: maxPayloadOf(handshake),
      after: this.#options.after,
      listener,
    });
  }
}

function maxPayloadOf({ maxPayload }: HandshakeOptions): number {
  return maxPayload ?? MAX_PAYLOAD_BYTES;
}
