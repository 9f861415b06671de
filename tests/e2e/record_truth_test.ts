// `record` as a process of its own, against a scripted stock server that writes down all that it
// sends and receives: what stands on the tape is what the server says, message by message, in order,
// across a lost connection, a kick and a refusal.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo, Socket as NetSocket } from "node:net";
import { Server, type Socket } from "socket.io";
import { type LogLine, type PeerLog, plain, plainMessage, type RawMessage } from "../peers/log.ts";
import { inTime } from "../peers/in_time.ts";
import { readAll, type ReadLine } from "../peers/recorded_tap.ts";
import {
  assertDerivedLines,
  loggedMessages,
  type SentLine,
  sentLines,
  tapeLines,
  tapeMessages,
  tapeNotes,
} from "../peers/tape_truth.ts";
import { recordAsProcess } from "./record_process.ts";

const PICTURE = Uint8Array.from({ length: 256 }, (_, index) => index);

interface Session {
  readonly session: string;
  readonly sent: RawMessage[];
  readonly received: RawMessage[];
}

/** The way a first connection is lost. */
type Loss = (conn: Socket["conn"], sockets: ReadonlySet<NetSocket>) => void;

interface Scripted extends AsyncDisposable {
  readonly url: string;
  /** What its application and its engine sent and received. */
  readonly log: PeerLog;
  /** `/sfa client namespace disconnect`: whoever left, and why. */
  readonly left: readonly string[];
  /** Our client has left for good. */
  readonly gone: Promise<void>;
}

/** Loses its first client when that says "drop", and ends the recording of the second. */
async function serveScript(last: string, lose: Loss): Promise<Scripted> {
  const http = createServer();
  const sockets = new Set<NetSocket>();
  http.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const io = new Server(http, { serveClient: false });
  const lines: LogLine[] = [];
  const sessions: Session[] = [];
  const left: string[] = [];
  const gone = Promise.withResolvers<void>();
  io.engine.on("connection", (engine) => {
    const session: Session = { session: engine.id, sent: [], received: [] };
    sessions.push(session);
    engine.on("packet", ({ type, data }: EnginePacket) => {
      if (type === "message") session.received.push(plainMessage(data));
    });
    engine.on("packetCreate", ({ type, data }: EnginePacket) => {
      if (type === "message") session.sent.push(plainMessage(data));
    });
  });
  const note = (
    direction: LogLine["direction"],
    [namespace, kind, name, ...args]: readonly [string, LogLine["kind"], string, ...unknown[]],
  ): void => {
    lines.push({ direction, namespace, kind, name, args: args.map(plain) });
  };
  const welcome = (socket: Socket): void => {
    const namespace = socket.nsp.name;
    note("sent", [namespace, "connect", ""]);
    socket.on("disconnect", (reason) => {
      left.push(`${namespace} ${reason}`);
      if (reason !== "client namespace disconnect") return;
      note("received", [namespace, "disconnect", ""]);
      gone.resolve();
    });
    socket.onAny((name, ...args) =>
      note("received", [namespace, "event", name, ...args.slice(0, -1)])
    );
  };
  /** When /chat has said all that it had to say, and has heard the answer. */
  let chat = Promise.withResolvers<Socket>();
  io.of("/chat").on("connection", (socket) => {
    welcome(socket);
    socket.on("hello", (_name, answer) => {
      note("sent", ["/chat", "ack", "hello", "hi", 7]);
      answer("hi", 7);
    });
    socket.on("done", (answer) => {
      note("sent", ["/chat", "ack", "done"]);
      answer();
      chat.resolve(socket);
    });
  });
  io.of("/sfa").on("connection", (socket) => {
    welcome(socket);
    socket.on("ask", (_question, answer) => {
      // Nobody answers: our client only drives the session. The question itself is on the tape.
      note("sent", ["/sfa", "event", "picture", PICTURE, { nested: PICTURE }]);
      socket.emit("picture", PICTURE, { nested: PICTURE }, () => {});
      note("sent", ["/sfa", "ack", "ask", { bytes: PICTURE }, null]);
      answer({ bytes: PICTURE }, null);
    });
    socket.on("drop", async (answer) => {
      const { conn } = socket;
      const upgraded = Promise.withResolvers<void>();
      if (conn.transport.name === last) upgraded.resolve();
      else conn.once("upgrade", () => upgraded.resolve());
      const [chatting] = await Promise.all([chat.promise, upgraded.promise]);
      chat = Promise.withResolvers();
      if (sessions.length === 1) return lose(conn, sockets);
      note("sent", ["/chat", "disconnect", ""]);
      chatting.disconnect();
      note("sent", ["/sfa", "ack", "drop"]);
      answer();
    });
    socket.on("last", () => {
      note("sent", ["/sfa", "event", "over"]);
      socket.emit("over");
    });
  });
  io.of("/closed").use((_socket, next) => {
    note("sent", ["/closed", "refused", "not you: ü", { code: 4403 }]);
    next(Object.assign(new Error("not you: ü"), { data: { code: 4403 } }));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    log: { lines, sessions },
    left,
    gone: gone.promise,
    [Symbol.asyncDispose]: () => io.close(),
  };
}

/** What is used of an engine's packet, whose type is nobody's to import. */
interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

const close: Loss = (conn) => conn.close();
const destroy: Loss = (_conn, sockets) => {
  for (const socket of sockets) socket.destroy();
};

interface Way {
  readonly transports: string;
  /** The transport that it comes to. */
  readonly last: string;
  readonly lose: Loss;
}

const WAYS: readonly Way[] = [
  { transports: "polling", last: "polling", lose: close },
  { transports: "websocket", last: "websocket", lose: destroy },
  { transports: "polling,websocket", last: "websocket", lose: destroy },
];

/** What the server hears in each session; "last" is emitted after the second "drop" is answered. */
const SFA = [["ask", { text: "grüße 🚀" }], ["drop"]];
const CHAT = [["hello", "ü"], ["done"]];

function heard(log: PeerLog, namespace: string): readonly (readonly unknown[])[] {
  return log.lines
    .filter((line) => line.direction === "received" && line.kind === "event")
    .filter((line) => line.namespace === namespace)
    .map(({ name, args }) => [name, ...args]);
}

/** An application knows the order in a namespace; that of all together is in the messages. */
function byNamespace(lines: readonly SentLine[]): readonly SentLine[] {
  return lines.toSorted((left, right) => left.namespace.localeCompare(right.namespace));
}

/** What our client says of its fate, and nothing else that would be odd. */
function clientNotes(tape: readonly ReadLine[]): readonly string[] {
  return tapeNotes(tape).map((note) =>
    note.replace(/^line \d+: client\/(?:refused|disconnected|emissions): /, "")
  );
}

Deno.test("record has on tape what a stock server says it sent and heard", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    // Most of their time is the pause before a client comes back: they take it together.
    await Promise.all(WAYS.map(async (way, index) => {
      try {
        await assertTruth(way, `${folder}/${index}.ndjson`);
      } catch (cause) {
        throw new Error(`Over ${way.transports} it has not`, { cause });
      }
    }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function assertTruth({ transports, last, lose }: Way, out: string): Promise<void> {
  await using server = await serveScript(last, lose);
  const { code, said } = await recordAsProcess([
    `${server.url}/sfa?room=7`,
    ...["--namespace", "/chat", "--namespace", "/closed", "--transports", transports],
    ...["--emit", 'ask {"text":"grüße 🚀"}', "--emit", '/chat hello "ü"', "--emit", "/chat done"],
    ...["--emit", "drop", "--emit", "last", "--ack"],
    ...["--watch", "over", "--events", "1", "--out", out],
  ]);
  assertEquals(code, 0, said);
  await inTime(server.gone, "record to say goodbye");
  const tape = await readAll(await Deno.readFile(out));
  for (const from of ["client", "server"] as const) {
    const messages = loggedMessages(server.log, from === "server" ? "sent" : "received");
    assertEquals(messages.size, 2);
    assertEquals(tapeMessages(tape, from), messages);
    assertEquals(
      byNamespace(tapeLines(tape, from)),
      byNamespace(sentLines(server.log, "server", from)),
    );
  }
  assertDerivedLines(tape, ["over"]);
  assertEquals(heard(server.log, "/sfa"), [...SFA, ...SFA, ["last"]]);
  assertEquals(heard(server.log, "/chat"), [...CHAT, ...CHAT]);
  assertEquals(server.left.at(-1), "/sfa client namespace disconnect");
  assertEquals(clientNotes(tape), [
    "The client was refused in /closed: not you: ü",
    "The client was disconnected in /sfa: transport close",
    "The client was disconnected in /chat: transport close",
    "The client was disconnected in /chat: io server disconnect",
    "The client was disconnected in /sfa: io client disconnect",
    "last was never acknowledged",
  ]);
  assertMatch(
    said,
    /^ *\d+\.\d{3} s {2}ask was acknowledged after \d+ ms: \{"bytes":<256 bytes>\} null$/m,
  );
  assertMatch(said, /^ *\d+\.\d{3} s {2}hello was acknowledged after \d+ ms: "hi" 7$/m);
  assertMatch(said, /^ *\d+\.\d{3} s {2}done was acknowledged after \d+ ms$/m);
  assertStringIncludes(said, "Refused in /closed: not you: ü\n");
  assertMatch(said, /^ *\d+\.\d{3} s {2}Disconnected in \/sfa: transport close$/m);
  assertMatch(said, /^ *\d+\.\d{3} s {2}Reconnecting, attempt 1$/m);
  assertStringIncludes(said, "Disconnected in /chat: io server disconnect\n");
}
