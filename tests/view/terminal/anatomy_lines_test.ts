// An anatomy on the screen: stairs, lists, marks at mistakes, and never wider than it.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { anatomyOf } from "../../../src/timeline/anatomy/anatomy.ts";
import type { AnatomyOptions } from "../../../src/timeline/anatomy/part.ts";
import { anatomyLines, MAX_BLOCKS } from "../../../src/view/terminal/anatomy_lines.ts";
import { textWidth } from "../../../src/view/terminal/text_width.ts";
import { checkProperty } from "../../house/property.ts";
import { anatomyOptions, input } from "../../timeline/anatomy/arbitrary_input.ts";

function draw(text: string, columns = 80, options: AnatomyOptions = {}): readonly string[] {
  return anatomyLines(anatomyOf(text, options), { columns });
}

Deno.test("anatomyLines() draws every part in its place", () => {
  assertEquals(draw('42/sfa,17["location:track",{"lat":-6.2}]', 100).slice(0, 15), [
    "Engine.IO packet: message, with a Socket.IO EVENT location:track",
    "",
    '42/sfa,17["location:track",{"lat":-6.2}]',
    "",
    "4                                         Engine.IO packet type 4, message: carries data of the",
    "                                          protocol above [1]",
    " 2                                        Socket.IO packet type 2, EVENT: an emit(), with its",
    "                                          arguments [2]",
    "  /sfa,                                   namespace /sfa; the comma ends it [3]",
    "       17                                 acknowledgement id 17: the sender waits for an answer with",
    "                                          the same id (43/sfa,17[…]) [4]",
    "         [                             ]  a JSON array: the event's name, then its arguments [2]",
    `          "location:track"                the event's name`,
    '                           {"lat":-6.2}   argument 1: an object with 1 key',
    "",
  ]);
});

Deno.test("anatomyLines() names each place in the documents once", () => {
  assertEquals(draw("2probe", 120).slice(-2), [
    "Where the documents say so",
    '[1]  engine.io-protocol v4, "Upgrade"  https://github.com/socketio/engine.io-protocol',
  ]);
});

Deno.test("anatomyLines() points at what is wrong", () => {
  const lines = draw('42["a",}', 80, { from: "client" });
  assertEquals(lines.slice(2, 4), ['42["a",}', "       ^"]);
  assertStringIncludes(
    lines.join("\n"),
    '✗ This is not JSON: expected a value, found "}" (character 8)\n' +
      '  A stock server refuses it ("invalid payload") and closes the session.',
  );
});

Deno.test("anatomyLines() points behind the end where something is missing", () => {
  assertEquals(draw('42["a"').slice(2, 4), ['42["a"', "      ^"]);
});

Deno.test("anatomyLines() keeps the columns under wide characters", () => {
  const lines = draw('42["日本語",1]');
  assertEquals(lines.filter((line) => /argument 1|event's name$/.test(line)), [
    `   "日本語"     the event's name`,
    "            1   argument 1: the number 1",
  ]);
});

Deno.test("anatomyLines() cuts long parts in the middle", () => {
  const frame = draw(`42["${"a".repeat(500)}z"]`).find((line) => line.startsWith("42"));
  assertEquals(frame, '42["aaaaaaaaaaaaaaaaaaaa…aaaaaaaaz"]');
});

Deno.test("anatomyLines() draws a body packet by packet, and not without end", () => {
  const lines = draw(`40\x1e${'42["x"]\x1e'.repeat(MAX_BLOCKS)}2`);
  assertStringIncludes(lines.join("\n"), "packet 2 of 102: message, with a Socket.IO EVENT x\n42");
  assert(lines.includes("(the packets after the first 100 are not shown)"));
});

Deno.test("anatomyLines() tells what stands in base64 and in scripts", () => {
  assertStringIncludes(draw("40\x1ebAQID").join("\n"), "The base64 data in hexadecimal: 010203");
  const script = draw('___eio[0]("2probe");').join("\n");
  assertStringIncludes(script, "In the JSONP payload: Polling body with 1 packet: ping probe\n  ");
});

Deno.test("anatomyLines() lets no peer steer the terminal", () => {
  const lines = draw('42/\x1b[2J,["a\u202e"]');
  // deno-lint-ignore no-control-regex
  assert(!/[\x00-\x1f\u202e]/.test(lines.join("")));
});

Deno.test("anatomyLines() is never wider than the screen", () => {
  checkProperty(
    "width",
    fc.property(
      input,
      anatomyOptions,
      fc.integer({ min: 80, max: 140 }),
      (data, options, columns) => {
        for (const line of anatomyLines(anatomyOf(data, options), { columns })) {
          assert(textWidth(line) <= columns, `${columns}: ${line}`);
        }
      },
    ),
    { runs: 200 },
  );
});

Deno.test("anatomyLines() colours nothing but what it is asked to", () => {
  const [title] = anatomyLines(anatomyOf("2"), {
    columns: 80,
    paint: (style, text) => `<${style}>${text}</>`,
  });
  assertEquals(title, "<bold>Engine.IO packet: ping</>");
});

Deno.test("anatomyLines() points at a mistake in its own packet of a body", () => {
  const lines = draw('42["a"]\x1e9x\x1e42["b",}');
  assertEquals(lines.filter((line) => /^ *\^$/.test(line)), ["^", "       ^"]);
});

Deno.test("anatomyLines() points at bytes by their digits", () => {
  const anatomy = anatomyOf(Uint8Array.of(9, 1), { engine: 3 });
  assertEquals(anatomyLines(anatomy, { columns: 80 }).slice(2, 4), ["0901", "^"]);
  assertStringIncludes(anatomyLines(anatomy, { columns: 80 }).join("\n"), "(byte 1)");
});
