// Clients that were here and may come back, where every client gets the whole tape: the ids that
// each has, and where on the tape it left. Recovery says who comes back; else who looks the same is
// taken for the one that left first.

import { IdBook } from "./id_book.ts";
import type { Meaning } from "./meaning.ts";
import { stringIn } from "./returns.ts";

/** How many clients that may come back are remembered, for each session. */
export const MAX_PASTS = 1000;

export interface Past {
  /** The recorded session that the client had. */
  readonly session: number;
  readonly ids: IdBook;
  /** What clients are told apart by. */
  readonly who: string;
}

export class Pasts {
  readonly #bySession = new Map<number, Past[]>();

  remember(past: Past): void {
    const pasts = this.#bySession.get(past.session) ?? [];
    this.#bySession.set(past.session, [...pasts, past].slice(-MAX_PASTS));
  }

  /** Somebody has come back to it. */
  take(past: Past): void {
    const pasts = this.#bySession.get(past.session) ?? [];
    this.#bySession.set(past.session, pasts.filter((other) => other !== past));
  }

  /** Whose id for coming back this is. */
  ofPid(pid: string): Past | undefined {
    return this.#bySession.values().flatMap((pasts) => pasts)
      .find(({ ids }) => ids.recordedOf(pid) !== undefined);
  }

  /** Of those who left in that session and look like this one, the first. */
  of(session: number, who: string): Past | undefined {
    return this.#bySession.get(session)?.find((past) => past.who === who);
  }
}

/** The id that a client asks with for what it had. */
export function pidIn(said: readonly Meaning[]): string | undefined {
  for (const meaning of said) {
    const pid = meaning.kind === "connect" ? stringIn(meaning.data, "pid") : undefined;
    if (pid !== undefined) return pid;
  }
  return undefined;
}
