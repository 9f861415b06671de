// Gaps in what a server streams: events that come at a steady pace, and the times when they did not.
// A burst has no pace: what comes after it is no gap. Bursts that come again and again have one.

import { Sample } from "./sample.ts";

/** A stretch in which an event that usually comes did not. */
export interface Silence {
  readonly namespace: string;
  readonly name: string;
  /** When it began, and how long it lasted, in milliseconds. */
  readonly at: number;
  readonly milliseconds: number;
  /** The usual time between two of these events; between two bursts, where they come in bursts. */
  readonly usual: number;
}

/** A silence is so many times as long as usual, and long enough for a person to mind. */
export const SILENCE_FACTOR = 3;
export const SHORTEST_SILENCE = 1000;

/** Fewer events than this have no pace. */
export const FEWEST_EVENTS = 4;

/** Events that usually come closer than this, in milliseconds, are a burst unless they go on. */
export const BURST_PAUSE = 10;

/** A burst ends when nothing comes for so long. */
export const BURST_REST = 100;

/** A burst of this length is a stream. */
export const LONGEST_BURST = 1000;

/** How many events are watched by name, and how many silences are kept of each. */
export const MAX_STREAMS = 50;
export const MAX_SILENCES = 5;

interface Stretch {
  readonly at: number;
  readonly milliseconds: number;
}

interface Stream {
  readonly namespace: string;
  readonly name: string;
  readonly pauses: Sample;
  /** The pauses that end a burst. */
  readonly rests: Sample;
  bursts: number;
  /** How long all bursts took together, and how many pauses there were in them. */
  burstMilliseconds: number;
  burstPauses: number;
  longest: readonly Stretch[];
  lastAt: number;
  /** Nobody was there since the latest event: the time until the next one is no pause of the pace. */
  wasAbsent: boolean;
}

/** Told every event of the server, and when nobody was there, in order. */
export class SilenceFinder {
  readonly #streams = new Map<string, Stream>();
  /** Events come in rows of the same name. */
  #latest: Stream | undefined;

  event(namespace: string, name: string, at: number): void {
    const stream = this.#find(namespace, name);
    if (stream === undefined) {
      if (this.#streams.size >= MAX_STREAMS) return;
      this.#streams.set(`${namespace} ${name}`, {
        namespace,
        name,
        pauses: new Sample(),
        rests: new Sample(),
        bursts: 1,
        burstMilliseconds: 0,
        burstPauses: 0,
        longest: [],
        lastAt: at,
        wasAbsent: false,
      });
      return;
    }
    const milliseconds = at - stream.lastAt;
    if (stream.wasAbsent) {
      stream.wasAbsent = false;
      stream.bursts += 1;
    } else addPause(stream, milliseconds);
    if (milliseconds >= SHORTEST_SILENCE) {
      stream.longest = withStretch(stream, { at: stream.lastAt, milliseconds });
    }
    stream.lastAt = at;
  }

  /** Nobody was there to send events to: that time is no silence, and parts what is on its sides. */
  absent(from: number, until: number): void {
    for (const stream of this.#streams.values()) {
      const milliseconds = from - stream.lastAt;
      if (milliseconds >= SHORTEST_SILENCE) {
        stream.longest = withStretch(stream, { at: stream.lastAt, milliseconds });
      }
      stream.lastAt = until;
      stream.wasAbsent = true;
    }
  }

  #find(namespace: string, name: string): Stream | undefined {
    const latest = this.#latest;
    if (latest?.name === name && latest.namespace === namespace) return latest;
    const found = this.#streams.get(`${namespace} ${name}`);
    if (found !== undefined) this.#latest = found;
    return found;
  }

  /** The silences until `end`, the longest first; the one that lasts until then counts, too. */
  silences(end: number): readonly Silence[] {
    return [...this.#streams.values()]
      .flatMap((stream) => silencesOf(stream, end))
      .sort((left, right) => right.milliseconds - left.milliseconds);
  }
}

function addPause(stream: Stream, milliseconds: number): void {
  stream.pauses.add(milliseconds);
  if (milliseconds < BURST_REST) {
    stream.burstMilliseconds += milliseconds;
    stream.burstPauses += 1;
  } else {
    stream.rests.add(milliseconds);
    stream.bursts += 1;
  }
}

/** The usual pause, or undefined where there is no pace. */
function paceOf(stream: Stream): number | undefined {
  const { pauses, rests, bursts, burstMilliseconds, burstPauses } = stream;
  const usual = medianOf(pauses);
  if (usual === undefined || usual >= BURST_PAUSE) return usual;
  // The mean: of events that come many at a time, most pauses are none.
  return burstMilliseconds / bursts >= LONGEST_BURST
    ? burstMilliseconds / burstPauses
    : medianOf(rests);
}

function medianOf(pauses: Sample): number | undefined {
  return pauses.count < FEWEST_EVENTS - 1 ? undefined : pauses.median;
}

function silencesOf(stream: Stream, end: number): readonly Silence[] {
  const { namespace, name } = stream;
  const usual = paceOf(stream);
  if (usual === undefined) return [];
  const last = { at: stream.lastAt, milliseconds: end - stream.lastAt };
  return withStretch(stream, last)
    .filter(({ milliseconds }) =>
      milliseconds >= SHORTEST_SILENCE && milliseconds > SILENCE_FACTOR * usual
    )
    .map((stretch) => ({ namespace, name, ...stretch, usual }));
}

function withStretch(stream: Stream, stretch: Stretch): readonly Stretch[] {
  const shortest = stream.longest.at(MAX_SILENCES - 1);
  if (shortest !== undefined && shortest.milliseconds >= stretch.milliseconds) {
    return stream.longest;
  }
  return [...stream.longest, stretch]
    .sort((left, right) => right.milliseconds - left.milliseconds)
    .slice(0, MAX_SILENCES);
}
