// S1's rooms, each with a driver of its own, as long as somebody is in it.

import type { Namespace } from "socket.io";
import { sha256 } from "../base/hash.ts";
import { startBeats } from "./beats.ts";
import { type Ride, rideOf } from "./seeded.ts";
import { SSO_ID, type SsoId } from "./subscription.ts";
import { ROUND_SECONDS } from "./track.ts";

export interface RoomDrivesOptions {
  readonly namespace: Namespace;
  /** Milliseconds from one position to the next. */
  readonly interval: number;
  readonly seed: number | undefined;
  /** The wall clock in milliseconds. */
  readonly now: () => number;
}

/** The room that the demo's own clients subscribe to. */
export const DEMO_ROOM = `track_${SSO_ID}`;

export class RoomDrives implements Disposable {
  readonly #options: RoomDrivesOptions;
  readonly #drives = new Map<string, Disposable>();
  readonly #left = (room: string): void => {
    this.#drives.get(room)?.[Symbol.dispose]();
    this.#drives.delete(room);
  };
  #isOver = false;

  constructor(options: RoomDrivesOptions) {
    this.#options = options;
    options.namespace.adapter.on("delete-room", this.#left);
  }

  /** Streams a driver's positions to the room, unless one is on its way there already. */
  start(room: string, ssoId: SsoId): void {
    if (this.#isOver || this.#drives.has(room)) return;
    const { namespace, interval, seed, now } = this.#options;
    const ride = rideOf(interval, seed, now, startOf(room));
    let count = 0;
    const beat = (): void => {
      namespace.to(room).emit("location:track", payloadOf({ room, ssoId, ride, count }));
      count += 1;
    };
    this.#drives.set(room, startBeats({ interval, first: "at once", beat }));
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#options.namespace.adapter.off("delete-room", this.#left);
    for (const drive of this.#drives.values()) drive[Symbol.dispose]();
    this.#drives.clear();
  }
}

interface Told {
  readonly room: string;
  readonly ssoId: SsoId;
  readonly ride: Ride;
  readonly count: number;
}

function payloadOf({ room, ssoId, ride, count }: Told): Readonly<Record<string, unknown>> {
  const { latitude, longitude, accuracy, speed, heading } = ride.position(count);
  return {
    room,
    ssoId,
    lat: latitude,
    lng: longitude,
    accuracy,
    speed,
    heading,
    recordedAt: new Date(ride.time(count)).toISOString(),
  };
}

/** The second of the ride at which a room's driver starts: another one for every name. */
function startOf(room: string): number {
  if (room === DEMO_ROOM) return 0;
  const chance = parseInt(sha256(new TextEncoder().encode(room)).slice(0, 8), 16) / 2 ** 32;
  return Math.floor(chance * ROUND_SECONDS);
}
