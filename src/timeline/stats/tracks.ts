// The ways of one event's things, told apart by an id beside their positions, or else by what
// carried them.

import type { Value } from "../../base/json.ts";
import { isOnEarth, positionsIn } from "../positions.ts";
import type { Place } from "./distance.ts";
import { type PlainPoint, readPlainPoint } from "./plain_point.ts";
import { subjectOf } from "./subject.ts";
import { Track } from "./track.ts";

/** How many ways of one event are followed. */
export const MAX_TRACKS = 200;

/** How many ways of all events are followed. */
export const MAX_TRACKS_IN_ALL = 1000;

/** How many more ways can be followed; the events of a tape share one. */
export interface TrackBudget {
  left: number;
}

export interface SubjectTrack {
  /** `userId 19`, `session …`, `connection 2`; empty when every message had an id of its own. */
  readonly subject: string;
  readonly track: Track;
}

export class Tracks {
  readonly #budget: TrackBudget;
  /** By the id's key, or `session` and `connection`, and by the id. */
  #tracks = new Map<string, Map<string | number, Track>>();
  #size = 0;
  /** Points come in rows of the same thing. */
  #latest:
    | { readonly key: string; readonly id: string | number; readonly track: Track }
    | undefined;
  readonly #point: PlainPoint = { latitude: 0, longitude: 0, key: "", id: "" };
  /** The ids were of messages, not of things: each came once. */
  #joined: Track | undefined;
  /** One message told of several things. */
  #hasSeveralAtOnce = false;
  #untracked = 0;
  #offEarth = 0;

  constructor(budget: TrackBudget = { left: MAX_TRACKS_IN_ALL }) {
    this.#budget = budget;
  }

  /** `carrier` tells apart what has no id: a session, or a connection. */
  event(args: readonly Value[], at: number, carrier: string | number): void {
    const isThere = readPlainPoint(args, this.#point);
    if (isThere === true) {
      const { key, id } = this.#point;
      this.#add(this.#point, at, key, id, carrier);
    } else if (isThere === undefined) {
      this.#search(args, at, carrier);
    }
  }

  #search(args: readonly Value[], at: number, carrier: string | number): void {
    const positions = positionsIn(args);
    if (positions.length > 1) this.#hasSeveralAtOnce = true;
    for (const position of positions) {
      const { key = "", id = "" } = subjectOf(args, position) ?? {};
      this.#add(position, at, key, id, carrier);
    }
  }

  #add(place: Place, at: number, key: string, id: string | number, carrier: string | number): void {
    if (!isOnEarth(place)) {
      this.#offEarth += 1;
      return;
    }
    const track = this.#joined ??
      (key === ""
        ? this.#trackOf(typeof carrier === "string" ? "session" : "connection", carrier)
        : this.#trackOf(key, id));
    if (track === undefined) this.#untracked += 1;
    else track.add(place.latitude, place.longitude, at);
  }

  /** In the order in which they began. */
  get list(): readonly SubjectTrack[] {
    const joined = this.#joined ??
      (this.#size > 1 && this.#areMessages() ? this.#join() : undefined);
    if (joined !== undefined) return [{ subject: "", track: joined }];
    return [...this.#tracks].flatMap(([key, ids]) =>
      [...ids].map(([id, track]) => ({ subject: `${key} ${id}`, track }))
    ).toSorted((left, right) => (left.track.first?.at ?? 0) - (right.track.first?.at ?? 0));
  }

  /** Points of things that are not followed, as there are too many. */
  get untracked(): number {
    return this.#untracked;
  }

  /** Positions that are none on earth. */
  get offEarth(): number {
    return this.#offEarth;
  }

  #trackOf(key: string, id: string | number): Track | undefined {
    const latest = this.#latest;
    if (latest?.id === id && latest.key === key) return latest.track;
    const ids = this.#tracks.get(key);
    const track = ids?.get(id) ?? this.#begin(key, id, ids);
    this.#latest = track === undefined ? undefined : { key, id, track };
    return track;
  }

  #begin(
    key: string,
    id: string | number,
    ids: Map<string | number, Track> | undefined,
  ): Track | undefined {
    if (this.#size === MAX_TRACKS) {
      if (!this.#areMessages()) return undefined;
      this.#joined = this.#join();
      this.#tracks.clear();
      this.#budget.left += MAX_TRACKS - 1;
      return this.#joined;
    }
    if (this.#budget.left <= 0) return undefined;
    this.#budget.left -= 1;
    this.#size += 1;
    const track = new Track();
    if (ids === undefined) this.#tracks.set(key, new Map([[id, track]]));
    else ids.set(id, track);
    return track;
  }

  #areMessages(): boolean {
    return !this.#hasSeveralAtOnce && this.#all().every(({ count }) => count === 1);
  }

  #all(): readonly Track[] {
    return [...this.#tracks.values()].flatMap((ids) => [...ids.values()]);
  }

  #join(): Track {
    const joined = new Track();
    const points = this.#all().flatMap(({ first }) => first === undefined ? [] : [first]);
    for (const { latitude, longitude, at } of points.sort((left, right) => left.at - right.at)) {
      joined.add(latitude, longitude, at);
    }
    return joined;
  }
}
