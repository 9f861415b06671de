// A server whose Engine.IO answers and whose Socket.IO never does: the reason names what was waited
// for, and which namespace.

import { assertEquals, assertMatch } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { parseFlags } from "../../../src/cli/flags.ts";
import { PATIENCE, runDeck } from "../../../src/cli/record/deck.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { readClientPlan } from "../../../src/cli/record/plan.ts";
import { Recording } from "../../../src/cli/recording/recording.ts";
import { startTap } from "../../../src/net/tap.ts";
import { targetOf } from "../../../src/net/target.ts";
import { HeldTime } from "../../house/held_time.ts";
import { fakeHost } from "../fake_host.ts";

Deno.test("record says which CONNECT was never answered", async () => {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const asked = Promise.withResolvers<void>();
  // Neither in nor refused.
  io.of("/sfa").use(() => asked.resolve());
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const { flags } = parseFlags(RECORD_FLAGS, ["--out", "t.ndjson", "--transports", "websocket"]);
    const client = readClientPlan(`http://127.0.0.1:${port}/sfa`, flags);
    const { shown } = client;
    const options = {
      mode: "record",
      target: shown,
      watch: true,
      flags,
      host,
      keys: false,
    } as const;
    const recording = new Recording(options);
    await using tap = await startTap({ target: targetOf(client.url), owner: recording.recorder });
    using time = new HeldTime((delay) => delay === PATIENCE.endAfter ? "held" : "runs");
    const ended = runDeck({ client, recording, tap, log: false, debug: false, limit: undefined });
    await asked.promise;
    time.end(PATIENCE.endAfter);
    const end = await ended;
    assertEquals(end.kind, "refused");
    assertEquals(await recording.finish(end), 3);
    assertMatch(
      host.stderr.written,
      /^Not connected\. No answer to CONNECT \/sfa within 0\.\d s$/m,
    );
  } finally {
    await io.close();
    await Deno.remove(folder, { recursive: true });
  }
});
