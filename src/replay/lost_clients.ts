// Clients whose connection a fault has ended: whoever looks the same and comes back is given the
// rest of the session.

import type { FaultMemory } from "./fault_memory.ts";
import type { IdBook } from "./id_book.ts";
import type { Resumption } from "./resumption.ts";
import type { ReplaySession } from "./script.ts";
import type { Performance } from "./tally.ts";

/** How many are remembered; the first is forgotten first. */
export const MAX_LOST = 1000;

export interface LostClient {
  readonly session: ReplaySession;
  /** What clients are told apart by. */
  readonly who: string;
  readonly ids: IdBook;
  readonly resumption: Resumption;
  readonly memory: FaultMemory;
  /** How it went until then. */
  readonly performance: Performance | undefined;
}

export class LostClients {
  #lost: LostClient[] = [];

  remember(lost: LostClient): void {
    this.#lost = [...this.#lost, lost].slice(-MAX_LOST);
  }

  /** It has come back. */
  take(lost: LostClient): void {
    this.#lost = this.#lost.filter((other) => other !== lost);
  }

  /** Who had that session and looks the same; by the id of recovery, where it comes with one. */
  of(session: number, who: string, pid?: string): LostClient | undefined {
    const alike = this.#lost.filter((lost) => lost.session.number === session && lost.who === who);
    return alike.find((lost) => knowsPid(lost, pid)) ?? alike[0];
  }

  /** Whether the one whose id this is had that session. */
  isOf(session: number, who: string, pid: string): boolean {
    const lost = this.of(session, who, pid);
    return lost !== undefined && knowsPid(lost, pid);
  }

  /** What it has met of faults, if one like this is expected back. */
  memoryOf(who: string): FaultMemory | undefined {
    return this.#lost.find((lost) => lost.who === who)?.memory;
  }
}

function knowsPid({ ids }: LostClient, pid: string | undefined): boolean {
  return pid !== undefined && ids.recordedOf(pid) !== undefined;
}
