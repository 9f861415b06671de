// A tape as the server of a test: where clients find it, when it has been played, what it says of a
// client that does otherwise.

import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { replayServer, TapeMismatchError } from "../../src/testing/mod.ts";
import { lineOf, linesOf } from "../house/line_of.ts";
import { POSITIONS, TRACKING, trackingClient } from "./tracking_client.ts";

const DRIVER = "fixtures/tapes/driver.ndjson";

for (
  const [name, scheme, ending, path] of [
    ["tracking", "http", "/sfa", "/socket.io/"],
    ["chat", "http", "", "/socket.io/"],
    ["driver", "ws", "/driver/get-tracking", "/driver/get-tracking"],
  ] as const
) {
  Deno.test(`replayServer() says where a client of ${name} connects to`, async () => {
    await using server = await replayServer(`fixtures/tapes/${name}.ndjson`);
    assertEquals(server.baseUrl, `${scheme}://127.0.0.1:${server.port}`);
    assertEquals(server.url, `${server.baseUrl}${ending}`);
    assertEquals(server.path, path);
  });
}

Deno.test("replayServer() takes the tape's place as a URL", async () => {
  const file = new URL("../../fixtures/tapes/tracking.ndjson", import.meta.url);
  for (const place of [file, file.href]) {
    await using server = await replayServer(place);
    assertEquals(server.path, "/socket.io/");
  }
});

Deno.test("assertPlayed() is content with a client that does as on the tape", async () => {
  await using server = await replayServer(TRACKING, { speed: "max" });
  await using client = trackingClient(server.url);
  await client.all;
  assertEquals(server.clientCount, 1);
  await server.assertPlayed();
  assertEquals(await server.played(), "all");
  const { isGood, totals } = server.report();
  assertEquals([isGood, totals.served, totals.matched], [true, POSITIONS + 1, 2]);
});

Deno.test("assertPlayed() says what was missed, what came instead and how to accept it", async () => {
  await using server = await replayServer(TRACKING, { speed: "max" });
  await using _client = trackingClient(server.url, { room: "track_19", leaves: true });
  const error = await assertRejects(() => server.assertPlayed(), TapeMismatchError);
  const subscribe = lineOf("tracking", "room:subscribe");
  const [first, second, third] = linesOf("tracking", "location:track");
  assertEquals(error.name, "AssertionError");
  assertEquals(error.report, server.report());
  assertEquals(
    error.message,
    `The tape "fixtures/tapes/tracking.ndjson" was not played as it was recorded
  session 1 (entry ${
      lineOf("tracking", '"upgrades"')
    }): 1 of 4 served, 1 of 2 matched; the client left: transport close
    entry ${subscribe}: missed room:subscribe in /sfa
    unexpected room:subscribe in /sfa
      entry ${subscribe}: $.room expected "track_222222", got "track_19"
      accept it with { ignore: ["$.room"] }
    entry ${first}: not served location:track in /sfa
    entry ${second}: not served location:track in /sfa
    entry ${third}: not served location:track in /sfa`,
  );
});

for (const options of [{ ignore: ["$.room"] }, { match: "shape" }, { match: "name" }] as const) {
  Deno.test(`replayServer() accepts another room with ${JSON.stringify(options)}`, async () => {
    await using server = await replayServer(TRACKING, { speed: "max", ...options });
    await using client = trackingClient(server.url, { room: "track_19" });
    await client.all;
    await server.assertPlayed();
  });
}

Deno.test("replayServer() answers all the same with match warn, and reports", async () => {
  await using server = await replayServer(TRACKING, { speed: "max", match: "warn" });
  await using client = trackingClient(server.url, { room: "track_19" });
  await client.all;
  await assertRejects(() => server.assertPlayed(), TapeMismatchError, "accept it with");
});

Deno.test("played() waits no longer than the patience for a client that does not come", async () => {
  await using server = await replayServer(DRIVER, { patience: 1 });
  assertEquals(await server.played(), "nobody");
  await assertRejects(
    () => server.assertPlayed(),
    TapeMismatchError,
    `The tape "${DRIVER}" was not played as it was recorded
  nobody has connected to ${server.url}
  nothing happened any more for 1 ms`,
  );
});

Deno.test("played() resolves when the server is closed", async () => {
  const server = await replayServer(DRIVER, { patience: Infinity });
  const played = server.played();
  await Promise.all([server.close(), server.close()]);
  assertEquals(await played, "closed");
  await assertRejects(() => server.assertPlayed(), TapeMismatchError, "was closed before the end");
});

Deno.test("replayServer() leaves its port when it is disposed of", async () => {
  const server = await replayServer(TRACKING, { speed: "max" });
  await using client = trackingClient(server.url, { transports: ["polling"] });
  await client.all;
  await server[Symbol.asyncDispose]();
  // Nobody of this test listens there. Another process that asks for any port just now could be given
  // this one: one of tens of thousands, within one connection attempt.
  await assertRejects(
    () => Deno.connect({ hostname: "127.0.0.1", port: server.port }),
    Deno.errors.ConnectionRefused,
  );
});

Deno.test("replayServer() refuses a client for which the tape has nothing left", async () => {
  await using server = await replayServer(TRACKING, { speed: "max" });
  await using client = trackingClient(server.url);
  await client.all;
  const answer = await fetch(`${server.baseUrl}${server.path}?EIO=4&transport=polling`);
  assertEquals(answer.status, 400);
  await answer.body?.cancel();
  const refused = "a client was refused: All sessions of the tape have been played";
  await assertRejects(() => server.assertPlayed(), TapeMismatchError, refused);
});

Deno.test("replayServer() gives every client the tape with serve whole", async () => {
  await using server = await replayServer(TRACKING, { speed: "max", serve: "whole" });
  await using one = trackingClient(server.url);
  await using other = trackingClient(server.url);
  await Promise.all([one.all, other.all]);
  await server.assertPlayed();
  assertEquals(server.report().totals.matched, 4);
});

Deno.test("replayServer() lets a client leave early with allowPartial", async () => {
  await using server = await replayServer(TRACKING, { speed: "max", allowPartial: true });
  await using _client = trackingClient(server.url, { leaves: true });
  await server.assertPlayed();
});

Deno.test("replayServer() sends what is supplied where the server's secrets were hidden", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const text = await Deno.readTextFile(DRIVER);
    const hidden = /-6\.\d{6}/.exec(text)?.[0] ?? "";
    assert(hidden !== "");
    const line = text.split("\n").find((each) => each.includes(hidden)) ?? "";
    const { text: said } = JSON.parse(line);
    const place = said.indexOf(hidden);
    const veiled = {
      ...JSON.parse(line),
      text: said.replace(hidden, "*".repeat(hidden.length)),
      redacted: { text: [[place, hidden.length, "00000000"]] },
    };
    await Deno.writeTextFile(`${folder}/x.ndjson`, text.replace(line, JSON.stringify(veiled)));
    const supply = [
      { path: "$.location_lat", value: "1.5" },
      { path: "$.nothing", value: 1 },
    ];
    await using server = await replayServer(`${folder}/x.ndjson`, {
      speed: "max",
      match: "warn",
      supply,
    });
    const socket = new WebSocket(`${server.url}?userId=19`);
    const closed = new Promise((resolve) => socket.onclose = resolve);
    const heard = new Promise<string>((resolve) => socket.onmessage = ({ data }) => resolve(data));
    const payload = { token: "hidden", command: "start", more: true };
    socket.onopen = () => socket.send(JSON.stringify({ type: "authenticate", payload }));
    assertEquals(JSON.parse(await heard).location_lat, "1.5");
    socket.close();
    await closed;
    const unused = "what is supplied for $.nothing is not used";
    await assertRejects(() => server.assertPlayed(), TapeMismatchError, unused);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replayServer() puts faults in, and tells of them", async () => {
  const fault = { kind: "drop", event: "location:track", nth: 2 } as const;
  await using server = await replayServer(TRACKING, { speed: "max", faults: [fault] });
  await using client = trackingClient(server.url);
  await client.first;
  await server.played();
  const [, line = 0] = linesOf("tracking", "location:track");
  assertEquals(server.faults(), [{ client: 1, session: 1, line, fault }]);
});

for (
  const [options, Type, message] of [
    [{ speed: 0 }, RangeError, "Cannot play at the speed 0"],
    [{ speed: Infinity }, RangeError, "Cannot play at the speed"],
    [{ patience: -1 }, RangeError, "Cannot play with patience -1"],
    [{ limitIdle: NaN }, RangeError, "Cannot play with limitIdle NaN"],
    [{ ignore: ["room"] }, SyntaxError, 'Cannot ignore "room"'],
    [{ supply: [{ path: "token", value: "x" }] }, SyntaxError, 'Cannot supply "token"'],
  ] as const
) {
  Deno.test(`replayServer() refuses ${message}`, async () => {
    await assertRejects(() => replayServer(TRACKING, options), Type, message);
  });
}

Deno.test("replayServer() refuses a match of no kind", async () => {
  const options = JSON.parse('{"match":"loose"}');
  await assertRejects(() => replayServer(TRACKING, options), TypeError, 'Cannot match by "loose"');
});

Deno.test("replayServer() says what stands at the tape's place instead", async () => {
  await assertRejects(() => replayServer("nowhere.ndjson"), Error, '"nowhere.ndjson"');
  await assertRejects(() => replayServer("README.md"), Error, 'Cannot play the tape "README.md"');
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const [header] = (await Deno.readTextFile(DRIVER)).split("\n");
    await Deno.writeTextFile(`${folder}/empty.ndjson`, `${header}\n`);
    const text = await Deno.readTextFile(DRIVER);
    const torn = text.replace('{"kind":"close"', "what is no JSON").slice(0, -20);
    await Deno.writeTextFile(`${folder}/torn.ndjson`, torn);
    await using server = await replayServer(`${folder}/torn.ndjson`, { patience: 1 });
    const { message } = await assertRejects(() => server.assertPlayed(), TapeMismatchError);
    assertMatch(
      message,
      /\n {2}about the tape: .*entry 17.*\n {2}about the tape: it was cut short/,
    );
    const refused = "there is no session on it";
    await assertRejects(() => replayServer(`${folder}/empty.ndjson`), Error, refused);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
