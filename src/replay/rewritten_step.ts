// A step that carries other values than on the tape, written as it was recorded: in the same
// encoding, and with the head that the recorded packet had.

import type { Payload } from "../base/bytes.ts";
import type { Value } from "../base/json.ts";
import { encodePacket, type OutgoingPacket } from "../protocols/socket_io/encode.ts";
import { dollarOf, withDollar } from "../timeline/filter/dollar.ts";
import type { Meaning } from "./meaning.ts";
import type { Step } from "./script.ts";

/** `$` of a packet: of an event or ack its arguments, of a CONNECT or its refusal what it carries. */
export function dollarIn(meaning: Meaning): Value | undefined {
  switch (meaning.kind) {
    case "event":
    case "ack":
      return dollarOf(meaning.args);
    case "connect":
    case "connect-error":
      return meaning.data;
    case "disconnect":
    case "other":
      return undefined;
  }
}

/** The step with this as its `$`. */
export function withDollarIn(step: Step, value: Value, protocol: string): Step {
  const { meaning, messages: recorded } = step;
  switch (meaning.kind) {
    case "event": {
      const { name, namespace, ackId, offset } = meaning;
      const args = withDollar(meaning.args, value);
      const asked = ackId === undefined ? {} : { ackId };
      const data = [name, ...args, ...(offset === undefined ? [] : [offset])];
      const messages = protocol === "socket.io"
        ? packetLike(recorded, { type: "EVENT", namespace, data, ...asked })
        : [JSON.stringify(args[0] ?? null)];
      return { ...step, meaning: { ...meaning, args }, messages };
    }
    case "ack": {
      const { namespace, ackId } = meaning;
      const args = withDollar(meaning.args, value);
      const asked = ackId === undefined ? {} : { ackId };
      const messages = packetLike(recorded, { type: "ACK", namespace, data: args, ...asked });
      return { ...step, meaning: { ...meaning, args }, messages };
    }
    case "connect": {
      const { namespace, query } = meaning;
      const asked = query === undefined ? {} : { query };
      const messages = packetLike(recorded, { type: "CONNECT", namespace, data: value, ...asked });
      return { ...step, meaning: { ...meaning, data: value }, messages };
    }
    case "connect-error": {
      const { namespace } = meaning;
      const messages = packetLike(recorded, { type: "CONNECT_ERROR", namespace, data: value });
      return { ...step, meaning: { ...meaning, data: value }, messages };
    }
    case "disconnect":
    case "other":
      return step;
  }
}

/** socket.io-protocol, "Packet encoding": `<type>[<n>-][/nsp,][id]` stands before the JSON. */
const HEAD = /^[0-6](?:\d+-)?(?:\/[^,]*,)?\d*/;

/** A packet in the encoding of the recorded one. */
function packetLike(
  [first = "", ...attachments]: readonly Payload[],
  packet: Omit<OutgoingPacket, "encoding">,
): readonly Payload[] {
  const encoded = encodePacket({
    ...packet,
    ...(typeof first === "string" ? {} : { encoding: "msgpack" }),
  });
  // The head of an event, as it was recorded, may say more.
  const isSaid = packet.type === "EVENT" || packet.type === "ACK";
  const [head] = isSaid && typeof first === "string" ? HEAD.exec(first) ?? [] : [];
  const isPlain = attachments.length === 0 && encoded.length === 1 && head !== undefined;
  return isPlain ? [`${head}${JSON.stringify(packet.data)}`] : encoded;
}
