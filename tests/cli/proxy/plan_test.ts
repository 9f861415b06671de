// What the flags of `proxy` come to.

import { assertEquals, assertThrows } from "@std/assert";
import { parseFlags } from "../../../src/cli/flags.ts";
import { PROXY_FLAGS } from "../../../src/cli/proxy/flags.ts";
import { type ProxyPlan, readAddress, readProxyPlan } from "../../../src/cli/proxy/plan.ts";
import { tapUrl, welcomeLines } from "../../../src/cli/proxy/welcome.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { fakeHost } from "../fake_host.ts";

function planOf(target: string, ...args: readonly string[]): ProxyPlan {
  return readProxyPlan(target, parseFlags(PROXY_FLAGS, args).flags, fakeHost());
}

const ADDRESSES: readonly [typed: string | undefined, hostname: string, port: number][] = [
  [undefined, "127.0.0.1", 7007],
  ["7008", "127.0.0.1", 7008],
  [":7008", "127.0.0.1", 7008],
  ["127.0.0.1:0", "127.0.0.1", 0],
  ["0.0.0.0", "0.0.0.0", 7007],
  ["localhost:80", "localhost", 80],
  ["[::1]:7008", "::1", 7008],
  ["[::1]", "::1", 7007],
];

for (const [typed, hostname, port] of ADDRESSES) {
  Deno.test(`readAddress() reads ${typed}`, () => {
    assertEquals(readAddress(typed), { hostname, port });
  });
}

for (const typed of ["", ":", "a:b", "127.0.0.1:70000", "[x]:1", "::1", "http://a", "a:1:2"]) {
  Deno.test(`readAddress() refuses "${typed}"`, () => {
    const error = assertThrows(() => readAddress(typed), UsageError);
    const advice = typed === "::1"
      ? "Brackets part an IPv6 address from its port: [::1]:7007"
      : "Write it like 127.0.0.1:7007, or 7008 alone";
    assertEquals(error.advice, advice);
  });
}

Deno.test("readProxyPlan() rewrites nothing that nobody asked for", () => {
  assertEquals(planOf("https://example.com").rewrite, { origin: false, cookies: false });
  const plan = planOf(
    "http://a",
    "--rewrite-origin",
    "--rewrite-cookies",
    "--allow-origin=http://localhost:5173/",
  );
  assertEquals(plan.rewrite, { origin: true, cookies: true, allowOrigin: "http://localhost:5173" });
  assertEquals(planOf("http://a", "--allow-origin=null").rewrite.allowOrigin, "null");
});

const REFUSED: readonly [target: string, args: readonly string[], message: string][] = [
  ["example", [], 'Cannot tap "example": it is no URL'],
  ["http://a/sfa?token=hunter2", [], 'Cannot tap "http://a/sfa?token=…": a proxy adds no query'],
  ["http://a/sfa#x", [], 'Cannot tap "http://a/sfa#…": a proxy adds no fragment'],
  ["ftp://a", [], 'Cannot tap "ftp://a": "ftp:" is not http:, https:, ws: or wss:'],
  ["http://me:mine@a", [], "Cannot tap a URL with a name or password in it"],
  [
    "http://a",
    ["--allow-origin=localhost"],
    'Cannot read --allow-origin "localhost": it is no origin',
  ],
  [
    "http://a",
    ["--allow-origin=http://b/page"],
    'Cannot read --allow-origin "http://b/page": it is no origin',
  ],
  [
    "http://a",
    ["--tls-key=k.pem"],
    "Cannot serve TLS with half of it: --tls-cert and --tls-key go together",
  ],
];

for (const [target, args, message] of REFUSED) {
  Deno.test(`readProxyPlan() refuses ${target} ${args.join(" ")}`, () => {
    assertEquals(assertThrows(() => planOf(target, ...args), UsageError).message, message);
  });
}

const URLS: readonly [target: string, hostname: string, url: string][] = [
  ["https://example.com/sfa", "127.0.0.1", "http://127.0.0.1:7007"],
  ["wss://example.com", "0.0.0.0", "ws://127.0.0.1:7007"],
  ["http://a", "::1", "http://[::1]:7007"],
];

for (const [target, hostname, url] of URLS) {
  Deno.test(`tapUrl() of ${target} on ${hostname}`, () => {
    assertEquals(tapUrl(planOf(target), { hostname, port: 7007 }), url);
  });
}

Deno.test("welcomeLines() tells where to point clients at", () => {
  const tap = { hostname: "127.0.0.1", port: 7007 };
  assertEquals(welcomeLines(planOf("https://example.com/sfa"), tap, true), [
    "Recording https://example.com for every client of http://127.0.0.1:7007",
    "  point your client at  http://127.0.0.1:7007/sfa  instead of  https://example.com/sfa",
    "  a phone over USB      adb reverse tcp:7007 tcp:7007",
    "  Ctrl-C ends it; key m sets a mark",
  ]);
});

Deno.test("welcomeLines() is loud about another port, and about other machines", () => {
  const tap = { hostname: "0.0.0.0", port: 7008 };
  assertEquals(welcomeLines(planOf("http://a", "--listen=0.0.0.0:7007"), tap, false), [
    "Port 7007 is taken: LISTENING ON 7008 INSTEAD",
    "Recording http://a for every client of http://127.0.0.1:7008",
    "ANYBODY who reaches 0.0.0.0:7008 can use this tap, and is recorded",
  ]);
});

Deno.test("welcomeLines() tells other machines where the tap is when it is everywhere", () => {
  for (const [hostname, expected] of [["0.0.0.0", true], ["::", true], ["192.0.2.2", false]]) {
    const lines = welcomeLines(planOf("ws://a"), { hostname: `${hostname}`, port: 7007 }, true);
    const line =
      "  from another machine  ws://THIS-MACHINE:7007, this machine's name or address there";
    assertEquals(lines.includes(line), expected);
  }
});
