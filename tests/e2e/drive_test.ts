// `drive` with every shipped tape against the demos it was recorded from, and against servers that
// answer otherwise.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { startFieldServer } from "../../fixtures/make/field_server.ts";
import { startChat } from "../../src/demo/chat.ts";
import { startDriver } from "../../src/demo/driver.ts";
import { startExpress } from "../../src/demo/express.ts";
import { startLayers } from "../../src/demo/layers.ts";
import { startTracking } from "../../src/demo/tracking.ts";
import { describeMeaning } from "../../src/replay/meaning.ts";
import type { ReplayScript } from "../../src/replay/script.ts";
import { lineOf } from "../house/line_of.ts";
import { inTime } from "../peers/in_time.ts";
import { scriptOf } from "../replay/fixtures.ts";
import { HeldTime } from "../house/held_time.ts";
import { drive, type DrivenRun, fixture } from "./run_drive.ts";

const FAST = ["--speed", "max"];

/** What each side said in a script's sessions, in their own order. */
function saidIn({ sessions }: ReplayScript, from: "client" | "server"): readonly string[] {
  return sessions.flatMap(({ steps }) =>
    steps.filter((step) => step.from === from && !step.isOptional)
      .map(({ meaning }) => describeMeaning(meaning))
  );
}

async function assertSame(name: string, args: readonly string[], url: string): Promise<void> {
  const { code, said, script } = await drive([fixture(name), url, ...FAST, ...args]);
  assertEquals(code, 0, said);
  assertStringIncludes(said, "The answers are the same as on the tape (--match shape)");
  assert(script !== undefined);
  const recorded = await scriptOf(name);
  assertEquals(script.sessions.length, recorded.sessions.length);
  assertEquals(saidIn(script, "client"), saidIn(recorded, "client"));
  assertEquals(
    script.sessions.map(({ engineVersion }) => engineVersion),
    recorded.sessions.map(({ engineVersion }) => engineVersion),
  );
  for (const [place, { transports, ending }] of recorded.sessions.entries()) {
    // A server that breaks off may do so before its client has moved, or after.
    if (ending.by === "client") assertEquals(script.sessions[place]?.transports, transports);
  }
}

for (const way of ["tracking", "tracking_polling", "tracking_websocket", "tracking_upgrade"]) {
  Deno.test(`drive plays ${way} to the tracking demo, with a fresh token`, async () => {
    await using demo = await startTracking({ rate: 50 });
    await assertSame(way, ["--query", `token=${demo.token()}`], demo.url);
  });
}

Deno.test("drive plays a refused client to the server that refuses it", async () => {
  await using demo = await startTracking();
  await assertSame("tracking_refused", ["--query", `token=${demo.token(-60)}`], demo.url);
});

Deno.test("drive plays the chat and express tapes to their demos", async () => {
  await using chat = await startChat();
  await assertSame("chat", [], chat.url);
  await using express = await startExpress();
  await assertSame("express", [], express.url);
});

Deno.test("drive plays both layers: binary, ids inside arguments, an upgrade", async () => {
  await using demo = await startLayers({ rate: 50 });
  await assertSame("layers", [], demo.url);
});

for (const name of ["tracking_binary_acks", "tracking_version_2"]) {
  Deno.test(`drive plays ${name} to a server in the shape of S1`, async () => {
    await using server = await startFieldServer();
    await assertSame(name, [], server.url);
  });
}

Deno.test("drive comes back as the recorded client did, when the server breaks off", async () => {
  await using server = await startFieldServer({ breaksOff: true });
  await assertSame("tracking_reconnect", [], server.url);
});

Deno.test("drive fills the driver's token from a variable, and keeps it off the new tape", async () => {
  await using demo = await startDriver({ rate: 50 });
  const token = demo.token();
  const { code, said, script, text } = await drive(
    [fixture("driver"), demo.url, ...FAST, "--fill", "$.payload.token=env:WIRETAPE_TOKEN"],
    { env: { WIRETAPE_TOKEN: token } },
  );
  assertEquals(code, 0, said);
  assertStringIncludes(said, "Session 1 (entry 4): 3 of 3 answers as on the tape, 1 message sent");
  assertEquals(script?.sessions[0]?.ending.code, 1000);
  assert(!text.includes(token), "the token reached the disk");
});

Deno.test("drive says by line and flag what is hidden and was not given", async () => {
  const cases: readonly [name: string, url: string, expected: RegExp][] = [
    ["driver", "ws://127.0.0.1:9", /entry 5: \$\.payload\.token .*\n.*--fill '\$\.payload\.token=/],
    ["tracking", "http://127.0.0.1:9", /entry \d+: "token" .*\n.*--query token=/],
  ];
  for (const [name, url, expected] of cases) {
    const { code, said, text } = await drive([fixture(name), url]);
    assertEquals(code, 2);
    assert(expected.test(said), said);
    assertEquals(text, "");
  }
});

/** A chat server that differs from the demo's as a test wants it. */
async function otherChat(welcome: unknown, more: readonly string[] = []): Promise<{
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  server.on("connection", (socket) => {
    if (welcome !== undefined) socket.emit("server-message", welcome);
    for (const name of more) socket.emit(name, 1);
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => server.close() };
}

/** Nobody is as patient as that: what is waited for so long is given up when a test says so. */
const PATIENCE_MILLISECONDS = 1_000_000;

/** Drives against a server that lets the client in, and says nothing more; that takes no time. */
async function driveInVain(args: readonly string[]): Promise<DrivenRun> {
  const isIn = Promise.withResolvers<void>();
  const waits: number[] = [];
  using time = new HeldTime((delay) => {
    if (delay < PATIENCE_MILLISECONDS / 2) return "runs";
    // For its welcome first, then for what never comes.
    if (waits.push(delay) === 2) isIn.resolve();
    return "held";
  });
  return await drive([...args, "--patience", `${PATIENCE_MILLISECONDS}ms`], {
    async during(): Promise<void> {
      await inTime(isIn.promise, "both waits for the server");
      time.leap(2 * PATIENCE_MILLISECONDS);
      for (const wait of waits.slice(-1)) time.end(wait);
    },
  });
}

Deno.test("drive exits with 1 and says what a server answers otherwise", async () => {
  const welcome = lineOf("chat", "server-message");
  await using shape = await otherChat({ text: "Welcome" }, ["maintenance"]);
  const differing = await drive([fixture("chat"), shape.url, "--speed", "max"]);
  assertEquals(differing.code, 1, differing.said);
  assertStringIncludes(
    differing.said,
    `entry ${welcome}: server-message: $ expected "Welcome to WebSocket", got {"text":"Welcome"}`,
  );
  assertStringIncludes(differing.said, "to accept it: --ignore '$'");
  assertStringIncludes(differing.said, "unexpected: maintenance: the tape does not have it");
  assertStringIncludes(differing.said, "The answers DIFFER from the tape (--match shape)");

  await using silent = await otherChat(undefined);
  const missing = await driveInVain([fixture("chat"), silent.url, ...FAST]);
  assertEquals(missing.code, 1, missing.said);
  assertStringIncludes(missing.said, `entry ${welcome}: no server-message came`);
  // The client went on: what it had to say was said.
  assertStringIncludes(missing.said, "3 messages sent, 1 missing");
});

Deno.test("drive compares by names, by shape, by values, or not at all", async () => {
  await using server = await otherChat("Another welcome");
  const codes: Record<string, number> = {};
  for (const mode of ["name", "shape", "strict", "any-order", "off"]) {
    const { code } = await drive([fixture("chat"), server.url, "--match", mode, ...FAST]);
    codes[mode] = code;
  }
  assertEquals(codes, { name: 0, shape: 0, strict: 1, "any-order": 1, off: 0 });
  const ignoring = ["--match", "strict", "--ignore", "$", ...FAST];
  const { code, said } = await drive([fixture("chat"), server.url, ...ignoring]);
  assertEquals(code, 0, said);
});

Deno.test("drive says a refusal in the place of a welcome", async () => {
  await using demo = await startTracking();
  const { code, said } = await drive([
    fixture("tracking"),
    demo.url,
    "--query",
    `token=${demo.token(-60)}`,
    ...FAST,
  ]);
  assertEquals(code, 1, said);
  const joined = lineOf("tracking", '40/sfa,{"sid"');
  assertStringIncludes(said, `entry ${joined}: expected CONNECT /sfa, got CONNECT_ERROR /sfa`);
  assertStringIncludes(said, "the token has expired");
  assertStringIncludes(said, "the server does not let the client into /sfa");
});

Deno.test("drive --json prints one line with the tape and what was found", async () => {
  await using demo = await startChat();
  const { code, host } = await drive([fixture("chat"), demo.url, "--json", ...FAST]);
  assertEquals(code, 0);
  const [line = "", ...rest] = host.stdout.written.trimEnd().split("\n");
  assertEquals(rest, []);
  const { tape, same, match, sessions } = JSON.parse(line);
  assertEquals([tape, same, match], ["new.ndjson", true, "shape"]);
  assertEquals(sessions[0].matched, 2);
});

Deno.test("drive exits with 3 and the tap's reason when nobody listens", async () => {
  // A port that was free a moment ago may be somebody's by now.
  const { code, said } = await drive([fixture("chat"), "http://127.0.0.1:9"]);
  assertEquals(code, 3);
  assertStringIncludes(said, "Not connected. The target cannot be reached: 127.0.0.1:9");
});

Deno.test("drive ends with what it has when it is stopped", async () => {
  await using server = await otherChat(undefined);
  const { code, said } = await drive([fixture("chat"), server.url], {
    async during(host): Promise<void> {
      await host.stdout.said(/client-message|CONNECT/);
      host.signal("SIGINT");
    },
  });
  assertEquals(code, 1);
  assertStringIncludes(said, "stopped before the session was over");
});
