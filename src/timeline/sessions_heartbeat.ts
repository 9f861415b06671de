// Counts heartbeats: asked, answered, missed.

import type { Side } from "../base/side.ts";
import type { HeartbeatStory } from "./sessions_story.ts";

export class Heartbeat {
  #by: Side | undefined;
  #sent = 0;
  #answered = 0;
  #missed = 0;
  #waitingSince: number | undefined;
  #lastAt: number | undefined;

  ping(from: Side, at: number): void {
    this.#by ??= from;
    if (from !== this.#by) return;
    if (this.#waitingSince !== undefined) this.#missed += 1;
    this.#sent += 1;
    this.#waitingSince = at;
    this.#lastAt = at;
  }

  pong(from: Side): void {
    if (this.#waitingSince === undefined || from === this.#by) return;
    this.#answered += 1;
    this.#waitingSince = undefined;
  }

  /** As of the end; `since` is when the session began. */
  story(
    since: number,
    until: number,
    interval: number | undefined,
    timeout: number | undefined,
  ): HeartbeatStory {
    const waited = this.#waitingSince === undefined ? 0 : until - this.#waitingSince;
    const isLate = timeout !== undefined && waited > timeout;
    const quiet = until - (this.#lastAt ?? since);
    return {
      ...(this.#by === undefined ? {} : { by: this.#by }),
      sent: this.#sent,
      answered: this.#answered,
      missed: this.#missed + (isLate ? 1 : 0),
      overdue: interval !== undefined && timeout !== undefined && quiet > interval + timeout,
    };
  }
}
