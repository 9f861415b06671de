// The relay itself: bytes go on as they came, after their owner was told; endings are kept.

import net from "node:net";
import { assert, assertEquals } from "@std/assert";
import { concatBytes, decodeLatin1, encodeLatin1 } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import { startTap, type TapOwner } from "../../src/net/tap.ts";
import { targetOf } from "../../src/net/target.ts";
import type { WireEvent } from "../../src/wire/events.ts";

/** Remembers everything it was told. */
class Witness implements TapOwner {
  readonly told: string[] = [];
  readonly #closed = Promise.withResolvers<void>();

  get whenClosed(): Promise<void> {
    return this.#closed.promise;
  }

  opened(conn: number): void {
    this.told.push(`open ${conn}`);
  }

  carried(conn: number, events: readonly WireEvent[]): void {
    for (const event of events) this.told.push(`${event.kind} ${conn} ${event.from}`);
  }

  closed(conn: number, by: Side, reset: boolean): void {
    this.told.push(`close ${conn} ${by} ${reset}`);
    this.#closed.resolve();
  }

  broken(conn: number, error: unknown): void {
    this.told.push(`broken ${conn} ${error}`);
  }

  failed(conn: number, error: Error): void {
    this.told.push(`failed ${conn} ${error.message}`);
  }
}

interface TestServer extends AsyncDisposable {
  readonly port: number;
}

async function serve(handle: (socket: net.Socket) => void): Promise<TestServer> {
  const server = net.createServer({ allowHalfOpen: true }, handle);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = server.address() as net.AddressInfo;
  return {
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function tapTo(port: number, owner: TapOwner): Promise<Awaited<ReturnType<typeof startTap>>> {
  return await startTap({ target: targetOf(new URL(`http://127.0.0.1:${port}/`)), owner });
}

function readAll(socket: net.Socket): Promise<string> {
  const pieces: Uint8Array[] = [];
  socket.on("data", (piece: Uint8Array) => pieces.push(new Uint8Array(piece)));
  return new Promise((resolve, reject) => {
    socket.on("end", () => resolve(decodeLatin1(concatBytes(pieces))));
    socket.on("error", reject);
  });
}

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
  const client = net.connect({ host: tap.hostname, port: tap.port, allowHalfOpen: true });
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
    socket.once("data", () => {
      seen.resolve([...witness.told]);
      socket.destroy();
    });
  });
  await using tap = await tapTo(server.port, witness);
  const client = net.connect({ host: tap.hostname, port: tap.port });
  client.on("error", () => {});
  client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assertEquals(await seen.promise, ["open 1", "request-head 1 client", "request 1 client"]);
  await witness.whenClosed;
});

Deno.test("a tap passes a reset on as a reset", async () => {
  await using server = await serve((socket) => {
    socket.once("data", () => socket.resetAndDestroy());
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  const client = net.connect({ host: tap.hostname, port: tap.port });
  const failed = new Promise<string>((resolve) => {
    client.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  assertEquals(await failed, "ECONNRESET");
  await witness.whenClosed;
  assertEquals(witness.told.at(-1), "close 1 server true");
});

Deno.test("a tap tells why the target cannot be reached", async () => {
  const gone = await serve(() => {});
  await gone[Symbol.asyncDispose]();
  const witness = new Witness();
  await using tap = await tapTo(gone.port, witness);
  const client = net.connect({ host: tap.hostname, port: tap.port });
  client.on("error", () => {});
  await witness.whenClosed;
  const failure = witness.told.find((line) => line.startsWith("failed 1 "));
  assert(failure?.includes("ECONNREFUSED"), witness.told.join("\n"));
});

Deno.test("a tap stops reading from who sends faster than the other side reads", async () => {
  const total = 24 * 1024 * 1024;
  const sockets: net.Socket[] = [];
  await using server = await serve((socket) => {
    sockets.push(socket);
    socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`);
    socket.write(new Uint8Array(total));
    socket.on("error", () => {});
  });
  const witness = new Witness();
  await using tap = await tapTo(server.port, witness);
  const client = net.connect({ host: tap.hostname, port: tap.port });
  client.on("error", () => {});
  client.pause();
  client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  // The server's own buffer empties only as far as the kernel's and the relay's go.
  const pending = await settle(() => sockets[0]?.writableLength ?? total);
  assert(pending > total / 4, `the relay took ${total - pending} bytes`);
  client.destroy();
  await witness.whenClosed;
});

/** The value once it has stayed the same over many turns of the event loop. */
async function settle(read: () => number): Promise<number> {
  let value = read();
  for (let same = 0; same < 200;) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const next = read();
    same = next === value ? same + 1 : 0;
    value = next;
  }
  return value;
}
