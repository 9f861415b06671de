// Which cookies survive behind a tap, and what mending takes off. What Chromium keeps is checked
// against Chromium itself, in tests/e2e/proxy_cookies_test.ts.

import { assertEquals } from "@std/assert";
import { readCookie } from "../../src/net/cookies.ts";

const HERE = "127.0.0.1:7007";

interface Expected {
  readonly refusedFor?: readonly string[];
  readonly isDoubtful?: true;
  readonly needsTls?: true;
  readonly removed?: readonly string[];
}

const CASES: readonly [host: string | undefined, value: string, expected: Expected][] = [
  [HERE, "a=1; Path=/; HttpOnly; SameSite=Lax", {}],
  [HERE, "a=1; Secure", { isDoubtful: true, removed: ["Secure"] }],
  [undefined, "a=1; secure", { isDoubtful: true, removed: ["secure"] }],
  [
    HERE,
    "a=1; SameSite=None; Secure",
    { isDoubtful: true, removed: ["SameSite=None", "Secure"] },
  ],
  [HERE, "a=1; SameSite=None", {
    refusedFor: ["SameSite=None without Secure"],
    removed: ["SameSite=None"],
  }],
  [HERE, "a=1; Partitioned", {
    refusedFor: ["Partitioned without Secure"],
    removed: ["Partitioned"],
  }],
  [HERE, "a=1; Domain=127.0.0.1", {}],
  [HERE, "a=1; Domain=.127.0.0.1", {}],
  [HERE, "a=1; Domain=", {}],
  [HERE, "a=1; Domain=0.0.1", { refusedFor: ["Domain=0.0.1"], removed: ["Domain=0.0.1"] }],
  [HERE, "a=1; domain=example.com", {
    refusedFor: ["domain=example.com"],
    removed: ["domain=example.com"],
  }],
  [undefined, "a=1; Domain=127.0.0.1", {
    refusedFor: ["Domain=127.0.0.1"],
    removed: ["Domain=127.0.0.1"],
  }],
  ["localhost", "a=1; Domain=127.0.0.1", {
    refusedFor: ["Domain=127.0.0.1"],
    removed: ["Domain=127.0.0.1"],
  }],
  ["tap.example.com", "a=1; Domain=Example.com", {}],
  ["badexample.com", "a=1; Domain=example.com", {
    refusedFor: ["Domain=example.com"],
    removed: ["Domain=example.com"],
  }],
  ["[::1]:7007", "a=1; Secure", { isDoubtful: true, removed: ["Secure"] }],
  ["192.168.1.5:7007", "a=1; Secure", { refusedFor: ["Secure"], removed: ["Secure"] }],
  ["192.168.1.5:7007", "__Host-a=1; Secure", { refusedFor: ["Secure"], needsTls: true }],
  [HERE, "__Host-a=1; Secure; SameSite=None", { isDoubtful: true, needsTls: true }],
  [HERE, "__Host-a=1; Domain=example.com", { needsTls: true }],
  [HERE, "__secure-a=1; Secure; Domain=example.com", {
    refusedFor: ["Domain=example.com"],
    isDoubtful: true,
    needsTls: true,
    removed: ["Domain=example.com"],
  }],
];

for (const [host, value, expected] of CASES) {
  Deno.test(`readCookie() reads ${value} of ${host ?? "nobody knows where"}`, () => {
    const { name: _name, title: _title, mended: _mended, ...read } = readCookie(value, {
      host,
      servesTls: false,
    });
    assertEquals(read, {
      refusedFor: expected.refusedFor ?? [],
      isDoubtful: expected.isDoubtful ?? false,
      needsTls: expected.needsTls ?? false,
      removed: expected.removed ?? [],
    });
  });
}

Deno.test("readCookie() takes no value for a name", () => {
  const titles = ["a=s3cret", " a =s3cret=b; Secure", "s3cret; Secure", "=s3cret", "; Secure"].map(
    (value) => readCookie(value, { host: HERE, servesTls: false }).title,
  );
  const nameless = "cookie without a name";
  assertEquals(titles, ['cookie "a"', 'cookie "a"', nameless, nameless, nameless]);
});

Deno.test("readCookie() mends nothing but what is in the way", () => {
  const value = "a=1; Path=/;Secure;  HttpOnly ; Domain=example.com; x";
  const read = readCookie(value, { host: HERE, servesTls: false });
  assertEquals([read.name, read.mended], ["a", "a=1; Path=/;  HttpOnly ; x"]);
});

Deno.test("readCookie() has nothing against Secure where the tap serves TLS", () => {
  const place = { host: "192.168.1.5", servesTls: true };
  for (const value of ["a=1; Secure; SameSite=None", "__Host-a=1; Secure", "a=1; SameSite=None"]) {
    const { refusedFor, isDoubtful, needsTls, removed } = readCookie(value, place);
    assertEquals([refusedFor, isDoubtful, needsTls, removed], [[], false, false, []]);
  }
  assertEquals(readCookie("a=1; Domain=b; Secure", place).removed, ["Domain=b"]);
});
