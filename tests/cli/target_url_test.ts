// What is said of URLs that lead to no server: what was probably meant, and never a secret.

import { assert, assertEquals, assertThrows } from "@std/assert";
import { namespaceOf, readTargetUrl, shownUrl } from "../../src/cli/target_url.ts";
import { UsageError } from "../../src/cli/usage_error.ts";

const OPTIONS = { verb: "tap", example: "http://127.0.0.1:3000", instead: "Leave them out" };

function refused(typed: string): readonly [message: string, advice: string | undefined] {
  const { message, advice } = assertThrows(() => readTargetUrl(typed, OPTIONS), UsageError);
  return [message, advice];
}

const MEANT: readonly [typed: string, meant: string][] = [
  ["localhost:3000", "http://localhost:3000"],
  ["localhost", "http://localhost"],
  ["127.0.0.1:3000", "http://127.0.0.1:3000"],
  ["192.168.1.5", "http://192.168.1.5"],
  ["[::1]:3000/sfa", "http://[::1]:3000/sfa"],
  ["my-server:8080", "http://my-server:8080"],
  ["http//h", "http://h"],
  ["wss//h/x", "wss://h/x"],
  ["api.example.com", "https://api.example.com"],
  ["api.example.com/sfa?token=hunter2", "https://api.example.com/sfa?token=…"],
];

for (const [typed, meant] of MEANT) {
  Deno.test(`readTargetUrl() offers ${meant} for ${typed}`, () => {
    const [message, advice] = refused(typed);
    assertEquals(advice, `Did you mean "${meant}"?`);
    assert(!message.includes("hunter2"));
  });
}

for (
  const typed of [
    "example",
    "http//",
    "http://",
    "ftp://a",
    "mailto:me@example.com",
    "localhost:x",
    "",
  ]
) {
  Deno.test(`readTargetUrl() does not guess what "${typed}" is`, () => {
    assertEquals(refused(typed)[1], "Write it like http://127.0.0.1:3000");
  });
}

Deno.test("readTargetUrl() says what is missing", () => {
  assertEquals(
    refused("localhost:3000")[0],
    'Cannot tap "localhost:3000": it has no http://, https://, ws:// or wss://',
  );
  assertEquals(refused("127.0.0.1:3000")[0], 'Cannot tap "127.0.0.1:3000": it is no URL');
});

const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.c2lnbmF0dXJlLW9mLWh1bnRlcjI";

const SECRETS: readonly [typed: string, shown: string | undefined][] = [
  ["http//h/sfa?token=hunter2", "http//h/sfa?token=…"],
  ["http//h/sfa?a=hunter2&b=hunter2#hunter2", "http//h/sfa?a=…&b=…#…"],
  ["http//me:hunter2@h/", "http//…@h/"],
  ["http//me:p/hunter2?x=@h/", "http//…@h/"],
  ["me:hunter2@h", "…@h"],
  ["ftp://me:hunter2@h/x", "ftp://…@h/x"],
  [`http//h/${TOKEN}`, undefined],
];

for (const [typed, shown] of SECRETS) {
  Deno.test(`shownUrl() has no secret of ${typed}`, () => {
    const masked = shownUrl(typed);
    assert(!masked.includes("hunter2") && !masked.includes(TOKEN), masked);
    if (shown !== undefined) assertEquals(masked, shown);
    assert(!refused(typed).join(" ").includes("hunter2"));
  });
}

Deno.test("shownUrl() leaves a URL without secrets as it is", () => {
  for (const url of ["http//h/sfa", "ftp://example.com:21/x", "localhost:3000", "?a"]) {
    assertEquals(shownUrl(url), url);
  }
});

const TAPES: readonly [typed: string, advice: string][] = [
  ["@1", "Play its server with replay @1, its client with drive @1 URL"],
  ["@12", "Play its server with replay @12, its client with drive @12 URL"],
  ["day.ndjson", "Play its server with replay FILE, its client with drive FILE URL"],
];

for (const [typed, advice] of TAPES) {
  Deno.test(`readTargetUrl() knows ${typed} for a tape`, () => {
    assertEquals(refused(typed), [`Cannot tap "${typed}": it is a tape`, advice]);
  });
}

Deno.test("readTargetUrl() takes a URL for a URL, whatever its path is called", () => {
  const url = readTargetUrl("http://127.0.0.1:3000/day.ndjson", OPTIONS);
  assertEquals(url.pathname, "/day.ndjson");
  assertEquals(refused("@home")[0], 'Cannot tap "…@home": it is no URL');
});

Deno.test("readTargetUrl() knows a server with its port by it, whatever its path is called", () => {
  for (const typed of ["127.0.0.1:4803/x.ndjson", "[::1]:4803/x.ndjson", "h:4803/a/.ndjson"]) {
    assertEquals(refused(typed)[1], `Did you mean "http://${typed}"?`);
  }
  assertEquals(refused("tapes/10:30.ndjson")[0], 'Cannot tap "tapes/10:30.ndjson": it is a tape');
});

const BLANKS: readonly [typed: string, namespace: string][] = [
  ["http://h/ ", "/"],
  ["http://h ", "/"],
  [" http://h/sfa\n", "/sfa"],
  ["\0\t http://h/s\r\nf\ta/a b \x1f", "/sfa/a b"],
  ["http://h/a ?b ", "/a "],
];

for (const [typed, namespace] of BLANKS) {
  Deno.test(`namespaceOf() drops the blanks of ${JSON.stringify(typed)} as a URL does`, () => {
    const url = readTargetUrl(typed, OPTIONS);
    assertEquals(namespaceOf(typed, url), namespace);
    assertEquals(decodeURI(url.pathname), namespace);
  });
}

Deno.test("namespaceOf() goes by what was understood where stock clients would fail", () => {
  for (const typed of ["http:a/b", " http://a/b", "http:\\\\a\\b", "http://a\\b"]) {
    assertEquals(namespaceOf(typed, new URL(typed)), "/b");
  }
});
