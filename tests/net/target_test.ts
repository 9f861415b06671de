// Where a tap leads to, and what is on this machine.

import { assertEquals, assertThrows } from "@std/assert";
import { isThisMachine, originOf, placeOf, targetOf } from "../../src/net/target.ts";

const TARGETS: readonly [typed: string, host: string, origin: string, place: string][] = [
  ["http://a.example", "a.example", "http://a.example", "a.example:80"],
  ["wss://a.example/sfa?x", "a.example", "https://a.example", "a.example:443"],
  ["ws://127.0.0.1:3000", "127.0.0.1:3000", "http://127.0.0.1:3000", "127.0.0.1:3000"],
  ["https://[::1]:8443/", "[::1]:8443", "https://[::1]:8443", "[::1]:8443"],
];

for (const [typed, host, origin, place] of TARGETS) {
  Deno.test(`targetOf() reads ${typed}`, () => {
    const target = targetOf(new URL(typed));
    assertEquals([target.host, originOf(target), placeOf(target)], [host, origin, place]);
    assertEquals(target.hostname.includes("["), false);
  });
}

Deno.test("targetOf() refuses what is no server", () => {
  assertThrows(() => targetOf(new URL("ftp://a.example")), TypeError, `"ftp:" is not http:`);
});

Deno.test("isThisMachine() knows loopback by its names and addresses", () => {
  const here = ["localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "0.0.0.0"];
  const hereToo = ["::1", "::", "::ffff:127.0.0.1", "::ffff:7f00:1"];
  const there = ["localhost.example", "128.0.0.1", "10.0.0.1", "::2", "127.example", "1270.0.0.1"];
  assertEquals([...here, ...hereToo].filter((name) => !isThisMachine(name)), []);
  assertEquals(there.filter(isThisMachine), []);
});
