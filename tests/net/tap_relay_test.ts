// The relay at its edges: what was written before a reset leaves before it, what is held goes on
// when the parser fails, and nothing goes on before its owner was told.

import { assert, assertEquals } from "@std/assert";
import net from "node:net";
import { decodeLatin1 } from "../../src/base/bytes.ts";
import { otherSide } from "../../src/base/side.ts";
import { Relay } from "../../src/net/relay.ts";
import { guardOwner } from "../../src/net/tap_owner.ts";
import { targetOf } from "../../src/net/target.ts";
import { Conversation } from "../../src/wire/conversation.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import { inTime } from "../peers/in_time.ts";
import { dial, readAll, readUntil, serve, tapTo, Witness } from "./sockets.ts";

const MEGABYTE = 1024 * 1024;
const REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/** A socket without a network: what is written to it leaves when it is let, and it says so. */
class HeldSocket extends net.Socket {
  readonly happened: string[] = [];
  readonly #waiting: (() => void)[] = [];

  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    this.#waiting.push(() => {
      if (bytes.length > 0) this.happened.push(`${bytes.length} bytes`);
      done();
    });
  }

  override _writev(
    chunks: { readonly chunk: Uint8Array; readonly encoding: string }[],
    done: () => void,
  ): void {
    const all = chunks.map(({ chunk }) => chunk.length).reduce((sum, length) => sum + length, 0);
    this.#waiting.push(() => {
      if (all > 0) this.happened.push(`${all} bytes`);
      done();
    });
  }

  override _final(done: () => void): void {
    this.happened.push("end");
    done();
  }

  override _read(): void {}

  override resetAndDestroy(): this {
    if (!this.destroyed) this.happened.push("reset");
    return this.destroy();
  }

  get isFull(): boolean {
    return this.#waiting.length > 0;
  }

  /** Lets go of all that was written, and of what is written thereupon. */
  async release(): Promise<void> {
    while (this.#waiting.length > 0) {
      for (const leave of this.#waiting.splice(0)) leave();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

interface Held {
  readonly client: HeldSocket;
  readonly server: HeldSocket;
  readonly witness: Witness;
}

/** A relay between two such sockets, its target reached. */
function relayBetween(): Held {
  const [client, server] = [new HeldSocket(), new HeldSocket()];
  const witness = new Witness();
  const target = targetOf(new URL("http://127.0.0.1:1/"));
  new Relay({
    conn: 1,
    client,
    server,
    target,
    rules: {
      host: target.host,
      origin: undefined,
      cookies: false,
      servesTls: false,
      allowOrigin: undefined,
    },
    owner: guardOwner(witness),
    finished: () => {},
  });
  server.emit("connect");
  return { client, server, witness };
}

function resetOf(socket: net.Socket): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.destroy(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
  return inTime(closed, "a socket to close");
}

for (const lost of ["server", "client"] as const) {
  Deno.test(`a tap resets the other side of a ${lost} that is reset when all that came has left`, async () => {
    const { witness, ...sockets } = relayBetween();
    const other = sockets[otherSide(lost)];
    sockets[lost].emit("data", new Uint8Array(MEGABYTE));
    assert(other.isFull);
    await resetOf(sockets[lost]);
    assertEquals(other.happened, []);
    await other.release();
    await witness.whenClosed;
    assertEquals(other.happened, [`${MEGABYTE} bytes`, "reset"]);
    assertEquals(witness.told.at(-1), `close 1 ${lost} true`);
  });

  Deno.test(`a tap sends the rest and the end of a ${lost} before it passes its reset on`, async () => {
    const { witness, ...sockets } = relayBetween();
    const other = sockets[otherSide(lost)];
    sockets[lost].emit("data", new Uint8Array(MEGABYTE));
    sockets[lost].emit("end");
    await resetOf(sockets[lost]);
    assertEquals(other.happened, []);
    await other.release();
    await witness.whenClosed;
    assertEquals(other.happened, [`${MEGABYTE} bytes`, "end", "reset"]);
    assertEquals(witness.told.at(-1), `close 1 ${lost} true`);
  });
}

Deno.test("a tap gives up what it held of a response, too, when the parser fails on a request", async () => {
  const receive = Conversation.prototype.receive;
  Conversation.prototype.receive = function (from, bytes): WireEvent[] {
    if (decodeLatin1(bytes).includes("boom")) throw new Error("a bug");
    return receive.call(this, from, bytes);
  };
  try {
    const witness = new Witness();
    const asked = Promise.withResolvers<net.Socket>();
    await using server = await serve((socket) => {
      socket.once("data", () => asked.resolve(socket));
    });
    await using tap = await tapTo(server.port, witness, { rewrite: { cookies: true } });
    const client = dial(tap.port);
    client.write(REQUEST);
    const serving = await inTime(asked.promise, "the request");
    const held = untilHeld(() => tap.buffered);
    serving.write("HTTP/1.1 200 O");
    await held;
    const answered = readUntil(client, "200 O");
    client.write("boom");
    assertEquals(await answered, "HTTP/1.1 200 O");
    assertEquals(witness.all("broken"), ["broken 1 Error: a bug"]);
    const all = readAll(client);
    serving.end("K\r\n\r\n");
    assertEquals(await all, "K\r\n\r\n");
    client.end();
    await witness.whenClosed;
  } finally {
    Conversation.prototype.receive = receive;
  }
});

/** Something is held, as is seen whenever the parser has looked at what came. */
function untilHeld(buffered: () => number): Promise<void> {
  const pendingHeadStart = Conversation.prototype.pendingHeadStart;
  const held = new Promise<void>((resolve) => {
    Conversation.prototype.pendingHeadStart = function (side): number | undefined {
      setImmediate(() => {
        if (buffered() > 0) resolve();
      });
      return pendingHeadStart.call(this, side);
    };
  });
  return inTime(held, "a head to be held").finally(() => {
    Conversation.prototype.pendingHeadStart = pendingHeadStart;
  });
}

Deno.test("a tap writes nothing to either side before its owner was told of it", async () => {
  const order: string[] = [];
  const { prototype } = net.Socket;
  const write = prototype.write;
  const witness = new Witness();
  const recorded: Witness["carried"] = (conn, events) => {
    for (const { kind, from } of events) order.push(`told ${kind} of ${from}`);
    witness.carried(conn, events);
  };
  await using server = await serve((socket) => {
    void readAll(socket).then(() => {
      Reflect.apply(write, socket, [RESPONSE, (): net.Socket => socket.end()]);
    });
  });
  for (const rewrite of [{}, { cookies: true }]) {
    order.length = 0;
    const owner = Object.assign(new Witness(), { carried: recorded });
    await using tap = await tapTo(server.port, owner, { rewrite });
    const client = dial(tap.port);
    const answered = readAll(client);
    // The overloads of write() cannot be told apart here, nor need they be.
    prototype.write = function (this: net.Socket, ...args: never[]): boolean {
      // What the two ends write themselves goes past this.
      order.push(`written to ${this.localPort === tap.port ? "client" : "server"}`);
      return Reflect.apply(write, this, args);
    };
    try {
      await new Promise<void>((resolve) => Reflect.apply(write, client, [REQUEST, resolve]));
      client.end();
      assertEquals(await answered, RESPONSE);
    } finally {
      prototype.write = write;
    }
    await owner.whenClosed;
    // A head that was looked at and its body are written one after the other.
    const steps = order.filter((line, index) => !/ end /.test(line) && line !== order[index - 1]);
    assertEquals(steps, [
      "told request-head of client",
      "told request of client",
      "written to server",
      "told response-head of server",
      "told response of server",
      "written to client",
    ]);
  }
});
