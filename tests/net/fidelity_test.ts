// The proof of the tap: every probe is played directly and through a tap, and neither the client
// nor the server can tell the difference.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { playBoth } from "./fidelity.ts";
import { RAW_PROBES } from "./fidelity_raw.ts";
import { WS_PROBES } from "./fidelity_ws.ts";

for (const probe of [...RAW_PROBES, ...WS_PROBES]) {
  Deno.test(`a tap cannot be told from a direct connection by ${probe.name}`, async () => {
    const [direct, tapped] = await playBoth(probe);
    const seen = [...direct.client, ...direct.server].join("\n");
    for (const expected of probe.expects) assertStringIncludes(seen, expected);
    for (const side of ["client", "server"] as const) {
      assert(direct[side].join("").length > 10, `the ${side} saw nothing`);
      // Not one assertEquals() of everything: its picture of 5 MB would take minutes.
      for (const [index, line] of direct[side].entries()) {
        if (line === tapped[side][index]) continue;
        assertEquals(tapped[side][index]?.slice(0, 2000), line.slice(0, 2000), side);
        throw new Error(`The ${side} saw something else beyond the first 2000 characters`);
      }
      assertEquals(tapped[side].length, direct[side].length);
    }
  });
}
