// The quick way to read the line of a message gives what JSON.parse gives, or leaves the line to it.

import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { parseEntry } from "../../src/tape/parse_entry.ts";
import { readPlainMessage } from "../../src/tape/plain_message.ts";
import { checkProperty } from "../house/property.ts";

function lineOf(at: string, conn: string, from: string, text: string): string {
  return `{"kind":"message","at":${at},"conn":${conn},"from":"${from}","text":${text}}`;
}

const READ: readonly (readonly [what: string, line: string])[] = [
  ["a server's text", lineOf("12.006", "2", "server", '"42[\\"a\\",1]"')],
  ["a client's text", lineOf("0.412", "10", "client", '"2"')],
  ["no text at all", lineOf("0", "0", "client", '""')],
  ["escapes of every kind", lineOf("1", "1", "server", '"\\u00e9\\n\\\\\\"\\/\\ud800"')],
  ["text outside of ASCII", lineOf("1", "1", "server", '"Jürgen 🛵"')],
  ["a text that looks like fields", lineOf("1", "1", "server", '"\\",\\"base64\\":\\""')],
  ["as many digits as are exact", lineOf("999999999.999999", "999999999", "client", '"2"')],
  ["a fraction of zeros", lineOf("5.000", "1", "server", '"x"')],
];

for (const [what, line] of READ) {
  Deno.test(`readPlainMessage() reads ${what}`, () => {
    const message = readPlainMessage(line);
    assertEquals(message, JSON.parse(line));
    assertEquals(Object.keys(message ?? {}), Object.keys(JSON.parse(line)));
  });
}

/** Good and bad: what comes of them is for JSON.parse to say. */
const LEFT: readonly (readonly [what: string, line: string])[] = [
  ["a number with an exponent", lineOf("1e3", "1", "server", '"x"')],
  ["a number below zero", lineOf("-1", "1", "server", '"x"')],
  ["a number with a zero before it", lineOf("012", "1", "server", '"x"')],
  ["a number that ends in a point", lineOf("1.", "1", "server", '"x"')],
  ["more digits than are exact", lineOf("9999999999.999999", "1", "server", '"x"')],
  ["a fraction finer than the writer's", lineOf("1.0000001", "1", "server", '"x"')],
  ["a connection that is no whole number", lineOf("1", "1.5", "server", '"x"')],
  ["another side", lineOf("1", "1", "tap", '"x"')],
  ["a text that is none", lineOf("1", "1", "server", "7")],
  ["a text that is cut off", lineOf("1", "1", "server", '"x')],
  ["a text that ends in an escape", lineOf("1", "1", "server", '"x\\"')],
  ["an escape that is none", lineOf("1", "1", "server", '"\\q"')],
  ["a control character", lineOf("1", "1", "server", '"a\tb"')],
  ["a field behind the text", lineOf("1", "1", "server", '"x","compressed":true')],
  ["a text behind the text", lineOf("1", "1", "server", '"x","base64":"AA=="')],
  ["the text twice", lineOf("1", "1", "server", '"x","text":"y"')],
  ["a brace too many", `${lineOf("1", "1", "server", '"x"')}}`],
  ["space behind the line", `${lineOf("1", "1", "server", '"x"')} `],
  ["something before the line", ` ${lineOf("1", "1", "server", '"x"')}`],
  ["space among the fields", lineOf(" 1", "1", "server", '"x"')],
  ["another order", '{"at":1,"kind":"message","conn":1,"from":"server","text":"x"}'],
  ["another kind", '{"kind":"log","at":1,"source":"a","text":"x"}'],
  ["nothing", ""],
];

for (const [what, line] of LEFT) {
  Deno.test(`readPlainMessage() leaves ${what} to JSON.parse`, () => {
    assertEquals(readPlainMessage(line), undefined);
  });
}

/** Lines near to a message's, most of them broken in one place. */
const nearLines: fc.Arbitrary<string> = fc.record({
  at: fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true })),
  conn: fc.nat(),
  from: fc.constantFrom("client", "server"),
  text: fc.string({ unit: "binary", maxLength: 12 }),
  extra: fc.constantFrom("", ',"truncated":true', ',"base64":"AA=="', ',"text":"again"', " "),
  place: fc.nat(200),
  removed: fc.constantFrom(0, 0, 0, 1, 2),
  added: fc.constantFrom("", "", "", '"', "\\", "0", ".", ",", "}", '\\"', "\\u00", "e1", "\t"),
}).map(({ at, conn, from, text, extra, place, removed, added }) => {
  const line = lineOf(
    JSON.stringify(Math.round(at * 1000) / 1000),
    `${conn}`,
    from,
    JSON.stringify(text) + extra,
  );
  const start = place % line.length;
  return line.slice(0, start) + added + line.slice(start + removed);
});

Deno.test("readPlainMessage() never says other than JSON.parse", () => {
  let read = 0;
  checkProperty(
    "plain messages",
    fc.property(nearLines, (line) => {
      const message = readPlainMessage(line);
      if (message === undefined) return;
      read += 1;
      const parsed = JSON.parse(line);
      assertEquals(JSON.stringify(message), JSON.stringify(parsed));
      assertEquals(message, parsed);
    }),
    { runs: 2000 },
  );
  assertNotEquals(read, 0);
});

Deno.test("parseEntry() keeps a message's fields when the quick way cannot read it", () => {
  const line = lineOf("1", "1", "server", '"x","compressed":true,"wireBytes":3');
  assertEquals(parseEntry(line, 2), {
    ok: true,
    line: { number: 2, known: true, entry: JSON.parse(line) },
  });
});
