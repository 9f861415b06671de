// Which recorded session a new client is given: the one that it behaves like, by where it asks, by
// its query and by what it says first; among equals the earliest that is free.

import type { IdBook } from "./id_book.ts";
import type { LostClients } from "./lost_clients.ts";
import { isSameKind, type MatchRules, missOf } from "./match.ts";
import type { Meaning } from "./meaning.ts";
import { type Pasts, pidIn } from "./pasts.ts";
import { ownQuery, stringIn } from "./returns.ts";
import type { ReplayScript, ReplaySession } from "./script.ts";

/** What a client shows of itself before it says anything. */
export interface ClientDescription {
  readonly carrier: "engine.io" | "websocket";
  readonly engineVersion?: 3 | 4;
  readonly path: string;
  /** Decoded, with the transport's own parameters or without. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** What it can be known by when it comes back: its address and program, say. */
  readonly who?: string;
}

/** `whole`: every client gets the tape from its start. `sessions`: each session is given once. */
export type ServeMode = "whole" | "sessions";

/** Why nobody can be given to a client. */
export type Unsuitable = "version" | "path" | "used-up";

export interface CastingOptions {
  readonly serve: ServeMode;
  /** When all sessions have been given they are given again. */
  readonly loop?: boolean;
  /** Who was here before, where everybody gets the whole tape. */
  readonly pasts: Pasts;
  /** The ids of all in this round, where each session is given once. */
  readonly shared: () => IdBook;
  /** Whom a fault has cut off: they have their sessions still. */
  readonly lost: LostClients;
}

export class Casting {
  readonly #sessions: readonly ReplaySession[];
  readonly #options: CastingOptions;
  readonly #used = new Set<number>();
  /** Sessions whose clients have been here before and are gone: they may come back. */
  readonly #returning = new Set<number>();

  constructor({ sessions }: ReplayScript, options: CastingOptions) {
    this.#sessions = sessions;
    this.#options = options;
  }

  /** The sessions that a client may get; why not, if there are none. */
  candidates(client: ClientDescription): readonly ReplaySession[] | Unsuitable {
    const { carrier, engineVersion, path } = client;
    const places = this.#sessions.filter((session) =>
      session.carrier === carrier && samePath(session.request.path, path)
    );
    if (places.length === 0) return "path";
    const alike = places.filter((session) =>
      carrier === "websocket" || session.engineVersion === engineVersion
    );
    if (alike.length === 0) return "version";
    const { who = "" } = client;
    const free = alike.filter(({ number }) =>
      !this.#used.has(number) || this.#options.lost.of(number, who) !== undefined
    );
    if (free.length > 0) return free;
    if (this.#options.loop !== true) return "used-up";
    for (const { number } of alike) this.#used.delete(number);
    return alike;
  }

  /** The best of them for what the client has said so far. */
  choose(
    candidates: readonly ReplaySession[],
    client: ClientDescription,
    said: readonly Meaning[],
    rules: MatchRules,
  ): ReplaySession | undefined {
    let best: ReplaySession | undefined;
    let highest: readonly number[] = [];
    for (const session of candidates) {
      if (said.length > 0 && session.refusal !== undefined) continue;
      const score = [
        this.#belongs(session, said, client),
        likeness(session, said, rules),
        sharedQuery(session, client),
        this.#turn(session, client),
      ];
      if (best === undefined || isHigher(score, highest)) [best, highest] = [session, score];
    }
    return best;
  }

  take({ number }: ReplaySession): void {
    if (this.#isOnce) this.#used.add(number);
    this.#returning.delete(number);
  }

  /** It was not needed: a client that never said anything, or that proved to be another one. */
  giveBack({ number, follows }: ReplaySession): void {
    this.#used.delete(number);
    if (follows !== undefined) this.#returning.add(number);
  }

  /** The client is gone; on the tape it came back. */
  left({ number }: ReplaySession): void {
    for (const session of this.#sessions) {
      if (session.follows === number) this.#returning.add(session.number);
    }
  }

  /** Whether it goes on where a client was that says who it is, by recovery. */
  #belongs(
    { number, follows, steps }: ReplaySession,
    said: readonly Meaning[],
    { who = "" }: ClientDescription,
  ): number {
    const pid = pidIn(said);
    if (pid === undefined) return 0;
    const { pasts, shared, lost } = this.#options;
    if (lost.isOf(number, who, pid)) return 2;
    // Nobody's past: whoever has an id from elsewhere begins anew.
    if (!this.#isOnce) return follows === pasts.ofPid(pid)?.session ? 1 : 0;
    const asked = pidIn(steps.flatMap(({ from, meaning }) => from === "client" ? [meaning] : []));
    return asked !== undefined && asked === (shared().recordedOf(pid) ?? pid) ? 1 : 0;
  }

  /** A second session is for somebody who had the first. */
  #turn({ number, follows }: ReplaySession, { who = "" }: ClientDescription): number {
    if (this.#options.lost.of(number, who) !== undefined) return 2;
    if (this.#isOnce) return this.#returning.has(number) ? 1 : 0;
    if (follows === undefined) return 0;
    return this.#options.pasts.of(follows, who) === undefined ? -1 : 1;
  }

  get #isOnce(): boolean {
    return this.#options.serve === "sessions";
  }
}

function samePath(recorded: string, asked: string): boolean {
  const plain = (path: string): string => path.replace(/\/+$/, "");
  return recorded === "" || plain(recorded) === plain(asked);
}

/** How many of the client's first messages are this session's, in its order, twice what is alike. */
export function likeness(
  { steps }: ReplaySession,
  said: readonly Meaning[],
  rules: MatchRules,
): number {
  let likeness = 0;
  const expected = steps.filter(({ from, meaning: { kind } }) =>
    from === "client" && kind !== "ack" && kind !== "disconnect"
  ).values();
  for (const meaning of said) {
    const { value: step } = expected.next();
    if (step === undefined || !isSameKind(step.meaning, meaning)) break;
    const isSame = missOf(step, meaning, { ...rules, mode: "strict" }) === undefined;
    const recovers = step.meaning.kind !== "connect" || meaning.kind !== "connect" ||
      (stringIn(step.meaning.data, "pid") === undefined) ===
        (stringIn(meaning.data, "pid") === undefined);
    likeness += isSame && recovers ? 2 : 1;
    if (!isSame) break;
  }
  return likeness;
}

function sharedQuery(session: ReplaySession, { query }: ClientDescription): number {
  const { hiddenParameters } = session.request;
  let shared = 0;
  for (const [name, value] of ownQuery(session)) {
    const isThere = query.some(([asked, given]) =>
      asked === name && (given === value || hiddenParameters.includes(name))
    );
    shared += isThere ? 1 : -1;
  }
  return shared;
}

function isHigher(score: readonly number[], than: readonly number[]): boolean {
  for (const [index, value] of score.entries()) {
    const other = than[index] ?? 0;
    if (value !== other) return value > other;
  }
  return false;
}
