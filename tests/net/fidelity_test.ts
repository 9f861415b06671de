// The proof of the tap: every probe is played directly and through a tap, and neither the client
// nor the server can tell the difference.

import { assertSame, playBoth } from "./fidelity.ts";
import { RAW_PROBES } from "./fidelity_raw.ts";
import { WS_PROBES } from "./fidelity_ws.ts";

for (const probe of [...RAW_PROBES, ...WS_PROBES]) {
  Deno.test(`a tap cannot be told from a direct connection by ${probe.name}`, async () => {
    const [direct, tapped] = await playBoth(probe);
    assertSame(probe, direct, tapped);
  });
}
