// A message that many clients are sent: it is framed once for all of them, and not for each.

import type { Payload } from "../../base/bytes.ts";
import { encodePacket, encodeTextPacket } from "../../protocols/engine_io/encode_packet.ts";
import type { EngineVersion, OutgoingPacket } from "../../protocols/engine_io/packet.ts";
import { encodeKept, type ReadyBytes } from "./frame_batch.ts";

/** As an Engine.IO packet, or bare, as the message of a plain WebSocket. */
export class SharedMessage implements OutgoingPacket {
  readonly type = "message";
  readonly data: Payload;
  #bare: ReadyBytes | undefined;
  /** Text is the same for all; of binary revision 3 and those who take text alone have others. */
  #packet: ReadyBytes | undefined;
  #packetIn3: ReadyBytes | undefined;
  #packetAsText: ReadyBytes | undefined;
  #packetAsTextIn3: ReadyBytes | undefined;

  constructor(data: Payload) {
    this.data = data;
  }

  get bare(): ReadyBytes {
    return this.#bare ??= encodeKept(this.data);
  }

  packet(version: EngineVersion, asText: boolean): ReadyBytes {
    const isText = typeof this.data === "string";
    if (isText || version === 4 && !asText) return this.#packet ??= this.#encode(4, false);
    if (!asText) return this.#packetIn3 ??= this.#encode(3, false);
    if (version === 4) return this.#packetAsText ??= this.#encode(4, true);
    return this.#packetAsTextIn3 ??= this.#encode(3, true);
  }

  #encode(version: EngineVersion, asText: boolean): ReadyBytes {
    const encode = asText ? encodeTextPacket : encodePacket;
    return encodeKept(encode(this, version));
  }
}
