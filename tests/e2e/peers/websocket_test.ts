// Plain WebSockets, ws on both sides: text, binary, fragments, compression, subprotocols, pings and
// every way to end. The client sees no difference through a tap; the tape is what both sides say.

import { Buffer } from "node:buffer";
import { createServer, type IncomingMessage } from "node:http";
import { assert, assertEquals } from "@std/assert";
import { WebSocket, WebSocketServer } from "ws";
import { otherSide, type Side } from "../../../src/base/side.ts";
import { inTime } from "../../peers/in_time.ts";
import { plainMessage } from "../../peers/log.ts";
import { type ReadLine, startRecordedTap } from "../../peers/recorded_tap.ts";
import { listen } from "../../peers/script_server.ts";

/** What went over one side's socket, as that side has it: `sent text "…"`, `received close 1000`. */
interface SocketLog {
  readonly lines: readonly string[];
  /** Subprotocol and extensions that were agreed on. */
  readonly agreed: readonly string[];
}

interface Case {
  readonly name: string;
  readonly protocols?: readonly string[];
  readonly isCompressed?: boolean;
  /** Says it to whoever echoes it; the socket is ended by `end`. */
  readonly say: (socket: Speaker) => void;
  /** How many messages and pongs come back before it ends. */
  readonly answers: number;
  readonly end: (client: WebSocket, server: WebSocket) => void;
  /** What the client must have seen in the end. */
  readonly closed: string;
  /** What must stand on the tape. */
  readonly onTape?: (tape: readonly ReadLine[]) => boolean;
}

/** Logs all that it is told to send. */
class Speaker {
  readonly #socket: WebSocket;
  readonly #lines: string[];

  constructor(socket: WebSocket, lines: string[]) {
    this.#socket = socket;
    this.#lines = lines;
  }

  send(data: string | Uint8Array): void {
    this.#lines.push(`sent ${shown(data)}`);
    this.#socket.send(data);
  }

  sendFragments(pieces: readonly (string | Uint8Array)[]): void {
    const isText = typeof pieces[0] === "string";
    const whole = Buffer.concat(pieces.map((piece) => Buffer.from(piece as Uint8Array)));
    this.#lines.push(`sent ${shown(isText ? whole.toString() : whole)}`);
    pieces.forEach((piece, index) => {
      this.#socket.send(piece, { fin: index === pieces.length - 1, binary: !isText });
    });
  }

  ping(data: string): void {
    this.#lines.push(`sent ping ${shown(Buffer.from(data))}`);
    this.#socket.ping(data);
  }
}

function shown(data: string | Uint8Array): string {
  return JSON.stringify(plainMessage(data));
}

const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
const long = "a rather long line, 世界 🚀\n".repeat(8000);

const CASES: readonly Case[] = [
  {
    name: "text and binary of every size of length",
    say(socket): void {
      for (const size of [0, 1, 125, 126, 65535, 65536, 200_000]) {
        socket.send("y".repeat(size));
        socket.send(Uint8Array.from({ length: size }, (_, index) => index & 255));
      }
      socket.send("Grüße 👩‍👩‍👧‍👦 \u0000\u001e\u2028");
    },
    answers: 15,
    end: (client) => client.close(1000, "fine, 谢谢"),
    closed: "received close 1000 fine, 谢谢",
  },
  {
    name: "fragments",
    say(socket): void {
      socket.sendFragments(["one ", "two ", "", "thrée"]);
      socket.sendFragments([everyByte, new Uint8Array(0), everyByte]);
    },
    answers: 2,
    end: (_client, server) => server.close(1001, "going"),
    closed: "received close 1001 going",
    onTape: (tape) => lengthsOnTape(tape).join() === "4,4,0,6,256,0,256",
  },
  {
    name: "compressed messages and fragments, the dictionary kept",
    isCompressed: true,
    say(socket): void {
      for (let index = 0; index < 5; index++) socket.send(`{"lat":-6.2,"lng":106.8,"at":${index}}`);
      socket.send(long);
      socket.sendFragments([long, long]);
      socket.send(everyByte);
    },
    answers: 8,
    end: (_client, server) => server.close(4002, "enough"),
    closed: "received close 4002 enough",
    onTape: (tape) =>
      tape.every(({ entry }) => entry.kind !== "message" || entry.compressed === true),
  },
  {
    name: "a subprotocol, pings and pongs with payloads",
    protocols: ["wamp.2.json", "chat"],
    say(socket): void {
      socket.ping("");
      socket.ping("are you there? ü");
      socket.send("done");
    },
    answers: 3,
    end: (_client, server) => server.close(1011, "broken"),
    closed: "received close 1011 broken",
  },
  {
    name: "a close without a code",
    say: (socket) => socket.send("x"),
    answers: 1,
    end: (client) => client.close(),
    closed: "received close 1005 ",
  },
  {
    name: "an end without a close",
    say: (socket) => socket.send("x"),
    answers: 1,
    end: (_client, server) => server.terminate(),
    closed: "received close 1006 ",
  },
];

for (const item of CASES) {
  Deno.test(`a tap is invisible to a WebSocket: ${item.name}, and its tape is true`, async () => {
    await using plainServer = await startEcho();
    const talking = converse(plainServer, plainServer.url, item);
    const direct = await inTime(talking, "the end of the WebSocket");
    await using server = await startEcho();
    await using tap = await startRecordedTap({ target: server.url });
    const tapped = await inTime(converse(server, tap.url, item), "its end through the tap");
    assertEquals(tapped, direct);
    assertEquals(tapped.client.lines.at(-1), item.closed);
    assertEquals(tapped.client.agreed, tapped.server.agreed);

    const tape = await inTime(tap.finish(), "the connections to end");
    const logs = { client: tapped.client.lines, server: tapped.server.lines };
    const sides: readonly Side[] = ["client", "server"];
    for (const from of sides) {
      const lines = linesOnTape(tape, from);
      assertEquals(lines, logs[from].filter(isSent).map(withoutVerb));
      assertEquals(lines, logs[otherSide(from)].filter(isReceived).map(withoutVerb));
      assertEquals(`received close ${closeOnTape(tape, from)}`, logs[otherSide(from)].at(-1));
    }
    assertEquals(tape.filter(({ entry }) => entry.kind === "note"), []);
    if (item.onTape !== undefined) assert(item.onTape(tape), "the tape lacks what it must have");
  });
}

interface Echo extends AsyncDisposable {
  readonly url: string;
  readonly joined: Promise<Conversation>;
}

interface Conversation {
  readonly socket: WebSocket;
  readonly log: SocketLog;
  readonly closed: Promise<void>;
}

/** Echoes messages as whole ones; pongs are the library's own. */
async function startEcho(): Promise<Echo> {
  const http = createServer();
  const server = new WebSocketServer({
    server: http,
    perMessageDeflate: { threshold: 0 },
    handleProtocols: (offered) => offered.has("chat") ? "chat" : false,
  });
  const joined = Promise.withResolvers<Conversation>();
  server.on("connection", (socket: WebSocket, _request: IncomingMessage) => {
    const lines: string[] = [];
    const speaker = new Speaker(socket, lines);
    const closed = listenTo(socket, lines);
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      speaker.send(isBinary ? data : data.toString());
    });
    socket.on("ping", (data: Uint8Array) => lines.push(`sent pong ${shown(data)}`));
    joined.resolve({ socket, log: { lines, agreed: agreedBy(socket) }, closed });
  });
  const port = await listen(http);
  return {
    url: `http://127.0.0.1:${port}`,
    joined: joined.promise,
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

/** Writes down what comes, until it is over. */
function listenTo(socket: WebSocket, lines: string[]): Promise<void> {
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    lines.push(`received ${shown(isBinary ? data : data.toString())}`);
  });
  socket.on("ping", (data: Uint8Array) => lines.push(`received ping ${shown(data)}`));
  socket.on("pong", (data: Uint8Array) => lines.push(`received pong ${shown(data)}`));
  return new Promise((resolve) => {
    socket.on("close", (code: number, reason: Uint8Array) => {
      lines.push(`received close ${code} ${new TextDecoder().decode(reason)}`);
      resolve();
    });
  });
}

function agreedBy(socket: WebSocket): readonly string[] {
  return [socket.protocol, socket.extensions];
}

async function converse(
  echo: Echo,
  url: string,
  item: Case,
): Promise<{ readonly client: SocketLog; readonly server: SocketLog }> {
  const socket = new WebSocket(url.replace("http:", "ws:"), [...item.protocols ?? []], {
    perMessageDeflate: item.isCompressed === true ? { threshold: 0 } : false,
  });
  const lines: string[] = [];
  const closed = listenTo(socket, lines);
  const answered = new Promise<void>((resolve) => {
    let missing = item.answers;
    const count = (): void => {
      missing -= 1;
      if (missing === 0) resolve();
    };
    socket.on("message", count);
    socket.on("pong", count);
  });
  await new Promise<void>((resolve) => socket.once("open", () => resolve()));
  item.say(new Speaker(socket, lines));
  const server = await echo.joined;
  await answered;
  item.end(socket, server.socket);
  await Promise.all([closed, server.closed]);
  return { client: { lines, agreed: agreedBy(socket) }, server: server.log };
}

/** Messages, pings and pongs of a side, in order. */
function linesOnTape(tape: readonly ReadLine[], from: Side): readonly string[] {
  return tape.flatMap(({ entry }) => {
    if (entry.kind !== "message" && entry.kind !== "control") return [];
    if (entry.from !== from) return [];
    const { text = "", base64 } = entry;
    if (entry.kind === "message") {
      return [JSON.stringify(base64 === undefined ? text : { $binary: base64 })];
    }
    if (entry.op !== "ping" && entry.op !== "pong") return [];
    return [
      `${entry.op} ${JSON.stringify({ $binary: base64 ?? Buffer.from(text).toString("base64") })}`,
    ];
  });
}

/** A side's end as the other one is told: by its Close frame, or by none (RFC 6455, 7.1.5). */
function closeOnTape(tape: readonly ReadLine[], from: Side): string {
  const closes = tape.flatMap(({ entry }) =>
    entry.kind === "control" && entry.op === "close" && entry.from === from ? [entry] : []
  );
  const [close] = closes;
  assert(closes.length <= 1, `${closes.length} Close frames of the ${from}`);
  return close === undefined ? "1006 " : `${close.code ?? 1005} ${close.reason ?? ""}`;
}

function lengthsOnTape(tape: readonly ReadLine[]): readonly number[] {
  return tape.flatMap(({ entry }) =>
    entry.kind === "message" && entry.from === "client" ? entry.frames ?? [-1] : []
  );
}

function isSent(line: string): boolean {
  return line.startsWith("sent ");
}

function isReceived(line: string): boolean {
  return line.startsWith("received ") && !line.startsWith("received close");
}

function withoutVerb(line: string): string {
  return line.slice(line.indexOf(" ") + 1);
}
