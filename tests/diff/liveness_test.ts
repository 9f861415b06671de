// Which events live, where counting what is the same does not show it: few instances, or a shape that
// all of one tape have lost.

import { assertEquals } from "@std/assert";
import type { JsonValue } from "../../src/base/json.ts";
import { haveLikeKeys, valuesLive } from "../../src/diff/live_evidence.ts";
import type { DiffResult } from "../../src/diff/result.ts";
import type { DiffRules } from "../../src/diff/rules.ts";
import { path } from "./arbitrary_value.ts";
import { summary } from "./live_summaries.ts";
import { diffScripts } from "./script_tape.ts";
import { act, session, tell } from "./told.ts";

async function compare(
  left: readonly JsonValue[],
  right: readonly JsonValue[],
  rules: Partial<DiffRules> = {},
): Promise<DiffResult> {
  const tape = (values: readonly JsonValue[]) => [session(...values.map((one) => act("e", [one])))];
  return await diffScripts(tape(left), tape(right), rules);
}

async function said(...tapes: Parameters<typeof compare>): Promise<readonly string[]> {
  const { findings } = await compare(...tapes);
  return findings.map((finding) =>
    finding.kind === "live" ? summary(finding.change) : tell(finding)
  );
}

async function isLive(...tapes: Parameters<typeof compare>): Promise<boolean | undefined> {
  return (await compare(...tapes)).events.find(({ key }) => key.name === "e")?.isLive;
}

const ID = "0b6f1c5e-8f0a-4d36-9f2b-1f0c5f4d2a1";

const FEW: readonly (readonly [string, readonly JsonValue[], readonly JsonValue[], boolean])[] = [
  ["texts", ["hello", "world", "foo"], ["ERR", "ERR2", "ERR3"], false],
  ["texts in objects", [{ text: "a" }, { text: "b" }, { text: "c" }], [
    { text: "d" },
    { text: "e" },
    { text: "f" },
  ], false],
  ["six texts", ["a", "b", "c", "d", "e", "f"], ["g", "h", "i", "j", "k", "l"], true],
  ["numbers", [1, 2, 3], [4, 5, 6], true],
  ["texts with equal numbers", [{ n: 1, a: "x" }, { n: 2, a: "y" }, { n: 3, a: "z" }], [
    { n: 1, a: "u" },
    { n: 2, a: "v" },
    { n: 3, a: "w" },
  ], false],
  ["another constant", [{ code: 200, a: "x" }, { code: 200, a: "y" }, { code: 200, a: "z" }], [
    { code: 500, a: "u" },
    { code: 500, a: "v" },
    { code: 500, a: "w" },
  ], false],
  [
    "positions of text",
    ["-2.3", "-2.4", "-2.5"].map((text) => ({ location_lat: text, location_lon: "2.4" })),
    ["-3.3", "-3.4", "-3.5"].map((text) => ({ location_lat: text, location_lon: "2.4" })),
    true,
  ],
  [
    "cars that are parked",
    [1, 2, 3].map(() => ({ lat: 52.5, lng: 13.4 })),
    [1, 2, 3].map(() => ({ lat: 48.1, lng: 11.5 })),
    true,
  ],
  [
    "times",
    [1, 2, 3].map((n) => ({ at: `2026-11-21T03:00:0${n}Z` })),
    [1, 2, 3].map((n) => ({ at: `2026-11-22T03:00:0${n}Z` })),
    true,
  ],
  [
    "random ids",
    [1, 2, 3].map((n) => ({ id: ID + n })),
    [4, 5, 6].map((n) => ({ id: ID + n })),
    true,
  ],
  ["flags", [[true, null], [false, 1], [true, 2]], [[false, null], [true, 1], [false, 2]], false],
];

for (const [name, left, right, expected] of FEW) {
  Deno.test(`liveKeys() takes few ${name} for ${expected ? "live" : "changed"}`, async () => {
    assertEquals(await isLive(left, right), expected);
  });
}

Deno.test("liveKeys() sees no life in what is ignored", async () => {
  const chat = (run: number) =>
    [1, 2, 3].map((n) => ({ at: run * 100 + n * 7, text: `${run} ${n}` }));
  assertEquals(await isLive(chat(1), chat(2)), true);
  assertEquals(await isLive(chat(1), chat(2), { ignore: [path("$.at")] }), false);
});

const ride = (run: number, change: (one: Record<string, JsonValue>, n: number) => JsonValue) =>
  Array.from(
    { length: 8 },
    (_, n) =>
      change(
        { id: `car ${run}`, lat: 50 + run + Math.sin(n), speed: n % 3, meta: { src: "gps" } },
        n,
      ),
  );

const whole = (one: JsonValue): JsonValue => one;
const slow = ({ speed: _, ...rest }: Record<string, JsonValue>): JsonValue => rest;

Deno.test("diffTapes() tells a field that most have lost, or that most have new, as just that", async () => {
  const most = ride(2, (one, n) => n === 0 ? one : slow(one));
  assertEquals((await said(ride(1, whole), most)).slice(1), [
    "field-lost $.speed 7 of 8 at 8, 9",
  ]);
  assertEquals((await said(ride(1, slow), ride(2, whole))).slice(1), [
    "field-new $.speed 8 of 8 at 8",
  ]);
  const other = ride(2, (one) => ({ ...one, speed: String(one.speed) }));
  assertEquals((await said(ride(1, whole), other)).slice(1), [
    "type $.speed number → string 8 of 8 at 8",
  ]);
});

Deno.test("diffTapes() compares what is fixed exactly, even if all have lost a field", async () => {
  assertEquals(await said(ride(1, whole), ride(1, slow)), new Array(8).fill("changed e $.speed"));
});

Deno.test("diffTapes() takes another thing altogether for no field that is lost", async () => {
  const error = ride(2, (_, n) => ({ code: 500 + n, id: `error ${n}`, reason: "x", retry: n }));
  assertEquals(await isLive(ride(1, whole), error), false);
  // No shape stands for all of them.
  const all = ride(2, ({ lat }, n) => ({ lat: lat ?? 0, id: "car 2", [`only${n}`]: n, meta: 0 }));
  assertEquals(await isLive(ride(1, whole), all), false);
});

Deno.test("diffTapes() compares exactly where something of another shape agrees", async () => {
  const right = ride(2, slow).with(3, whole(ride(1, whole)[3] ?? null));
  assertEquals(await isLive(ride(1, whole), right), false);
});

Deno.test("haveLikeKeys() asks for half of the keys, and two of them", () => {
  assertEquals(haveLikeKeys([{ a: 1, b: 2 }], [{ a: "x", b: null, c: 3 }]), true);
  assertEquals(haveLikeKeys([{ a: 1, b: { c: 1 } }], [{ a: 1, d: { c: 1 }, e: 1 }]), false);
  assertEquals(haveLikeKeys([{ a: 1 }], [{ a: 2 }]), false);
  assertEquals(haveLikeKeys([1], [2]), false);
});

Deno.test("valuesLive() looks at so many places of a value, and not at bytes", () => {
  const long = (from: number) => Array.from({ length: 3000 }, (_, n) => n < 2000 ? 0 : from + n);
  assertEquals(valuesLive([long(1), long(2)], [long(5000), long(6000)]), false);
  assertEquals(valuesLive([new Uint8Array(3)], [new Uint8Array(4)]), false);
});
