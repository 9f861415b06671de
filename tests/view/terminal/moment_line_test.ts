// A moment's line: what stands on it, what gives way when it is narrow, and that nothing a peer sent
// steers the terminal.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Entry } from "../../../src/tape/entry.ts";
import type { Moment } from "../../../src/timeline/moment.ts";
import { momentLines } from "../../../src/view/terminal/moment_line.ts";
import { plainPaint } from "../../../src/view/terminal/paint.ts";
import { textWidth } from "../../../src/view/terminal/text_width.ts";
import { momentsOfEntries, opened, says } from "../../timeline/moments_of.ts";

function lastOf(entries: readonly Entry[]): Moment {
  const moment = momentsOfEntries(entries).at(-1);
  assert(moment !== undefined);
  return moment;
}

function linesOf(moment: Moment, columns = 120): readonly string[] {
  return momentLines(moment, { columns, paint: plainPaint });
}

const EVENT = lastOf([
  ...opened(),
  says("client", 12.5, '42/sfa,7["room:subscribe",{"room":"a"}]'),
]);

Deno.test("momentLines() shows an event with its place, time, way, arguments and size", () => {
  const [line, ...notes] = momentLines(EVENT, { columns: 120, paint: plainPaint, before: 2.5 });
  assertEquals(notes, []);
  assertEquals(
    line,
    '    #6    0.013 s    +10.0 ms   1 → event   /sfa  room:subscribe  {"room":"a"}  39 B  wants ack 7',
  );
});

Deno.test("momentLines() cuts the arguments before the size, and both before the name", () => {
  const long = lastOf([
    ...opened(),
    says("client", 1, `42["x",${JSON.stringify("y".repeat(500))}]`),
  ]);
  const [wide = ""] = linesOf(long, 100);
  assertEquals(wide.length, 100);
  assert(wide.endsWith("…  510 B"), wide);
  const [narrow = ""] = linesOf(long, 44);
  assertEquals(narrow.length, 44);
  assertStringIncludes(narrow, "x  ");
});

Deno.test("momentLines() keeps who answers whom, however narrow, and gives up words for it", () => {
  const answer = lastOf([
    ...opened(),
    says("server", 1, '42/sfa,7["visit:plan",{"stops":2}]'),
    says("client", 1.74, '43/sfa,7[{"accepted":2}]'),
  ]);
  const at = (columns: number): string => linesOf(answer, columns)[0]?.slice(44) ?? "";
  assertEquals(at(130), '/sfa  ACK 7  {"accepted":2}  24 B  answers #6 visit:plan after 0.74 ms');
  assertEquals(at(110), '/sfa  ACK 7  {"accepte…  24 B  answers #6 visit:plan after 0.74 ms');
  assertEquals(at(98), "/sfa  ACK 7  24 B  answers #6 visit:plan after 0.74 ms");
  assertEquals(at(97), "/sfa  ACK 7  answers #6 visit:plan after 0.74 ms");
  assertEquals(at(80), "/sfa  ACK 7  answers #6 +0.74 ms");
  assertStringIncludes(linesOf(answer, 58)[0] ?? "", "ACK 7  answers #6");
  assert(linesOf(EVENT, 80)[0]?.endsWith("wants ack 7"), linesOf(EVENT, 80)[0]);
});

Deno.test("momentLines() counts wide characters as what they take of the screen", () => {
  const wide = lastOf([
    ...opened(),
    says("server", 1, `42["場所",${JSON.stringify("京".repeat(90))}]`),
  ]);
  for (let columns = 40; columns < 130; columns++) {
    for (const line of linesOf(wide, columns)) {
      assert(textWidth(line) <= columns, `${columns}: ${line}`);
    }
  }
  assert(textWidth(linesOf(wide, 80)[0] ?? "") >= 79);
  const named = lastOf([...opened(), says("server", 1, `42/場所,["${"京".repeat(90)}"]`)]);
  for (let columns = 1; columns < 130; columns++) {
    for (const line of linesOf(named, columns)) {
      assert(textWidth(line) <= columns, `${columns}: ${line}`);
    }
  }
});

Deno.test("momentLines() never gets longer than the screen", () => {
  for (let columns = 1; columns < 130; columns++) {
    for (const line of linesOf(EVENT, columns)) {
      assert(line.length <= columns, `${columns}: ${line}`);
    }
  }
});

Deno.test("momentLines() shows each note on a line of its own", () => {
  const [line, note, ...rest] = linesOf(
    lastOf([...opened(), says("server", 1, "40"), says("server", 1, '42["x"')]),
  );
  assertStringIncludes(line ?? "", "EVENT");
  assert(note?.trimStart().startsWith("! socket.io/json: Cannot read the payload"), note);
  assertEquals(rest, []);
});

Deno.test("momentLines() shows control characters instead of sending them to the terminal", () => {
  const evil = '42["\\u001b[2J","\\u001b]0;x\\u0007\\n"]';
  const lines = linesOf(lastOf([...opened(), says("server", 1, evil)]));
  // deno-lint-ignore no-control-regex
  assert(!/[\x00-\x1f\x7f]/.test(lines.join("")), lines.join("|"));
});

Deno.test("momentLines() shortens what was hidden, and leaves other asterisks alone", () => {
  const text = '{"type":"login","token":"********************"}';
  const plain: Entry = { kind: "message", at: 1, conn: 1, from: "client", text };
  assertStringIncludes(linesOf(lastOf([plain]))[0] ?? "", `"${"*".repeat(20)}"`);
  const hidden = { ...plain, redacted: { text: [[24, 20, "9f2c11aa"]] } } as const;
  assertStringIncludes(linesOf(lastOf([hidden]))[0] ?? "", `"********"`);
});

Deno.test("momentLines() tells a moment at the layer that was chosen", () => {
  const at = (layer: "wire" | "engine" | "socket"): string =>
    momentLines(EVENT, { columns: 120, paint: plainPaint, layer })[0] ?? "";
  assertStringIncludes(at("wire"), 'wire    message  42/sfa,7["room:subscribe",{"room":"a"}]');
  assertStringIncludes(at("engine"), 'engine  message  2/sfa,7["room:subscribe",{"room":"a"}]');
  assertStringIncludes(at("socket"), 'socket  /sfa  EVENT 7  "room:subscribe" {"room":"a"}');
});
