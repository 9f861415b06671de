// Every protocol, and how they are found and stacked: a request says who carries a connection
// (Engine.IO or nobody), the first message of an Engine.IO session whether it carries Socket.IO; all
// other messages are told apart one by one. A new protocol is one folder and one line here.

import type { Payload } from "../base/bytes.ts";
import type { Side } from "../base/side.ts";
import { engineIo } from "./engine_io/engine_io.ts";
import { json } from "./json/json.ts";
import { plain } from "./plain.ts";
import type {
  Carried,
  CarriedRequest,
  CarriedResponse,
  CarrierDecoder,
  CarrierProtocol,
  Decoded,
  MessageDecoder,
  MessageDecoderOptions,
  MessageMeaning,
  MessageProtocol,
} from "./protocol.ts";
import { isInterim } from "../wire/status.ts";
import { raw } from "./raw/raw.ts";
import { socketIo } from "./socket_io/socket_io.ts";
import { openStandingAlone } from "./standing_alone.ts";

/** Protocols that stand directly on HTTP and WebSocket. */
export const CARRIERS: readonly CarrierProtocol[] = [engineIo, plain];

/** Protocols that messages carry. */
export const MESSAGE_PROTOCOLS: readonly MessageProtocol[] = [socketIo, json, raw];

/** How to decode. */
export interface DecoderOptions {
  /** Keys that name JSON messages, by default the first of `type`, `event`, `action` there is. */
  readonly eventKeys?: readonly string[];
}

/** Who a connection speaks with: its messages go to the latest, its responses to their own. */
interface Connection {
  readonly latest: CarrierProtocol | undefined;
  /** By request id: pipelined requests may belong to different carriers. */
  readonly unanswered: Map<number, CarrierProtocol>;
  /** The request that was answered before all of it had been sent: it waits for nothing. */
  readonly early?: number;
}

/** Decodes everything that the connections of one tape carried, told in the order of the wire. */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #carriers = new Map<CarrierProtocol, CarrierDecoder>();
  #latestOpen:
    | { readonly carrier: CarrierProtocol; readonly decoder: CarrierDecoder }
    | undefined;
  readonly #connections = new Map<number, Connection>();
  #latestConn = -1;
  #latest: Connection | undefined;

  constructor(options: DecoderOptions = {}) {
    this.#options = options;
  }

  receive(carried: Carried): readonly Decoded[] {
    if (carried.kind === "close") {
      this.#connections.delete(carried.conn);
      this.#latestConn = -1;
      return [...this.#carriers.values()].flatMap((decoder) => decoder.receive(carried));
    }
    return this.#open(this.#carrierOf(carried)).receive(carried);
  }

  /** Mostly it is the one that was asked for before. */
  #connectionOf(conn: number): Connection | undefined {
    if (conn !== this.#latestConn) {
      this.#latestConn = conn;
      this.#latest = this.#connections.get(conn);
    }
    return this.#latest;
  }

  #carrierOf(carried: Exclude<Carried, { kind: "close" }>): CarrierProtocol {
    const connection = this.#connectionOf(carried.conn);
    switch (carried.kind) {
      case "request": {
        const latest = surest(CARRIERS, (carrier) => carrier.recognise(carried)) ?? plain;
        const unanswered = connection?.unanswered ?? new Map<number, CarrierProtocol>();
        if (connection?.early !== carried.id) unanswered.set(carried.id, latest);
        this.#connections.set(carried.conn, { latest, unanswered });
        this.#latestConn = -1;
        return latest;
      }
      case "response": {
        const asked = connection?.unanswered.get(carried.id);
        if (isInterim(carried.status)) return asked ?? connection?.latest ?? plain;
        if (connection?.unanswered.delete(carried.id) !== true) this.#answeredEarly(carried);
        return asked ?? connection?.latest ?? plain;
      }
      case "message":
        return connection?.latest ?? plain;
    }
  }

  #answeredEarly({ conn, id }: CarriedResponse): void {
    const { latest, unanswered = new Map<number, CarrierProtocol>() } = this.#connectionOf(conn) ??
      {};
    this.#connections.set(conn, { latest, unanswered, early: id });
    this.#latestConn = -1;
  }

  #open(carrier: CarrierProtocol): CarrierDecoder {
    if (this.#latestOpen?.carrier === carrier) return this.#latestOpen.decoder;
    const decoder = this.#carriers.get(carrier) ?? this.#start(carrier);
    this.#latestOpen = { carrier, decoder };
    return decoder;
  }

  #start(carrier: CarrierProtocol): CarrierDecoder {
    const opened = carrier.open((options) => openInner({ ...this.#options, ...options }));
    this.#carriers.set(carrier, opened);
    return opened;
  }
}

/** Socket.IO stands on Engine.IO alone: without it a first text of "0" is no CONNECT. */
function openInner(options: MessageDecoderOptions): MessageDecoder {
  return options.engineVersion === undefined
    ? openStandingAlone(options)
    : new DetectingDecoder(options);
}

/** Finds out from the first message of an Engine.IO session what to read the others as. */
class DetectingDecoder implements MessageDecoder {
  readonly #options: MessageDecoderOptions;
  #chosen: MessageDecoder | undefined;

  constructor(options: MessageDecoderOptions) {
    this.#options = options;
  }

  receive(from: Side, data: Payload): MessageMeaning {
    this.#chosen ??= openMessages(recogniseMessages(data, from).name, this.#options);
    return this.#chosen.receive(from, data);
  }
}

/** A decoder for a session of this protocol; JSON and raw messages are told apart one by one. */
export function openMessages(name: string, options: MessageDecoderOptions): MessageDecoder {
  const protocol = MESSAGE_PROTOCOLS.find((known) => known.name === name);
  return protocol === undefined || protocol === json || protocol === raw
    ? openStandingAlone(options)
    : protocol.open(options);
}

/** Whether a protocol claims this request: it is not just some page or picture. */
export function isCarriedByProtocol(request: CarriedRequest): boolean {
  return surest(CARRIERS, (carrier) => carrier.recognise(request)) !== plain;
}

/** The protocol that knows a session by its first message best. */
export function recogniseMessages(first: Payload, from: Side): MessageProtocol {
  return surest(MESSAGE_PROTOCOLS, (protocol) => protocol.recognise(first, from)) ?? raw;
}

function surest<Candidate>(
  candidates: readonly Candidate[],
  sureness: (candidate: Candidate) => number,
): Candidate | undefined {
  let best: Candidate | undefined;
  let highest = 0;
  for (const candidate of candidates) {
    const sure = sureness(candidate);
    if (sure > highest) [best, highest] = [candidate, sure];
  }
  return best;
}
