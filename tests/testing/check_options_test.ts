// Options of the library that cannot be meant.

import { assertEquals, assertRejects } from "@std/assert";
import { replayServer, tape, TapeMismatchError } from "../../src/testing/mod.ts";
import { TRACKING } from "./tracking_client.ts";

const TARGET = "http://127.0.0.1:1";

for (
  const [options, why] of [
    [{ paticence: 5 }, 'there is no "paticence", did you mean "patience"?'],
    [{ loop: true }, 'there is no "loop"'],
    [{ serve: "all" }, 'Cannot serve "all": expected one of sessions, whole'],
    [{ cors: "foo" }, 'Cannot let in pages of "foo": it is no origin'],
    [{ cors: "http://localhost:5173/" }, "it is no origin"],
    [{ faults: [{ kind: "dorp", nth: 1 }] }, 'there is no such kind, did you mean "drop"?'],
    [{ faults: [{ kind: "drop" }] }, "nth is missing, expected a whole number from 1 on"],
    [{ faults: [{ kind: "drop", nth: 1.5 }] }, "nth is 1.5"],
    [{ faults: [{ kind: "cut", nth: 1, times: 0 }] }, "times is 0"],
    [{ faults: [{ kind: "cut", nth: 1, evnet: "x" }] }, 'did you mean "event"?'],
    [{ faults: [{ kind: "starve-pings", nth: 1 }] }, 'there is no "nth"'],
  ] as const
) {
  Deno.test(`replayServer() and tape() refuse ${JSON.stringify(options)}`, async () => {
    const given: object = options;
    const first = await assertRejects(() => replayServer(TRACKING, given), TypeError, why);
    assertEquals(first.name, "TypeError");
    await assertRejects(() => tape(TRACKING, { target: TARGET, ...given }), TypeError, why);
  });
}

Deno.test("replayServer() takes origins, and tape() has options of its own", async () => {
  for (const cors of ["*", "null", "http://localhost:5173"]) {
    await using _server = await replayServer(TRACKING, { cors });
  }
  await using _tape = await tape(TRACKING, { target: TARGET, redact: ["pin"], watch: true });
});

Deno.test("assertPlayed() throws where a fault was never put in", async () => {
  await using server = await replayServer("fixtures/tapes/driver.ndjson", {
    speed: "max",
    faults: [{ kind: "drop", event: "zzz", nth: 3, client: 1 }],
  });
  const socket = new WebSocket(`${server.url}?userId=19`);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  socket.onopen = () => {
    const payload = { token: "hidden", command: "start" };
    socket.send(JSON.stringify({ type: "authenticate", payload }));
  };
  const error = await assertRejects(() => server.assertPlayed(), TapeMismatchError);
  assertEquals(error.message.split("\n").slice(1), ["  never put in: drop zzz nth=3 client=1"]);
  assertEquals(error.report.isGood, true);
  socket.close();
  await closed;
});
