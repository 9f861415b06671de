// Forms of several parts: the values of secret fields are hidden in place, whatever stands around
// them, and everything else stays byte for byte.

import { assert, assertEquals, assertLess } from "@std/assert";
import fc from "fast-check";
import {
  encodeLatin1,
  encodeUtf8,
  fromBase64,
  toBase64,
  utf8Length,
} from "../../../src/base/bytes.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import { findSecrets } from "../../../src/tape/redact/verify.ts";
import { checkProperty } from "../../house/property.ts";
import { fakeJwt, log, message, request, response } from "./fakes.ts";

function redactor(extra: readonly (string | RegExp)[] = []): Redactor {
  return new Redactor({ hashKey: Uint8Array.of(7), enabled: true, extra });
}

/** A part as curl writes it. */
function part(name: string, value: string, more = ""): string {
  return `--b0und\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
}

/** The form with `[` and `]` around what has to be hidden, and the ranges that say so. */
function marked(form: string): readonly [plain: string, hidden: string, ranges: number[][]] {
  let plain = "";
  let hidden = "";
  const ranges: number[][] = [];
  for (const [index, piece] of form.split(/[\u27e6\u27e7]/).entries()) {
    if (index % 2 === 1) ranges.push([plain.length, piece.length]);
    plain += piece;
    hidden += index % 2 === 1 ? "*".repeat(piece.length) : piece;
  }
  return [plain, hidden, ranges];
}

const END = "--b0und--\r\n";

/** Between `⟦` and `⟧` stands what has to be hidden. */
const FORMS: readonly (readonly [what: string, form: string])[] = [
  [
    "a password between other fields",
    part("user", "bob") + part("password", "⟦MULTI PASS:5⟧") + END,
  ],
  [
    "a value of several lines",
    part("client_secret", "⟦one\r\ntwo\r\n\r\n--b0 und\r\nthree⟧") + END,
  ],
  ["a value that looks like a longer boundary", part("token", "⟦a\r\n--b0undary\r\nb⟧") + END],
  ["a value with a bare line feed before the boundary", part("otp", "⟦1\n--b0und\n2⟧") + END],
  ["a file under a secret name", part("private_key", "⟦-----BEGIN⟧", '; filename="k.pem"') + END],
  [
    "a name in brackets, and one encoded",
    part("user[password]", "⟦a⟧") + part("pass%77ord", "⟦b⟧") + END,
  ],
  [
    "a name behind a file's name with quotes in it",
    `--b0und\r\ncontent-disposition:form-data; filename="a;\\" name=x"; NAME="token"\r\n\r\n⟦v⟧\r\n${END}`,
  ],
  [
    "a name without quotes",
    `--b0und\r\nContent-Disposition: form-data; name=token\r\n\r\n⟦v⟧\r\n${END}`,
  ],
  [
    "other headers before and behind",
    `--b0und \r\nContent-Type: text/plain\r\nContent-Disposition: form-data;\r\n name="token"\r\nX-Part: 1\r\n\r\n⟦v⟧\r\n--b0und  \r\n${END}`,
  ],
  ["capitals", `--b0und\r\nCONTENT-DISPOSITION: FORM-DATA; NAME="token"\r\n\r\n⟦v⟧\r\n${END}`],
  ["bare line feeds", '--b0und\nContent-Disposition: form-data; name="token"\n\n⟦v⟧\n--b0und--\n'],
  ["a preamble", `Of several parts\r\n\r\n${part("token", "⟦v⟧")}${END}`],
  ["a form that is cut off in the value", part("a", "1") + part("token", "⟦v⟧").slice(0, -2)],
  ["a form that is cut off in the delimiter", part("token", "⟦v⟧") + "--b0und"],
  ["a form that begins in its middle", `tail of a file\r\n${part("token", "⟦v⟧")}${END}`],
  [
    "an empty value, and none at all",
    part("token", "") + part("token", "").slice(0, -2) + part("a", "1") + END,
  ],
  [
    "what separates packets within a value",
    part("a", "\x1e") + part("token", "⟦v\x1ew⟧") + part("b", "\x1e") + END,
  ],
  [
    "JSON and a query within fields",
    part("data", '{"password":"⟦x y⟧","n":1}') + part("q", "a=1&token=⟦t⟧") + END,
  ],
  ["a scheme before credentials", part("authorization", "Bearer ⟦v⟧") + END],
  ["two names, one of them secret", part("a", "⟦v⟧", '; name="token"') + END],
];

for (const [what, form] of FORMS) {
  Deno.test(`redactEntry() hides in a form of several parts ${what}`, () => {
    const [plain, hidden, ranges] = marked(form);
    for (
      const entry of [
        request("/", [], { text: plain }),
        response([], { text: plain }),
        message(plain),
      ]
    ) {
      const result = redactor().redactEntry(entry);
      assertEquals("text" in result && result.text, hidden);
      const found = (result.redacted?.text ?? []).map(([start, length]) => [start, length]);
      assertEquals(found, ranges);
      assertEquals(findSecrets(result), []);
      const left = findSecrets(entry).map(({ start, length }) => [start, length]);
      assertEquals(left, ranges);
    }
  });

  Deno.test(`redactEntry() hides beside a binary part ${what}`, () => {
    const [plain, hidden, ranges] = marked(form);
    const picture =
      `--b0und\r\nContent-Disposition: form-data; name="p"; filename="p.bin"\r\n\r\n\0\xff\xfe\r\n`;
    const before = request("/", [], { base64: toBase64(encodeLatin1(picture + plain)) });
    const result = redactor().redactEntry(before);
    const bytes = "base64" in result ? fromBase64(result.base64 ?? "") : undefined;
    assertEquals(bytes, encodeLatin1(picture + hidden));
    const found = (result.redacted?.base64 ?? []).map(([start, length]) => [start, length]);
    assertEquals(found, ranges.map(([start = 0, length]) => [start + picture.length, length]));
    assertEquals(findSecrets(result), []);
    assertEquals(findSecrets(before).length, ranges.length);
  });
}

const HARMLESS: readonly (readonly [what: string, text: string])[] = [
  ["fields without a secret name", part("tokenCount", "5") + part("user", "bob") + END],
  ["the name of a file", part("upload", "text", '; filename="token"') + END],
  ["a part that is no field", part("token", "v").replace("form-data", "attachment") + END],
  ["a name without a delimiter", part("token", "v").slice("--b0und\r\n".length) + END],
  ["a delimiter in the middle of a line", `x${part("token", "v")}${END}`],
  [
    "a name outside the disposition",
    `--b0und\r\nX-Note: name="token"\r\nContent-Disposition: form-data; name="a"\r\n\r\nv\r\n${END}`,
  ],
];

for (const [what, text] of HARMLESS) {
  Deno.test(`redactEntry() leaves in a form of several parts ${what}`, () => {
    const entry = request("/", [], { text });
    assertEquals(redactor().redactEntry(entry), entry);
  });
}

Deno.test("redactEntry() hides the fields that a user names in forms of several parts", () => {
  const [plain, hidden] = marked(part("pin", "⟦1234⟧") + END);
  const entry = request("/", [], { text: plain });
  assertEquals(redactor().redactEntry(entry), entry);
  const result = redactor(["pin"]).redactEntry(entry);
  assertEquals("text" in result && result.text, hidden);
});

Deno.test("redactEntry() notes a token in a field, and gives equal secrets equal hashes", () => {
  const one = redactor();
  const jwt = fakeJwt({ iat: 1_700_000_000 });
  one.redactEntry(request("/", [], { text: part("token", jwt) + END }));
  assertEquals(one.takeNotes().map(({ rule }) => rule), ["redact/jwt"]);
  const form = one.redactEntry(request("/", [], { text: part("token", "päss") + END }));
  const bytes = one.redactEntry(
    request("/", [], {
      base64: toBase64(Uint8Array.of(0xff, ...encodeUtf8(`\r\n${part("token", "päss")}${END}`))),
    }),
  );
  const json = one.redactEntry(message('{"token":"päss"}'));
  const hashes = [form.redacted?.text, bytes.redacted?.base64, json.redacted?.text]
    .map((ranges) => ranges?.[0]?.[2]);
  assertEquals(new Set(hashes).size, 1);
  assert(hashes[0] !== undefined);
});

Deno.test("redactEntry() takes no form in a log line for one", () => {
  const entry = log(part("tokens", "v"));
  assertEquals(redactor().redactEntry(entry), entry);
});

const SIGN = "\u00a7planted\u00a7";
// deno-lint-ignore no-control-regex
const plainText = fc.stringMatching(/^[ -9;<>-~\r\n\x1e\u00e9]{0,12}$/)
  .filter((text) => !/=|eyJ|--/.test(text));
const secretName = fc.constantFrom("token", "newPassword", "X-Api-Key", "user[otp]", "pass.word");
const fields = fc.array(
  fc.record({
    secret: fc.boolean(),
    name: secretName,
    plainName: fc.stringMatching(/^[a-z]{1,6}$/).map((name) => `${name}Count`),
    value: plainText,
    planted: fc.string({ unit: "grapheme" }).map((text) => SIGN + text),
    file: fc.boolean(),
    typeFirst: fc.boolean(),
  }),
  { maxLength: 6 },
);
const boundaries = fc.stringMatching(/^[A-Za-z0-9'()+_,.\/:=?-]{1,20}$/);

Deno.test("redactText() and redactBytes() hide every secret of a random form and nothing else", () => {
  checkProperty(
    "multipart forms",
    fc.property(fields, boundaries, fc.constantFrom("\r\n", "\n"), (list, boundary, newline) => {
      // A boundary is chosen so that no value has it.
      const delimiter = `--${boundary}${
        list.map(({ value, planted }) => value + planted).join("").length
      }Z`;
      fc.pre(list.every(({ value, planted }) => !(value + planted).includes(delimiter)));
      let form = "";
      const ranges: number[][] = [];
      const hidden: string[] = [];
      for (const { secret, name, plainName, value, planted, file, typeFirst } of list) {
        const disposition = `Content-Disposition: form-data; name="${secret ? name : plainName}"` +
          (file ? '; filename="a b.txt"' : "");
        const type = "Content-Type: text/plain";
        const heads = typeFirst ? [type, disposition] : file ? [disposition, type] : [disposition];
        form += [delimiter, ...heads, "", ""].join(newline);
        const said = secret ? planted : value;
        if (secret) {
          ranges.push([form.length, said.length]);
          hidden.push(said);
        }
        form += said + newline;
      }
      form += `${delimiter}--${newline}`;
      const one = redactor();
      const text = one.redactText(form);
      assertEquals(text.ranges.map(([start, length]) => [start, length]), ranges);
      assert(!text.text.includes("planted"), text.text);
      assertEquals(text.text.length, form.length);
      assertEquals(utf8Length(text.text), utf8Length(form));
      assertEquals(without(text.text, ranges), without(form, ranges));
      assertEquals(one.redactText(text.text).text, text.text);

      const torn = Uint8Array.of(0xff, 0x0a, ...encodeUtf8(form));
      const bytes = one.redactBytes(torn);
      const places = ranges.map(([start = 0, length = 0]) => [
        2 + utf8Length(form.slice(0, start)),
        utf8Length(form.slice(start, start + length)),
      ]);
      assertEquals(bytes.ranges.map(([start, length]) => [start, length]), places);
      assertEquals(bytes.bytes, Uint8Array.of(0xff, 0x0a, ...encodeUtf8(text.text)));
    }),
    { runs: 300 },
  );
});

function without(text: string, ranges: readonly (readonly number[])[]): string {
  let rest = "";
  let position = 0;
  for (const [start = 0, length = 0] of ranges) {
    rest += text.slice(position, start);
    position = start + length;
  }
  return rest + text.slice(position);
}

const HEAVY: readonly (readonly [what: string, unit: (index: number) => string])[] = [
  ["headers without an end", () => "--a\nform-data:x\n"],
  ["delimiters that look like headers", () => "--a:b\n"],
  ["delimiters in values", () => "\n--ab\n--abc"],
  [
    "secret parts that end nowhere",
    (n) => `--${n}\nContent-Disposition: form-data; name="otp"\n\n`,
  ],
  ["quotes without an end", () => ';name="'],
  ["folded lines", () => "\n "],
  ["long lines of dashes", () => `--${" ".repeat(150)}x\n`],
];

Deno.test("redactText() reads the white space behind a delimiter once", () => {
  const form = `form-data\n--password token${" ".repeat(4_000_000)}x`;
  assertEquals(redactor().redactText(form).ranges, []);
  const quickest = { form: Infinity, plain: Infinity };
  // The same white space behind no delimiter is the measure: a busy machine is so for both. Once takes
  // two or three times as long; once for every length of the boundary some hundred times.
  for (let attempt = 0; attempt < 5 && quickest.form >= 30 * quickest.plain; attempt++) {
    quickest.form = Math.min(quickest.form, timeOf(form));
    quickest.plain = Math.min(quickest.plain, timeOf(form.replace("--", "  ")));
  }
  assertLess(quickest.form, 30 * quickest.plain);
});

/** How long it takes to read this. */
function timeOf(text: string): number {
  const started = performance.now();
  assertEquals(redactor().redactText(text).text.length, text.length);
  return performance.now() - started;
}

for (const [what, unit] of HEAVY) {
  Deno.test(`redactText() reads a form in time in proportion to its length: ${what}`, () => {
    let form = '--a\nContent-Disposition: form-data; name="otp"\n\nv\n--a\n' +
      "Content-Disposition: form-data";
    for (let index = 0; form.length < 1_500_000; index++) form += unit(index);
    let quickest = Infinity;
    // A machine that is busy elsewhere is so for once; what takes the square of it always does.
    for (let attempt = 0; attempt < 3 && quickest >= 3000; attempt++) {
      quickest = Math.min(quickest, timeOf(form));
    }
    assertLess(quickest, 3000);
  });
}
