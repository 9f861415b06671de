// Heartbeats in real time: in Engine.IO 4 the server asks and the client answers, in Engine.IO 3 it
// is the other way round. All of them are on the tape, between the messages, in the order of both
// sides' logs.

import { createServer } from "node:http";
import { assertEquals } from "@std/assert";
import { Server } from "socket.io";
import { otherSide, type Side } from "../../../src/base/side.ts";
import { inTime } from "../../peers/in_time.ts";
import { type PeerName, PEERS } from "../../peers/javascript_peers.ts";
import { type ReadLine, startRecordedTap } from "../../peers/recorded_tap.ts";
import type { EngineLike } from "../../peers/script_client.ts";
import { listen } from "../../peers/script_server.ts";
import { tapeNotes } from "../../peers/tape_truth.ts";

const BEATS = 3;
const INTERVAL_MILLISECONDS = 30;

/** Nothing is lost while a test waits: a machine may be busy. */
const NEVER_MILLISECONDS = 60_000;

/** Who begins. */
const ASKERS: Readonly<Record<PeerName, Side>> = {
  "socket.io-client": "server",
  "socket.io-client-2": "client",
};

for (const [name, peer] of Object.entries(PEERS)) {
  for (const transport of ["polling", "websocket"]) {
    Deno.test(`the heartbeats of ${name} over ${transport} are on the tape as both sides have them`, async () => {
      // The keys of both records are the same.
      const asker = ASKERS[name as PeerName];
      await using server = await startBeatingServer(asker);
      await using tap = await startRecordedTap({ target: server.url });
      const manager = peer.open(tap.url, {
        transports: [transport],
        autoConnect: false,
        reconnectionDelay: 1,
        reconnectionDelayMax: 1,
        randomizationFactor: 0,
        forceNew: true,
      });
      const socket = manager.socket("/");
      const log = new Log();
      const beaten = Promise.withResolvers<void>();
      socket.on("tock", (count) => {
        if (count === BEATS) beaten.resolve();
      });
      socket.connect();
      const { engine } = manager;
      if (engine === undefined) throw new TypeError("The client did not begin");
      log.watch(engine, (count) => {
        // Version 2 takes what it was told from here: the last one is the last.
        if (asker === "client" && count === BEATS) {
          Reflect.set(engine, "pingInterval", NEVER_MILLISECONDS);
        }
      }, (count) => socket.emit("tick", count));
      await inTime(beaten.promise, "the last heartbeat");
      socket.disconnect();
      await inTime(server.finished, "the server to see the client go");
      await server[Symbol.asyncDispose]();

      const tape = await inTime(tap.finish(), "the connections to end");
      assertEquals(tapeNotes(tape), []);
      const logs: Readonly<Record<Side, Log>> = { client: log, server: server.log };
      const sides: readonly Side[] = ["client", "server"];
      for (const from of sides) {
        const packets = packetsOf(tape).flatMap((packet) =>
          packet.from === from ? packet.said : []
        );
        assertEquals(packets, logs[from].sent);
        assertEquals(packets, logs[otherSide(from)].received);
      }
      const beats = packetsOf(tape).filter(({ said }) => isBeat(said))
        .map(({ from, said }) => `${from} ${said}`);
      const round = [`${asker} ping`, `${otherSide(asker)} pong`];
      assertEquals(beats, Array.from({ length: BEATS }, () => round).flat());
    });
  }
}

interface Beating {
  on(name: string, handler: (packet: { type: string; data?: unknown }) => void): unknown;
}

/** Messages and heartbeats of a session as one side has them. */
class Log {
  readonly sent: string[] = [];
  readonly received: string[] = [];

  /** Each is told of its heartbeats, counted. */
  watch(
    engine: Beating | EngineLike,
    onSent: (count: number) => void,
    onReceived: (count: number) => void,
  ): void {
    engine.on("packetCreate", ({ type, data }) => note(this.sent, type, data, onSent));
    engine.on("packet", ({ type, data }) => note(this.received, type, data, onReceived));
  }
}

function note(
  log: string[],
  type: string,
  data: unknown,
  onBeat: (count: number) => void,
): void {
  const said = shown(type, data);
  if (type !== "message" && !isBeat(said)) return;
  log.push(said);
  if (isBeat(said)) onBeat(log.filter(isBeat).length);
}

function shown(type: string, data: unknown): string {
  return `${type} ${typeof data === "string" ? data : ""}`.trimEnd();
}

function isBeat(said: string): boolean {
  return said === "ping" || said === "pong";
}

interface BeatingServer extends AsyncDisposable {
  readonly url: string;
  readonly log: Log;
  readonly finished: Promise<void>;
}

/** Answers each tick with a tock, and beats as often as it must. */
async function startBeatingServer(asker: Side): Promise<BeatingServer> {
  const http = createServer();
  const io = new Server(http, {
    allowEIO3: true,
    pingInterval: INTERVAL_MILLISECONDS,
    pingTimeout: NEVER_MILLISECONDS,
  });
  const log = new Log();
  const finished = Promise.withResolvers<void>();
  io.engine.on("connection", (engine) => {
    const stop = (count: number): void => {
      // After the answer to the last one, its timer would go round again.
      if (asker === "server" && count === BEATS) {
        engine.once("heartbeat", () => clearTimeout(Reflect.get(engine, "pingIntervalTimer")));
      }
    };
    log.watch(engine, stop, () => {});
    engine.on("close", () => finished.resolve());
  });
  io.on("connection", (socket) => socket.on("tick", (count) => socket.emit("tock", count)));
  const port = await listen(http);
  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    finished: finished.promise,
    async [Symbol.asyncDispose](): Promise<void> {
      await (closing ??= io.close());
    },
  };
}

interface TapedPacket {
  readonly from: Side;
  readonly said: string;
}

function packetsOf(tape: readonly ReadLine[]): readonly TapedPacket[] {
  return tape.flatMap(({ decoded }) =>
    decoded.flatMap(({ from, packets }) => {
      const packet = packets.find(({ protocol }) => protocol === "engine.io");
      if (packet === undefined || !("data" in packet)) return [];
      const said = shown(packet.type, packet.data);
      return packet.type === "message" || isBeat(said) ? [{ from, said }] : [];
    })
  );
}
