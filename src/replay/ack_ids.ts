// The ack id of a packet as it stands on the wire: an answer must carry the id that the live client
// asked with, which is another one than on the tape (JavaScript counts from 0, Python from 1).

import type { Payload } from "../base/bytes.ts";
import { encodePacket } from "../protocols/socket_io/encode.ts";
import { decodePacketFromMsgpack } from "../protocols/socket_io/msgpack.ts";

/** `<type>[<n>-][/nsp,]<id>` (socket.io-protocol v5, "Packet encoding"). */
const HEAD = /^(\d(?:\d+-)?(?:\/[^,]*,)?)(\d+)/;

/** The messages of a packet with another ack id; everything else stays as it is. */
export function withAckId(messages: readonly Payload[], ackId: number): readonly Payload[] {
  const [head, ...attachments] = messages;
  if (head === undefined) return messages;
  if (typeof head === "string") {
    return [head.replace(HEAD, (_whole, before) => `${before}${ackId}`), ...attachments];
  }
  const packet = decodePacketFromMsgpack(head);
  if (packet.ackId === undefined) return messages;
  return [...encodePacket({ ...packet, ackId }), ...attachments];
}
