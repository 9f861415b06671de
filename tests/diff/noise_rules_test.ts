// The rules file, there and back, and all that may be wrong in it.

import { assertEquals, assertThrows } from "@std/assert";
import { pathsOfNoise } from "../../src/diff/noise_path.ts";
import { parseNoiseRules, printNoiseRules } from "../../src/diff/noise_rules.ts";
import type { NoiseRule } from "../../src/diff/rules.ts";

const RULES: readonly NoiseRule[] = [
  { kind: "value", event: "b", namespace: "/", from: "server", path: "$.drivers[id=7].{lat,lng}" },
  { kind: "timing", event: "a", namespace: "/", from: "client", path: "gap" },
  { kind: "ending" },
  { kind: "presence", event: "a", namespace: "/", from: "client" },
];

const TEXT = `{
  "format": "wiretape-rules/1",
  "noise": [
    {"kind":"ending"},
    {"kind":"presence","event":"a","namespace":"/","from":"client"},
    {"kind":"timing","event":"a","namespace":"/","from":"client","path":"gap"},
    {"kind":"value","event":"b","namespace":"/","from":"server","path":"$.drivers[id=7].{lat,lng}"}
  ]
}
`;

Deno.test("printNoiseRules() prints the same rules the same way, each once", () => {
  assertEquals(printNoiseRules(RULES), TEXT);
  assertEquals(printNoiseRules([...RULES, ...RULES].toReversed()), TEXT);
  assertEquals(printNoiseRules([]), '{\n  "format": "wiretape-rules/1",\n  "noise": []\n}\n');
});

Deno.test("parseNoiseRules() reads what printNoiseRules() prints", () => {
  assertEquals(printNoiseRules(parseNoiseRules(TEXT)), TEXT);
  assertEquals(parseNoiseRules(TEXT).toSorted(byKind), RULES.toSorted(byKind));
  assertEquals(parseNoiseRules(printNoiseRules([])), []);
});

const HEAD = '"format":"wiretape-rules/1"';
const MISTAKES: readonly (readonly [string, string])[] = [
  ["[]", 'the file is [], expected {"format":"wiretape-rules/1",…}'],
  ['{"noise":[]}', '"format" is missing, expected "wiretape-rules/1"'],
  [
    '{"format":"wiretape-rules/2"}',
    '"format" is "wiretape-rules/2", expected "wiretape-rules/1"; it was written by another version',
  ],
  [`{${HEAD},"nois":[]}`, 'the file has an unknown key "nois"; did you mean "noise"?'],
  [`{${HEAD}}`, '"noise" is missing, expected a list of rules'],
  [`{${HEAD},"noise":[1]}`, 'noise[0] is 1, expected a rule such as {"kind":"value",…}'],
  [`{${HEAD},"noise":[{"kind":"ending"},{}]}`, "noise[1].kind is missing, expected one of value,"],
  [`{${HEAD},"noise":[{"kind":"valu"}]}`, 'noise[0].kind is "valu", expected one of value,'],
  [
    `{${HEAD},"noise":[{"kind":"value","xyz":1}]}`,
    'noise[0] has an unknown key "xyz"; known are kind, what, event, namespace, from, path',
  ],
  [`{${HEAD},"noise":[{"kind":"value","event":1}]}`, "noise[0].event is 1, expected text"],
  [`{${HEAD},"noise":[{"kind":"value","from":"us"}]}`, 'noise[0].from is "us", expected "client"'],
  [
    `{${HEAD},"noise":[{"kind":"value","path":"$room"}]}`,
    'noise[0].path is "$room": Cannot read the path at column 2',
  ],
  [`{${HEAD},"noise":"${"x".repeat(99)}"}`, `"noise" is "${"x".repeat(58)}…, expected a list`],
];

for (const [text, message] of MISTAKES) {
  Deno.test(`parseNoiseRules() refuses ${text.slice(0, 70)}`, () => {
    assertThrows(() => parseNoiseRules(text), TypeError, `Cannot read the rules: ${message}`);
  });
}

Deno.test("parseNoiseRules() refuses what is no JSON", () => {
  assertThrows(() => parseNoiseRules("{"), SyntaxError, "Cannot read the rules: this is no JSON (");
});

Deno.test("pathsOfNoise() gives paths that can be followed", () => {
  assertEquals(pathsOfNoise("$.a[3].b"), ["$.a[3].b"]);
  assertEquals(pathsOfNoise('$.d[id="a ] b"].x["k=1"]'), ['$.d[*].x["k=1"]']);
  assertEquals(pathsOfNoise("$.d[id=7].{lat,lng}"), ["$.d[*].lat", "$.d[*].lng"]);
  assertEquals(pathsOfNoise("**.ts"), ["**.ts"]);
  assertEquals(pathsOfNoise("namespace"), []);
});

function byKind(left: NoiseRule, right: NoiseRule): number {
  return left.kind < right.kind ? -1 : 1;
}
