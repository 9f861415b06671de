// Close codes against RFC 6455, section 7.4.

import { assertEquals } from "@std/assert";
import { closeCode } from "../../src/wire/close_codes.ts";

for (
  const [code, name, onWire] of [
    [0, "Unassigned", false],
    [999, "Unassigned", false],
    [1000, "Normal Closure", true],
    [1001, "Going Away", true],
    [1004, "Reserved", false],
    [1005, "No Status Received", false],
    [1006, "Abnormal Closure", false],
    [1007, "Invalid Payload Data", true],
    [1011, "Internal Error", true],
    [1014, "Bad Gateway", true],
    [1015, "TLS Handshake", false],
    [1016, "Unassigned", false],
    [2999, "Unassigned", false],
    [3000, "Registered", true],
    [3999, "Registered", true],
    [4000, "Private Use", true],
    [4999, "Private Use", true],
    [5000, "Unassigned", false],
    [65535, "Unassigned", false],
  ] as const
) {
  Deno.test(`closeCode(${code}) is ${name}, ${onWire ? "allowed" : "not allowed"} on the wire`, () => {
    const found = closeCode(code);
    assertEquals([found.code, found.name, found.onWire], [code, name, onWire]);
  });
}
