// The figures as JSON: everything adds up, every number is one, and every field is documented.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { JsonValue } from "../../../src/base/json.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import type { Stats } from "../../../src/timeline/stats/stats.ts";
import { MOST_STEPS, statsJson } from "../../../src/timeline/stats/stats_json.ts";
import { checkProperty } from "../../house/property.ts";
import { root } from "../../house/tree.ts";
import { message, statsOf, webSocket } from "./stats_of.ts";

const LIVELY: readonly Entry[] = [
  ...webSocket(0, 1, 4),
  message(10, "client", '420["ask",1]'),
  message(13.0004, "server", "430[]"),
  message(20, "server", "2"),
  message(22, "client", "3"),
  ...[0, 1000, 2000, 3000, 12_000].map((at) =>
    message(1000 + at, "server", `42["move",{"id":1,"lat":${at / 1e6},"lng":0}]`)
  ),
  { kind: "note", at: 14_000, rule: "wire/odd", text: "…" },
  { kind: "control", at: 15_000, conn: 1, from: "server", op: "close", code: 1001 },
];

/** All values that are no objects or lists, with the names that lead to them. */
function leaves(
  value: JsonValue | undefined,
  path = "",
): readonly (readonly [string, JsonValue])[] {
  if (value === undefined) return [[path, "undefined"]];
  if (typeof value !== "object" || value === null) return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, path));
  return Object.entries(value).flatMap(([key, item]) => leaves(item, `${path} ${key}`));
}

Deno.test("statsJson() tells what there is to tell, times to the microsecond", () => {
  const json = statsJson(statsOf(LIVELY));
  assertEquals([json["from"], json["to"], json["duration"]], [0, 15_000, 15_000]);
  assertEquals(json["acknowledgements"], {
    client: null,
    server: { count: 1, least: 3, median: 3, p95: 3, most: 3 },
    events: [{
      by: "server",
      name: "ask",
      asked: 1,
      latency: { count: 1, least: 3, median: 3, p95: 3, most: 3 },
    }],
  });
  assertEquals(json["heartbeats"], {
    client: { count: 1, least: 2, median: 2, p95: 2, most: 2 },
    server: null,
  });
  assertEquals(json["gaps"], [{
    from: "server",
    namespace: "/",
    name: "move",
    at: 4000,
    milliseconds: 9000,
    usual: 1000,
  }]);
  assertEquals(
    json["tracks"],
    [{
      from: "server",
      namespace: "/",
      name: "move",
      subject: "id 1",
      points: 5,
      metres: 1334.341,
      speed: { least: 111.195, most: 111.195 },
      jumps: { count: 0, metres: 0 },
      longestGap: { at: 4000, milliseconds: 9000 },
      box: { south: 0, west: 0, north: 0.012, east: 0 },
    }].map((track) => ({
      ...track,
      // 111 m/s are too quick to be true.
      jumps: { count: 4, metres: 1334.341 },
      speed: null,
    })),
  );
});

Deno.test("statsJson() uses no name that its page does not explain", async () => {
  const page = await Deno.readTextFile(`${root}docs/stats-json.md`);
  const names = new Set(
    leaves(statsJson(statsOf(LIVELY))).flatMap(([path]) => path.trim().split(" ")),
  );
  assert(names.size > 40, `${names.size} names`);
  const missing = [...names].filter((name) => !new RegExp(`[\`".]${name}[\`"[. ,]`).test(page));
  assertEquals(missing, []);
});

const text = fc.oneof(
  fc.constantFrom(
    "2",
    "3",
    "2probe",
    "3probe",
    "1",
    "41",
    "40",
    "40/a,",
    '44{"message":"no"}',
    "x",
  ),
  fc.tuple(
    fc.constantFrom("", "/a,", "/b,"),
    fc.constantFrom("", "0", "1"),
    fc.constantFrom("move", "stop"),
    fc.double({ noNaN: true, min: -400, max: 400 }),
  ).map(([namespace, id, name, lat]) => `42${namespace}${id}["${name}",{"lat":${lat},"lng":"1"}]`),
  fc.constantFrom("430[]", "431[]", '451-["b",{"_placeholder":true,"num":0}]'),
);

const entry = fc.tuple(
  fc.double({ noNaN: true, min: 0, max: 1e6 }),
  fc.constantFrom<"client" | "server">("client", "server"),
  fc.integer({ min: 1, max: 3 }),
  text,
  fc.constantFrom("message", "message", "message", "binary", "close", "note"),
).map(([at, from, conn, text, kind]): Entry => {
  switch (kind) {
    case "binary":
      return { kind: "message", at, conn, from, base64: "AAEC", wireBytes: 9, compressed: true };
    case "close":
      return { kind: "close", at, conn, by: from };
    case "note":
      return { kind: "note", at, rule: "wire/odd", text };
    default:
      return { kind: "message", at, conn, from, text };
  }
});

function sum<Item>(items: readonly Item[], figure: (item: Item) => number): number {
  return items.reduce((total, item) => total + figure(item), 0);
}

function addsUp(stats: Stats): void {
  assertEquals(sum(stats.layers.list, ({ count }) => count), stats.moments);
  const eventLayer = stats.layers.list.find(({ kind }) => kind === "event")?.count ?? 0;
  assertEquals(sum(stats.events.list, ({ count }) => count), eventLayer);
  assertEquals(sum(stats.transports.list, ({ count }) => count), stats.rate.total);
  assert(sum(stats.directions.list, ({ count }) => count) <= stats.moments);
  for (
    const { rate, count } of [...stats.events.list, { rate: stats.rate, count: stats.rate.total }]
  ) {
    const { counts } = rate.steps(MOST_STEPS);
    assertEquals(sum(counts, (step) => step), count);
    assert(counts.length <= MOST_STEPS);
  }
  assert(stats.conversations.reconnects <= sum(stats.conversations.ends, ({ count }) => count));
}

Deno.test("Stats of any tape add up, and hold numbers only that are some", () => {
  checkProperty(
    "Stats add up",
    fc.property(fc.array(entry, { maxLength: 60 }), fc.boolean(), (entries, isSorted) => {
      const sorted = isSorted ? entries.toSorted((left, right) => left.at - right.at) : entries;
      const stats = statsOf([1, 2, 3].flatMap((conn) => webSocket(0, conn, 4)).concat(sorted));
      addsUp(stats);
      for (const [path, value] of leaves(statsJson(stats))) {
        assert(value !== "undefined", path);
        if (typeof value !== "number") continue;
        assert(Number.isFinite(value), `${path} is ${value}`);
        // Answers come before their questions where a tape's time goes back.
        const mayBeNegative = !isSorted || / (?:south|west|north|east)$/.test(path);
        assert(mayBeNegative || value >= 0, `${path} is ${value}`);
      }
    }),
    { runs: 100 },
  );
});
