// S1 with a stock client: rooms that are rooms, and not too many of them; who comes and goes.

import { assertEquals, assertMatch } from "@std/assert";
import {
  DEMO_SUBSCRIPTION,
  MAX_ROOMS,
  startTracking,
  type TrackingDemo,
} from "../../src/demo/tracking.ts";
import { MAX_ROOM_LENGTH } from "../../src/demo/subscription.ts";
import { positionAt } from "../../src/demo/track.ts";
import io from "socket.io-client-2";
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

Deno.test("startTracking() gives every room a driver of its own, who is who was asked for", async () => {
  await using demo = await startTracking({ rate: 0.001 });
  using peer = await enter(demo);
  const first = async (request: Record<string, unknown>): Promise<Record<string, unknown>> => {
    peer.socket.emit("room:subscribe", request);
    const [payload] = await peer.next("location:track");
    return Object(payload);
  };
  const own = await first({ room: "track_222222" });
  const one = await first({ room: "track_1", ssoId: 1 });
  const two = await first({ room: "track_2", ssoId: "two" });
  assertEquals([own.room, own.ssoId, own.lat, own.lng], ["track_222222", 222222, -6.2, 106.8]);
  assertEquals([one.room, one.ssoId], ["track_1", 1]);
  assertEquals([two.room, two.ssoId], ["track_2", "two"]);
  assertEquals(new Set([own, one, two].map(({ lat, lng }) => `${lat} ${lng}`)).size, 3);
  // Whoever comes later to a room finds the driver that is there.
  using late = await enter(demo);
  const answer = await late.socket.emitWithAck("room:subscribe", { room: "track_1", ssoId: 9 });
  assertEquals(answer, { room: "track_1", subscribed: true });
});

Deno.test("startTracking() gives a room the same ride in every run", async () => {
  const place = async (): Promise<unknown> => {
    await using demo = await startTracking({ rate: 0.001, seed: 3 });
    using peer = await enter(demo);
    peer.socket.emit("room:subscribe", { room: "track_1", ssoId: 1 });
    return await peer.next("location:track");
  };
  assertEquals(await place(), await place());
});

Deno.test("startTracking() lets a client into so many rooms and no more, and says so once", async () => {
  const book = new LogBook();
  await using demo = await startTracking({ rate: 0.001, log: book.log });
  using peer = await enter(demo);
  const subscribe = (room: string): Promise<unknown> =>
    peer.socket.emitWithAck("room:subscribe", { room });
  for (let count = 0; count < MAX_ROOMS; count++) {
    assertEquals(await subscribe(`room ${count}`), { room: `room ${count}`, subscribed: true });
  }
  const error = `a client may be in ${MAX_ROOMS} rooms`;
  for (const room of ["more", "and more"]) {
    assertEquals(await subscribe(room), { room, subscribed: false, error });
  }
  assertEquals(await subscribe("room 0"), { room: "room 0", subscribed: true });
  assertEquals(await book.next("refused"), `refused    ${peer.socket.id}  ${error}`);
  using stranger = connectPeer(`${demo.url}?auth_type=v2`);
  await stranger.next("connect_error");
  // Had the second room cost a line, it would come before this one.
  assertMatch(await book.next("refused"), /auth_type must be v3$/);
});

const SHAPE = 'expected {"room":"…","ssoId":…}';
const ROOM = `"room" must be text of 1 to ${MAX_ROOM_LENGTH} characters`;

const MALFORMED: readonly [args: readonly unknown[], error: string][] = [
  [[], SHAPE],
  [[undefined], SHAPE],
  [[null], SHAPE],
  [[5], SHAPE],
  [["x"], SHAPE],
  [[[]], SHAPE],
  [[{}], ROOM],
  [[{ room: 5 }], ROOM],
  [[{ room: "" }], ROOM],
  [[{ room: "x".repeat(MAX_ROOM_LENGTH + 1) }], ROOM],
  [[{ room: "a", ssoId: null }], '"ssoId" must be a number or text'],
  [[{ room: "a", ssoId: "" }], '"ssoId" must be a number or text'],
];

Deno.test("startTracking() answers who asks for no room, with what is wrong", async () => {
  await using demo = await startTracking({ rate: 0.001 });
  using peer = await enter(demo);
  // Nothing waits for an answer here, and nothing comes.
  peer.socket.emit("room:subscribe");
  for (const [args, error] of MALFORMED) {
    const answer = await peer.socket.emitWithAck("room:subscribe", ...args);
    assertEquals(answer, { subscribed: false, error }, JSON.stringify(args));
  }
  const room = "x".repeat(MAX_ROOM_LENGTH);
  assertEquals(await peer.socket.emitWithAck("room:subscribe", { room }), {
    room,
    subscribed: true,
  });
});

Deno.test("startTracking() logs who is refused and why, and never the token", async () => {
  const book = new LogBook();
  await using demo = await startTracking({ log: book.log });
  for (
    const [query, reason] of [
      ["auth_type=v2", "auth_type must be v3"],
      ["auth_type=v3", "the token is missing"],
      ["auth_type=v3&token=SECRET", "the token is not a JWT"],
      [`auth_type=v3&token=${demo.token(-60)}`, "the token has expired"],
    ] as const
  ) {
    using peer = connectPeer(`${demo.url}?${query}`);
    const [error] = await peer.next("connect_error");
    assertEquals(Object(error).message, `Unauthorized: ${reason}`);
    assertMatch(await book.next("refused"), new RegExp(`^refused {4}\\S+ {2}${reason}$`));
  }
});

Deno.test("startTracking() logs a client of version 2, which it does not let in", async () => {
  const book = new LogBook();
  await using demo = await startTracking({ log: book.log });
  const old = io(demo.client.url, { forceNew: true, reconnection: false });
  await new Promise((resolve) => old.on("connect_error", resolve));
  old.close();
  assertEquals(
    await book.next("refused"),
    "refused    a request  Unsupported protocol version: it speaks Engine.IO 3, as old clients do",
  );
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
