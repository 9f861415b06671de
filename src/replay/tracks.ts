// One clock for each namespace that the client has joined. A server's step is due when all that the
// client said before it on the tape has been said live, in the namespaces that it is in, and the
// time since then has passed. While something is waited for the clocks stand still. They all show
// the same moment, but for those of namespaces that were joined much later than on the tape.

import type { Expectations } from "./expectations.ts";
import { Pace, type Speed } from "./pace.ts";
import type { ReplaySession, Step } from "./script.ts";

/** Milliseconds of the tape by which a namespace may be joined late, and all others wait for it. */
export const JOIN_LAG = 1000;

interface Track {
  readonly namespace: string;
  readonly queue: readonly Step[];
  /** The place in the queue behind which nothing has to be played. */
  readonly required: number;
  next: number;
  /** Its client came so late that it has a clock of its own. */
  lags: boolean;
  /** Undefined while the client is not there. */
  pace: Pace | undefined;
}

type ActiveTrack = Track & { readonly pace: Pace };

/** A server's step whose gates are open. */
export interface Due {
  readonly step: Step;
  readonly at: number;
}

/** A message of the client's that all else waits for. */
export interface Gate {
  readonly step: Step;
  /** When the tape came there; `Infinity` while its clock stands elsewhere. */
  readonly since: number;
}

export class Tracks {
  readonly #expectations: Expectations;
  readonly #times: readonly number[];
  readonly #hasGates: boolean;
  /** Steps that are left out until they are gone back to. */
  readonly #done: Set<number>;
  readonly #earliest: number;
  readonly #tracks = new Map<string, Track>();
  /** Those whose client is there. */
  #active: readonly ActiveTrack[] = [];
  #speed: Speed;

  /** `times` are those of the steps, gaps shortened as wished. */
  constructor(
    { steps }: Pick<ReplaySession, "steps">,
    times: readonly number[],
    expectations: Expectations,
    options: {
      readonly speed: Speed;
      readonly hasGates: boolean;
      readonly done?: ReadonlySet<number>;
      /** No clock begins before this moment. */
      readonly moment?: number;
    },
  ) {
    this.#times = times;
    this.#expectations = expectations;
    this.#speed = options.speed;
    this.#hasGates = options.hasGates;
    this.#done = new Set(options.done);
    this.#earliest = options.moment ?? -Infinity;
    const queues = new Map<string, Step[]>();
    for (const step of steps) {
      const { namespace } = step.meaning;
      const queue = queues.get(namespace) ?? [];
      queues.set(namespace, queue);
      if (step.from === "server") queue.push(step);
    }
    for (const [namespace, queue] of queues) {
      const required = queue.findLastIndex(({ isOptional }) => !isOptional) + 1;
      this.#tracks.set(namespace, {
        namespace,
        queue,
        required,
        next: 0,
        lags: false,
        pace: undefined,
      });
    }
  }

  isActive(namespace: string): boolean {
    return this.#tracks.get(namespace)?.pace !== undefined;
  }

  /** The client is in a namespace from this moment of the tape on. */
  enter(namespace: string, now: number, moment: number): void {
    const tape = Math.max(moment, this.#earliest);
    const track = this.#tracks.get(namespace);
    if (track === undefined) return;
    this.#setPace(track, undefined);
    const together = this.#active.filter(({ lags }) => !lags);
    const isAt = together.reduce((latest, { pace }) => Math.max(latest, pace.at(now, Infinity)), 0);
    track.lags = isAt - tape > JOIN_LAG;
    this.#setPace(track, new Pace(now, tape, this.#speed));
    if (!track.lags) { for (const { pace } of together) pace.anchor(now, tape); }
  }

  leave(namespace: string): void {
    const track = this.#tracks.get(namespace);
    if (track !== undefined) this.#setPace(track, undefined);
  }

  /** Which moment of the tape it is, in its (shortened) time. */
  moment(now: number): number {
    let latest = 0;
    for (const track of this.#active) {
      latest = Math.max(latest, track.pace.at(now, this.#limit(track)));
    }
    return latest;
  }

  /** Before something changes: clocks that stand at a gate are taken to have stood there. */
  settle(now: number): void {
    for (const track of this.#active) track.pace.settle(now, this.#limit(track));
  }

  /** The client said what was waited for, perhaps before its time: the tape is there now. */
  opened(step: Step, now: number): void {
    const own = this.#tracks.get(step.meaning.namespace);
    const time = this.#timeOf(step);
    for (const track of this.#active) {
      const goesAlong = track.namespace === own?.namespace || own?.lags === false && !track.lags;
      if (goesAlong) track.pace.opened(now, time);
    }
  }

  /** Everything is at this moment of the tape. */
  moveTo(tape: number, now: number): void {
    for (const { pace } of this.#active) pace.anchor(now, tape);
  }

  change(speed: Speed, now: number): void {
    this.#speed = speed;
    for (const track of this.#active) track.pace.change(now, this.#limit(track), speed);
  }

  /** The earliest step on the tape that is due by now. */
  dueBy(now: number): Due | undefined {
    let earliest: Due | undefined;
    for (const due of this.#dues()) {
      if (due.at > now) continue;
      if (earliest === undefined || due.step.index < earliest.step.index) earliest = due;
    }
    // At full speed nothing has a time of its own: it cannot be late.
    return earliest !== undefined && this.#speed === "max" ? { ...earliest, at: now } : earliest;
  }

  /** The next step whose gates are open, by the order of the tape: for playing step by step. */
  nextOpen(): Step | undefined {
    const open = this.#dues().map(({ step }) => step);
    return open.reduce<Step | undefined>(
      (first, step) => first === undefined || step.index < first.index ? step : first,
      undefined,
    );
  }

  /** When the next step is due, `Infinity` when nothing is. */
  nextDue(): number {
    return this.#dues().reduce((least, { at }) => Math.min(least, at), Infinity);
  }

  /** It has been played, or is passed over. */
  pass(step: Step, now: number): void {
    const track = this.#tracks.get(step.meaning.namespace);
    if (track === undefined) return;
    const place = track.queue.indexOf(step, track.next);
    if (place >= 0) track.next = place + 1;
    track.pace?.passed(now, this.#timeOf(step));
  }

  /** Steps from this moment of the tape on are to be played again. */
  rewind(tape: number): void {
    for (const track of this.#tracks.values()) {
      const first = track.queue.findIndex(({ at }) => at >= tape);
      if (first < 0) continue;
      if (first < track.next) track.next = first;
      for (const { index } of track.queue.slice(first)) this.#done.delete(index);
    }
  }

  /** What is waited for, for the longest time. */
  gate(): Gate | undefined {
    let longest: Gate | undefined;
    for (const track of this.#active) {
      const step = this.#gateOf(track);
      if (step === undefined || step.meaning.namespace !== track.namespace) continue;
      const since = track.pace.dueAt(this.#timeOf(step));
      if (longest === undefined || since < longest.since) longest = { step, since };
    }
    return longest;
  }

  /** All that has to be played has been. */
  get isThrough(): boolean {
    return this.#active.every((track) => this.#next(track) >= track.required);
  }

  /** When a moment behind all steps is reached; undefined while steps are left to play. */
  reaches(tape: number): number | undefined {
    let latest: number | undefined;
    for (const track of this.#active) {
      if (this.#next(track) < track.required) return undefined;
      latest = Math.max(latest ?? 0, track.pace.dueAt(tape));
    }
    return latest;
  }

  #dues(): readonly Due[] {
    const dues: Due[] = [];
    for (const track of this.#active) {
      const step = track.queue[this.#next(track)];
      if (step === undefined) continue;
      const gate = this.#gateOf(track);
      if (gate !== undefined && gate.index < step.index) continue;
      dues.push({ step, at: track.pace.dueAt(this.#timeOf(step)) });
    }
    return dues;
  }

  #next(track: Track): number {
    while (this.#done.has(track.queue[track.next]?.index ?? -1)) track.next += 1;
    return track.next;
  }

  /** The first message that a namespace waits for; who came late is waited for by itself alone. */
  #gateOf(track: Track): Step | undefined {
    if (!this.#hasGates) return undefined;
    let first: Step | undefined;
    for (const { namespace, lags } of this.#active) {
      if (lags && namespace !== track.namespace) continue;
      const step = this.#expectations.firstGate(namespace);
      if (step !== undefined && (first === undefined || step.index < first.index)) first = step;
    }
    return first;
  }

  #limit(track: Track): number {
    const step = this.#gateOf(track);
    return step === undefined ? Infinity : this.#timeOf(step);
  }

  #setPace(track: Track, pace: Pace | undefined): void {
    track.pace = pace;
    this.#active = [...this.#tracks.values()].filter(isActive);
  }

  #timeOf(step: Step): number {
    return this.#times[step.index] ?? step.at;
  }
}

function isActive(track: Track): track is ActiveTrack {
  return track.pace !== undefined;
}
