// The look at a line before it is parsed: it may let anything through, but it must never leave out a
// line that a matching moment comes of, nor one that another line's meaning depends on.

import fc from "fast-check";
import { assert, assertEquals, assertGreater } from "@std/assert";
import { join } from "node:path";
import { Decoder } from "../../../src/protocols/registry.ts";
import type { Moment } from "../../../src/timeline/moment.ts";
import { MAX_CONNECTIONS } from "../../../src/timeline/filter/event_line_gate.ts";
import { parseExpression } from "../../../src/timeline/filter/parser.ts";
import { namesOf, type QuickTest } from "../../../src/timeline/filter/quick_look.ts";
import { compileWhere, quickTest } from "../../../src/timeline/filter/where.ts";
import { checkProperty } from "../../house/property.ts";
import { root } from "../../house/tree.ts";
import { ENGINE_URL, messageLine, momentsOfLine, upgradeLines } from "./sample_moments.ts";

Deno.test("namesOf() tells which names an event must have, if an expression says so", () => {
  const table: readonly (readonly [expression: string, names: readonly string[] | undefined])[] = [
    ['event == "a"', ["a"]],
    ['"a" == event', ["a"]],
    ['event in ["a", "b"]', ["a", "b"]],
    ['at > 1 && event == "a" && conn == 1', ["a"]],
    ['event == "a" || event == "b" && at > 1', ["a", "b"]],
    ['event == "a" || at > 1', undefined],
    ['event != "a"', undefined],
    ['!(event == "a")', undefined],
    ['(event == "a") == false', undefined],
    ['event == $ || event == "a"', undefined],
    ['event in ["a", $]', undefined],
    ["event in $", undefined],
    ["event =~ /a/", undefined],
    ['answers == "a"', undefined],
    ['label == "a"', undefined],
    ["at > 1", undefined],
  ];
  for (const [expression, names] of table) {
    assertEquals(namesOf(parseExpression(expression)), names, expression);
  }
});

Deno.test("quickTest() refuses names that need not stand in the text as they are", () => {
  for (
    const name of ['a"b', "a\\b", "a\nb", "", "100", "true", "null", "Infinity", "{a,b}", "[3]"]
  ) {
    assertEquals(quickTest(`event == ${JSON.stringify(name)}`), undefined, name);
  }
  for (const name of ["number", "string", "boolean"]) {
    assertEquals(quickTest(`event == "${name}"`), undefined, name);
  }
  for (const name of ["a", "location:track", "a/b", "é", "it's", "1a", "\u{1f600}"]) {
    assert(quickTest(`event == ${JSON.stringify(name)}`) !== undefined, name);
  }
});

const TRACK = messageLine(1, "server", '42["location:track",{"n":1}]');
const OTHER = messageLine(1, "server", '42["other",{"n":1}]');
const BEGIN: readonly string[] = [...upgradeLines(1, ENGINE_URL), TRACK];

/** A quick test for tracks that has seen a session begin. */
function trackTest(lines: readonly string[] = BEGIN): QuickTest {
  const test = quickTest('event == "location:track"');
  assert(test !== undefined);
  for (const line of lines) assertEquals(test.mayMatch(line), true, line);
  return test;
}

Deno.test("mayMatch() leaves out events of other names, and nothing else", () => {
  const test = trackTest();
  assertEquals(test.mayMatch(OTHER), false);
  assertEquals(test.mayMatch(TRACK), true);
  const through: readonly string[] = [
    messageLine(1, "server", '42["location:tr\\u0061ck"]'),
    messageLine(1, "server", '42["other","é"]').replace("é", "\\u00e9"),
    messageLine(1, "client", '43[{"ok":true}]'),
    messageLine(1, "client", "3"),
    messageLine(1, "server", "40/other,"),
    messageLine(1, "server", '{"first":"object"}'),
    '{"kind":"message","at":3,"conn":1,"from":"server","base64":"AAEC"}',
    '{"kind":"control","at":3,"conn":1,"from":"server","op":"ping"}',
    '{"kind":"mark","at":3,"text":"451-[1]"}',
    '{"kind":"log","at":3,"source":"a","text":"451-[1]"}',
  ];
  for (const line of through) assertEquals(test.mayMatch(line), true, line);
  assertEquals(test.mayMatch(OTHER), false);
});

Deno.test("mayMatch() looks for any of several names, and for escaped slashes", () => {
  const test = quickTest('event in ["a/b", "location:track"]');
  for (const line of BEGIN) test?.mayMatch(line);
  assertEquals(test?.mayMatch(OTHER), false);
  assertEquals(test?.mayMatch(TRACK), true);
  assertEquals(test?.mayMatch(messageLine(1, "server", '42["a/b"]')), true);
  assertEquals(test?.mayMatch(messageLine(1, "server", '42["a\\/b"]')), true);
});

Deno.test("mayMatch() lets the first event of every connection through", () => {
  const test = trackTest();
  for (const line of upgradeLines(2, ENGINE_URL)) test.mayMatch(line);
  const other = messageLine(2, "server", '42["other"]');
  assertEquals([test.mayMatch(other), test.mayMatch(other)], [true, false]);
  test.mayMatch('{"kind":"close","at":9,"conn":2,"by":"server","reset":false}');
  assertEquals(test.mayMatch(other), true);
});

Deno.test("mayMatch() leaves out objects of a plain WebSocket, but nothing that begins with 42", () => {
  const moved = messageLine(1, "server", '{"type":"moved"}');
  const test = trackTest([...upgradeLines(1, "/live"), moved, OTHER]);
  assertEquals([test.mayMatch(moved), test.mayMatch(OTHER)], [false, true]);
});

Deno.test("mayMatch() leaves out nothing on a connection that may not speak Engine.IO", () => {
  for (const url of ["/live", "/live#?EIO=4", "/live?XEIO=4", "/live?%45IO=4"]) {
    const test = trackTest([...BEGIN, ...upgradeLines(1, url), OTHER]);
    assertEquals(test.mayMatch(OTHER), true, url);
  }
});

const ENDINGS: readonly (readonly [what: string, line: string])[] = [
  ["an event with attachments", messageLine(1, "server", '451-["shot",{"_placeholder":true}]')],
  ["the same with an ack id", messageLine(1, "server", '451-12["shot"]')],
  ["the same in a namespace", messageLine(1, "server", '451-/cam,["shot"]')],
  ["an answer with attachments", messageLine(1, "server", '461-7["shot"]')],
  ["an answer of revision 3", messageLine(1, "server", '431-7["shot"]')],
  ["one without Engine.IO", messageLine(1, "server", '51-["shot"]')],
  ["one with escaped digits", messageLine(1, "server", "4X").replace("4X", "4\\u00351-[]")],
  [
    "a polling body with one",
    '{"kind":"response","at":3,"conn":1,"id":1,"status":200,"headers":[],"text":"451-[\\"shot\\"]"}',
  ],
  [
    "a body in base64",
    '{"kind":"response","at":3,"conn":1,"id":1,"status":200,"headers":[],"base64":"AAEC"}',
  ],
  ["a line of another writer", '{"at":3,"kind":"message","conn":1,"from":"server","text":"2"}'],
  ["a line of an unknown kind", '{"kind":"future","at":3}'],
];

for (const [what, line] of ENDINGS) {
  Deno.test(`mayMatch() leaves nothing out any more behind ${what}`, () => {
    const test = trackTest();
    assertEquals(test.mayMatch(OTHER), false);
    assertEquals([test.mayMatch(line), test.mayMatch(OTHER)], [true, true]);
  });
}

Deno.test("mayMatch() follows no more connections than its limit", () => {
  const test = trackTest([]);
  const line = (conn: number): string => messageLine(conn, "server", '{"type":"a"}');
  for (let conn = 1; conn <= MAX_CONNECTIONS + 1; conn++) test.mayMatch(line(conn));
  assertEquals(test.mayMatch(line(MAX_CONNECTIONS)), false);
  assertEquals(test.mayMatch(line(MAX_CONNECTIONS + 1)), true);
});

const NAMES: readonly string[] = ["location:track", "a/b", "é", "moved"];

/** JSON text as some other encoder might have written it. */
function escaped(json: string, how: number): string {
  if (how === 1) return json.replaceAll("/", "\\/");
  if (how === 2) return json.replaceAll(/[^\x20-\x7e]|[aeo]/g, unicodeEscape);
  return json;
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const name = fc.constantFrom(...NAMES, "other", "", "100");
const how = fc.constantFrom(0, 0, 0, 1, 2);
const binary = '{"_placeholder":true,"num":0}';
const message = fc.oneof(
  { weight: 4, arbitrary: name.map((each) => `42${JSON.stringify([each, { n: 1 }])}`) },
  name.map((each) => `42/sfa,7${JSON.stringify([each])}`),
  name.map((each) => `42${JSON.stringify([each, "x", "offset-1"])}`),
  name.map((each) => `451-["${each}",${binary}]`),
  name.map((each) => `452-/sfa,["${each}",${binary},{"_placeholder":true,"num":1}]`),
  name.map((each) => `51-["${each}",${binary}]`),
  name.map((each) => `2["${each}"]`),
  name.map((each) => JSON.stringify({ type: each, n: 1 })),
  fc.constantFrom(
    "2",
    "3probe",
    "40",
    '40{"sid":"x","pid":"p"}',
    "41",
    '43[{"ok":1}]',
    "[1]",
    "42",
  ),
  fc.constantFrom('0{"sid":"a"}', '44{"message":"x"}', '461-0["x"]', "{bad", "bAAEC", '42["x"'),
);
const conn = fc.constantFrom(1, 1, 2, 3);
const from = fc.constantFrom("server", "server", "client");
const url = fc.constantFrom(
  ...[ENGINE_URL, ENGINE_URL, "/socket.io/?EIO=3&transport=websocket", "/live", "/socket.io/"],
);
const tapeLine = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(conn, from, message, how).map(([to, by, text, way]) =>
      messageLine(to, by, escaped(text, way))
    ),
  },
  fc.tuple(conn, from, message).map(([to, by, text]) =>
    escaped(messageLine(to, by, text), 2).replace('"kind', '"kind')
  ),
  fc.tuple(conn, from).map(([to, by]) =>
    JSON.stringify({ kind: "message", at: 1, conn: to, from: by, base64: "AAEC" })
  ),
  fc.tuple(conn, message, message).map(([to, one, two]) =>
    JSON.stringify({
      ...{ kind: "request", at: 1, conn: to, id: 9, method: "POST", headers: [] },
      url: "/socket.io/?EIO=4&transport=polling&sid=a",
      text: `${one}\u001e${two}`,
    })
  ),
  fc.tuple(conn, url).map(([to, target]) => upgradeLines(to, target).join("\n")),
  conn.map((to) => JSON.stringify({ kind: "close", at: 1, conn: to })),
  fc.constant('{"kind":"mark","at":1,"text":"moved"}'),
);

/** What a scan finds, by line and arguments; and how many lines it decoded. */
function scan(lines: readonly string[], expression: string, test?: QuickTest): {
  readonly found: readonly unknown[];
  readonly decoded: number;
} {
  const where = compileWhere(expression);
  const decoder = new Decoder();
  const matching: Moment[] = [];
  let decoded = 0;
  for (const [index, line] of lines.entries()) {
    if (test?.mayMatch(line) === false) continue;
    decoded++;
    matching.push(...momentsOfLine(decoder, line, index + 2).filter(where));
  }
  const found = matching.map(({ line, part, label, decoded: meaning }) => [
    ...[line.number, part, label, meaning?.event, meaning?.notes, meaning?.session],
  ]);
  return { found, decoded };
}

Deno.test("a scan of every real tape with a quick test finds what one without finds", async () => {
  const folder = join(root, "fixtures", "tapes");
  let found = 0;
  for await (const { name: file } of Deno.readDir(folder)) {
    const [, ...lines] = (await Deno.readTextFile(join(folder, file))).trimEnd().split("\n");
    for (const each of ["location:track", "message", "chat message", "order:update", "moved"]) {
      const expression = `event == "${each}"`;
      const whole = scan(lines, expression);
      assertEquals(scan(lines, expression, quickTest(expression)).found, whole.found, file);
      found += whole.found.length;
    }
  }
  assertGreater(found, 10);
});

Deno.test("a scan with a quick test finds what a scan without one finds", () => {
  let leftOut = 0;
  const expressions = fc.constantFrom(...NAMES).map((each) => `event == ${JSON.stringify(each)}`);
  const tape = fc.array(tapeLine, { maxLength: 40, size: "max" })
    .map((lines) => lines.flatMap((line) => line.split("\n")));
  // Most tapes are good: they begin with an upgrade and carry no attachments.
  const good = fc.array(
    fc.tuple(name, how).map(([each, way]) =>
      messageLine(1, "server", escaped(`42${JSON.stringify([each])}`, way))
    ),
    { maxLength: 40 },
  ).map((lines) => [...upgradeLines(1, ENGINE_URL), ...lines]);
  checkProperty(
    "scans",
    fc.property(fc.oneof(good, tape), expressions, (lines, expression) => {
      const whole = scan(lines, expression);
      const quick = scan(lines, expression, quickTest(expression));
      assertEquals(quick.found, whole.found);
      leftOut += whole.decoded - quick.decoded;
    }),
    { runs: 1000 },
  );
  assertGreater(leftOut, 100);
});
