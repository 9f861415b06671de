// Where S2's drivers are: those that somebody sends positions of, and for the others the demo's own,
// on its ride. A ride lasts as long as somebody watches or sends.

import { startBeats } from "./beats.ts";
import { driverAnswer } from "./driver_messages.ts";
import { type Ride as Track, rideOf } from "./seeded.ts";

/** Told the driver's position, as it goes over the wire. */
export type Watcher = (answer: string) => void;

interface Ride {
  readonly watchers: Set<Watcher>;
  /** Those that send positions: while there are any, the demo's own driver rests. */
  senders: number;
  last: string;
  beats: Disposable | undefined;
  /** How often the demo's own driver has moved. */
  count: number;
}

export class Rides {
  readonly #rides = new Map<string, Ride>();
  readonly #interval: number;
  readonly #track: Track;

  /** The demo's own drivers move every so many milliseconds. */
  constructor(interval: number, seed?: number) {
    this.#interval = interval;
    this.#track = rideOf(interval, seed, () => 0);
  }

  /** Tells the watcher where the driver is now, and every time that it moves. */
  watch(driver: string, watcher: Watcher): Disposable {
    const ride = this.#rideOf(driver);
    ride.watchers.add(watcher);
    watcher(ride.last);
    ride.beats ??= startBeats({
      interval: this.#interval,
      first: "after one interval",
      beat: () => this.#drive(ride),
    });
    return {
      [Symbol.dispose]: (): void => {
        ride.watchers.delete(watcher);
        if (ride.watchers.size > 0) return;
        ride.beats?.[Symbol.dispose]();
        ride.beats = undefined;
        this.#forgetUnused(driver, ride);
      },
    };
  }

  /** Takes over the driver: from now on it is where the sender says. */
  take(driver: string): DriverSeat {
    const ride = this.#rideOf(driver);
    ride.senders += 1;
    return {
      moveTo: (lat, lon): string => {
        tell(ride, driverAnswer(lat, lon));
        return ride.last;
      },
      [Symbol.dispose]: (): void => {
        ride.senders -= 1;
        this.#forgetUnused(driver, ride);
      },
    };
  }

  #rideOf(driver: string): Ride {
    const found = this.#rides.get(driver);
    if (found !== undefined) return found;
    const ride: Ride = {
      watchers: new Set(),
      senders: 0,
      last: this.#ownAnswer(0),
      beats: undefined,
      count: 0,
    };
    this.#rides.set(driver, ride);
    return ride;
  }

  /**
   * While somebody sends, the demo's own driver rests; when the last sender has left, it goes on from
   * where it stood. Watchers see a leap then, and should: from there on it is another vehicle.
   */
  #drive(ride: Ride): void {
    if (ride.senders > 0) return;
    ride.count += 1;
    tell(ride, this.#ownAnswer(ride.count));
  }

  /** Where the demo's own driver is after so many moves. */
  #ownAnswer(count: number): string {
    const { latitude, longitude } = this.#track.position(count);
    return driverAnswer(latitude.toFixed(6), longitude.toFixed(6));
  }

  #forgetUnused(driver: string, ride: Ride): void {
    if (ride.watchers.size === 0 && ride.senders === 0) this.#rides.delete(driver);
  }
}

/** The place of one who sends a driver's positions. */
export interface DriverSeat extends Disposable {
  /** Tells the watchers; gives what they were told. */
  moveTo(lat: string, lon: string): string;
}

function tell(ride: Ride, answer: string): void {
  ride.last = answer;
  for (const watcher of ride.watchers) watcher(answer);
}
