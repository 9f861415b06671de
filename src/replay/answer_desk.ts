// Who asked what under which id: an answer goes under the id that the live client asked with, and
// has to wait when the tape had its question earlier.

import type { Payload } from "../base/bytes.ts";
import { withAckId } from "./ack_ids.ts";
import type { Meaning } from "./meaning.ts";
import type { Step } from "./script.ts";

export class AnswerDesk {
  /** By namespace and id: the server's steps that want an answer. */
  readonly #asked = new Map<string, number>();
  /** By step: the id under which the live client wants its answer. */
  readonly #ackIds = new Map<number, number | undefined>();
  /** By the step that they answer: answers that came too early for their questions. */
  readonly #deferred = new Map<number, Step>();

  /** The client said this; gives the answer that has waited for it. */
  heard({ index }: Step, said: Meaning): Step | undefined {
    if (said.kind === "event") this.#ackIds.set(index, said.ackId);
    const answer = this.#deferred.get(index);
    this.#deferred.delete(index);
    return answer;
  }

  /** The server asks, if it wants an answer. */
  asks({ index, meaning }: Step): void {
    if (meaning.kind !== "event" || meaning.ackId === undefined) return;
    this.#asked.set(`${meaning.ackId} ${meaning.namespace}`, index);
  }

  /** The index of the step that the client answers. */
  questionOf({ ackId, namespace }: Meaning & { readonly kind: "ack" }): number | undefined {
    return this.#asked.get(`${ackId} ${namespace}`);
  }

  /** What the step says to this client; nothing when its question has not come, or wants nothing. */
  messagesOf(step: Step): readonly Payload[] | undefined {
    const { answers, messages } = step;
    if (answers === undefined) return messages;
    if (!this.#ackIds.has(answers)) {
      this.#deferred.set(answers, step);
      return undefined;
    }
    const ackId = this.#ackIds.get(answers);
    return ackId === undefined ? undefined : withAckId(messages, ackId);
  }
}
