// What the tests of backpressure share: floods that wait until the system has taken each piece, the
// moment from which nothing moves any more, and what a tap holds in between.

import net from "node:net";
import type { Side } from "../../src/base/side.ts";
import { inTime } from "../peers/in_time.ts";
import { dial, readAll, serve } from "./sockets.ts";

export const TOTAL = 24 * 1024 * 1024;
export const PIECE = 256 * 1024;
export const MOST_BUFFERED = 2 * 1024 * 1024;

/** So many turns in a row in which no byte moved: nothing moves any more. */
const QUIET_TURNS = 25;

export interface Flood {
  /** How many bytes the system has taken, or is taking. */
  readonly sent: number;
  readonly whenOver: Promise<void>;
}

/** Sends the total in pieces, each when the one before it was taken, filled with its number. */
export function floodOf(
  sender: net.Socket,
  pieceAt: (index: number) => Uint8Array = (index) => new Uint8Array(PIECE).fill(index + 1),
): Flood {
  let sent = 0;
  let index = 0;
  const over = new Promise<void>((resolve) => {
    const next = (): void => {
      if (sent >= TOTAL || sender.destroyed) return resolve();
      const piece = pieceAt(index++);
      sent += piece.length;
      sender.write(piece, next);
    };
    next();
  });
  return {
    get sent(): number {
      return sent;
    },
    // Waited for only by who reads: a flood that is left alone ends with its socket.
    get whenOver(): Promise<void> {
      return inTime(over, "the end of the flood");
    },
  };
}

/** Lets go of sockets, so that a test that fails while they are full ends all the same. */
export function lettingGoOf(...sockets: readonly net.Socket[]): Disposable {
  for (const socket of sockets) socket.on("error", () => {});
  return {
    [Symbol.dispose](): void {
      for (const socket of sockets) socket.destroy();
    },
  };
}

export interface Observation extends Disposable {
  readonly most: number;
}

/** The most that `read` gave right after any write of any socket. */
export function observeWrites(read: (socket: net.Socket) => number): Observation {
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

/**
 * The most that a tap held of what this side sends, counted from without: what it has read of the
 * system and not given back to it. How much the system holds itself is the system's own affair.
 */
export function observeHeld(
  flooding: Side,
  { tap, server }: { readonly tap: number; readonly server: number },
): Observation {
  const { prototype } = net.Socket;
  const { emit } = prototype;
  // Its two sockets are shown to nobody: the one is known by what it reads, the other by its writes.
  const ends: { client?: net.Socket; server?: net.Socket } = {};
  const know = (socket: net.Socket): void => {
    if (socket.localPort === tap) ends.client = socket;
    if (socket.remotePort === server) ends.server = socket;
  };
  prototype.emit = function (this: net.Socket, ...args: never[]): boolean {
    know(this);
    return Reflect.apply(emit, this, args);
  };
  const writes = observeWrites((socket) => {
    know(socket);
    const [from, to] = flooding === "server"
      ? [ends.server, ends.client]
      : [ends.client, ends.server];
    if (from === undefined || to === undefined) return 0;
    return from.bytesRead - (to.bytesWritten - to.writableLength);
  });
  return {
    get most(): number {
      return writes.most;
    },
    [Symbol.dispose](): void {
      writes[Symbol.dispose]();
      prototype.emit = emit;
    },
  };
}

/** The value once round trips over another connection pass without its moving. */
export async function untilQuiet(read: () => number): Promise<number> {
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

export interface Received {
  readonly length: number;
  /** Every piece's bytes are the ones that it was filled with. */
  readonly inOrder: boolean;
}

export function countPieces(socket: net.Socket): Promise<Received> {
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
  const ended = new Promise<Received>((resolve, reject) => {
    socket.on("end", () => resolve({ length, inOrder }));
    socket.on("error", reject);
  });
  return inTime(ended, "all that was sent");
}
