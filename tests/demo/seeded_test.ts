// Seeded demos say the same in every run; without a seed they tell the ride as it is.

import { assertEquals, assertNotEquals } from "@std/assert";
import { rideOf } from "../../src/demo/seeded.ts";
import { positionAt } from "../../src/demo/track.ts";
import { startTracking } from "../../src/demo/tracking.ts";
import { connectPeer } from "./peers.ts";

const COUNTS = [0, 1, 2, 100];

Deno.test("rideOf() tells the ride as it is when it has no seed, at the time it is", () => {
  const ride = rideOf(500, undefined, () => 42);
  assertEquals(COUNTS.map(ride.position), COUNTS.map((count) => positionAt(count / 2)));
  assertEquals(COUNTS.map(ride.time), COUNTS.map(() => 42));
});

Deno.test("rideOf() tells the same for the same seed, and other positions for another", () => {
  const [one, same, other] = [7, 7, 8].map((seed) => rideOf(1000, seed, () => Math.random()));
  assertEquals(COUNTS.map(one?.position ?? fail), COUNTS.map(same?.position ?? fail));
  assertEquals(
    COUNTS.map(one?.time ?? fail),
    [0, 1000, 2000, 100_000].map((milliseconds) => Date.UTC(2026, 0, 1) + milliseconds),
  );
  for (const count of COUNTS) {
    assertNotEquals(one?.position(count).latitude, other?.position(count).latitude);
    const moved = Math.abs((one?.position(count).latitude ?? 0) - positionAt(count).latitude);
    assertEquals(moved < 0.000032, true);
  }
});

Deno.test("startTracking() with a seed streams the same payloads in every run", async () => {
  const heard = async (): Promise<readonly unknown[]> => {
    await using demo = await startTracking({ rate: 200, seed: 3 });
    using peer = connectPeer(demo.client.url);
    await peer.next("connect");
    const { event = "", args = [] } = demo.client.emit?.[0] ?? {};
    peer.socket.emit(event, ...args);
    return [await peer.next("location:track"), await peer.next("location:track")];
  };
  assertEquals(await heard(), await heard());
});

function fail(): never {
  throw new Error("There is no ride");
}
