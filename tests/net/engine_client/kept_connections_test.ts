// Which connections our client posts over: one it has just used, but none that has been idle for so
// long that the server may be ending it.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket as TcpSocket } from "node:net";
import { assertEquals } from "@std/assert";
import type { PlayedClient } from "../../../src/net/engine_client/contract.ts";
import { IDLE_MILLISECONDS } from "../../../src/net/engine_client/kept_connections.ts";
import { HeldTime } from "../../house/held_time.ts";
import { inTime } from "../../peers/in_time.ts";
import { endOf } from "./holding_server.ts";
import { connected, listening } from "./listening.ts";

interface Post {
  readonly socket: TcpSocket;
  readonly answer: () => void;
}

/** Tells of every POST in order, which it does not answer by itself; leaves polls unanswered. */
class Counter implements AsyncDisposable {
  readonly #http = createServer((request, response) => this.#hear(request, response));
  readonly #posts: Post[] = [];
  #next = Promise.withResolvers<void>();

  listen(): Promise<number> {
    return listening(this.#http);
  }

  async post(): Promise<Post> {
    for (;;) {
      const post = this.#posts.shift();
      if (post !== undefined) return post;
      await inTime(this.#next.promise, "a POST");
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #hear(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = "", socket } = request;
    if (!url.includes("sid=")) response.end('0{"sid":"sid","upgrades":[]}');
    if (method !== "POST") return;
    request.resume();
    this.#posts.push({ socket, answer: () => void response.end("ok") });
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}

/** Posts twice; when the second POST has come, the first is answered, and its connection is free. */
async function postTwice(client: PlayedClient, counter: Counter): Promise<readonly [Post, Post]> {
  client.send(["first"]);
  const first = await counter.post();
  // It waits for the answer to the first.
  client.send(["second"]);
  first.answer();
  return [first, await counter.post()];
}

Deno.test("startEngineClient() posts over a connection that it has just used", async () => {
  await using counter = new Counter();
  const port = await counter.listen();
  using time = new HeldTime(() => "runs");
  time.stand();
  const { client, told } = await connected(port, { transports: ["polling"] });
  const [first, second] = await postTwice(client, counter);
  time.leap(IDLE_MILLISECONDS - 1);
  client.send(["third"]);
  second.answer();
  const third = await counter.post();
  assertEquals([first.socket, second.socket].includes(third.socket), true);
  client.destroy();
  await endOf(told);
});

Deno.test("startEngineClient() posts over no connection that was idle for long, and ends it", async () => {
  await using counter = new Counter();
  const port = await counter.listen();
  using time = new HeldTime(() => "runs");
  time.stand();
  const { client, told } = await connected(port, { transports: ["polling"] });
  const [first, second] = await postTwice(client, counter);
  const ended = new Promise((resolve) => first.socket.once("close", resolve));
  // A server that waits no longer may be ending it at this moment.
  time.leap(IDLE_MILLISECONDS + 1);
  client.send(["third"]);
  second.answer();
  const third = await counter.post();
  assertEquals(third.socket === first.socket, false);
  await inTime(ended, "the end of the idle connection");
  third.answer();
  client.destroy();
  await endOf(told);
});
