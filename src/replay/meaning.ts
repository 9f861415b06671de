// What a whole packet of a session means, the same for what was recorded and for what is said live:
// the one thing that matching, acknowledging and translating look at.

import type { Payload } from "../base/bytes.ts";
import type { Value } from "../base/json.ts";
import type { DecodedEvent, Packet } from "../protocols/protocol.ts";
import { isSocketPacket, type SocketPacket } from "../protocols/socket_io/packet.ts";

/** A message of a protocol without namespaces is an event, or else `other`, of `/`. */
export type Meaning =
  /** The client's asking (with `auth`) or the server's answer (with its `sid`). */
  | {
    readonly kind: "connect";
    readonly namespace: string;
    readonly data?: Value;
    /** Older clients ask for a namespace with a query of its own. */
    readonly query?: string;
  }
  | { readonly kind: "connect-error"; readonly namespace: string; readonly data?: Value }
  | { readonly kind: "disconnect"; readonly namespace: string }
  | EventMeaning
  | AckMeaning
  /** What nobody could read. */
  | { readonly kind: "other"; readonly namespace: string; readonly data: Payload };

export interface EventMeaning {
  readonly kind: "event";
  readonly namespace: string;
  readonly name: string;
  readonly args: readonly Value[];
  /** It wants an answer under this id. */
  readonly ackId?: number;
  /** Of connection state recovery: stands behind the arguments, and is none. */
  readonly offset?: string;
}

export interface AckMeaning {
  readonly kind: "ack";
  readonly namespace: string;
  readonly ackId: number;
  readonly args: readonly Value[];
}

/** A whole packet and the messages that carried it. */
export interface Gathered {
  readonly messages: readonly Payload[];
  readonly meaning: Meaning;
  /** Its first message was its last as well. */
  readonly isSingle: boolean;
}

interface Heard {
  readonly packets: readonly Packet[];
  readonly event?: DecodedEvent;
}

/** Gathers what one side says into whole packets: an event and its attachments are one. */
export class Gatherer {
  #held: Payload[] = [];

  /** Whether the rest of a packet is due. */
  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  add(data: Payload, heard: Heard): readonly Gathered[] {
    const { packets } = heard;
    const last = packets.at(-1);
    if (last?.type === "attachment") {
      this.#held.push(data);
      return [];
    }
    const isLastPart = packets.length > 1 && packets.at(-2)?.type === "attachment";
    if (isLastPart) {
      const messages = [...this.#held, data];
      this.#held = [];
      return [{ messages, meaning: meaningOf(heard, data), isSingle: false }];
    }
    const before = this.end();
    if (isWaiting(last)) {
      this.#held = [data];
      return before;
    }
    return [...before, { messages: [data], meaning: meaningOf(heard, data), isSingle: true }];
  }

  /** What was begun and will not be whole any more. */
  end(): readonly Gathered[] {
    const [first, ...rest] = this.#held;
    if (first === undefined) return [];
    this.#held = [];
    const meaning: Meaning = { kind: "other", namespace: "/", data: first };
    return [{ messages: [first, ...rest], meaning, isSingle: false }];
  }
}

/** Announces attachments: they come next. */
function isWaiting(packet: Packet | undefined): boolean {
  return packet !== undefined && isSocketPacket(packet) && (packet.attachments ?? 0) > 0;
}

function meaningOf({ packets, event }: Heard, data: Payload): Meaning {
  const packet = packets.at(-1);
  if (packet !== undefined && isSocketPacket(packet)) return meaningOfSocket(packet, event, data);
  if (event === undefined) return { kind: "other", namespace: "/", data };
  const { namespace, name, args } = event;
  return { kind: "event", namespace, name, args };
}

function meaningOfSocket(
  packet: SocketPacket,
  event: DecodedEvent | undefined,
  raw: Payload,
): Meaning {
  const { type, namespace, ackId, data } = packet;
  const payload = data === undefined ? {} : { data };
  switch (type) {
    case "CONNECT":
      return {
        kind: "connect",
        namespace,
        ...payload,
        ...(packet.query === undefined ? {} : { query: packet.query }),
      };
    case "CONNECT_ERROR":
      return { kind: "connect-error", namespace, ...payload };
    case "DISCONNECT":
      return { kind: "disconnect", namespace };
    case "ACK":
    case "BINARY_ACK":
      if (ackId === undefined || !Array.isArray(data)) break;
      return { kind: "ack", namespace, ackId, args: data };
    case "EVENT":
    case "BINARY_EVENT": {
      if (event === undefined) break;
      const { name, args, offset } = event;
      const id = ackId === undefined ? {} : { ackId };
      const behind = offset === undefined ? {} : { offset };
      return { kind: "event", namespace, name, args, ...id, ...behind };
    }
  }
  return { kind: "other", namespace, data: raw };
}

/** Short and for people: `location:track`, `CONNECT /sfa`, `ack 3`. */
export function describeMeaning(meaning: Meaning): string {
  const { namespace } = meaning;
  const place = namespace === "/" ? "" : ` in ${namespace}`;
  switch (meaning.kind) {
    case "connect":
      return `CONNECT ${namespace}`;
    case "connect-error":
      return `CONNECT_ERROR ${namespace}`;
    case "disconnect":
      return `DISCONNECT ${namespace}`;
    case "event":
      return `${meaning.name}${place}`;
    case "ack":
      return `ack ${meaning.ackId}${place}`;
    case "other":
      return typeof meaning.data === "string"
        ? `text of ${meaning.data.length} characters`
        : `binary of ${meaning.data.length} bytes`;
  }
}

/** The same of one of a session's steps: an ack by what it answers. */
export function describeIn(
  { meaning, answers }: { readonly meaning: Meaning; readonly answers?: number },
  steps: readonly { readonly meaning: Meaning }[],
): string {
  const asked = meaning.kind === "ack" ? steps[answers ?? -1]?.meaning : undefined;
  return asked === undefined ? describeMeaning(meaning) : `answer to ${describeMeaning(asked)}`;
}
