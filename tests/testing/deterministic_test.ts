// The same tape and the same client give the same report, byte for byte, but for its times.

import { assertEquals } from "@std/assert";
import { comparable, replayServer } from "../../src/testing/mod.ts";
import { TRACKING, trackingClient, type TrackingOptions } from "./tracking_client.ts";

const RUNS = 100;

const CLIENTS: readonly (readonly [what: string, options: TrackingOptions])[] = [
  ["does as on the tape", { transports: ["polling", "websocket"] }],
  ["does otherwise and leaves", { room: "track_19", leaves: true }],
];

for (const [what, options] of CLIENTS) {
  Deno.test(`replayServer() reports the same ${RUNS} times of a client that ${what}`, async () => {
    const reports = new Set<string>();
    for (let run = 0; run < RUNS; run++) {
      await using server = await replayServer(TRACKING, { speed: "max" });
      await using _client = trackingClient(server.url, options);
      const because = await server.played();
      reports.add(JSON.stringify([because, comparable(server.report())]));
    }
    assertEquals(reports.size, 1, [...reports].join("\n"));
  });
}
