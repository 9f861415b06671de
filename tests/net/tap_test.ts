// The relay itself: bytes go on as they came, after their owner was told; nothing that the owner or
// the parser does costs a byte.

import { assertEquals } from "@std/assert";
import { encodeLatin1 } from "../../src/base/bytes.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { dial, readAll, readUntil, serve, tapTo, whenGone, Witness } from "./sockets.ts";

const PAGE = "http://localhost:5173";

Deno.test("a tap passes odd bytes on as they came, but for Host", async () => {
  const answer =
    "HTTP/1.1 200 Fine, thanks\r\nx-B: 1\r\nX-a:2\r\nx-B:  3\r\nContent-Length: 2\r\n\r\nok";
  let asked = "";
  await using server = await serve((socket) => {
    void readAll(socket).then((text) => {
      asked = text;
      socket.end(encodeLatin1(answer));
    });
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  const client = dial(tap.port);
  const request = "GET /%7e?a=b HTTP/1.1\r\nhost:\t here\r\nACCEPT: */*\r\nX-Empty:\r\n\r\n";
  const answered = readAll(client);
  client.end(request);
  assertEquals(await answered, answer);
  await witness.whenClosed;
  assertEquals(asked, request.replace("here", `127.0.0.1:${server.port}`));
  assertEquals(witness.told, [
    "open 1",
    "request-head 1 client",
    "request 1 client",
    "end 1 client",
    "response-head 1 server",
    "response 1 server",
    "end 1 server",
    "close 1 client false",
  ]);
});

Deno.test("a tap tells its owner before the bytes go on", async () => {
  const witness = new Witness();
  const seen = Promise.withResolvers<readonly string[]>();
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      seen.resolve([...witness.told]);
      socket.destroy();
    });
  });
  await using tap = await tapTo(server.port, witness);
  const client = dial(tap.port);
  const gone = whenGone(client);
  client.on("end", () => client.end());
  client.resume();
  client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assertEquals(await seen.promise, ["open 1", "request-head 1 client", "request 1 client"]);
  await gone;
  await witness.whenClosed;
});

Deno.test("a tap tells of a changed head before it goes on, and before the response itself", async () => {
  const witness = new Witness();
  await using server = await serve((socket) => {
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  });
  await using tap = await tapTo(server.port, witness, { rewrite: { allowOrigin: `${PAGE}/app` } });
  const client = dial(tap.port);
  const told = new Promise<readonly string[]>((resolve) => {
    client.once("data", () => resolve([...witness.told]));
  });
  client.end(`GET / HTTP/1.1\r\nHost: a\r\nOrigin: ${PAGE}\r\n\r\n`);
  assertEquals((await told).filter((line) => !/^(?:end|close) /.test(line)), [
    "open 1",
    "request-head 1 client",
    "request 1 client",
    `changed 1 1 allow-origin: Added: Access-Control-Allow-Origin: ${PAGE}; Access-Control-Allow-Credentials: true; Vary: Origin`,
    "response-head 1 server",
    "response 1 server",
  ]);
  await witness.whenClosed;
});

Deno.test("a tap rewrites origins both ways when it is asked to", async () => {
  let asked = "";
  await using server = await serve((socket) => {
    void readAll(socket).then((text) => {
      asked = text;
      const origin = /Origin: (.*)\r/.exec(text)?.[1];
      socket.end(`HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${origin}\r\n\r\nok`);
    });
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness, { rewrite: { origin: true } });
  const client = dial(tap.port);
  const answered = readAll(client);
  client.end(`GET / HTTP/1.1\r\nHost: a\r\nOrigin: ${PAGE}\r\n\r\n`);
  assertEquals(
    await answered,
    `HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: ${PAGE}\r\n\r\nok`,
  );
  const own = `http://127.0.0.1:${server.port}`;
  assertEquals(asked, `GET / HTTP/1.1\r\nHost: ${own.slice(7)}\r\nOrigin: ${own}\r\n\r\n`);
  await witness.whenClosed;
});

Deno.test("a tap holds no part of a response's head when responses go on as they are", async () => {
  await using server = await serve((socket) => socket.write("HTTP/1.1 200 O"));
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  const client = dial(tap.port);
  assertEquals(await readUntil(client, "200 O"), "HTTP/1.1 200 O");
  client.destroy();
});

Deno.test("a tap goes on when its owner throws whatever it is told", async () => {
  await using server = await serve((socket) => {
    socket.on("data", () => socket.end("HTTP/1.1 200 OK\r\n\r\nok"));
  });
  const fault = (): never => {
    throw new Error("no disk");
  };
  const closed = Promise.withResolvers<void>();
  await using tap = await tapTo(server.port, {
    opened: fault,
    carried: fault,
    failed: fault,
    broken: fault,
    changed: fault,
    closed: (): never => {
      closed.resolve();
      return fault();
    },
  }, { rewrite: { allowOrigin: PAGE } });
  const client = dial(tap.port);
  const answered = readAll(client);
  client.end(`GET / HTTP/1.1\r\nHost: a\r\nOrigin: ${PAGE}\r\n\r\n`);
  assertEquals((await answered).slice(0, 15), "HTTP/1.1 200 OK");
  await closed.promise;
});

Deno.test("a tap goes on when the parser fails, and gives up what it held", async () => {
  const receive = Conversation.prototype.receive;
  Conversation.prototype.receive = function (from, bytes): WireEvent[] {
    if (new TextDecoder().decode(bytes).includes("boom")) throw new Error("a bug");
    return receive.call(this, from, bytes);
  };
  try {
    let asked = "";
    await using server = await serve((socket) => {
      void readAll(socket).then((text) => {
        asked = text;
        socket.end("fine");
      });
    });
    const witness = new Witness();
    await using tap = await tapTo(server.port, witness, { rewrite: { cookies: true } });
    const client = dial(tap.port);
    const answered = readAll(client);
    client.write("GET / HTTP/1.1\r\nHo");
    await new Promise<void>((resolve) => client.write("st: a\r\nX: ", () => resolve()));
    await echoThrough(tap.port);
    client.end("boom\r\n\r\nGET / HTTP/1.1\r\nHost: b\r\n\r\n");
    assertEquals(await answered, "fine");
    assertEquals(
      asked,
      "GET / HTTP/1.1\r\nHost: a\r\nX: boom\r\n\r\nGET / HTTP/1.1\r\nHost: b\r\n\r\n",
    );
    await witness.whenClosed;
    assertEquals(witness.all("broken"), ["broken 1 Error: a bug"]);
    assertEquals(witness.told.includes("close 1 client false"), true);
  } finally {
    Conversation.prototype.receive = receive;
  }
});

/** One whole connection: what was written before it has arrived when it is over. */
async function echoThrough(port: number): Promise<void> {
  const client = dial(port);
  const answered = readAll(client);
  client.end();
  await answered;
}
