// The server of the scripted exchange: a stock socket.io server that does what the script needs and
// writes down all that it sends and receives. Its log is the truth about the server's side.

import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo, Socket as NetSocket } from "node:net";
import { type Namespace, Server, type Socket } from "socket.io";
import { type LogLine, type PeerLog, plain, plainMessage, type RawMessage } from "./log.ts";
import { WireWitness } from "./wire_witness.ts";

/** Why `/refused` lets nobody in. */
export const REFUSAL = {
  message: "Not you: ü",
  data: { code: 4401, reasons: ["🚫", null] },
} as const;

/** Disposing of it twice is once: a test may need it gone before its tape is read. */
export interface ScriptServer extends AsyncDisposable {
  readonly url: string;
  /** All that its application and its engine sent and received. */
  log(): PeerLog;
  /** All that its HTTP server and its WebSockets sent and received. */
  readonly witness: WireWitness;
  /** How each session ended: over which transport it had gone by then. */
  readonly transports: readonly string[];
  /** The client has said all that it had to say and is gone; so are the sessions that it lost. */
  readonly finished: Promise<void>;
}

export interface ScriptServerOptions {
  /** Promises its first client heartbeats that never come. */
  readonly isSilent?: boolean;
}

/** Longer than any script. */
const NEVER_MILLISECONDS = 60_000;

/** Half of what a client waits: long enough to get in first, even on a machine with much to do. */
const SILENT_MILLISECONDS = 1250;

export async function startScriptServer(
  { isSilent = false }: ScriptServerOptions = {},
): Promise<ScriptServer> {
  const http = createServer();
  const connections = new Set<NetSocket>();
  http.on("connection", (socket) => {
    connections.add(socket);
    socket.once("close", () => connections.delete(socket));
  });
  const witness = new WireWitness();
  const io = new Server(http, {
    allowEIO3: true,
    cors: { origin: "*" },
    perMessageDeflate: { threshold: 1024 },
    wsEngine: witness.webSocketServer,
    ...(isSilent ? { pingInterval: SILENT_MILLISECONDS, pingTimeout: SILENT_MILLISECONDS } : {}),
  });
  if (isSilent) io.engine.once("connection", silence);
  witness.watch(http);
  const stage = new Stage(io, (isReset) => {
    for (const socket of connections) isReset ? socket.resetAndDestroy() : socket.destroy();
  });
  const port = await listen(http);
  let closing: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => stage.log(),
    witness,
    transports: stage.transports,
    finished: stage.finished,
    async [Symbol.asyncDispose](): Promise<void> {
      await (closing ??= io.close());
    },
  };
}

/**
 * The handshake has been sent by now. Heartbeats are not any more, and none is missed here. The next
 * session is promised none before it is over.
 */
function silence(engine: EngineSocket): void {
  const send: unknown = Reflect.get(engine, "sendPacket");
  const wait: unknown = Reflect.get(engine, "resetPingTimeout");
  if (typeof send !== "function" || typeof wait !== "function") {
    throw new TypeError("An engine's socket sends or waits in another way");
  }
  const isBeat = (type: unknown): boolean => type === "ping" || type === "pong";
  Reflect.set(engine, "sendPacket", (type: unknown, ...rest: readonly unknown[]): void => {
    if (!isBeat(type)) Reflect.apply(send, engine, [type, ...rest]);
  });
  const { opts } = engine.server;
  opts.pingInterval = NEVER_MILLISECONDS;
  opts.pingTimeout = NEVER_MILLISECONDS;
  // Protocol 3 waits for a first ping already, as long as was promised: who gives up first would be
  // a race with the client.
  if (engine.protocol === 3) Reflect.apply(wait, engine, []);
}

export async function listen(server: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has such an address.
  return (server.address() as AddressInfo).port;
}

interface OpenSession {
  readonly session: string;
  readonly sent: RawMessage[];
  readonly received: RawMessage[];
}

type Answer = (...args: readonly unknown[]) => void;

/** What the server does, and what it wrote down. */
class Stage {
  readonly transports: string[] = [];
  readonly #lines: LogLine[] = [];
  readonly #sessions: OpenSession[] = [];
  readonly #finished = Promise.withResolvers<void>();
  #saidBye = false;
  /** A client may be back, and say goodbye, before it is heard that it was gone. */
  #open = 0;

  /** Cuts every connection. */
  readonly #cut: (isReset: boolean) => void;

  constructor(io: Server, cut: (isReset: boolean) => void) {
    this.#cut = cut;
    io.engine.on("connection", (engine) => {
      const session: OpenSession = { session: engine.id, sent: [], received: [] };
      this.#sessions.push(session);
      this.#open += 1;
      engine.on("packet", ({ type, data }: EnginePacket) => {
        if (type === "message") session.received.push(plainMessage(data));
      });
      engine.on("packetCreate", ({ type, data }: EnginePacket) => {
        if (type === "message") session.sent.push(plainMessage(data));
      });
      engine.on("close", () => {
        this.transports.push(engine.transport.name);
        this.#open -= 1;
        if (this.#saidBye && this.#open === 0) this.#finished.resolve();
      });
    });
    io.on("connection", (socket) => this.#root(socket));
    const sfa = io.of("/sfa");
    sfa.on("connection", (socket) => this.#sfa(sfa, socket));
    io.of("/refused").use((socket, next) => {
      // Protocol 3 of Engine.IO goes with a Socket.IO that tells the data in the message's place.
      const message = socket.conn.protocol === 3 ? "" : REFUSAL.message;
      this.#note("sent", "/refused", "refused", message, [REFUSAL.data]);
      next(Object.assign(new Error(REFUSAL.message), { data: REFUSAL.data }));
    });
  }

  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  log(): PeerLog {
    return { lines: this.#lines, sessions: this.#sessions };
  }

  #root(socket: Socket): void {
    this.#welcome(socket);
    this.#hear(socket, "echo", (args, answer) => {
      this.#note("sent", "/", "event", "pushed", args);
      socket.emit("pushed", ...args, (...answered: readonly unknown[]) => {
        this.#note("received", "/", "ack", "pushed", answered);
        answer(...args);
      });
    });
    this.#hear(socket, "burst", () => {});
    this.#hear(socket, "burst:done", ([count], answer) => {
      for (let index = 0; index < Number(count); index++) {
        this.#note("sent", "/", "event", "burst-back", [index, "🚀"]);
        socket.emit("burst-back", index, "🚀");
      }
      answer(count);
    });
    this.#hear(socket, "drop", () => socket.conn.close());
    this.#hear(socket, "lose", ([how]) => {
      const { transport } = socket.conn;
      const cut = (): void => this.#cut(how === "reset");
      // A poll that is still on its way would be lost before anybody here saw it.
      if (transport.writable) cut();
      else transport.once("ready", cut);
    });
    this.#hear(socket, "bye", (args, answer) => {
      this.#saidBye = true;
      answer(...args);
    });
  }

  #sfa(namespace: Namespace, socket: Socket): void {
    this.#welcome(socket);
    this.#hear(socket, "room:subscribe", async ([order], answer) => {
      const { room } = order as { readonly room: string };
      await socket.join(room);
      for (let index = 0; index < 3; index++) {
        const position = {
          room,
          lat: -6.2 + index / 1000,
          lng: 106.8,
          at: new Uint8Array([index]),
        };
        this.#note("sent", "/sfa", "event", "location:track", [position]);
        namespace.to(room).emit("location:track", position);
      }
      answer("subscribed", room);
    });
    this.#hear(socket, "kick", () => {
      this.#note("sent", "/sfa", "disconnect", "", []);
      socket.disconnect();
    });
  }

  #welcome(socket: Socket): void {
    const namespace = socket.nsp.name;
    this.#note("sent", namespace, "connect", "", []);
    socket.on("disconnect", (reason) => {
      if (reason === "client namespace disconnect") {
        this.#note("received", namespace, "disconnect", "", []);
      } else if (reason !== "server namespace disconnect") {
        this.#note("received", namespace, "lost", reason, []);
      }
    });
  }

  /** The last argument is the answer's function when the client wants one. */
  #hear(
    socket: Socket,
    name: string,
    act: (args: readonly unknown[], answer: Answer) => void,
  ): void {
    const namespace = socket.nsp.name;
    socket.on(name, (...args: readonly unknown[]) => {
      const last = args.at(-1);
      const said = typeof last === "function" ? args.slice(0, -1) : args;
      this.#note("received", namespace, "event", name, said);
      act(said, (...answer) => {
        this.#note("sent", namespace, "ack", name, answer);
        if (typeof last === "function") last(...answer);
      });
    });
  }

  #note(
    direction: LogLine["direction"],
    namespace: string,
    kind: LogLine["kind"],
    name: string,
    args: readonly unknown[],
  ): void {
    this.#lines.push({ direction, namespace, kind, name, args: args.map(plain) });
  }
}

/** What is used of a session on the server, whose class is nobody's to import. */
interface EngineSocket {
  readonly protocol: number;
  readonly server: { readonly opts: { pingInterval?: number; pingTimeout?: number } };
}

interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}
