// What a step says to a live client: the recorded messages with the client's ids in the place of the
// recorded ones. Most steps have none, which is found out once for all clients: to all of them the
// very messages of the tape are said.

import type { Payload } from "../base/bytes.ts";
import { IdBook, MAX_IDS } from "./id_book.ts";
import { learnNamespace, learnSession } from "./identity.ts";
import type { ReplaySession, Step } from "./script.ts";

/** Whether there are ids in a step's messages, once that is known. */
const PLAIN = 1;
const NAMED = 2;

/** A step's messages, which may have another ack id than on the tape, with a client's ids. */
export function wordsOf(
  { index, messages }: Step,
  session: ReplaySession,
  { ids, wording }: { readonly ids: IdBook; readonly wording?: Wording },
): readonly Payload[] {
  if (wording?.isPlain(session, index) === true) return messages;
  return messages.map((message) => ids.toLive(message));
}

/** So many ids are looked for one by one. */
const MAX_SEARCHED = 16;

export class Wording {
  /** Has other ids for all that stand anywhere on the tape. */
  readonly #probe = new IdBook();
  /** There may be ids that the probe does not know. */
  readonly #isProbeFull: boolean;
  /** All of them, where there are few. */
  readonly #ids: readonly string[] | undefined;
  readonly #found = new Map<ReplaySession, Uint8Array>();

  constructor(sessions: readonly ReplaySession[]) {
    let minted = 0;
    const mint = (): string => `live ${minted++}`;
    for (const session of sessions) {
      minted += session.namespaces.length;
      learnSession(session, mint(), this.#probe);
      for (const { from, meaning } of session.steps) {
        if (from === "client") continue;
        learnNamespace(meaning, this.#probe, { namespaceId: mint, recoveryId: mint });
      }
    }
    this.#isProbeFull = minted >= MAX_IDS;
    const ids = [...this.#probe.recorded()];
    if (ids.length <= MAX_SEARCHED) this.#ids = ids;
  }

  /** Whether the step with this index says the same to everybody. */
  isPlain(session: ReplaySession, index: number): boolean {
    let found = this.#found.get(session);
    if (found === undefined) {
      this.#found.set(session, found = new Uint8Array(session.steps.length));
    }
    found[index] ||= this.#look(session, index);
    return found[index] === PLAIN;
  }

  #look({ steps }: ReplaySession, index: number): number {
    const messages = steps[index]?.messages;
    if (messages === undefined || this.#isProbeFull) return NAMED;
    const isPlain = messages.every((message) =>
      this.#hasNone(message) || this.#probe.toLive(message) === message
    );
    return isPlain ? PLAIN : NAMED;
  }

  /** Quicker, where there are few. */
  #hasNone(message: Payload): boolean {
    if (typeof message !== "string" || this.#ids === undefined) return false;
    return !this.#ids.some((id) => message.includes(id));
  }
}
