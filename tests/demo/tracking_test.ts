// S1 with a stock client: rooms that are rooms, and not too many of them; who comes and goes.

import { assertEquals, assertMatch } from "@std/assert";
import {
  DEMO_SUBSCRIPTION,
  MAX_ROOM_LENGTH,
  MAX_ROOMS,
  startTracking,
  type TrackingDemo,
} from "../../src/demo/tracking.ts";
import { positionAt } from "../../src/demo/track.ts";
import { connectPeer, LogBook, type Peer } from "./peers.ts";

async function enter(demo: TrackingDemo): Promise<Peer> {
  const peer = connectPeer(demo.client.url);
  await peer.next("connect");
  return peer;
}

Deno.test("startTracking() streams the ride to the room that was subscribed to", async () => {
  await using demo = await startTracking({ rate: 100, now: () => 1_800_000_000_000 });
  using peer = await enter(demo);
  const { event = "", args = [] } = demo.client.emit?.[0] ?? {};
  peer.socket.emit(event, ...args);
  for (const seconds of [0, 0.01]) {
    const { latitude, longitude, accuracy, speed, heading } = positionAt(seconds);
    assertEquals(await peer.next("location:track"), [{
      ...DEMO_SUBSCRIPTION,
      lat: latitude,
      lng: longitude,
      accuracy,
      speed,
      heading,
      recordedAt: "2027-01-15T08:00:00.000Z",
    }]);
  }
});

Deno.test("startTracking() tells a room's events to nobody else", async () => {
  await using demo = await startTracking({ rate: 200 });
  using one = await enter(demo);
  using other = await enter(demo);
  one.socket.emit("room:subscribe", { room: "a" });
  await one.next("location:track");
  other.socket.emit("room:subscribe", { room: "b" });
  const [first] = await other.next("location:track");
  assertEquals(Object(first).room, "b");
});

Deno.test("startTracking() lets a client into so many rooms and no more", async () => {
  const book = new LogBook();
  await using demo = await startTracking({ rate: 0.001, log: book.log });
  using peer = await enter(demo);
  const subscribe = (room: string): Promise<unknown> =>
    peer.socket.emitWithAck("room:subscribe", { room });
  for (let count = 0; count < MAX_ROOMS; count++) {
    assertEquals(await subscribe(`room ${count}`), { room: `room ${count}`, subscribed: true });
  }
  assertEquals(await subscribe("more"), { room: "more", subscribed: false });
  assertEquals(await subscribe("room 0"), { room: "room 0", subscribed: true });
  assertMatch(await book.next("refused"), /^refused {4}\S+ {2}one more room/);
});

Deno.test("startTracking() refuses a room with too long a name", async () => {
  await using demo = await startTracking({ rate: 0.001 });
  using peer = await enter(demo);
  const longest = "x".repeat(MAX_ROOM_LENGTH);
  for (const [room, subscribed] of [[longest, true], [`${longest}x`, false]] as const) {
    assertEquals(await peer.socket.emitWithAck("room:subscribe", { room }), { room, subscribed });
  }
});

Deno.test("startTracking() logs who comes, who is upgraded and who goes", async () => {
  const book = new LogBook();
  await using demo = await startTracking({ log: book.log });
  const peer = await enter(demo);
  const { id } = peer.socket;
  assertEquals(await book.next("connection"), `connection ${id}  polling`);
  assertEquals(await book.next("upgrade"), `upgrade    ${id}  websocket`);
  peer.socket.disconnect();
  assertEquals(await book.next("disconnect"), `disconnect ${id}  client namespace disconnect`);
});
