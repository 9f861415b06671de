// A tap that serves TLS is disposed of while a client is about to come in: it is no connection yet
// when the tap begins to end, and the owner hears of its end all the same before the tap has ended.

import { assertEquals } from "@std/assert";
import net from "node:net";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import { HeldTime } from "../house/held_time.ts";
import { inTime } from "../peers/in_time.ts";
import { makeCertificate } from "./certificate.ts";
import { dial, dialTls, serve, tapTo, Witness } from "./sockets.ts";

const mine = makeCertificate();

/** A way to a tap on which a client's part of the handshake waits. */
interface Gate extends AsyncDisposable {
  readonly port: number;
  /** The tap has answered the client, which can only now say the rest. */
  readonly whenAnswered: Promise<void>;
  /** Lets the rest through. */
  open(): void;
}

async function gateTo(port: number): Promise<Gate> {
  const answered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const server = await serve((client) => {
    const onward = dial(port);
    // Of an error is told by the close that follows.
    for (const socket of [client, onward]) socket.on("error", () => {});
    client.on("close", () => onward.destroy());
    onward.on("close", () => client.destroy());
    client.pipe(onward);
    onward.once("data", () => {
      client.unpipe(onward);
      answered.resolve();
      void opened.promise.then(() => client.pipe(onward));
    });
    onward.pipe(client);
  });
  return {
    port: server.port,
    get whenAnswered(): Promise<void> {
      return inTime(answered.promise, "the tap's part of the handshake");
    },
    open: opened.resolve,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

interface LateClose extends Disposable {
  /** The next server that is told to close has no connection left, and has said so. */
  readonly whenServerClosed: Promise<void>;
  /** The sockets to the port may say now that they are closed. */
  allow(): void;
}

/** The system closes two sockets in whichever order: those that lead to this port come last. */
function closeLate(port: number): LateClose {
  const { prototype } = net.Socket;
  const { emit } = prototype;
  const { close } = net.Server.prototype;
  const late = new Set<net.Socket>();
  const allowed = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  prototype.emit = function (this: net.Socket, ...args: never[]): boolean {
    if (this.remotePort === port) late.add(this);
    const [event] = args;
    if (event !== "close" || !late.has(this)) return Reflect.apply(emit, this, args);
    void allowed.promise.then(() => Reflect.apply(emit, this, args));
    return true;
  };
  net.Server.prototype.close = function (this: net.Server, ...args: never[]): net.Server {
    net.Server.prototype.close = close;
    this.once("close", () => closed.resolve());
    return Reflect.apply(close, this, args);
  };
  return {
    get whenServerClosed(): Promise<void> {
      return inTime(closed.promise, "the tap's server to be closed");
    },
    allow: allowed.resolve,
    [Symbol.dispose](): void {
      prototype.emit = emit;
      net.Server.prototype.close = close;
      allowed.resolve();
    },
  };
}

Deno.test("a tap that ends as a TLS client comes in tells its owner of that before it has ended", async () => {
  const accepted = Promise.withResolvers<net.Socket>();
  await using server = await serve(accepted.resolve);
  const witness = new Witness();
  using late = closeLate(server.port);
  const tap = await tapTo(server.port, witness, { serve: mine });
  await using gate = await gateTo(tap.port);
  const client = dialTls(gate.port, mine);
  client.on("end", () => client.end());
  client.resume();
  const gone = new Promise((resolve) => client.once("close", resolve));
  await gate.whenAnswered;
  using time = new HeldTime((delay) => delay === GOODBYE_MILLISECONDS ? "held" : "runs");
  assertEquals(witness.told, []);
  const toldByItsEnd = tap[Symbol.asyncDispose]().then(() => [...witness.told]);
  gate.open();
  const serving = await inTime(accepted.promise, "the client to come in");
  serving.on("error", () => {});
  assertEquals(witness.told, ["open 1"]);
  time.end(GOODBYE_MILLISECONDS);
  await late.whenServerClosed;
  // A turn in which a tap that waits for its server alone has ended.
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(witness.told, ["open 1"]);
  late.allow();
  assertEquals(await inTime(toldByItsEnd, "the tap to end"), ["open 1", "close 1 tap false"]);
  await inTime(gone, "the client to know");
});
