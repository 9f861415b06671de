// Every hiding place: nothing of the secret is left in the line in any encoding, everything else is,
// and all that is counted stays as long as it was.

import { assert, assertEquals, assertFalse, assertNotEquals } from "@std/assert";
import { decodeUtf8Lossy, fromBase64, utf8Length } from "../../../src/base/bytes.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import { Redactor } from "../../../src/tape/redact/redactor.ts";
import { findSecrets } from "../../../src/tape/redact/verify.ts";
import { encodings } from "./fakes.ts";
import { PLACES_IN_BODIES, PLACES_IN_WORDS } from "./places_in_bodies.ts";
import { PLACES_IN_HEADERS, PLACES_IN_URLS } from "./places_in_heads.ts";
import { PLACES_IN_MESSAGES } from "./places_in_messages.ts";

const PLACES = [
  ...PLACES_IN_HEADERS,
  ...PLACES_IN_URLS,
  ...PLACES_IN_MESSAGES,
  ...PLACES_IN_BODIES,
  ...PLACES_IN_WORDS,
];

function newRedactor(): Redactor {
  return new Redactor({ hashKey: Uint8Array.of(1, 2, 3), enabled: true });
}

function contentOf(entry: Entry): string {
  const base64 = "base64" in entry ? fromBase64(entry.base64 ?? "") : undefined;
  return base64 === undefined ? "" : decodeUtf8Lossy(base64);
}

for (const { name, entry, secrets, stays } of PLACES) {
  Deno.test(`redactEntry() hides: ${name}`, () => {
    const before = JSON.stringify(entry);
    const hidden = newRedactor().redactEntry(entry);
    const { redacted, ...bare } = hidden;
    const line = JSON.stringify(bare);
    assertNotEquals(redacted, undefined);
    for (const form of secrets.flatMap(encodings)) {
      assertFalse(line.includes(form), `${JSON.stringify(form)} is left in ${line}`);
      assertFalse(contentOf(hidden).includes(form), `${JSON.stringify(form)} is left in bytes`);
    }
    for (const part of stays) {
      assert(line.includes(part) || contentOf(hidden).includes(part), `${part} lost from ${line}`);
    }
    assertEquals(JSON.stringify(entry), before, "the entry itself was changed");
    for (const key of ["text", "url", "base64", "reason"] as const) {
      const [was, is] = [field(entry, key), field(hidden, key)];
      assertEquals(is.length, was.length, `${key} is longer or shorter`);
      assertEquals(utf8Length(is), utf8Length(was), `${key} has more or fewer bytes`);
    }
  });

  Deno.test(`redactEntry() is done after one pass: ${name}`, () => {
    const hidden = newRedactor().redactEntry(entry);
    assertEquals(findSecrets(hidden), []);
    assertNotEquals(findSecrets(entry), []);
    assert(newRedactor().redactEntry(hidden) === hidden, JSON.stringify(hidden));
  });
}

function field(entry: Entry, key: string): string {
  const value = Object.entries(entry).find(([name]) => name === key)?.[1];
  return typeof value === "string" ? value : "";
}
