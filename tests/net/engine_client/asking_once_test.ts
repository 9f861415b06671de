// What our client asks and says over long-polling reaches the server once, although Deno repeats a
// request whose connection had been used before and ends without an answer.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import { assertEquals } from "@std/assert";
import { inTime } from "../../peers/in_time.ts";
import { endOf } from "./holding_server.ts";
import { connect, connected, Listening, listening } from "./listening.ts";

const HANDSHAKE = '0{"sid":"sid","upgrades":[],"pingInterval":25000,"pingTimeout":20000}';

/** How often a client may need to ask until it uses a connection a second time. */
const LONGEST = 20;

interface Postbox extends AsyncDisposable {
  readonly port: number;
  /** The targets of all GETs and POSTs; every one is another. */
  readonly targets: readonly string[];
  /** The bodies of all POSTs. */
  readonly posted: readonly string[];
  /** The first of `keeps` that came over a connection that had been used before: it is not answered. */
  readonly kept: Promise<IncomingMessage>;
  /** A connection has ended that had a poll. */
  readonly left: () => Promise<void>;
}

/** Answers every other POST, and says so in the next poll; or polls with nothing, where it keeps one. */
async function startPostbox(keeps?: "GET" | "POST"): Promise<Postbox> {
  const targets: string[] = [];
  const posted: string[] = [];
  const kept = Promise.withResolvers<IncomingMessage>();
  const used = new WeakSet<TcpSocket>();
  const left = Promise.withResolvers<void>();
  let poll: ServerResponse | undefined;
  let owed = 0;
  const tell = (): void => {
    if (poll === undefined || owed === 0) return;
    poll.end(Array.from({ length: owed }, () => "4heard").join("\x1e"));
    [poll, owed] = [undefined, 0];
  };
  const http = createServer(async (request, response) => {
    const { method, url = "", socket } = request;
    const wasUsed = used.has(socket);
    used.add(socket);
    if (url !== "/fence") targets.push(url);
    if (method === "POST") posted.push((await request.setEncoding("utf8").toArray()).join(""));
    if (url === "/fence") response.end("here");
    else if (!url.includes("sid=")) response.end(HANDSHAKE);
    else if (method === keeps && wasUsed) kept.resolve(request);
    else if (method === "POST") {
      response.end("ok");
      owed += 1;
      tell();
    } else if (keeps !== "GET") {
      poll = response;
      socket.once("close", () => left.resolve());
      tell();
    } else if (targets.length < LONGEST) response.end("6");
  });
  const port = await listening(http);
  return {
    port,
    targets,
    posted,
    kept: kept.promise,
    left: () => inTime(left.promise, "the end of a connection with a poll"),
    async [Symbol.asyncDispose](): Promise<void> {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** What was on its way has come, as far as a later request can tell. */
async function fence({ port }: Postbox): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/fence`);
  assertEquals(await answer.text(), "here");
}

for (const who of ["server", "client"] as const) {
  Deno.test(`startEngineClient() says nothing twice where the ${who} ends a connection`, async () => {
    await using postbox = await startPostbox("POST");
    const { client, told } = await connected(postbox.port, { transports: ["polling"] });
    let kept: IncomingMessage | undefined;
    for (let count = 1; kept === undefined && count <= LONGEST; count++) {
      client.send([String(count)]);
      const next = await Promise.race([postbox.kept, told.heard(count)]);
      if ("socket" in next) kept = next;
    }
    if (kept === undefined) {
      client.destroy();
      throw new Error(`${LONGEST} POSTs came over connections of their own`);
    }
    const { socket } = kept;
    const gone = new Promise((resolve) => socket.once("close", resolve));
    if (who === "client") client.destroy();
    else socket.destroy();
    await inTime(gone, "the connection's end");
    await endOf(told);
    await fence(postbox);
    assertEquals(postbox.posted, postbox.posted.map((_, place) => `4${place + 1}`));
    assertEquals(postbox.targets, [...new Set(postbox.targets)]);
  });
}

Deno.test("startEngineClient() asks nothing any more once it has vanished", async () => {
  await using postbox = await startPostbox("GET");
  const told = new Listening();
  const client = connect(postbox.port, told, { transports: ["polling"] });
  const { socket } = await inTime(postbox.kept, "a poll over a connection that was used before");
  const gone = new Promise((resolve) => socket.once("close", resolve));
  client.destroy();
  await inTime(gone, "the connection's end");
  await endOf(told);
  await fence(postbox);
  assertEquals(postbox.targets, [...new Set(postbox.targets)]);
});

Deno.test("startEngineClient() says goodbye once, however often it is told to leave", async () => {
  await using postbox = await startPostbox();
  const { client, told } = await connected(postbox.port, { transports: ["polling"] });
  client.close();
  client.leaveNow();
  client.close();
  await endOf(told);
  // It ends its connections when all is said, and heard.
  await postbox.left();
  await fence(postbox);
  assertEquals(postbox.posted, ["1"]);
});
