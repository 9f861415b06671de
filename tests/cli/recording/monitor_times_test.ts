// When something went wrong stands on its line, as it does on every line of what passes.

import { assertEquals } from "@std/assert";
import type { Monitor } from "../../../src/cli/recording/monitor.ts";
import { Talk } from "../../../src/cli/recording/talk.ts";
import type { Entry } from "../../../src/tape/entry.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";
import { watching } from "./watching.ts";

function watch(host: FakeHost): Monitor {
  return watching(new Talk({ host, quiet: false }), true);
}

const URL_OF_POLLING = "/socket.io/?EIO=4&transport=polling";

function request(at: number, id: number): Entry {
  return { kind: "request", at, conn: id, id, method: "GET", url: URL_OF_POLLING, headers: [] };
}

function response(at: number, id: number, status: number): Entry {
  return { kind: "response", at, conn: id, id, status, headers: [] };
}

Deno.test("Monitor tells when its target was lost, when it refused, and when it was reached again", async () => {
  const host = fakeHost();
  const monitor = watch(host);
  monitor.recorded({ kind: "note", at: 1500, conn: 1, rule: "tap/target", text: "refused" });
  monitor.failed(new Error("connection refused"));
  monitor.recorded(request(62_000.4, 2));
  monitor.recorded(response(62_001, 2, 502));
  await host.stderr.said(/502\n/);
  assertEquals(host.stderr.written.split("\n"), [
    "    1.500 s  The target cannot be reached: connection refused",
    "   62.001 s  The target is reached again",
    "   62.001 s  The target answered GET /socket.io/ with HTTP 502",
    "",
  ]);
});
