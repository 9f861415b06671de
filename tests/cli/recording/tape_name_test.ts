// What tapes are called.

import { assertEquals } from "@std/assert";
import { defaultTapeName } from "../../../src/cli/recording/tape_name.ts";

const AT = new Date("2026-11-21T03:00:00.123Z");

const NAMES: readonly [url: string, name: string][] = [
  ["https://example.com/sfa?token=t", "tapes/2026-11-21T03-00-00Z-sfa.ndjson"],
  ["http://127.0.0.1:3000/", "tapes/2026-11-21T03-00-00Z-127.0.0.1_3000.ndjson"],
  ["http://[::1]:3000/a/b", "tapes/2026-11-21T03-00-00Z-a_b.ndjson"],
  ["http://127.0.0.1:3000/ünï/a b", "tapes/2026-11-21T03-00-00Z-uni_a_b.ndjson"],
  ["http://127.0.0.1:3000/東京", "tapes/2026-11-21T03-00-00Z-127.0.0.1_3000.ndjson"],
  ["http://127.0.0.1:3000/100%", "tapes/2026-11-21T03-00-00Z-100_.ndjson"],
];

Deno.test("defaultTapeName() calls a target without a path as it is called", () => {
  const at = "tapes/2026-11-21T03-00-00Z";
  assertEquals(defaultTapeName(AT, new URL("http://127.0.0.1:3000/"), "chat"), `${at}-chat.ndjson`);
  assertEquals(defaultTapeName(AT, new URL("http://127.0.0.1:3000/sfa"), "x"), `${at}-sfa.ndjson`);
});

for (const [url, name] of NAMES) {
  Deno.test(`defaultTapeName() for ${url}`, () => {
    assertEquals(defaultTapeName(AT, new URL(url)), name);
  });
}
