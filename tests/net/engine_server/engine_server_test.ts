// The server as a whole: where it listens, what it serves beside the sessions, and that nothing of
// it is left when it ends.

import { assertEquals, assertMatch, assertNotEquals, assertRejects } from "@std/assert";
import {
  type EngineServerOptions,
  startEngineServer,
} from "../../../src/net/engine_server/engine_server.ts";
import type { Admission, HttpAnswer } from "../../../src/net/engine_server/engine_owner.ts";
import { dial, readUntil } from "../sockets.ts";
import { ManualAfter } from "./manual_after.ts";
import { playExchange } from "./raw_http.ts";
import { RawWebSocket } from "./raw_websocket.ts";
import { TakeAll } from "./stock.ts";

const OPEN = { query: "EIO=4&transport=polling" };
const SOCKET = "/socket.io/?EIO=4&transport=websocket";

Deno.test("startEngineServer() picks a free port, or takes the one it is told", async () => {
  await using first = await startEngineServer({ owner: new TakeAll() });
  assertEquals(first.url, `http://127.0.0.1:${first.port}`);
  const { port } = first;
  const taken = startEngineServer({ owner: new TakeAll(), port });
  await assertRejects(() => taken, Error, `Cannot listen on 127.0.0.1:${port}: the port is taken`);
  await using next = await startEngineServer({ owner: new TakeAll(), port, nextPort: true });
  assertNotEquals(next.port, port);
});

Deno.test("startEngineServer() serves sessions under the path it is told, with or without a slash", async () => {
  for (const path of ["/live/io", "/live/io/"]) {
    await using server = await startEngineServer({ owner: new TakeAll(), path });
    const answers = await playExchange(server.port, [
      { target: `/live/io/?${OPEN.query}` },
      OPEN,
    ]);
    assertEquals(answers.map((answer) => answer.slice(9, 12)), ["200", "404"]);
  }
});

Deno.test("startEngineServer() serves its owner's HTTP beside the sessions, and under their path too", async () => {
  const asked: string[] = [];
  const owner: EngineServerOptions["owner"] = {
    admit: () => new TakeAll().admit(),
    http(request): HttpAnswer | undefined {
      asked.push(`${request.method} ${request.url}`);
      if (!request.path.endsWith(".js") && request.path !== "/fine") return undefined;
      const headers = [["Set-Cookie", "a=1"], ["Set-Cookie", "b=2"]] as const;
      return { status: 201, reason: "Fine, thanks", headers, body: "hi" };
    },
  };
  await using server = await startEngineServer({ owner });
  const [script, fine, none, open] = await playExchange(server.port, [
    { target: "/socket.io/socket.io.js" },
    { method: "POST", target: "/fine?x=1", body: "much" },
    { target: "/none" },
    OPEN,
  ]);
  assertMatch(
    script ?? "",
    /^HTTP\/1.1 201 Fine, thanks\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n/,
  );
  assertMatch(fine ?? "", /hi/);
  assertMatch(none ?? "", /^HTTP\/1.1 404 Not Found/);
  assertMatch(open ?? "", /0{"sid":"SID"/);
  assertEquals(asked, ["GET /socket.io/socket.io.js", "POST /fine?x=1", "GET /none"]);
});

Deno.test("startEngineServer() shows its owner who asks for a session", async () => {
  const seen: unknown[] = [];
  await using server = await startEngineServer({
    owner: {
      admit(request): Admission {
        const { method, url, path, query, headers, version, transport, peer } = request;
        assertMatch(peer, /^127\.0\.0\.1:\d+$/);
        seen.push({ method, url, path, token: query.get("token"), version, transport, headers });
        return { kind: "refuse", refusal: { code: 3, message: "unexpected", status: 400 } };
      },
    },
  });
  const query = "EIO=4&transport=polling&token=a%20b";
  const [answer] = await playExchange(server.port, [{ query, headers: ["x-B: 1"] }]);
  assertEquals(seen, [{
    method: "GET",
    url: `/socket.io/?${query}`,
    path: "/socket.io/",
    token: "a b",
    version: 4,
    transport: "polling",
    headers: [["Host", "localhost"], ["Connection", "close"], ["x-B", "1"]],
  }]);
  assertMatch(answer ?? "", /{"code":3,"message":"unexpected"}/);
});

Deno.test("startEngineServer() gives every session an id like those of a stock server", async () => {
  const sids = new Set<string>();
  await using server = await startEngineServer({ owner: new TakeAll() });
  for (let index = 0; index < 3; index++) {
    await playExchange(server.port, [OPEN], (sid) => sids.add(sid));
  }
  assertEquals(sids.size, 3);
  for (const sid of sids) assertMatch(sid, /^[\w-]{20}$/);
});

Deno.test("a server that ends says goodbye to everybody, parked polls too", async () => {
  const owner = new TakeAll();
  const server = await startEngineServer({ owner });
  using socket = new RawWebSocket(server.port, SOCKET);
  await socket.until("text 0");
  let sid = "";
  await playExchange(server.port, [OPEN], (found) => sid = found);
  const query = `${OPEN.query}&sid=${sid}`;
  const poll = playExchange(server.port, [[{ query }, { method: "POST", query, body: "4here" }]]);
  await owner.until("message here");
  await server[Symbol.asyncDispose]();
  await socket.until("end");
  assertEquals(socket.seen.slice(2), ["close ", "end"]);
  assertMatch((await poll)[0] ?? "", /\r\n\r\n1/);
  assertEquals(owner.told.filter((line) => line.startsWith("closed")), [
    "closed forced close",
    "closed forced close",
  ]);
  assertEquals(server.sessionCount, 0);
});

Deno.test("a server ends though a client reads nothing and never hangs up", async () => {
  const owner = new TakeAll();
  const clock = new ManualAfter();
  const server = await startEngineServer({ owner, after: clock.after });
  using socket = new RawWebSocket(server.port, SOCKET);
  await socket.until("text 0");
  socket.pause();
  const text = "x".repeat(100_000);
  while (owner.sessions[0]?.send([text]) === true);
  const ending = server[Symbol.asyncDispose]();
  clock.advance(1000);
  await ending;
  assertEquals(server.sessionCount, 0);
});

Deno.test("a client that goes while its poll is parked, or its POST is not whole, ends its session", async () => {
  const rests = [
    (query: string) => `GET /socket.io/?${query} HTTP/1.1\r\nHost: x\r\n\r\n`,
    (query: string) =>
      `POST /socket.io/?${query} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n4hi`,
  ];
  for (const rest of rests) {
    const owner = new TakeAll();
    await using server = await startEngineServer({ owner });
    let sid = "";
    await playExchange(server.port, [OPEN], (found) => sid = found);
    const query = `${OPEN.query}&sid=${sid}`;
    const socket = dial(server.port);
    // The first request is answered when the server has read what came with it.
    const answered = readUntil(socket, "\r\n\r\n");
    const first = `PUT /socket.io/?${query} HTTP/1.1\r\nHost: x\r\n\r\n`;
    socket.write(first + rest(query));
    await answered;
    socket.destroy();
    assertEquals(await owner.until("closed"), "closed transport error");
  }
});

Deno.test("startEngineServer() does not swallow what its owner throws", async () => {
  const mistake = new Error("the owner's mistake");
  const heard = new Promise<unknown>((resolve) => {
    addEventListener("error", (event) => {
      event.preventDefault();
      resolve(event.error);
    }, { once: true });
  });
  await using server = await startEngineServer({
    owner: {
      admit: (): Admission => {
        throw mistake;
      },
    },
  });
  const [answer] = await playExchange(server.port, [OPEN]);
  assertEquals(await heard, mistake);
  assertEquals(answer?.includes("HTTP/1.1"), false);
});
