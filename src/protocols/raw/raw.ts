// The protocol of last resort: messages that no other protocol knows, shown as what they are.

import type { Payload } from "../../base/bytes.ts";
import { utf8Length } from "../../base/bytes.ts";
import type { MessageMeaning, MessageProtocol, Packet } from "../protocol.ts";

export interface RawPacket extends Packet {
  readonly protocol: "raw";
  readonly type: "text" | "binary";
  readonly data: Payload;
  /** Bytes, for text in UTF-8. */
  readonly bytes: number;
}

/** Less sure than any protocol that recognises anything at all, so that it is taken last. */
const LAST_RESORT = 0.01;

export const raw: MessageProtocol = {
  name: "raw",
  recognise: () => LAST_RESORT,
  open: () => ({ receive: (_from, data) => readRaw(data) }),
};

/** Says what one message is without reading it. */
export function readRaw(data: Payload): MessageMeaning {
  const text = typeof data === "string";
  const bytes = text ? utf8Length(data) : data.length;
  const packet: RawPacket = {
    protocol: "raw",
    type: text ? "text" : "binary",
    data,
    bytes,
    notes: [],
  };
  return { packets: [packet], label: `${packet.type} ${bytes} B`, notes: [] };
}
