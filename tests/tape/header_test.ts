// The first line, and the way from older formats; the migrations here are made up.

import { assert, assertEquals } from "@std/assert";
import type { JsonObject } from "../../src/base/json.ts";
import { parseHeader } from "../../src/tape/header.ts";
import { migrateHeader, type Migration, planMigrations } from "../../src/tape/migrate.ts";
import { HEADER } from "./samples.ts";

function step(from: number): Migration {
  return {
    from,
    header: (header) => ({ ...header, trail: `${header.trail ?? ""}${from}` }),
    entry: (entry) => entry,
  };
}

Deno.test("planMigrations() takes the steps in order, whatever the order of the list", () => {
  const plan = planMigrations("wiretape/1", [step(3), step(1), step(2), step(0)], 4);
  assert(plan.ok);
  assertEquals(plan.steps.map(({ from }) => from), [1, 2, 3]);
  const header = migrateHeader({ format: "wiretape/1" }, plan.steps);
  assertEquals(header, { format: "wiretape/4", trail: "123" });
});

Deno.test("planMigrations() needs no step for the present format", () => {
  assertEquals(planMigrations("wiretape/4", [step(3)], 4), { ok: true, steps: [] });
});

Deno.test("planMigrations() says what to do about a format that it cannot read", async (t) => {
  const cases: readonly (readonly [format: string | number | undefined, reason: string])[] = [
    [
      "wiretape/5",
      "it is of format wiretape/5; this Wiretape reads up to wiretape/4: update Wiretape, or " +
      "convert the tape with the one that wrote it",
    ],
    [
      "wiretape/1",
      "it is of format wiretape/1; this Wiretape knows no way from wiretape/2 to wiretape/3: " +
      "rewrite it with an older Wiretape",
    ],
    ["wiretape/04", '"format" is "wiretape/04", expected "wiretape/4"'],
    ["asciicast/2", '"format" is "asciicast/2", expected "wiretape/4"'],
    [4, '"format" is 4, expected "wiretape/4"'],
    [undefined, '"format" is missing, expected "wiretape/4"'],
  ];
  for (const [format, reason] of cases) {
    await t.step(String(format), () => {
      assertEquals(planMigrations(format, [step(1), step(3)], 4), { ok: false, reason });
    });
  }
});

Deno.test("parseHeader() keeps what it does not know, in its place", () => {
  const text = JSON.stringify({ weather: "rain", ...HEADER, moon: { full: true } });
  const parsed = parseHeader(text, []);
  assert(parsed.ok);
  assertEquals(JSON.stringify(parsed.header), text);
});

Deno.test("parseHeader() checks what a migration made", () => {
  const broken: Migration = {
    from: 0,
    header: ({ id: _, ...header }: JsonObject) => header,
    entry: (entry) => entry,
  };
  const old = JSON.stringify({ ...HEADER, format: "wiretape/0" });
  const parsed = parseHeader(old, [broken]);
  assertEquals(parsed, { ok: false, isTape: true, reason: '"id" is missing, expected a string' });
  assert(parseHeader(old, [step(0)]).ok);
});
