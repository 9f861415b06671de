// Follows one session's messages in both directions: puts binary packets back together, follows
// connection state recovery, and says what each message means.

import type { Payload } from "../../base/bytes.ts";
import type { Side } from "../../base/side.ts";
import type { MessageDecoder, MessageDecoderOptions, MessageMeaning, Packet } from "../protocol.ts";
import { Assembler, DEFAULT_LIMITS } from "./assembler.ts";
import type { AssemblerLimits } from "./assembler.ts";
import { decodePacket } from "./decode.ts";
import { eventOf, labelOf } from "./event.ts";
import { decodePacketFromMsgpack } from "./msgpack.ts";
import { unknownPacket, withNotes } from "./packet.ts";
import type { SocketPacket } from "./packet.ts";
import { Recovery } from "./recovery.ts";

export class SocketDecoder implements MessageDecoder {
  readonly #options: MessageDecoderOptions;
  readonly #client: Assembler;
  readonly #server: Assembler;
  readonly #recovery = new Recovery();
  /** Told by the session's first message. */
  #encoding: "text" | "msgpack" | undefined;

  constructor(options: MessageDecoderOptions = {}, limits: AssemblerLimits = DEFAULT_LIMITS) {
    this.#options = options;
    this.#client = new Assembler(limits);
    this.#server = new Assembler(limits);
  }

  receive(from: Side, data: Payload): MessageMeaning {
    this.#encoding ??= encodingOf(data);
    if (typeof data === "string") return this.#receiveText(from, data);
    if (this.#encoding === "msgpack") {
      return this.#meaning(from, this.#recovery.follow(from, decodePacketFromMsgpack(data)));
    }
    return this.#receiveBinary(from, data);
  }

  #receiveText(from: Side, text: string): MessageMeaning {
    const interrupted = this.#assembler(from).interrupt();
    const packet = this.#recovery.follow(from, decodePacket(text));
    const meaning = packet.attachments === undefined
      ? this.#meaning(from, packet)
      : this.#begin(from, this.#checkCount(packet));
    return interrupted === undefined ? meaning : this.#after(from, interrupted, meaning);
  }

  #begin(from: Side, binaryPacket: SocketPacket): MessageMeaning {
    const { packet, waitsFor } = this.#assembler(from).begin(binaryPacket);
    return waitsFor === 0 ? this.#meaning(from, packet) : waiting(packet, waitsFor);
  }

  #receiveBinary(from: Side, bytes: Uint8Array): MessageMeaning {
    const taken = this.#assembler(from).take(bytes);
    if (taken === undefined) return this.#meaning(from, unexpected(bytes));
    const { attachment, packet } = taken;
    if (packet !== undefined) return this.#meaning(from, packet, [attachment, packet]);
    const label = `attachment ${attachment.index + 1} of ${attachment.of}`;
    return { packets: [attachment], label, notes: attachment.notes };
  }

  #assembler(from: Side): Assembler {
    return from === "client" ? this.#client : this.#server;
  }

  #meaning(
    from: Side,
    packet: SocketPacket,
    packets: readonly Packet[] = [packet],
  ): MessageMeaning {
    const recovers = from === "server" && this.#recovery.isOffered(packet.namespace);
    const event = eventOf(packet, recovers);
    const label = labelOf(packet);
    if (event === undefined) return { packets, label, notes: packet.notes };
    return { packets, label, event, notes: packet.notes };
  }

  /** The interrupted packet first; its event is told when the new packet has none. */
  #after(from: Side, interrupted: SocketPacket, next: MessageMeaning): MessageMeaning {
    const before = this.#meaning(from, interrupted);
    const event = next.event ?? before.event;
    return {
      packets: [interrupted, ...next.packets],
      label: next.label,
      notes: [...before.notes, ...next.notes],
      ...(event === undefined ? {} : { event }),
    };
  }

  /** Revision 5 peers refuse a binary packet without attachments, older ones send them. */
  #checkCount(packet: SocketPacket): SocketPacket {
    if (packet.attachments !== 0 || this.#options.engineVersion !== 4) return packet;
    return withNotes(packet, [{
      rule: "socket.io/attachment-count",
      text: `This ${packet.type} announces 0 attachments, which stock peers refuse`,
    }]);
  }
}

function encodingOf(first: Payload): "text" | "msgpack" {
  if (typeof first === "string") return "text";
  return isMsgpackPacket(decodePacketFromMsgpack(first)) ? "msgpack" : "text";
}

/** A map that reads as a packet without a complaint. */
export function isMsgpackPacket(packet: SocketPacket): boolean {
  return packet.type !== "unknown" && packet.notes.length === 0;
}

function waiting(packet: SocketPacket, count: number): MessageMeaning {
  const noun = count === 1 ? "attachment" : "attachments";
  const label = `${labelOf(packet)} (waiting for ${count} ${noun})`;
  return { packets: [packet], label, notes: packet.notes };
}

function unexpected(bytes: Uint8Array): SocketPacket {
  return unknownPacket(bytes, {
    rule: "socket.io/unexpected-binary",
    text: `${bytes.length} bytes of binary came while no attachment was due`,
  });
}
