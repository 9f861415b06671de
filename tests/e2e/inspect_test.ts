// What `inspect --json` decodes from a tape, beside what the stock client and the stock server say
// of the same session: names, arguments, acknowledgements, binary by its hash.

import { assert, assertEquals } from "@std/assert";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { io } from "socket.io-client";
import { inspect, tapeText } from "../cli/inspect/run_inspect.ts";
import { proxied } from "./run_proxy.ts";

/** What one side says of what it sent and got. */
interface Log {
  readonly sent: string[];
  readonly got: string[];
}

interface Peer {
  onAny(listener: (name: string, ...args: unknown[]) => void): unknown;
  onAnyOutgoing(listener: (name: string, ...args: unknown[]) => void): unknown;
}

/** `name arguments`; the callback that answers is none of the arguments. */
function told(name: string, args: readonly unknown[]): string {
  return `${name} ${JSON.stringify(args.filter((arg) => typeof arg !== "function").map(hashed))}`;
}

/** The value with binary as its length and hash, whatever class it came in. */
function hashed(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return hashed(new Uint8Array(value));
  if (value instanceof Uint8Array) {
    return { bytes: value.length, sha256: createHash("sha256").update(value).digest("hex") };
  }
  if (Array.isArray(value)) return value.map(hashed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, hashed(item)]));
}

function listen(peer: Peer): Log {
  const log: Log = { sent: [], got: [] };
  peer.onAny((name, ...args) => log.got.push(told(name, args)));
  peer.onAnyOutgoing((name, ...args) => log.sent.push(told(name, args)));
  return log;
}

const PHOTO = new Uint8Array([0, 1, 2, 250, 251, 255]);

/** One line of `inspect --json`, as far as this test reads it. */
interface Line {
  readonly from: string;
  readonly ns: string;
  readonly event?: string;
  readonly args?: readonly unknown[];
  readonly answers?: { readonly event: string; readonly latency: number };
}

/** Binary as `inspect` prints it, in the words of `hashed`. */
function withoutBase64(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutBase64);
  if (typeof value !== "object" || value === null) return value;
  if ("$binary" in value) {
    const { bytes, sha256 } = Object(value.$binary);
    return { bytes, sha256 };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutBase64(item)]),
  );
}

function eventsOf(lines: readonly Line[], from: string): readonly string[] {
  return lines.filter((line) => line.event !== undefined && line.from === from)
    .map(({ event, args }) => `${event} ${JSON.stringify(withoutBase64(args))}`);
}

function answersOf(lines: readonly Line[], from: string): readonly string[] {
  return lines.filter((line) => line.answers !== undefined && line.from === from)
    .map(({ answers, args }) => `${answers?.event} ${JSON.stringify(withoutBase64(args))}`);
}

for (const transports of [["polling"], ["websocket"], ["polling", "websocket"]]) {
  Deno.test(`inspect --json agrees with stock peers over ${transports.join(" and then ")}`, async () => {
    const http = createServer();
    const server = new Server(http, { serveClient: false });
    const answersGot: Log = { sent: [], got: [] };
    let serverLog: Log | undefined;
    let clientLog: Log | undefined;
    server.of("/sfa").on("connection", (socket) => {
      serverLog = listen(socket);
      socket.on("room:subscribe", (room, answer) => {
        answer({ room, subscribed: true }, PHOTO);
        socket.emit("visit:plan", { stops: 2 }, (accepted: unknown) => {
          answersGot.got.push(`visit:plan ${JSON.stringify([hashed(accepted)])}`);
          socket.emit("photo", { deep: [PHOTO, { text: "ä☃😀 \u2028" }] }, PHOTO.slice(1), null);
          socket.emit("done");
        });
      });
    });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo
    const { port } = http.address() as AddressInfo;
    try {
      const { entries } = await proxied([`http://127.0.0.1:${port}`], async (url) => {
        const socket = io(`${url}/sfa`, { forceNew: true, transports, reconnection: false });
        clientLog = listen(socket);
        await new Promise<void>((resolve, reject) => {
          socket.on("connect_error", reject);
          socket.on("done", () => resolve());
          socket.on("visit:plan", (_plan, answer) => answer({ accepted: 2 }));
          socket.on("connect", () => {
            socket.emit("upload", PHOTO, "text", 1.5, [true, null]);
            socket.emit("room:subscribe", "track_1", (...answer: unknown[]) => {
              answersGot.sent.push(`room:subscribe ${JSON.stringify(answer.map(hashed))}`);
            });
          });
        });
        socket.disconnect();
      });
      const { code, out, talk } = await inspect(["-", "--json", "--ns", "/sfa"], {
        stdin: tapeText(entries),
      });
      assertEquals([code, talk], [0, ""]);
      const lines: readonly Line[] = out.trim().split("\n").map((line) => JSON.parse(line));
      assert(clientLog !== undefined && serverLog !== undefined);
      assertEquals(eventsOf(lines, "client"), clientLog.sent);
      assertEquals(eventsOf(lines, "client"), serverLog.got);
      assertEquals(eventsOf(lines, "server"), serverLog.sent);
      assertEquals(eventsOf(lines, "server"), clientLog.got);
      assertEquals(answersOf(lines, "server"), answersGot.sent);
      assertEquals(answersOf(lines, "client"), answersGot.got);
      assertEquals(clientLog.sent.length + clientLog.got.length, 5);
    } finally {
      await server.close();
    }
  });
}
