// What all clients of a session get alike, framed once for them all. What has ids or an ack id of
// one client's own is not among it: that goes as its player says it.

import type { Payload } from "../../base/bytes.ts";
import type { ReplaySession } from "../../replay/script.ts";
import type { Message } from "../engine_server/engine_owner.ts";
import { SharedMessage } from "../engine_server/shared_message.ts";

/** How much of a tape is kept so, in characters and bytes; the rest is framed for each client. */
export const MAX_SHARED = 64 * 1024 * 1024;

export class SharedSteps {
  readonly #limit: number;
  readonly #bySession = new Map<ReplaySession, (readonly SharedMessage[] | undefined)[]>();
  #size = 0;

  constructor(limit: number = MAX_SHARED) {
    this.#limit = limit;
  }

  /** These messages of a step; the very same for everybody if they are as on the tape. */
  messagesOf(
    session: ReplaySession | undefined,
    index: number | undefined,
    messages: readonly Payload[],
  ): readonly Message[] {
    if (session === undefined || index === undefined) return messages;
    if (session.steps[index]?.messages !== messages) return messages;
    let steps = this.#bySession.get(session);
    if (steps === undefined) this.#bySession.set(session, steps = []);
    const shared = steps[index] ?? this.#share(messages);
    if (shared === undefined) return messages;
    steps[index] = shared;
    return shared;
  }

  #share(messages: readonly Payload[]): readonly SharedMessage[] | undefined {
    let size = this.#size;
    for (const { length } of messages) size += length;
    if (size > this.#limit) return undefined;
    this.#size = size;
    return messages.map((message) => new SharedMessage(message));
  }
}
