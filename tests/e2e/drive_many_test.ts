// `drive` with tapes made by hand: clients side by side, secrets in CONNECT, hidden headers.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Server } from "socket.io";
import { engineSession } from "../replay/fixtures.ts";
import { drive, type DrivenRun } from "./run_drive.ts";

/** Drives a tape of these entries. */
async function driveEntries(
  entries: readonly object[],
  args: readonly string[],
): Promise<DrivenRun> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const header = {
      kind: "tape",
      format: "wiretape/1",
      id: "1",
      startedAt: "2026-11-21T03:00:00.000Z",
      tool: "wiretape",
      mode: "proxy",
    };
    const path = join(folder, "old.ndjson");
    const lines = [header, ...entries].map((entry) => `${JSON.stringify(entry)}\n`);
    await Deno.writeTextFile(path, lines.join(""));
    return await drive([path, ...args, "--speed", "max"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Room extends AsyncDisposable {
  readonly url: string;
  /** The auth and a header of every client, in the order in which they came. */
  readonly seen: readonly string[];
}

/** Tells everybody what anybody says, once so many have come: who is quicker is nobody's promise. */
async function startRoom(people = 1): Promise<Room> {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  const seen: string[] = [];
  const full = Promise.withResolvers<void>();
  server.on("connection", (socket) => {
    const { auth, headers } = socket.handshake;
    seen.push(`${JSON.stringify(auth)} ${headers["x-key"] ?? ""}`);
    if (seen.length >= people) full.resolve();
    socket.on("say", async (text) => {
      await full.promise;
      server.emit("said", text);
    });
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return { url, seen, [Symbol.asyncDispose]: () => server.close() };
}

Deno.test("drive plays clients side by side that were there side by side", async () => {
  await using room = await startRoom(2);
  const first = engineSession([
    [10, "client", "40"],
    [20, "server", '40{"sid":"first-namespace-sid"}'],
    // Only the other one says this: it must be there at the same time.
    [60, "server", '42["said","hello"]'],
  ], { sid: "firstEngineSid" });
  const second = engineSession([
    [40, "client", "40"],
    [45, "server", '40{"sid":"second-namespace-sid"}'],
    [50, "client", '42["say","hello"]'],
    [61, "server", '42["said","hello"]'],
  ], { conn: 2, at: 30, sid: "secondEngineSid" });
  const entries = [...first, ...second].sort((left, right) => Object(left).at - Object(right).at);
  const { code, said, script } = await driveEntries(entries, [room.url, "--match", "strict"]);
  assertEquals(code, 0, said);
  assertStringIncludes(said, "Session 1 (entry 5): 2 of 2 answers as on the tape, 1 message sent");
  assertStringIncludes(said, "Session 2");
  assertEquals(script?.sessions.length, 2);
});

/** A tape whose CONNECT and whose handshake hold what was hidden. */
function hiddenEntries(): readonly object[] {
  const text = '40{"token":"****"}';
  return engineSession([[10, "client", text], [20, "server", '40{"sid":"a-namespace-sid"}']])
    .map((entry) => {
      const { kind, text: own } = Object(entry);
      if (kind === "request") {
        const redacted = { "headers[0]": [[0, 4, "9f2c11aa"]] };
        return { ...entry, headers: [["X-Key", "****"]], redacted };
      }
      const start = text.indexOf("****");
      return own === text ? { ...entry, redacted: { text: [[start, 4, "9f2c11aa"]] } } : entry;
    });
}

Deno.test("drive asks for a hidden auth and a hidden header, and sends what it is given", async () => {
  await using room = await startRoom();
  const entries = hiddenEntries();
  const bare = await driveEntries(entries, [room.url]);
  assertEquals(bare.code, 2);
  assertEquals(bare.text, "", "a tape was begun");
  // All that is missing is told at once.
  assertEquals(bare.said.trimEnd().split("\n"), [
    'wiretape: Cannot send entry 3: its header "X-Key" was hidden on the tape',
    "Cannot send entry 6: $.token in it was hidden on the tape",
    "  Give it with --header 'X-Key: …' --fill '$.token=env:WIRETAPE_TOKEN'",
  ]);
  const unsigned = await driveEntries(entries, [room.url, "--header", "X-Key: 7"]);
  assertStringIncludes(unsigned.said, "or with --auth '{…}'");
  const auth = ["--auth", '{"token":"fresh"}'];
  const headless = await driveEntries(entries, [room.url, ...auth]);
  assertEquals(headless.code, 2);
  assertStringIncludes(headless.said, 'entry 3: its header "X-Key" was hidden on the tape');
  const header = ["--header", "X-Key: 7"];
  for (const secret of [auth, ["--fill", "$.token=fresh"]]) {
    const { code, said, text } = await driveEntries(entries, [room.url, ...secret, ...header]);
    assertEquals(code, 0, said);
    assertEquals(text.includes("fresh"), false);
  }
  assertEquals(room.seen, ['{"token":"fresh"} 7', '{"token":"fresh"} 7']);
});

Deno.test("drive says which session of the tape it leaves out", async () => {
  await using room = await startRoom();
  const url = "/socket.io/?EIO=4&transport=websocket&sid=goneBefore01";
  const late = [
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url, headers: [] },
    { kind: "response", at: 0, conn: 1, id: 1, status: 101, headers: [] },
    { kind: "message", at: 1, conn: 1, from: "client", text: '42["late"]' },
  ];
  const whole = engineSession([
    [20, "client", "40"],
    [30, "server", '40{"sid":"a-namespace-sid"}'],
  ], { conn: 2, at: 10 });
  const { code, said } = await driveEntries([...late, ...whole], [room.url]);
  assertEquals(code, 0, said);
  assertStringIncludes(said, "1 session of the tape cannot be played: the beginning is not on it");
});
