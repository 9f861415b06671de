// Sessions that go on where another one broke off: what one tape has in one session, the other has in
// several, since somebody had to come back. Told in a line, or it would look like lost and new events.

import type { Act, ActKey } from "../../../diff/act.ts";
import type { DiffResult, Row, SessionDiff } from "../../../diff/result.ts";

export interface Continued {
  /** The session that has no other. */
  readonly session: SessionDiff;
  /** The one that broke off on that tape, and did not on the other one. */
  readonly before: SessionDiff;
  /** What both say, by kind. */
  readonly counts: ReadonlyMap<ActKey, number>;
}

type Told = Pick<DiffResult, "sessions" | "findings" | "events">;

export function continuedSessions({ sessions, findings, events }: Told): readonly Continued[] {
  const alone = findings.flatMap(({ kind, session }) =>
    kind === "session-added" || kind === "session-missing" ? sessions[session] ?? [] : []
  );
  if (alone.length === 0) return [];
  const live = new Set(events.filter(({ isLive }) => isLive).map(({ key }) => key));
  const broken = findings.flatMap(({ kind, session }) =>
    kind === "ending" ? sessions[session] ?? [] : []
  );
  const tails = broken.map((session) => new Tails(session, live));
  return alone.flatMap((session) => {
    const acts = saidIn(session);
    const tail = tails.find((one) => one.begins(session, acts));
    if (acts.length === 0 || tail === undefined) return [];
    tail.take(session, acts.length);
    return [{ session, before: tail.session, counts: countsOf(acts) }];
  });
}

/** What came in a session but for its beginning and its end. */
function saidIn({ left, right }: SessionDiff): readonly Act[] {
  const session = left ?? right;
  if (session === undefined) return [];
  return inOrder([...session.client, ...session.server].filter(isSaid));
}

function isSaid({ key: { kind } }: Act): boolean {
  return kind !== "open" && kind !== "connect" && kind !== "refuse" && kind !== "disconnect";
}

/** Each side by itself: how the two fall among each other is no difference. */
function inOrder(acts: readonly Act[]): readonly Act[] {
  return [
    ...acts.filter(({ key: { from } }) => from === "client"),
    ...acts.filter(({ key: { from } }) => from === "server"),
  ];
}

function countsOf(acts: readonly Act[]): ReadonlyMap<ActKey, number> {
  const counts = new Map<ActKey, number>();
  for (const { key } of acts) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** What only one of two sessions had time to say. */
class Tails {
  readonly session: SessionDiff;
  readonly #live: ReadonlySet<ActKey>;
  /** Of the good tape, for sessions that only the other one has. */
  #left: readonly Act[];
  #right: readonly Act[];

  constructor(session: SessionDiff, live: ReadonlySet<ActKey>) {
    this.session = session;
    this.#live = live;
    const rows: Row[] = [];
    for (const row of session.rows()) if (isAlone(row)) rows.push(row);
    this.#left = inOrder(rows.flatMap(({ left }) => left ?? []).filter(isSaid));
    this.#right = inOrder(rows.flatMap(({ right }) => right ?? []).filter(isSaid));
  }

  begins({ left }: SessionDiff, acts: readonly Act[]): boolean {
    const tail = left === undefined ? this.#left : this.#right;
    return acts.length <= tail.length && acts.every((act, index) => this.#isSame(act, tail[index]));
  }

  take({ left }: SessionDiff, count: number): void {
    if (left === undefined) this.#left = this.#left.slice(count);
    else this.#right = this.#right.slice(count);
  }

  /** What lives says something else each time. */
  #isSame({ key, content }: Act, other: Act | undefined): boolean {
    if (other?.key !== key) return false;
    return content.id === other.content.id || this.#live.has(key);
  }
}

/** Only one tape has it, which is no finding of its own. */
function isAlone({ left, right, finding }: Row): boolean {
  return finding === undefined && (left === undefined) !== (right === undefined);
}
