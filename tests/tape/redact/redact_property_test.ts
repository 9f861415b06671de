// Secrets planted at random: they are gone, everything else is as it was, lengths are the same, a
// second pass finds nothing, and no text or bytes make it throw or take long.

import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "fast-check";
import { encodeUtf8, equalBytes, utf8Length } from "../../../src/base/bytes.ts";
import type { JsonValue } from "../../../src/base/json.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import { checkProperty } from "../../house/property.ts";
import { event, message, nested } from "./fakes.ts";

const redactor = new Redactor({ hashKey: Uint8Array.of(7), enabled: true });

/** Every planted secret begins so; nothing else has these characters. */
const SIGN = "\u00a7planted\u00a7";

const secretKey = fc.constantFrom(
  "token",
  "newPassword",
  "X-Api-Key",
  "client_secret",
  "pass.word",
);
const plainKey = fc.stringMatching(/^[a-z]{1,6}$/).map((key) => `${key}Count`);
const plainLeaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))
  .filter((leaf) => typeof leaf !== "string" || !/[:=@]|eyJ/.test(leaf));
const secret = fc.string({ unit: "grapheme" }).map((text) => SIGN + text);

const documents = fc.letrec<{ value: JsonValue; inner: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    plainLeaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(plainKey, tie("value"), { maxKeys: 3 }),
    fc.tuple(secretKey, secret, plainKey, tie("value"))
      .map(([key, hidden, other, value]) => ({ [key]: hidden, [other]: value })),
    tie("inner"),
  ),
  inner: fc.tuple(secretKey, secret, fc.integer({ min: 0, max: 4 }))
    .map(([key, hidden, depth]) => nested(JSON.stringify({ [key]: hidden, a: 1 }), depth)),
})).value;

/** Both documents with everything that holds a planted secret taken out. */
function skeleton(before: JsonValue, after: JsonValue): readonly [JsonValue, JsonValue] {
  if (typeof before === "string" && before.includes("planted")) {
    assertEquals(typeof after, "string");
    return ["hidden", "hidden"];
  }
  if (typeof before !== "object" || before === null) return [before, after];
  const [left, right] = [Object.entries(before), Object.entries(after ?? {})];
  assertEquals(right.map(([key]) => key), left.map(([key]) => key));
  const pairs = left.map(([, value], index) => skeleton(value, right[index]?.[1] ?? null));
  return [pairs.map(([value]) => value), pairs.map(([, value]) => value)];
}

Deno.test("redactText() hides planted secrets and nothing else", () => {
  checkProperty(
    "planted secrets",
    fc.property(documents, fc.boolean(), (document, escaped) => {
      const json = JSON.stringify(document);
      const raw = escaped
        ? json.replace(
          /[^\0-\x7f]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        )
        : json;
      const { text } = redactor.redactText(`42["e",${raw}]`);
      assertEquals(text.length, raw.length + 8);
      assertEquals(utf8Length(text), utf8Length(raw) + 8);
      assert(!text.includes("planted"), text);
      const [before, after] = skeleton(document, JSON.parse(text.slice(2))[1]);
      assertEquals(after, before);
      assertEquals(redactor.redactText(text).text, text);
    }),
    { runs: 500 },
  );
});

Deno.test("redactText() hides planted secrets under percent-encoding", () => {
  checkProperty(
    "planted secrets, percent-encoded",
    fc.property(documents, fc.integer({ min: 1, max: 3 }), (document, times) => {
      // A lone surrogate cannot be percent-encoded.
      let raw = JSON.stringify(document).toWellFormed();
      for (let time = 0; time < times; time++) raw = encodeURIComponent(raw);
      const { text } = redactor.redactText(`/?x=${raw}`);
      assertEquals(text.length, raw.length + 4);
      assert(!text.includes("planted"), text);
      assertEquals(redactor.redactText(text).text, text);
      const before = decodeURIComponent(raw);
      assertEquals(utf8Length(decodeURIComponent(text.slice(4))), utf8Length(before));
    }),
    { runs: 200 },
  );
});

Deno.test("redactEntry() hides planted secrets in arguments as in messages", () => {
  checkProperty(
    "planted secrets in arguments",
    fc.property(documents, (document) => {
      const entry = event(document);
      const hidden = redactor.redactEntry(entry);
      assert(hidden.kind === "event");
      assert(!JSON.stringify(hidden).includes("planted"), JSON.stringify(hidden));
      const [before, after] = skeleton(document, hidden.args[0] ?? null);
      assertEquals(after, before);
      assert(redactor.redactEntry(hidden) === hidden);
    }),
    { runs: 300 },
  );
});

/** Text made of what the scanner has to do with. */
const trickyText = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        '"',
        "\\",
        "'",
        "token",
        '"token":',
        '\\"password\\":\\"',
        "=",
        ":",
        "{",
        "[",
        "}",
        ",",
        "%22",
      ],
      ...[
        "%",
        "eyJ",
        "eyJhbGciOiJub25lIn0.",
        "://",
        "@",
        "\x1e",
        "b",
        "d=",
        "9:4",
        '___eio[0]("',
        "\n",
      ],
      ...[
        "authorization: Bearer ",
        "Cookie: a=b; ",
        "\\u0022",
        "%5C%22",
        "\ud83d",
        "\uffff",
        "1",
        "&",
      ],
    ),
    fc.string({ unit: "binary", maxLength: 5 }),
  ),
  { maxLength: 40 },
).map((parts) => parts.join(""));

Deno.test("redactEntry() never throws, never changes a length and is done after one pass", () => {
  checkProperty(
    "tricky text",
    fc.property(trickyText, (text) => {
      const once = redactor.redactEntry(message(text));
      const hidden = once.kind === "message" ? once.text ?? "" : "";
      assertEquals([hidden.length, utf8Length(hidden)], [text.length, utf8Length(text)]);
      let end = 0;
      for (const [start, length] of once.redacted?.text ?? []) {
        assert(start >= end && length > 0 && start + length <= text.length);
        assertEquals(hidden.slice(end, start), text.slice(end, start));
        end = start + length;
      }
      assertEquals(hidden.slice(end), text.slice(end));
      assertEquals(redactor.redactEntry(once), once);
    }),
    { runs: 1500 },
  );
});

Deno.test("redactBytes() never throws, never changes a length and changes only what it lists", () => {
  const bytes = fc.array(
    fc.oneof(fc.uint8Array({ maxLength: 6 }), trickyText.map(encodeUtf8)),
    { maxLength: 5 },
  ).map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));
  checkProperty(
    "tricky bytes",
    fc.property(bytes, (input) => {
      const once = redactor.redactBytes(input);
      assertEquals(once.bytes.length, input.length);
      const restored = new Uint8Array(once.bytes);
      for (const [start, length] of once.ranges) {
        restored.set(input.subarray(start, start + length), start);
      }
      assert(equalBytes(restored, input));
    }),
    { runs: 1000 },
  );
});

/** Inputs that make careless scanners take the square of their length. */
const HEAVY: readonly (readonly [name: string, unit: string])[] = [
  ["backslashes", "\\"],
  ["quotes", '"'],
  ["escaped quotes", '\\"'],
  ["opened secrets", '"token":"'],
  ["opened secrets in printed objects", "token:'x\n"],
  ["opened containers", '"secret":{'],
  ["beginnings of tokens", "eyJ"],
  ["beginnings of tokens with dots", "eyJ."],
  ["escaped backslashes", "\\u005c"],
  ["percent signs", "%25"],
  ["names", "token="],
  ["names without values", "token "],
  ["white space after a name", "token:        "],
  ["separators in a name", "pass----"],
  ["schemes", "://"],
  ["lines", "Cookie:\n"],
  ["counted packets", "1:4"],
  ["separators", "\x1eb"],
  ["commas in a query", "token=,1,"],
];

for (const [name, unit] of HEAVY) {
  Deno.test(`redactText() takes time in proportion to the length: ${name}`, () => {
    const text = `"token":"x\\n%20" ${unit.repeat(Math.ceil(150_000 / unit.length))}`;
    let quickest = Infinity;
    // A machine that is busy elsewhere is so for once; what takes the square of it always does.
    for (let attempt = 0; attempt < 3 && quickest >= 3000; attempt++) {
      const started = performance.now();
      assertEquals(redactor.redactText(text).text.length, text.length);
      assertEquals(redactor.redactBytes(encodeUtf8(text)).bytes.length, text.length);
      quickest = Math.min(quickest, performance.now() - started);
    }
    // The square of 150,000 is many seconds; in proportion it is milliseconds on any machine.
    assertLess(quickest, 3000);
  });
}
