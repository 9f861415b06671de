// The protocol of last resort.

import { assertEquals } from "@std/assert";
import { raw, type RawPacket } from "../../../src/protocols/raw/raw.ts";

Deno.test("raw gives text as it came and counts its bytes in UTF-8", () => {
  const { packets, label, notes, event } = raw.open({}).receive("client", "é!");
  const expected: RawPacket = { protocol: "raw", type: "text", data: "é!", bytes: 3, notes: [] };
  assertEquals(packets, [expected]);
  assertEquals([label, notes, event], ["text 3 B", [], undefined]);
});

Deno.test("raw gives binary as it came", () => {
  const data = new Uint8Array([0, 255]);
  const { packets, label } = raw.open({}).receive("server", data);
  const expected: RawPacket = { protocol: "raw", type: "binary", data, bytes: 2, notes: [] };
  assertEquals(packets, [expected]);
  assertEquals(label, "binary 2 B");
});
