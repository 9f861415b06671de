// startPlainClient() against stock ws: messages both ways, pings, and every close code.

import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { assertEquals } from "@std/assert";
import { WebSocketServer } from "ws";
import { startPlainClient } from "../../../src/net/engine_client/plain_client.ts";
import { Listening } from "./listening.ts";

Deno.test("startPlainClient() sends text and binary, answers pings, and tells the close code", async () => {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => sockets.once("listening", resolve));
  const { port } = sockets.address() as AddressInfo;
  const ponged = Promise.withResolvers<string>();
  const urls: string[] = [];
  sockets.on("connection", (socket: Socket, request: IncomingMessage) => {
    urls.push(request.url ?? "");
    socket.on("pong", (data) => ponged.resolve(String(data)));
    socket.on("message", (data, isBinary) => {
      if (isBinary) {
        socket.ping("beat");
        socket.send(data);
      } else socket.close(4400, `heard ${data}`);
    });
  });
  const told = new Listening();
  const client = startPlainClient({
    hostname: "127.0.0.1",
    port,
    target: "/live?a=1",
    headers: [["X-App", "7"]],
    listener: told.listener,
  });
  await told.opened.promise;
  client.send([new Uint8Array([1, 2])]);
  assertEquals(await told.heard(1), [new Uint8Array([1, 2])]);
  assertEquals(await ponged.promise, "beat");
  client.send(["bye"]);
  assertEquals(await told.closed.promise, {
    kind: "closed",
    by: "server",
    code: 4400,
    reason: "heard bye",
  });
  assertEquals(urls, ["/live?a=1"]);
  await new Promise((resolve) => sockets.close(resolve));
});

Deno.test("startPlainClient() closes with the code that it is told", async () => {
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => sockets.once("listening", resolve));
  const { port } = sockets.address() as AddressInfo;
  const closed = Promise.withResolvers<string>();
  sockets.on("connection", (socket: Socket) => {
    socket.on("close", (code, reason) => closed.resolve(`${code} ${reason}`));
  });
  const told = new Listening();
  const client = startPlainClient({
    hostname: "127.0.0.1",
    port,
    target: "/",
    headers: [],
    listener: told.listener,
  });
  await told.opened.promise;
  client.close(4001, "enough");
  assertEquals(await closed.promise, "4001 enough");
  assertEquals(await told.closed.promise, { kind: "closed", by: "client", reason: "" });
  await new Promise((resolve) => sockets.close(resolve));
});

/** As much of ws's socket as is used here. */
interface Socket {
  on(event: "pong", listener: (data: Uint8Array) => void): void;
  on(event: "message", listener: (data: Uint8Array, isBinary: boolean) => void): void;
  on(event: "close", listener: (code: number, reason: Uint8Array) => void): void;
  ping(data: string): void;
  send(data: Uint8Array): void;
  close(code: number, reason: string): void;
}
