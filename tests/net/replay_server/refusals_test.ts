// Handshakes that were refused on the tape are refused again, as the server said it then.

import { assert, assertEquals } from "@std/assert";
import http from "node:http";
import WebSocket from "ws";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { scriptFrom, scriptOf } from "./scripts.ts";

const HEADERS = [
  ["WWW-Authenticate", "Bearer"],
  ["Content-Type", "text/plain"],
  ["Content-Length", "999"],
  ["Connection", "keep-alive"],
  ["Date", "Sat, 21 Nov 2026 07:38:17 GMT"],
];

function refusedAt(url: string, isUpgrade: boolean): readonly object[] {
  const at = { at: 0, conn: 1 };
  const headers = isUpgrade ? [["Upgrade", "websocket"], ["Connection", "Upgrade"]] : [];
  return [
    { kind: "open", ...at },
    { kind: "request", ...at, id: 1, method: "GET", url, headers },
    {
      kind: "response",
      ...at,
      id: 1,
      status: 401,
      reason: "Token Expired",
      headers: HEADERS,
      text: "no, not you",
    },
  ];
}

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** What an upgrade request is answered with. */
function askForWebSocket(url: string): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    socket.on("error", () => {});
    socket.on("unexpected-response", (_request, response) => resolve(answerIn(response)));
  });
}

/** `fetch` does not tell the words behind a status. */
function askForPage(url: string): Promise<Answer> {
  return new Promise((resolve) => {
    http.get(url, (response) => resolve(answerIn(response)));
  });
}

async function answerIn(response: http.IncomingMessage): Promise<Answer> {
  let body = "";
  for await (const data of response) body += String(data);
  const { statusCode = 0, statusMessage = "", headers } = response;
  return { status: statusCode, reason: statusMessage, headers, body };
}

function checkAnswer({ status, reason, headers, body }: Answer): void {
  assertEquals([status, reason, body], [401, "Token Expired", "no, not you"]);
  assertEquals(headers["www-authenticate"], "Bearer");
  assertEquals(headers["content-type"], "text/plain");
  assertEquals(Number(headers["content-length"] ?? body.length), body.length);
  assert(headers["date"] !== "Sat, 21 Nov 2026 07:38:17 GMT");
}

Deno.test("startReplayServer() refuses a plain WebSocket as it was refused, then is used up", async () => {
  const script = await scriptFrom(refusedAt("/live", true));
  await using server = await startReplayServer({ script });
  const url = `${server.url.replace("http", "ws")}/live`;
  checkAnswer(await askForWebSocket(url));
  const again = await askForWebSocket(url);
  assertEquals([again.status, again.body], [
    400,
    "Unexpected: All sessions of the tape have been played",
  ]);
});

Deno.test("startReplayServer() refuses a client of Engine.IO 4 where the tape speaks 3", async () => {
  const script = await scriptOf("tracking_version_2");
  await using server = await startReplayServer({ script });
  const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
  assertEquals([answer.status, await answer.json()], [400, {
    code: 5,
    message: "Unexpected: This tape speaks Engine.IO 3, the client speaks Engine.IO 4",
  }]);
});

for (const transport of ["polling", "websocket"] as const) {
  Deno.test(`startReplayServer() refuses a handshake over ${transport} as it was refused`, async () => {
    const path = `/socket.io/?EIO=4&transport=${transport}`;
    const script = await scriptFrom(refusedAt(path, transport === "websocket"));
    await using server = await startReplayServer({ script });
    const url = `${server.url}${path}`;
    if (transport === "websocket") {
      checkAnswer(await askForWebSocket(url.replace("http", "ws")));
      return;
    }
    checkAnswer(await askForPage(url));
  });
}

Deno.test("startReplayServer() lets a page read a refusal where its origin is let in now", async () => {
  const refused = refusedAt("/socket.io/?EIO=4&transport=polling", false);
  const allowing = refused.map((entry) =>
    "status" in entry
      ? { ...entry, headers: [...HEADERS, ["Access-Control-Allow-Origin", "http://then"]] }
      : entry
  );
  const script = await scriptFrom(allowing);
  await using server = await startReplayServer({ script, cors: "http://now" });
  const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
    headers: { origin: "http://now" },
  });
  assertEquals([response.status, await response.text()], [401, "no, not you"]);
  assertEquals(response.headers.get("access-control-allow-origin"), "http://now");
  assertEquals(response.headers.get("www-authenticate"), "Bearer");
});
