// Our Socket.IO client against servers that it cannot make sense of.

import { assertEquals, assertMatch } from "@std/assert";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { startSocketClient } from "../../src/net/socket_client.ts";
import { listenerWith } from "./listener_with.ts";
import { serve as serveTcp } from "./sockets.ts";

const BAD_ANSWERS: readonly [name: string, answer: string][] = [
  ["a redirect to nowhere", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"],
  [
    "a redirect to a port that there cannot be",
    "HTTP/1.1 302 Found\r\nLocation: http://host:99999/x\r\nContent-Length: 0\r\n\r\n",
  ],
  ["a handshake that is no JSON", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0{bad json"],
  ["a handshake of nothing", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n0null"],
];

for (const [name, answer] of BAD_ANSWERS) {
  Deno.test(`startSocketClient() tells that ${name} is beyond the client`, async () => {
    await using server = await serveTcp((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end(answer));
    });
    const refused = Promise.withResolvers<readonly [string, string, boolean]>();
    await using _client = startSocketClient({
      origin: `http://127.0.0.1:${server.port}`,
      namespaces: ["/sfa"],
      transports: ["polling"],
      listener: listenerWith({ refused: (...told) => refused.resolve(told) }),
    });
    const [where, reason, isFinal] = await refused.promise;
    assertEquals([where, isFinal], ["/sfa", true]);
    assertMatch(reason, /^The client cannot make sense of what the target sent: \w/);
  });
}

Deno.test("startSocketClient() tells that a bad handshake over websocket is beyond it", async () => {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => sockets.on("listening", resolve));
  sockets.on("connection", (socket) => socket.send("0{bad"));
  // A listening TCP server always has an AddressInfo
  const { port } = sockets.address() as AddressInfo;
  const refused = Promise.withResolvers<readonly unknown[]>();
  const client = startSocketClient({
    origin: `http://127.0.0.1:${port}`,
    namespaces: ["/", "/chat"],
    transports: ["websocket"],
    listener: listenerWith({ refused: (...told) => refused.resolve(told) }),
  });
  assertMatch(String(await refused.promise), /cannot make sense of what the target sent: .*JSON/);
  await client[Symbol.asyncDispose]();
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => sockets.close(resolve));
});
