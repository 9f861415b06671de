// Plain WebSockets beside the sessions, with the `ws` client on the other side.

import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { WebSocket } from "ws";
import { startEngineServer } from "../../../src/net/engine_server/engine_server.ts";
import type {
  EngineOwner,
  PlainAdmission,
  PlainSocket,
  PlainSocketOwner,
} from "../../../src/net/engine_server/engine_owner.ts";
import { encodeUtf8 } from "../../../src/base/bytes.ts";
import { playExchange } from "./raw_http.ts";
import { closeFrame, frame, RawWebSocket, UPGRADE } from "./raw_websocket.ts";
import { TakeAll } from "./stock.ts";

/** Answers what it hears, and writes it down. */
class Echo implements EngineOwner {
  readonly told: string[] = [];
  readonly sockets: PlainSocket[] = [];
  readonly admit: EngineOwner["admit"] = () => new TakeAll().admit();
  readonly #closed = Promise.withResolvers<void>();

  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  readonly websocket: NonNullable<EngineOwner["websocket"]> = (request): PlainAdmission => {
    if (request.path === "/refused") {
      const headers = [["X-Why", "because"]] as const;
      return { kind: "refuse", answer: { status: 401, headers, body: "no" } };
    }
    this.told.push(`asked ${request.url}`);
    return { kind: "take", owner: this.#owner(), subprotocol: "json" };
  };

  #owner(): PlainSocketOwner {
    let socket: PlainSocket | undefined;
    return {
      opened: (opened) => {
        socket = opened;
        this.sockets.push(opened);
      },
      message: (data) => {
        this.told.push(typeof data === "string" ? data : `<${data.join(" ")}>`);
        socket?.send([data]);
      },
      ping: (data) => this.told.push(`ping ${data}`),
      pong: (data) => this.told.push(`pong ${data}`),
      closed: (code, reason) => {
        this.told.push(`closed ${code} ${reason}`);
        this.#closed.resolve();
      },
    };
  }
}

Deno.test("a plain WebSocket carries messages, pings and close codes both ways", async () => {
  const owner = new Echo();
  await using server = await startEngineServer({ owner });
  const client = new WebSocket(`ws://127.0.0.1:${server.port}/driver?userId=19`, ["xml", "json"]);
  const heard: string[] = [];
  const closed = new Promise<void>((resolve) => {
    client.on("close", (code: number, reason: Buffer) => {
      heard.push(`closed ${code} ${reason}`);
      resolve();
    });
  });
  const until = (event: string): Promise<void> =>
    new Promise((resolve) => client.once(event, () => resolve()));
  client.on("message", (data: Buffer, isBinary: boolean) => {
    heard.push(isBinary ? `<${data.join(" ")}>` : `${data}`);
  });
  client.on("ping", (data: Buffer) => heard.push(`ping ${data}`));
  client.on("pong", (data: Buffer) => heard.push(`pong ${data}`));
  await until("open");
  assertEquals(client.protocol, "json");
  client.send("grüße");
  client.ping("hi");
  await until("pong");
  client.send(Buffer.from([1, 2, 3]));
  await until("message");
  owner.sockets[0]?.ping(encodeUtf8("ho"));
  await until("ping");
  owner.sockets[0]?.sendFragments("🚀 in pieces", [1, 0, 4, 99]);
  await until("message");
  owner.sockets[0]?.close(4401, "bad token");
  await closed;
  await owner.closed;
  assertEquals(heard, [
    "grüße",
    "pong hi",
    "<1 2 3>",
    "ping ho",
    "🚀 in pieces",
    "closed 4401 bad token",
  ]);
  assertEquals(owner.told, [
    "asked /driver?userId=19",
    "grüße",
    "ping hi",
    "<1 2 3>",
    "pong ho",
    "closed 4401 bad token",
  ]);
});

Deno.test("a plain WebSocket sends fragments of the lengths it is told", async () => {
  const owner = new Echo();
  await using server = await startEngineServer({ owner });
  using client = new RawWebSocket(server.port, "/");
  await client.until("answer 101");
  client.send(frame("go"));
  await client.until("text go");
  const seen: (readonly number[])[] = [];
  client.watch((frames) => seen.push(frames));
  const [socket] = owner.sockets;
  socket?.sendFragments("abcdef", [1, 2, 3]);
  socket?.sendFragments(Uint8Array.of(1, 2, 3), [2]);
  socket?.sendFragments("", []);
  socket?.sendBytes(Uint8Array.of(0x81, 1, 0x7a));
  await client.until("text z");
  assertEquals(seen, [[1, 2, 3], [3], [0], [1]]);
  await client.leave();
});

Deno.test("a plain WebSocket hears how its client went", async () => {
  const ways: readonly [string, (client: RawWebSocket) => void][] = [
    ["closed 4002 tschüß", (client) => client.send(closeFrame(4002, "tschüß"))],
    ["closed 1005 ", (client) => client.send(closeFrame())],
    ["closed 1006 ", (client) => client.end()],
    ["closed 1006 ", (client) => client[Symbol.dispose]()],
  ];
  for (const [line, go] of ways) {
    const owner = new Echo();
    await using server = await startEngineServer({ owner });
    using client = new RawWebSocket(server.port, "/");
    await client.until("answer 101");
    go(client);
    await owner.closed;
    assertEquals(owner.told.at(-1), line);
  }
});

Deno.test("a plain WebSocket does not hear what follows a broken frame", async () => {
  const owner = new Echo();
  await using server = await startEngineServer({ owner });
  using client = new RawWebSocket(server.port, "/");
  await client.until("answer 101");
  client.send(frame("before"), frame("x", 0x3), frame("after"), closeFrame(1000));
  await owner.closed;
  assertEquals(owner.told.slice(1), ["before", "closed 1006 "]);
});

Deno.test("a plain WebSocket that is cut ends with a reset", async () => {
  const owner = new Echo();
  await using server = await startEngineServer({ owner });
  using client = new RawWebSocket(server.port, "/");
  await client.until("answer 101");
  const [socket] = owner.sockets;
  socket?.send(["last"]);
  socket?.cut();
  await client.until("error");
  assertEquals(client.seen.slice(-2), ["text last", "error ECONNRESET"]);
  await owner.closed;
  assertEquals(socket?.isOpen, false);
  assertEquals(socket?.send(["too late"]), false);
});

Deno.test("a WebSocket that the owner refuses, or nobody expects, is answered by HTTP", async () => {
  await using server = await startEngineServer({ owner: new Echo() });
  const [refused] = await playExchange(server.port, [{ target: "/refused", headers: UPGRADE }]);
  assertEquals(
    refused,
    "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nX-Why: because\r\nContent-Length: 2\r\n\r\nno",
  );
  await using other = await startEngineServer({ owner: new TakeAll() });
  const [unexpected] = await playExchange(other.port, [{ target: "/x", headers: UPGRADE }]);
  assertEquals(unexpected?.split("\r\n")[0], "HTTP/1.1 400 Bad Request");
});

Deno.test("a server that ends says goodbye to plain WebSockets", async () => {
  const owner = new Echo();
  const server = await startEngineServer({ owner });
  using client = new RawWebSocket(server.port, "/");
  await client.until("answer 101");
  owner.sockets[0]?.send(["last"]);
  await server[Symbol.asyncDispose]();
  await client.until("end");
  assertEquals(client.seen.slice(1), ["text last", "close ", "end"]);
  await owner.closed;
});
