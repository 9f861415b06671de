// How connections end through a tap: resets as resets, half-closes as half-closes, a target that is
// not there, clients that leave too early, and the end of the tap itself.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import { targetOf } from "../../src/net/target.ts";
import { heldPort } from "../house/held_port.ts";
import { dial, readAll, readUntil, serve, tapTo, whenGone, Witness } from "./sockets.ts";

const REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

Deno.test("a tap passes a server's reset on as a reset, and does not call it a failure", async () => {
  await using server = await serve((socket) => {
    socket.once("data", () => socket.resetAndDestroy());
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  const client = dial(tap.port);
  const gone = whenGone(client);
  client.write(REQUEST);
  assertEquals(await gone, "ECONNRESET");
  await witness.whenClosed;
  assertEquals(witness.told.at(-1), "close 1 server true");
  assertEquals(witness.all("failed"), []);
});

Deno.test("a tap passes a client's reset on as a reset", async () => {
  const ended = Promise.withResolvers<string>();
  await using server = await serve((socket) => {
    socket.resume();
    void whenGone(socket).then(ended.resolve);
    socket.write("hello");
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  const client = dial(tap.port);
  await readUntil(client, "hello");
  client.resetAndDestroy();
  assertEquals(await ended.promise, "ECONNRESET");
  await witness.whenClosed;
  assertEquals(witness.told.at(-1), "close 1 client true");
});

Deno.test("a tap sends on what came before a reset", async () => {
  const total = 1024 * 1024;
  const reset = Promise.withResolvers<void>();
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.write(new Uint8Array(total), () => {
      // By now all of it is the kernel's or the tap's: the reset comes behind it.
      socket.once("data", () => {
        socket.resetAndDestroy();
        reset.resolve();
      });
    });
  });
  await using tap = await tapTo(server.port, new Witness());
  const client = dial(tap.port);
  const gone = whenGone(client);
  let read = 0;
  client.on("data", (bytes) => {
    read += bytes.length;
    if (read === total) client.write("\x00");
  });
  assertEquals(await gone, "ECONNRESET");
  await reset.promise;
  assertEquals(read, total);
});

for (const first of ["client", "server"]) {
  Deno.test(`a tap lets the other side go on sending after the ${first} has ended`, async () => {
    let asked: Promise<string> | undefined;
    await using server = await serve((socket) => {
      asked = readAll(socket);
      if (first === "server") socket.end("first");
      else socket.on("end", () => socket.end("last"));
    });
    const witness = new Witness();
    await using tap = await tapTo(server.port, witness);
    const client = dial(tap.port);
    const answered = readAll(client);
    if (first === "client") client.end("first");
    else client.on("end", () => client.end("last"));
    const other = await answered;
    await witness.whenClosed;
    assertEquals([await asked, other].toSorted(), ["first", "last"]);
    assertEquals(witness.told.at(-1), `close 1 ${first} false`);
  });
}

Deno.test("a tap tells why the target cannot be reached", async () => {
  using held = await heldPort();
  const witness = new Witness();
  await using tap = await tapTo(held.port, witness);
  const client = dial(tap.port);
  const gone = whenGone(client);
  client.write(REQUEST);
  assertEquals(await gone, "ECONNRESET");
  await witness.whenClosed;
  const [failure] = witness.all("failed");
  assertMatch(
    failure ?? "",
    new RegExp(`^failed 1 127\\.0\\.0\\.1:${held.port} refused .*ECONNREFUSED`),
  );
  assertEquals(witness.told.at(-1), "close 1 server true");
});

Deno.test("a tap tells of a refusal once, also when the client has said nothing", async () => {
  using held = await heldPort();
  const witness = new Witness();
  await using tap = await tapTo(held.port, witness);
  const client = dial(tap.port);
  await whenGone(client);
  await witness.whenClosed;
  assertEquals(witness.told.length, 3, witness.told.join("\n"));
  assertEquals([witness.told[0], witness.told[2]], ["open 1", "close 1 server true"]);
});

Deno.test("a tap tells of a target that it may not reach at all", async () => {
  const witness = new Witness();
  // The tests have leave for the loopback only.
  const target = targetOf(new URL("http://nowhere.invalid:81/"));
  await using tap = await tapTo(0, witness, { target });
  await whenGone(dial(tap.port));
  await witness.whenClosed;
  assertMatch(witness.all("failed")[0] ?? "", /^failed 1 .*nowhere\.invalid/);
  assertEquals(witness.all("close"), ["close 1 server true"]);
});

Deno.test("a tap tells of a target that cannot even be tried", async () => {
  const witness = new Witness();
  const target = { ...targetOf(new URL("http://127.0.0.1/")), port: 70_000 };
  await using tap = await tapTo(0, witness, { target });
  const client = dial(tap.port);
  client.on("end", () => client.end());
  client.resume();
  await whenGone(client);
  assertEquals(witness.all("failed").length, 1);
  assertEquals([witness.told[0], witness.told.at(-1)], ["open 1", "close 1 server true"]);
});

Deno.test("a tap that is disposed of lets go of connections that do not end by themselves", async () => {
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.write("hello");
  });
  const witness = new Witness();
  const tap = await tapTo(server.port, witness);
  const client = dial(tap.port);
  const gone = whenGone(client);
  await readUntil(client, "hello");
  client.on("end", () => client.end());
  const start = performance.now();
  await tap[Symbol.asyncDispose]();
  assert(performance.now() - start >= GOODBYE_MILLISECONDS - 50);
  assertEquals(witness.told.at(-1), "close 1 tap false");
  await gone;
});

Deno.test("a tap is gone only when every connection to the target is", async () => {
  let open = 0;
  await using server = await serve((socket) => {
    open++;
    socket.on("close", () => open--);
    socket.on("error", () => {});
    socket.resume();
    // Never ends by itself.
    socket.write("hello");
  });
  const witness = new Witness();
  const tap = await tapTo(server.port, witness);
  const client = dial(tap.port);
  await readUntil(client, "hello");
  const gone = whenGone(client);
  client.destroy();
  await gone;
  assertEquals(open, 1);
  await tap[Symbol.asyncDispose]();
  assertEquals(witness.all("close").length, 1);
});

Deno.test("a tap serves again and again, and forgets every connection", async () => {
  await using server = await serve((socket) => {
    socket.on("data", (bytes) => socket.end(bytes));
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  for (let round = 0; round < 20; round++) {
    const client = dial(tap.port);
    const answered = readAll(client);
    client.end("x");
    assertEquals(await answered, "x");
  }
  await witness.until("close ", 20);
  assertEquals(tap.buffered, 0);
});
