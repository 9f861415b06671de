// Why a recording did not begin, as `record` tells it: from what the tap saw of odd servers.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer } from "node:https";
import { createServer as createHttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { record } from "../../e2e/run_record.ts";
import { makeCertificate } from "../../net/certificate.ts";
import { response, serveRudely } from "./rude_server.ts";

const GET = "GET /socket.io/";
const NO_ENGINE = "which is no Engine.IO: is there a Socket.IO server at this path? (--path)";
const PAGE = "<!doctype html><html><head><title>Our\n shop</title></head><body>Hi</body></html>";

const NOT_ENGINE: readonly [what: string, answer: string, reason: string][] = [
  [
    "a page",
    response("200 OK", PAGE, { "Content-Type": "text/html; charset=utf-8" }),
    `The server answered ${GET} with 200 text/html, ${NO_ENGINE}`,
  ],
  [
    "JSON",
    response("200 OK", '{"ok":true}', { "Content-Type": "application/json" }),
    `The server answered ${GET} with 200 application/json, ${NO_ENGINE}`,
  ],
  [
    "text",
    response("200 OK", "hello"),
    `The server answered ${GET} with 200 of no type, ${NO_ENGINE}`,
  ],
  [
    "an open packet that cannot be read",
    response("200 OK", "0{bad", { "Content-Type": "text/plain" }),
    `The server answered ${GET} with 200 text/plain, ${NO_ENGINE}`,
  ],
  [
    "nothing",
    response("200 OK", ""),
    `The server answered ${GET} with 200 and no body, ${NO_ENGINE}`,
  ],
  [
    "204",
    "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    `The server answered ${GET} with 204 and no body, ${NO_ENGINE}`,
  ],
  [
    "a part of what it said it would",
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
    `The server's answer to ${GET} was cut after 3 bytes`,
  ],
  ["a page of its own", response("404 Not Found", PAGE), "The target answered HTTP 404: Our shop"],
  [
    "a page without a title",
    response(
      "502 Bad Gateway",
      "<html><style>p{}</style><h1>Bad &amp; broken</h1><p>nginx</p></html>",
    ),
    "The target answered HTTP 502: Bad & broken nginx",
  ],
  [
    "a redirect without a place",
    "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "The target answered HTTP 302",
  ],
];

for (const [what, answer, reason] of NOT_ENGINE) {
  Deno.test(`record tells what a server said that answers with ${what}`, async () => {
    await using server = serveRudely(answer);
    const { code, host } = await record([`http://127.0.0.1:${server.port}/`]);
    assertEquals(code, 3);
    assertStringIncludes(host.stderr.written, `Not connected. ${reason}\n`);
  });
}

const MOVED: readonly [location: string, args: readonly string[], reason: string][] = [
  [
    "/socket.io/?EIO=4&transport=polling",
    ["--path", "/old/"],
    "Target moved to http://HOST/socket.io/: record it with --path /socket.io/",
  ],
  [
    "/elsewhere/login?next=%2Fsocket.io",
    [],
    `The target answered ${GET} with HTTP 302 and sends it to http://HOST/elsewhere/login, ` +
    "which looks like a login: no Socket.IO there",
  ],
  [
    "/welcome",
    [],
    `The target answered ${GET} with HTTP 302 and sends it to http://HOST/welcome, ` +
    "another page: no Socket.IO there",
  ],
  [
    "javascript:alert(1)",
    [],
    `The target answered ${GET} with HTTP 302 and a Location that leads nowhere`,
  ],
  ["http://[bad", [], `The target answered ${GET} with HTTP 302 and a Location that is no URL`],
  [
    "https://user:hunter2@example.test/socket.io/?EIO=4&token=hunter2",
    [],
    "Target moved to https://example.test/sfa: record that instead",
  ],
  [
    "https://example.test/new/?EIO=4&transport=polling",
    [],
    "Target moved to https://example.test/sfa: record that instead, with --path /new/",
  ],
  [
    "https://sso.example.test/oauth2/authorize?state=1",
    [],
    `The target answered ${GET} with HTTP 302 and sends it to ` +
    "https://sso.example.test/oauth2/authorize, which looks like a login: no Socket.IO there",
  ],
];

for (const [location, args, reason] of MOVED) {
  Deno.test(`record tells what to do about a redirect to ${location}`, async () => {
    await using server = serveRudely(response("302 Found", "", { Location: location }));
    const { port } = server;
    const { code, host } = await record([`http://127.0.0.1:${port}/sfa`, ...args]);
    assertEquals(code, 3);
    const told = reason.replace("HOST", `127.0.0.1:${port}`);
    assertStringIncludes(host.stderr.written, `Not connected. ${told}\n`);
    assert(!host.stderr.written.includes("hunter2"));
  });
}

const WEBSOCKET: readonly [what: string, answer: string, reason: string][] = [
  [
    "to https",
    response("302 Found", "", { Location: "https://example.test/live?x=1" }),
    "Target moved to wss://example.test/live: record that instead",
  ],
  [
    "to another path",
    response("302 Found", "", { Location: "/new" }),
    "Target moved to ws://HOST/new: record that instead",
  ],
  [
    "to a page",
    response("200 OK", PAGE, { "Content-Type": "text/html" }),
    "The server answered GET /live with 200 text/html instead of a WebSocket: " +
    "is there one at this path?",
  ],
];

for (const [what, answer, reason] of WEBSOCKET) {
  Deno.test(`record of a plain WebSocket says that it leads ${what}`, async () => {
    await using server = serveRudely(answer);
    const { port } = server;
    const { code, host } = await record([`ws://127.0.0.1:${port}/live`]);
    assertEquals(code, 3);
    const told = reason.replace("HOST", `127.0.0.1:${port}`);
    assertStringIncludes(host.stderr.written, `Not connected. ${told}\n`);
  });
}

for (const [typed, meant] of [["http", "https"], ["ws", "wss"]]) {
  Deno.test(`record offers ${meant} where ${typed} meets TLS`, async () => {
    const { cert, key } = makeCertificate();
    const server = createServer({ cert, key });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const { code, host } = await record([`${typed}://127.0.0.1:${port}/`]);
    await new Promise((resolve) => server.close(resolve));
    assertEquals(code, 3);
    assertStringIncludes(
      host.stderr.written,
      `Not connected. 127.0.0.1:${port} speaks TLS on this port: use ${meant}://127.0.0.1:${port}\n`,
    );
  });

  Deno.test(`record offers ${typed} where ${meant} meets no TLS`, async () => {
    const server = createHttpServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo
    const { port } = server.address() as AddressInfo;
    const { code, host } = await record([`${meant}://127.0.0.1:${port}/`]);
    await new Promise((resolve) => server.close(resolve));
    assertEquals(code, 3);
    assertStringIncludes(
      host.stderr.written,
      "Not connected. The target cannot be reached: " +
        `127.0.0.1:${port} does not speak TLS: use ${typed}://127.0.0.1:${port}\n`,
    );
  });
}

Deno.test("record tells a refusal with its namespace and its data, secrets hidden, and shortens both", async () => {
  const http = createHttpServer();
  const server = new Server(http, { serveClient: false });
  const error = Object.assign(new Error(`expired ${"x".repeat(5000)}`), {
    data: { code: "TOKEN_EXPIRED", token: "hunter2", hint: "h".repeat(5000) },
  });
  server.of("/sfa").use((_socket, next) => next(error));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const { code, host } = await record([`http://127.0.0.1:${port}/sfa`]);
  await server.close();
  assertEquals(code, 3);
  const reason = host.stderr.written.split("\n").find((line) => line.startsWith("Not connected."));
  assertStringIncludes(
    reason ?? "",
    `Not connected. The server refused the connection to /sfa: expired ${"x".repeat(191)}…  ` +
      '{"code":"TOKEN_EXPIRED","token":"*******","hint":"hhh',
  );
  assertEquals((reason ?? "").endsWith("hhh…") && (reason ?? "").length < 500, true, reason);
  assertStringIncludes(
    host.stdout.written,
    `←  CONNECT_ERROR /sfa  expired ${"x".repeat(191)}…  {"code":"TOKEN_EXPIRED","token":"***`,
  );
});

Deno.test("record tells that a session stays with polling, as its upgrade was refused", async () => {
  const http = createHttpServer();
  const server = new Server(http, { serveClient: false });
  server.on("connection", (socket) => socket.on("hello", () => socket.emit("welcome")));
  http.removeAllListeners("upgrade").on("upgrade", (_request, socket) => {
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnope");
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const { code, host } = await record([`http://127.0.0.1:${port}/`, "--emit", "hello"], {
    during(host): void {
      void Promise.all([host.stderr.said(/HTTP 403/), host.stdout.said(/welcome/)])
        .then(() => host.signal("SIGINT"));
    },
  });
  await server.close();
  assertEquals(code, 0, host.stderr.written);
  assertStringIncludes(host.stderr.written, `The target answered ${GET} with HTTP 403: nope\n`);
});
