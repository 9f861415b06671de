// The server's side of a replay: who is let in as which recorded session, how the others are
// refused, which pages were recorded.

import { isJsonObject, type JsonValue } from "../../base/json.ts";
import type { Payload } from "../../base/bytes.ts";
import { decodeUtf8 } from "../../base/bytes.ts";
import type { ClientDescription } from "../../replay/casting.ts";
import type { FaultMemory } from "../../replay/fault_memory.ts";
import type { Refusal as RecordedRefusal } from "../../replay/script.ts";
import type { ReplaySession } from "../../replay/script.ts";
import type {
  Admission,
  EngineOwner,
  EngineRequest,
  HandshakeOptions,
  HttpAnswer,
  PlainAdmission,
  PlainSocketOwner,
  Refusal,
  ServerRequest,
  SessionOwner,
} from "../engine_server/engine_owner.ts";
import { STOCK_HANDSHAKE } from "../engine_server/engine_server.ts";
import { headerValue } from "../../wire/headers.ts";
import { engineLink, plainLink } from "./link.ts";
import type { Performer } from "./performer.ts";
import type { Stage } from "./stage.ts";
import { answerOf } from "./recorded_answer.ts";
import { applyFault, type TransportFault } from "./transport_fault.ts";

export interface DoormanOptions {
  readonly stage: Stage;
  readonly faults: readonly TransportFault[];
  /** Sessions get their recorded sids. */
  readonly pinIds: boolean;
  /** No page of another origin is let in. */
  readonly isClosed: boolean;
}

/** Whose pages may read an answer is said anew. */
const CROSS_ORIGIN: readonly string[] = [
  "access-control-allow-credentials",
  "access-control-allow-origin",
];

export class Doorman implements EngineOwner {
  readonly #options: DoormanOptions;

  constructor(options: DoormanOptions) {
    this.#options = options;
  }

  admit(request: EngineRequest): Admission {
    const { stage, pinIds, isClosed } = this.#options;
    const { path, query, version, peer } = request;
    const origin = isClosed ? foreignOrigin(request) : undefined;
    if (origin !== undefined) stage.say({ kind: "origin", origin });
    const description: ClientDescription = {
      carrier: "engine.io",
      engineVersion: version,
      path,
      query: [...query],
      who: whoIs(request),
    };
    const opening = stage.open(description);
    switch (opening.kind) {
      case "take": {
        const { like } = opening;
        const transport = request.transport === "websocket" ? "websocket" : "polling";
        const performer = stage.enter(opening.client, peer, transport);
        const handshake = handshakeOf(like);
        const { pingInterval, pingTimeout } = handshake;
        const memory = stage.replay.memoryOf(description);
        const owner = this.#owner(performer, memory, pingInterval + pingTimeout);
        const sid = pinIds && like.sid !== undefined ? { sid: like.sid } : {};
        return { kind: "take", owner, handshake, ...sid };
      }
      case "refuse-as-recorded": {
        stage.say({ kind: "refused", peer, reason: "Refused as on the tape" });
        const isRequest = request.transport === "polling";
        const answer = answerOf(opening.refusal, isRequest ? CROSS_ORIGIN : []);
        const admission = {
          kind: "refuse",
          refusal: asRecorded(opening.refusal),
          answer,
        } as const;
        return admission;
      }
      case "refuse": {
        const { reason, why } = opening;
        stage.refused(description, peer, reason);
        const code = why === "version" ? 5 : 3;
        return { kind: "refuse", refusal: { code, message: `Unexpected: ${reason}`, status: 400 } };
      }
    }
  }

  websocket(request: ServerRequest): PlainAdmission {
    const { stage } = this.#options;
    const { path, query, peer } = request;
    const description: ClientDescription = {
      carrier: "websocket",
      path,
      query: [...query],
      who: whoIs(request),
    };
    const opening = stage.replay.open(description);
    if (opening.kind !== "take") {
      if (opening.kind === "refuse-as-recorded") {
        stage.say({ kind: "refused", peer, reason: "Refused as on the tape" });
        return { kind: "refuse", answer: answerOf(opening.refusal) };
      }
      stage.refused(description, peer, opening.reason);
      return { kind: "refuse", answer: unexpected(opening.reason) };
    }
    const performer = stage.enter(opening.client, peer, "websocket");
    const { subprotocol } = opening.like;
    const owner: PlainSocketOwner = {
      opened: (socket) => performer.open(plainLink(socket), stage.beginning),
      message: (data) => performer.heard(data),
      drained: () => performer.drained(),
      closed: (code, reason) =>
        stage.leave(performer, `close ${code}${reason === "" ? "" : ` ${reason}`}`),
    };
    return { kind: "take", owner, ...(subprotocol === undefined ? {} : { subprotocol }) };
  }

  http({ method, url }: ServerRequest): HttpAnswer | undefined {
    const { stage } = this.#options;
    const page = stage.replay.page(method, url);
    const status = page === undefined
      ? "not recorded"
      : page.isBodyMissing
      ? "body not recorded"
      : page.status;
    stage.say({ kind: "page", method, url, status });
    return page === undefined || page.isBodyMissing ? undefined : answerOf(page);
  }

  #owner(
    performer: Performer,
    memory: FaultMemory | undefined,
    patience: number,
  ): SessionOwner {
    const { stage, faults } = this.#options;
    return {
      opened(session): void {
        performer.meets(faults, memory, patience, (fault) => applyFault(fault, session));
        performer.open(engineLink(session), stage.beginning);
      },
      message: (data) => performer.heard(data),
      drained: () => performer.drained(),
      upgraded: () => stage.say({ kind: "upgraded", client: performer.number }),
      closed: ({ reason }) => stage.leave(performer, reason),
    };
  }
}

/** What a client has in common with itself when it comes back: not its port. */
function whoIs({ peer, headers }: ServerRequest): string {
  const names = ["user-agent", "origin", "cookie"];
  const host = peer.slice(0, Math.max(peer.lastIndexOf(":"), 0));
  return JSON.stringify([host, ...names.map((name) => headerValue(headers, name) ?? "")]);
}

/** The origin of a page that will not be let in: browsers name it, and it is not ours. */
function foreignOrigin({ headers }: ServerRequest): string | undefined {
  const origin = headerValue(headers, "origin");
  if (origin === undefined || origin === `http://${headerValue(headers, "host")}`) return undefined;
  return origin;
}

/** As recorded; a client that comes over polling is offered WebSocket where nobody asked before. */
function handshakeOf({ handshake, transports }: ReplaySession): HandshakeOptions {
  const { pingInterval, pingTimeout, maxPayload, upgrades } = handshake ?? {};
  const isOffered = handshake === undefined || transports[0] === "websocket";
  return {
    pingInterval: pingInterval ?? STOCK_HANDSHAKE.pingInterval,
    pingTimeout: pingTimeout ?? STOCK_HANDSHAKE.pingTimeout,
    ...(maxPayload === undefined ? {} : { maxPayload }),
    upgrades: isOffered ? STOCK_HANDSHAKE.upgrades : upgrades ?? [],
  };
}

/** engine.io's own refusals are JSON with a code and words; others are told by their words. */
function asRecorded({ status, body }: RecordedRefusal): Refusal {
  const text = textOf(body);
  try {
    const read: JsonValue = JSON.parse(text);
    if (isJsonObject(read)) {
      const { code, message } = read;
      if (typeof code === "number" && typeof message === "string") return { code, message, status };
    }
  } catch {
    // Somebody else's refusal: a proxy's, say.
  }
  return { code: 3, message: text, status };
}

function textOf(body: Payload): string {
  return typeof body === "string" ? body : decodeUtf8(body) ?? "";
}

function unexpected(reason: string): HttpAnswer {
  const body = `Unexpected: ${reason}`;
  return { status: 400, headers: [["Content-Type", "text/plain"]], body };
}
