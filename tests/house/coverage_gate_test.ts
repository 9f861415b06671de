// The coverage gate's sums, over a report as `deno coverage --lcov` writes it.

import { assertEquals } from "@std/assert";
import { parseLcov, percent } from "./coverage_gate.ts";

const REPORT = `SF:/repo/src/wire/a.ts
FN:3,parse
FNF:1
FNH:1
DA:1,4
DA:2,0
DA:3,1
DA:4,1
LH:3
LF:4
end_of_record
SF:/repo/src/wire/b.ts
LH:6
LF:6
end_of_record
`;

const FILES = [
  { path: "/repo/src/wire/a.ts", found: 4, hit: 3 },
  { path: "/repo/src/wire/b.ts", found: 6, hit: 6 },
];

Deno.test("parseLcov() reads each file's line counts", () => {
  assertEquals(parseLcov(REPORT), FILES);
});

Deno.test("parseLcov() reads nothing from an empty report", () => {
  assertEquals(parseLcov(""), []);
});

Deno.test("percent() weighs files by their lines", () => {
  assertEquals(percent(FILES), 90);
  assertEquals(percent(FILES.slice(1)), 100);
  assertEquals(percent([]), 100);
});
