// `drive` and servers that will not have it: what they answered, what to do about it, and the exit
// code that tells a server out of reach from one that answers otherwise. And servers behind TLS.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer, type Server as HttpServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { startReplayServer } from "../../src/net/replay_server/replay_server.ts";
import { startTracking } from "../../src/demo/tracking.ts";
import { Server } from "socket.io";
import { makeCertificate } from "../net/certificate.ts";
import { scriptFrom } from "../replay/fixtures.ts";
import { drive, fixture } from "./run_drive.ts";

interface Place extends AsyncDisposable {
  readonly url: string;
}

async function listen(http: HttpServer, close: () => unknown = () => {}): Promise<Place> {
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose](): Promise<void> {
      close();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Answers everything with this. */
function answering(status: number, body: string): Promise<Place> {
  const http = createServer((_request, response) => {
    response.writeHead(status, { "Content-Type": "text/plain", Connection: "close" }).end(body);
  });
  http.on("upgrade", (_request, socket: Duplex) => {
    socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  });
  return listen(http);
}

const ANSWERS: readonly [tape: string, status: number, body: string, advice: string][] = [
  ["chat", 404, "no such page", "asks for /socket.io/: is there a Socket.IO server, and at that"],
  ["chat", 401, "who are you?", "Give what it wants to see with --header, --query or --auth"],
  ["chat", 403, "not you", "Give what it wants to see with --header, --query or --auth"],
  ["chat", 200, "<html>", "The tape's client asks for /socket.io/: something else answers there"],
  ["tracking_version_2", 400, '{"code":5}', "later servers let it in with allowEIO3: true"],
  ["driver", 404, "no", "asks for /driver/get-tracking: a path in the URL takes its place"],
];

for (const [tape, status, body, advice] of ANSWERS) {
  Deno.test(`drive says what to do when ${tape} is answered with HTTP ${status}`, async () => {
    await using server = await answering(status, body);
    const fill = tape === "driver" ? ["--fill", "$.payload.token=x"] : [];
    const { code, said, text } = await drive([fixture(tape), server.url, ...fill]);
    assertEquals(code, 3, said);
    assertStringIncludes(said, "Not connected. ");
    assert(said.trimEnd().split("\n").at(-1)?.includes(advice), said);
    // What came stands on the new tape all the same.
    assertStringIncludes(text, `"status":${status}`);
  });
}

Deno.test("drive has no advice where a server only says that a request was bad", async () => {
  await using server = await answering(400, "no");
  const { said } = await drive([fixture("chat"), server.url]);
  assertEquals(
    said.trimEnd().split("\n").at(-1),
    "Not connected. The target answered HTTP 400: no",
  );
});

Deno.test("drive has no advice where the tap's reason says all", async () => {
  const { said } = await drive([fixture("chat"), "http://127.0.0.1:9"]);
  assert(said.trimEnd().split("\n").at(-1)?.includes("nobody listens there"), said);
});

/** A tape of a handshake that was refused. */
const REFUSED = [
  { kind: "open", at: 0, conn: 1 },
  {
    kind: "request",
    at: 1,
    conn: 1,
    id: 1,
    method: "GET",
    url: "/socket.io/?EIO=4&transport=polling",
    headers: [],
  },
  { kind: "response", at: 2, conn: 1, id: 1, status: 401, headers: [], text: "no" },
];

Deno.test("drive finds a refused handshake the same where it is refused again", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const path = join(folder, "old.ndjson");
    const header = {
      kind: "tape",
      format: "wiretape/1",
      id: "1",
      startedAt: "2026-11-21T03:00:00.000Z",
      tool: "wiretape",
      mode: "proxy",
    };
    const lines = [header, ...REFUSED].map((entry) => `${JSON.stringify(entry)}\n`).join("");
    await Deno.writeTextFile(path, lines);
    await using replay = await startReplayServer({ script: await scriptFrom(REFUSED) });
    const again = await drive([path, replay.url]);
    assertEquals(again.code, 0, again.said);

    await using other = await answering(503, "later");
    const otherwise = await drive([path, other.url]);
    assertEquals(otherwise.code, 1, otherwise.said);
    assertStringIncludes(otherwise.said, "refused with HTTP 503, on the tape with 401");

    await using open = await answering(200, '0{"sid":"x","upgrades":[],"pingInterval":1}');
    const letIn = await drive([path, open.url]);
    assertEquals(letIn.code, 1, letIn.said);
    assertStringIncludes(letIn.said, "was let in, on the tape it was refused with HTTP 401");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("drive gives no advice to record something else where a server wants WebSockets", async () => {
  await using server = await answering(426, "Upgrade Required");
  const { code, said } = await drive([
    fixture("tracking_polling"),
    server.url,
    "--query",
    "token=x",
  ]);
  assertEquals(code, 3, said);
  assertStringIncludes(said, "HTTP 426");
  assertEquals(said.includes("record ws:"), false, said);
});

Deno.test("drive says the reason of a CONNECT_ERROR once, and what it cost", async () => {
  await using demo = await startTracking();
  const args = [fixture("tracking_websocket"), demo.url, "--query", "token=x", "--speed", "max"];
  const { code, said } = await drive(args);
  assertEquals(code, 1);
  const lines = said.trimEnd().split("\n").slice(-7).map((line) => line.trim());
  assertEquals(lines, [
    "Session 1 (entry 16): 0 of 4 answers as on the tape, 1 message sent, 1 differing, " +
    "3 missing, 1 unsent",
    'entry 28: expected CONNECT /sfa, got CONNECT_ERROR /sfa {"message":"Unauthorized: the token ' +
    'is not a JWT","data":{"code":"UNAUTHORIZED"}}',
    "entry 38: no location:track in /sfa came",
    "the same of entries 43, 48",
    "entry 37: room:subscribe in /sfa was not sent: the server does not let the client into /sfa",
    "The answers DIFFER from the tape (--match shape)",
    "By meaning the tapes DIFFER, 1 changed: deno task diff " +
    `${fixture("tracking_websocket")} new.ndjson`,
  ]);
});

Deno.test("drive goes to servers behind TLS, whose certificate the user vouches for", async () => {
  const certificate = makeCertificate();
  const https = createSecureServer({ cert: certificate.cert, key: certificate.key });
  const server = new Server(https, { serveClient: false });
  server.on("connection", (socket) => socket.emit("server-message", "Welcome"));
  await using place = await listen(https, () => server.close());
  const url = place.url.replace("http:", "https:");
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const file = join(folder, "ca.pem");
    await Deno.writeTextFile(file, certificate.cert);
    const trusted = await drive([fixture("chat"), url, "--speed", "max", "--ca", file]);
    assertEquals(trusted.code, 0, trusted.said);
    const doubted = await drive([fixture("chat"), url, "--speed", "max"]);
    assertEquals(doubted.code, 3, doubted.said);
    assertStringIncludes(doubted.said, "--ca");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
