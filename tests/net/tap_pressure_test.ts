// Backpressure: 24 MB towards a peer that has stopped reading stay where they came from, the relay
// holds next to nothing, and all of it arrives once the peer reads again. What the relay holds is
// measured after every single write, which is where it can grow.

import net from "node:net";
import { assert, assertEquals } from "@std/assert";
import { dial, readAll, serve, tapTo, Witness } from "./sockets.ts";

const TOTAL = 24 * 1024 * 1024;
const PIECE = 256 * 1024;
const MOST_BUFFERED = 2 * 1024 * 1024;
/** So many turns in a row in which no byte moved: nothing moves any more. */
const QUIET_TURNS = 25;

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
    const [sender, reader] = flooding === "server" ? [serving, client] : [client, serving];
    reader.pause();
    if (flooding === "server") sender.write(RESPONSE);

    using observed = observeWrites(() => tap.buffered);
    let sent = 0;
    const flood = new Promise<void>((resolve) => {
      const next = (): void => {
        if (sent === TOTAL) return resolve();
        sent += PIECE;
        sender.write(new Uint8Array(PIECE).fill(sent / PIECE), next);
      };
      next();
    });
    const whenStuck = await untilQuiet(() => sent);
    assert(whenStuck < TOTAL, `all ${whenStuck} bytes were taken though nobody read`);
    assert(observed.most > 0, "nothing was observed");

    const pieces = countPieces(reader);
    await flood;
    sender.end();
    const { length, inOrder } = await pieces;
    const head = flooding === "server"
      ? RESPONSE
      : UPLOAD.replace("a\r", `127.0.0.1:${server.port}\r`);
    assertEquals(length, head.length + TOTAL);
    assert(inOrder, "the bytes came in another order");
    assert(observed.most < MOST_BUFFERED, `the relay held ${observed.most} bytes`);
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
  const counts = (socket: net.Socket): number =>
    socket.listenerCount("close") + socket.listenerCount("drain");
  using observed = observeWrites(counts);
  client.on("data", () => {});
  let sent = 0;
  let isOver = false;
  const flood = (): void => {
    sent += PIECE;
    if (isOver) serving.end();
    else serving.write(new Uint8Array(PIECE), flood);
  };
  flood();
  const rounds = 8;
  for (let round = 0; round < rounds; round++) {
    client.pause();
    const stuck = await untilQuiet(() => sent);
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

interface Observation extends Disposable {
  readonly most: number;
}

/** The most that `read` gave right after any write of any socket. */
function observeWrites(read: (socket: net.Socket) => number): Observation {
  const { prototype } = net.Socket;
  const write = prototype.write;
  let most = 0;
  // The overloads of write() cannot be told apart here, nor need they be.
  prototype.write = function (this: net.Socket, ...args: never[]): boolean {
    const room = Reflect.apply(write, this, args);
    most = Math.max(most, read(this));
    return room;
  };
  return {
    get most(): number {
      return most;
    },
    [Symbol.dispose](): void {
      prototype.write = write;
    },
  };
}

/** The value once round trips over another connection pass without its moving. */
async function untilQuiet(read: () => number): Promise<number> {
  await using echo = await serve((socket) => {
    socket.on("data", (bytes) => socket.write(bytes));
    socket.on("end", () => socket.end());
  });
  const client = dial(echo.port);
  let value = read();
  for (let quiet = 0; quiet < QUIET_TURNS;) {
    await new Promise<void>((resolve) => {
      client.once("data", () => resolve());
      client.write("turn");
    });
    quiet = read() === value ? quiet + 1 : 0;
    value = read();
  }
  client.end();
  await readAll(client);
  return value;
}

interface Received {
  readonly length: number;
  /** Every piece's bytes are the ones that it was filled with. */
  readonly inOrder: boolean;
}

function countPieces(socket: net.Socket): Promise<Received> {
  let length = 0;
  let inOrder = true;
  let last = 0;
  socket.on("data", (bytes: Uint8Array) => {
    length += bytes.length;
    const final = bytes[bytes.length - 1] ?? 0;
    // The head's letters come before the first piece.
    if (length > PIECE / 2) {
      inOrder &&= final >= last && final <= TOTAL / PIECE;
      last = final;
    }
  });
  socket.resume();
  return new Promise((resolve, reject) => {
    socket.on("end", () => resolve({ length, inOrder }));
    socket.on("error", reject);
  });
}
