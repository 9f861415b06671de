// The line of a moment.

import { assertEquals } from "@std/assert";
import type { Decoded } from "../../../src/protocols/protocol.ts";
import { cut, formatArgs, formatMoment } from "../../../src/view/terminal/event_line.ts";

const EVENT: Decoded = {
  from: "server",
  packets: [],
  label: "EVENT location:track",
  event: { namespace: "/sfa", name: "location:track", args: [{ lat: -6.2 }, "x"] },
  notes: [],
};

Deno.test("formatMoment() tells an event with its arguments", () => {
  assertEquals(
    formatMoment(EVENT, 12_006.4, 80),
    '   12.006 s  ←  /sfa  location:track  {"lat":-6.2} "x"',
  );
});

Deno.test("formatMoment() tells anything else by its label", () => {
  const decoded: Decoded = { from: "client", packets: [], label: "ping probe", notes: [] };
  assertEquals(formatMoment(decoded, 1, 80), "    0.001 s  →  ping probe");
});

Deno.test("formatMoment() fits the screen", () => {
  assertEquals(formatMoment(EVENT, 12_006.4, 24), "   12.006 s  ←  /sfa  l…");
});

Deno.test("formatArgs() tells binary by its size", () => {
  assertEquals(formatArgs([{ photo: new Uint8Array(3) }]), '{"photo":"<3 bytes>"}');
});

Deno.test("formatMoment() lets no peer steer the terminal", () => {
  const decoded: Decoded = { from: "server", packets: [], label: "\x1b[31mred\n\x9b", notes: [] };
  assertEquals(formatMoment(decoded, 1, 80), "    0.001 s  ←  \\x1b[31mred\\x0a\\x9b");
});

Deno.test("cut() counts characters, not UTF-16 units", () => {
  assertEquals(cut("😀😀😀", 3), "😀😀😀");
  assertEquals(cut("😀😀😀😀", 3), "😀😀…");
});
