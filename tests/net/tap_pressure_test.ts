// Backpressure: 24 MB towards a peer that has stopped reading stay where they came from, the relay
// holds next to nothing, and all of it arrives once the peer reads again. What the relay holds is
// measured after every single write, which is where it can grow.

import net from "node:net";
import { assert, assertEquals } from "@std/assert";
import {
  countPieces,
  floodOf,
  lettingGoOf,
  MOST_BUFFERED,
  observeHeld,
  observeWrites,
  PIECE,
  TOTAL,
  untilQuiet,
} from "./pressure.ts";
import { dial, readAll, serve, tapTo, Witness } from "./sockets.ts";

const REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const RESPONSE = `HTTP/1.1 200 OK\r\nContent-Length: ${TOTAL}\r\n\r\n`;
const UPLOAD = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${TOTAL}\r\n\r\n`;

for (const flooding of ["server", "client"] as const) {
  const stalled = flooding === "server" ? "client" : "server";
  Deno.test(`a tap takes no more than it can hold from a ${flooding} whose ${stalled} has stopped reading`, async () => {
    const accepted = Promise.withResolvers<net.Socket>();
    await using server = await serve(accepted.resolve);
    await using tap = await tapTo(server.port, new Witness());
    const client = dial(tap.port);
    client.write(flooding === "server" ? REQUEST : UPLOAD);
    const serving = await accepted.promise;
    using _peers = lettingGoOf(client, serving);
    const [sender, reader] = flooding === "server" ? [serving, client] : [client, serving];
    reader.pause();
    if (flooding === "server") sender.write(RESPONSE);

    using observed = observeWrites(() => tap.buffered);
    using held = observeHeld(flooding, { tap: tap.port, server: server.port });
    const flood = floodOf(sender);
    const whenStuck = await untilQuiet(() => flood.sent);
    assert(whenStuck < TOTAL, `all ${whenStuck} bytes were taken though nobody read`);
    assert(observed.most > 0 && held.most > 0, "nothing was observed");

    const pieces = countPieces(reader);
    await flood.whenOver;
    sender.end();
    const { length, inOrder } = await pieces;
    const head = flooding === "server"
      ? RESPONSE
      : UPLOAD.replace("a\r", `127.0.0.1:${server.port}\r`);
    assertEquals(length, head.length + TOTAL);
    assert(inOrder, "the bytes came in another order");
    assert(observed.most < MOST_BUFFERED, `the relay held ${observed.most} bytes`);
    assert(held.most < MOST_BUFFERED, `${held.most} bytes had come and not gone`);
    reader.end();
    await readAll(sender);
  });
}

Deno.test("a tap adds no listener for every time that the other side was full", async () => {
  const accepted = Promise.withResolvers<net.Socket>();
  await using server = await serve(accepted.resolve);
  await using tap = await tapTo(server.port, new Witness());
  const client = dial(tap.port);
  client.write("\x00");
  const serving = await accepted.promise;
  using _peers = lettingGoOf(client, serving);
  const counts = (socket: net.Socket): number =>
    socket.listenerCount("close") + socket.listenerCount("drain");
  using observed = observeWrites(counts);
  client.on("data", () => {});
  let sent = 0;
  let isOver = false;
  // No round takes as much, or the other side was never full.
  let allowed = TOTAL;
  const flood = (): void => {
    if (sent >= allowed) return;
    sent += PIECE;
    if (isOver) serving.end();
    else serving.write(new Uint8Array(PIECE), flood);
  };
  flood();
  const rounds = 8;
  for (let round = 0; round < rounds; round++) {
    client.pause();
    const stuck = await untilQuiet(() => sent);
    assert(stuck < allowed, `all ${stuck} bytes were taken though nobody read`);
    allowed = stuck + TOTAL;
    const moved = new Promise<void>((resolve) => {
      const check = (): void => {
        if (sent === stuck) return;
        client.off("data", check);
        resolve();
      };
      client.on("data", check);
    });
    client.resume();
    await moved;
  }
  isOver = true;
  const ended = readAll(serving);
  client.on("end", () => client.end());
  await ended;
  // Every socket of a relay has two of its own, and each round has paused one of them at least.
  assert(observed.most < rounds, `${observed.most} listeners on one socket`);
});
