// One text that is looked for everywhere (what a variable held) must not make every message read to
// its end, as any other expression of the user's does; and must be found wherever a long look finds it.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { encodeUtf8 } from "../../../src/base/bytes.ts";
import type { JsonValue } from "../../../src/base/json.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import { checkProperty } from "../../house/property.ts";
import { event } from "./fakes.ts";

/** Matches nothing, and nobody can tell: with it every text is read to its end. */
const UNREADABLE = /(?!)/;

const plainSecrets = fc.oneof(
  fc.stringMatching(/^[\w.~+/=!@#$&*;-]{1,8}$/),
  fc.constantFrom("12.5", "1e+21", "alse", "als", "-6", "a/b", "x==", "$1", "e"),
);

/** JSON in JSON, with the secret in some of its places and encodings. */
const documentsWith = (text: string): fc.Arbitrary<JsonValue> =>
  fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        text,
        text.toUpperCase(),
        encodeURIComponent(text),
        percentEncoded(text),
        `?q=${text}&b=c d`,
      ),
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
      ),
      fc.constantFrom(-6.125, 12.5, 1e21, "", "12", "a\\/b"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(text, "a", `x${text}y`, "$binary"), tie("value"), {
        maxKeys: 3,
      }),
      tie("value").map((value) => JSON.stringify(value)),
    ),
  })).value;

const percentEncoded = (text: string): string =>
  text.replace(/[^]/g, (unit) => `%${unit.charCodeAt(0).toString(16)}`);

const unicodeEscaped = (text: string): string =>
  text.replace(/[!-~]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`);

const sample = plainSecrets.chain((text) =>
  fc.record({
    text: fc.constant(text),
    flags: fc.constantFrom("", "i", "u"),
    args: fc.array(documentsWith(text), { maxLength: 3 }),
    print: fc.constantFrom(
      (json: string) => json,
      (json: string) => json.replaceAll("/", "\\/"),
      (json: string) => json.replaceAll(text, () => unicodeEscaped(text)),
      (json: string) => `d=${encodeURIComponent(json)}`,
    ),
  })
);

Deno.test("the quick look for one text passes over nothing that a long look finds", () => {
  let hidden = 0;
  checkProperty(
    "one text",
    fc.property(sample, ({ text, flags, args, print }) => {
      const expression = new RegExp(text.replace(/[$.*+/]/g, "\\$&"), flags);
      const redact = (extra: readonly RegExp[]): readonly unknown[] => {
        const own = new Redactor({ hashKey: Uint8Array.of(7), enabled: true, extra });
        const raw = print(`42["e",${JSON.stringify(args).slice(1)}`);
        const bytes = own.redactBytes(encodeUtf8(raw));
        const seen = [own.redactText(raw), bytes, own.redactEntry(event("e", args))];
        if (own.hidden > 0) hidden++;
        return seen;
      };
      assertEquals(redact([expression]), redact([expression, UNREADABLE]));
    }),
    { runs: 1000 },
  );
  assert(hidden > 500, `only ${hidden} had anything to hide`);
});
