// A test that forgets to dispose of its replay: `deno test` must see that. `deno_test_test.ts` runs
// this file.

import { assertEquals } from "@std/assert";
import { replayServer } from "../../../src/testing/mod.ts";

const DRIVER = new URL("../../../fixtures/tapes/driver.ndjson", import.meta.url);

Deno.test("nobody disposes of it", async () => {
  const server = await replayServer(DRIVER);
  assertEquals(server.clientCount, 0);
  void server.played();
});
