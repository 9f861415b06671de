// Reads what one live client says, packet by packet, as the protocol that its session speaks.

import type { Payload } from "../base/bytes.ts";
import type { MessageDecoder } from "../protocols/protocol.ts";
import { openMessages } from "../protocols/registry.ts";
import { Gatherer, type Meaning } from "./meaning.ts";
import type { ReplaySession } from "./script.ts";

export class Listener {
  readonly #decoder: MessageDecoder;
  readonly #gatherer = new Gatherer();

  constructor(
    session: Pick<ReplaySession, "protocol" | "engineVersion" | "eventKeys">,
  ) {
    const { protocol, engineVersion, eventKeys } = session;
    this.#decoder = openMessages(protocol, {
      ...(engineVersion === undefined ? {} : { engineVersion }),
      ...(eventKeys === undefined ? {} : { eventKeys }),
    });
  }

  /** The packets that are whole with this message. */
  hear(data: Payload): readonly Meaning[] {
    const heard = this.#decoder.receive("client", data);
    return this.#gatherer.add(data, heard).map(({ meaning }) => meaning);
  }
}
