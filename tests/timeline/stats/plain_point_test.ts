// The quick look for a position finds what the search finds, or leaves the arguments to it.

import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import type { Value } from "../../../src/base/json.ts";
import { positionsIn } from "../../../src/timeline/positions.ts";
import { type PlainPoint, readPlainPoint } from "../../../src/timeline/stats/plain_point.ts";
import { subjectOf } from "../../../src/timeline/stats/subject.ts";
import { checkProperty } from "../../house/property.ts";

function emptyPoint(): PlainPoint {
  return { latitude: 0, longitude: 0, key: "", id: "" };
}

/** What the quick look says, in the words of the search. */
function lookAt(args: readonly Value[], point = emptyPoint()): unknown {
  const isThere = readPlainPoint(args, point);
  if (isThere !== true) return isThere;
  const { latitude, longitude, key, id } = point;
  return { latitude, longitude, subject: key === "" ? undefined : { key, id } };
}

function search(args: readonly Value[]): unknown {
  const [position, ...others] = positionsIn(args);
  if (position === undefined) return false;
  if (others.length > 0) return undefined;
  const { latitude, longitude } = position;
  return { latitude, longitude, subject: subjectOf(args, position) };
}

const HERE = { lat: 1, lng: 2 };

const CLOSER: readonly (readonly [what: string, args: readonly Value[]])[] = [
  ["no argument", []],
  ["two arguments", [HERE, HERE]],
  ["a text", ["lat"]],
  ["a list", [[1, 2]]],
  ["bytes", [new Uint8Array([1])]],
  ["an object in the object", [{ ...HERE, device: {} }]],
  ["a list in the object", [{ ...HERE, tags: [] }]],
  ["bytes in the object", [{ ...HERE, raw: new Uint8Array(1) }]],
  ["two latitudes", [{ ...HERE, location_lat: 3 }]],
  ["two positions", [{ ...HERE, location_lat: 3, location_lng: 4 }]],
];

for (const [what, args] of CLOSER) {
  Deno.test(`readPlainPoint() leaves ${what} to a closer look`, () => {
    assertEquals(lookAt(args), undefined);
  });
}

Deno.test("readPlainPoint() finds a position, and the first id beside it", () => {
  const args = [{ paid: 1, userId: null, tripId: 7, ...HERE, deviceId: 8, heading: null }];
  assertEquals(lookAt(args), { latitude: 1, longitude: 2, subject: { key: "tripId", id: 7 } });
});

Deno.test("readPlainPoint() forgets the id of the event before", () => {
  const point = emptyPoint();
  lookAt([{ ...HERE, userId: 7 }], point);
  assertEquals(lookAt([{ ...HERE }], point), { latitude: 1, longitude: 2, subject: undefined });
});

Deno.test("readPlainPoint() is not misled by other keys in the places of the ones before", () => {
  lookAt([{ lat: 1, lng: 2, userId: 3 }]);
  assertEquals(lookAt([{ userId: 3, lat: 1, lng: 2 }]), {
    latitude: 1,
    longitude: 2,
    subject: { key: "userId", id: 3 },
  });
  assertEquals(lookAt([{ left: 1, right: 2, paid: 3 }]), false);
});

const KEYS = [
  "lat",
  "LNG",
  "lon",
  "latitude",
  "location_lng",
  "id",
  "userId",
  "paid",
  "speed",
  "l",
];
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.double(),
  fc.constantFrom<Value>("1.5", "x", "", null, true, "9".repeat(101)),
  fc.constantFrom<Value>({}, [], HERE),
);
const object = fc.array(fc.tuple(fc.constantFrom(...KEYS), value), { maxLength: 6 })
  .map((pairs): Value => Object.fromEntries(pairs));

Deno.test("readPlainPoint() finds what the search finds, or nothing", () => {
  let found = 0;
  checkProperty(
    "plain points",
    fc.property(fc.array(object, { minLength: 1, maxLength: 2 }), (args) => {
      const quick = lookAt(args);
      if (quick === undefined) return;
      if (quick !== false) found += 1;
      assertEquals(quick, search(args));
    }),
    { runs: 2000 },
  );
  assertNotEquals(found, 0);
});
