// What tells things apart whose positions are sent.

import { assertEquals } from "@std/assert";
import type { Value } from "../../../src/base/json.ts";
import { MAX_TRACKS, Tracks } from "../../../src/timeline/stats/tracks.ts";

function tracksOf(events: readonly Value[], carrier: string | number = 1): Tracks {
  const tracks = new Tracks();
  events.forEach((event, index) => tracks.event([event], index * 1000, carrier));
  return tracks;
}

function told(tracks: Tracks): readonly (readonly [subject: string, points: number])[] {
  return tracks.list.map(({ subject, track }) => [subject, track.count]);
}

const HERE = { lat: 1, lng: 2 };

const IDS: readonly (readonly [what: string, object: Value, subject: string])[] = [
  ["an id beside the position", { ...HERE, id: 7 }, "id 7"],
  ["a name in camel case", { ssoId: 222, ...HERE }, "ssoId 222"],
  ["a name with an underscore", { driver_id: "a-1", ...HERE }, "driver_id a-1"],
  ["a name in capitals", { vehicleID: 3, ...HERE }, "vehicleID 3"],
  ["an id around the position", { userId: 5, location: HERE }, "userId 5"],
  ["the nearest id", { userId: 5, device: { deviceId: "x", at: HERE } }, "deviceId x"],
  ["the first id of an object", { userId: 5, tripId: 6, ...HERE }, "userId 5"],
  ["the connection without an id", HERE, "connection 1"],
  ["no word that only ends so", { paid: 1, valid: 2, void: 3, ...HERE }, "connection 1"],
  ["no id that is none", { userId: null, deviceId: { a: 1 }, ...HERE }, "connection 1"],
];

for (const [what, object, subject] of IDS) {
  Deno.test(`Tracks tells things apart by ${what}`, () => {
    assertEquals(told(tracksOf([object, object])), [[subject, 2]]);
  });
}

Deno.test("Tracks follows several things of one event", () => {
  const tracks = tracksOf([
    { userId: 1, ...HERE },
    { userId: 2, ...HERE },
    { userId: "1", ...HERE },
    { userId: 1, ...HERE },
  ]);
  assertEquals(told(tracks), [["userId 1", 2], ["userId 2", 1], ["userId 1", 1]]);
});

Deno.test("Tracks follows all things that one message tells of", () => {
  const tracks = tracksOf([[{ id: 1, ...HERE }, { id: 2, ...HERE }, { id: 3, ...HERE }]]);
  assertEquals(told(tracks), [["id 1", 1], ["id 2", 1], ["id 3", 1]]);
});

Deno.test("Tracks takes ids that never come twice for those of messages", () => {
  const tracks = tracksOf(Array.from({ length: 5 }, (_, id) => ({ id, ...HERE })));
  assertEquals(told(tracks), [["", 5]]);
});

Deno.test("Tracks takes them so for any number of messages, and loses none", () => {
  const tracks = tracksOf(Array.from({ length: MAX_TRACKS + 50 }, (_, id) => ({ id, ...HERE })));
  assertEquals(told(tracks), [["", MAX_TRACKS + 50]]);
  assertEquals(tracks.list[0]?.track.longestGap?.milliseconds, 1000);
});

Deno.test("Tracks follows only so many things and counts the points of others", () => {
  const fleet = Array.from({ length: MAX_TRACKS + 3 }, (_, id) => ({ id, ...HERE }));
  const tracks = tracksOf([fleet, fleet]);
  assertEquals([tracks.list.length, tracks.untracked], [MAX_TRACKS, 6]);
});

Deno.test("Tracks tells sessions apart from connections", () => {
  const tracks = new Tracks();
  for (const carrier of ["sid", 4, "sid", 4]) tracks.event([HERE], 0, carrier);
  assertEquals(told(tracks), [["session sid", 2], ["connection 4", 2]]);
});

Deno.test("Tracks counts positions that no place on earth has, and follows none of them", () => {
  const tracks = tracksOf([{ lat: 100, lng: 0 }, HERE]);
  assertEquals([told(tracks), tracks.offEarth], [[["connection 1", 1]], 1]);
});

Deno.test("Tracks of several events share a budget, and get back what ids of messages took", () => {
  const budget = { left: MAX_TRACKS + 1 };
  const [first, second] = [new Tracks(budget), new Tracks(budget)];
  for (let id = 0; id < MAX_TRACKS; id++) first.event([{ id, ...HERE }], id, 1);
  for (const id of [1, 2]) second.event([{ id, ...HERE }], 0, 1);
  assertEquals([second.list.length, second.untracked], [1, 1]);
  first.event([{ id: "one more", ...HERE }], 1e6, 1);
  second.event([{ id: 2, ...HERE }], 0, 1);
  second.event([{ id: 1, ...HERE }], 0, 1);
  assertEquals(told(first), [["", MAX_TRACKS + 1]]);
  assertEquals(told(second), [["id 1", 2], ["id 2", 1]]);
});
