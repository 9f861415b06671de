// The proof of the tap again, as people use it: with a recorder that writes to the disk, with
// rewriting asked for that finds nothing to rewrite, and with TLS on both of its sides.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import type { CloseEntry, Entry } from "../../src/tape/entry.ts";
import { makeCertificate } from "./certificate.ts";
import { assertSame, playBoth, type Probe } from "./fidelity.ts";
import { RAW_PROBES } from "./fidelity_raw.ts";
import { WS_PROBES } from "./fidelity_ws.ts";
import { Witness } from "./sockets.ts";
import { recordTo } from "./tape_on_disk.ts";

const PROBES = [...RAW_PROBES, ...WS_PROBES];

for (const probe of PROBES) {
  Deno.test(`a tap that records cannot be told from a direct connection by ${probe.name}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-fidelity-" });
    try {
      const tape = recordTo(join(folder, "tape.ndjson"));
      const [direct, tapped] = await playBoth(probe, { owner: tape.recorder });
      assertSame(probe, direct, tapped);
      assertTells(probe, await tape.finish());
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** The one connection is on the tape from its beginning to its end, and how it ended. */
function assertTells(probe: Probe, entries: readonly Entry[]): void {
  assertEquals(entries[0]?.kind, "open");
  const closes = entries.filter((entry): entry is CloseEntry => entry.kind === "close");
  assertEquals(closes.length, 1);
  const [close] = closes;
  if (probe.endedBy !== undefined) assertEquals(close?.by, probe.endedBy);
  if (probe.isReset !== undefined) assertEquals(close?.reset, probe.isReset);
  const rules = entries.flatMap((entry) => entry.kind === "note" ? [entry.rule] : []);
  assertEquals(rules.filter((rule) => rule.startsWith("tap/")), []);
  if (probe.isCompressed === undefined) return;
  for (const from of ["client", "server"]) {
    const messages = entries.flatMap((entry) =>
      entry.kind === "message" && entry.from === from ? [entry] : []
    );
    const compressed = messages.filter((entry) => entry.compressed === true);
    assertEquals(compressed.length, probe.isCompressed ? messages.length : 0, from);
  }
}

/** Cookies that cannot live on loopback are there to be rewritten. */
const SETS_COOKIES = RAW_PROBES[0];

for (const probe of PROBES) {
  Deno.test(`a tap that rewrites cannot be told from a direct connection by ${probe.name}`, async () => {
    const witness = new Witness();
    const rewrite = {
      origin: true,
      cookies: probe !== SETS_COOKIES,
      allowOrigin: "http://localhost:5173",
    };
    const [direct, tapped] = await playBoth(probe, { owner: witness, rewrite });
    assertSame(probe, direct, tapped);
    assertEquals(witness.all("changed"), []);
    assertEquals(witness.all("broken"), []);
  });
}

const certificate = makeCertificate();

// TLS has no reset of its own; those of `ws` that are gone without a word are played with TLS, too.
for (const probe of PROBES.filter(({ isReset }) => isReset !== true)) {
  Deno.test(`a tap between TLS and TLS cannot be told from a direct connection by ${probe.name}`, async () => {
    const witness = new Witness();
    const [direct, tapped] = await playBoth(probe, { owner: witness, certificate });
    assertSame(probe, direct, tapped);
    const [close, ...others] = witness.all("close");
    assertNotEquals(close, undefined);
    assertEquals(others, []);
    if (probe.endedBy !== undefined) assert(close?.startsWith(`close 1 ${probe.endedBy}`), close);
    assertEquals(witness.all("failed"), []);
  });
}
