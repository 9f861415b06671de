// The client of the scripted exchange for every socket.io-client, whichever its version and runtime:
// plays the script and writes down all that it sent and received. It uses nothing of Deno or Node,
// so that the same code is bundled for both.

import { lively, type LogLine, type PeerLog, plain, plainMessage, type RawMessage } from "./log.ts";

/** One playing of the script. */
export interface ScriptRun {
  readonly url: string;
  readonly transports: readonly string[];
  /** Arguments to send there and back, binary as JSON. */
  readonly values: readonly (readonly unknown[])[];
  /** How many events follow each other at once. */
  readonly burst: number;
  /** Plays another script: the connection is lost, and how; the client comes back. */
  readonly loss?: Loss;
}

/** The server ends the connections without a word, or resets them, or sends no heartbeat any more. */
export type Loss = "end" | "reset" | "silence";

/** What is used of a socket, the same in all versions. */
export interface SocketLike {
  on(name: string, handler: (...args: readonly unknown[]) => void): unknown;
  emit(name: string, ...args: readonly unknown[]): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

export interface EngineLike {
  readonly id?: string;
  readonly transport: { readonly name: string };
  on(name: string, handler: (packet: EnginePacket) => void): unknown;
  once(name: string, handler: () => void): unknown;
}

export interface ManagerLike {
  readonly engine?: EngineLike;
  socket(namespace: string): SocketLike;
  on(name: string, handler: () => void): unknown;
}

interface EnginePacket {
  readonly type: string;
  readonly data?: unknown;
}

/** Everything a peer must bring along: its manager, connecting when told, back again at once. */
export interface Peer {
  open(url: string, options: ManagerOptions): ManagerLike;
  /** What it sends binary as. */
  readonly toBytes: (bytes: Uint8Array) => unknown;
}

export interface ManagerOptions {
  readonly transports: string[];
  readonly autoConnect: false;
  readonly reconnectionDelay: number;
  readonly reconnectionDelayMax: number;
  readonly randomizationFactor: 0;
  readonly forceNew: true;
}

/** Plays the script from the first connect to the last goodbye. */
export async function playScript(peer: Peer, run: ScriptRun): Promise<PeerLog> {
  const client = new ScriptClient(peer, run);
  const root = client.seat("/");
  if (run.loss !== undefined) {
    await playLoss(client, root, run.loss);
    return client.log();
  }
  const sfa = client.seat("/sfa");
  const refused = client.seat("/refused");
  for (const seat of [root, sfa, refused]) await seat.connect();
  for (const values of run.values) {
    await root.ask("echo", ...values.map((value) => lively(value, peer.toBytes)));
  }
  for (let index = 0; index < run.burst; index++) root.tell("burst", index, "ü");
  await root.ask("burst:done", run.burst);
  await sfa.ask("room:subscribe", { room: "track_222222" });

  const kicked = sfa.next("disconnect");
  sfa.tell("kick");
  await kicked;
  await sfa.connect();

  await client.upgraded();
  const back = Promise.all([root.next("connect"), sfa.next("connect")]);
  root.tell("drop");
  await back;
  await root.ask("echo", "again", new Uint8Array([1, 2, 3]).buffer);
  await client.upgraded();
  await root.ask("bye", "👋");
  // Version 2 stays connected for a namespace that never let it in.
  refused.forget();
  sfa.leave();
  root.leave();
  return client.log();
}

async function playLoss(client: ScriptClient, root: Seat, loss: Loss): Promise<void> {
  const connected = root.connect();
  // In silence it is lost soon after, whatever it says.
  const lost = root.next("lost");
  await connected;
  await client.upgraded();
  if (loss !== "silence") {
    await root.ask("echo", "before", new Uint8Array([1, 2, 3]).buffer);
    root.tell("lose", loss);
  }
  const back = root.next("connect");
  await Promise.all([lost, back]);
  await client.upgraded();
  await root.ask("echo", "after", new Uint8Array([4, 5, 6]).buffer);
  await root.ask("bye", "👋");
  root.leave();
}

interface OpenSession {
  readonly engine: EngineLike;
  session: string;
  readonly sent: RawMessage[];
  readonly received: RawMessage[];
}

class ScriptClient {
  readonly #manager: ManagerLike;
  readonly #upgrades: boolean;
  readonly #lines: LogLine[] = [];
  readonly #sessions: OpenSession[] = [];

  constructor(peer: Peer, run: ScriptRun) {
    this.#upgrades = run.transports.length > 1;
    this.#manager = peer.open(run.url, {
      transports: [...run.transports],
      autoConnect: false,
      reconnectionDelay: 1,
      reconnectionDelayMax: 1,
      randomizationFactor: 0,
      forceNew: true,
    });
    // The event comes before its engine is made, the task after it.
    this.#manager.on("reconnect_attempt", () => queueMicrotask(() => this.#watchEngine()));
  }

  seat(namespace: string): Seat {
    const socket = this.#manager.socket(namespace);
    return new Seat(socket, namespace, this.#lines, () => this.#watchEngine());
  }

  /** When the session has moved to WebSocket, if it is to. */
  async upgraded(): Promise<void> {
    const { engine } = this.#manager;
    if (!this.#upgrades || engine === undefined || engine.transport.name === "websocket") return;
    await new Promise<void>((resolve) => engine.once("upgrade", resolve));
  }

  log(): PeerLog {
    const sessions = this.#sessions.map(({ session, sent, received }) => ({
      session,
      sent,
      received,
    }));
    return { lines: this.#lines, sessions };
  }

  /** Every reconnection has an engine of its own. */
  #watchEngine(): void {
    const { engine } = this.#manager;
    if (engine === undefined || this.#sessions.some((known) => known.engine === engine)) return;
    const session: OpenSession = { engine, session: "", sent: [], received: [] };
    this.#sessions.push(session);
    engine.on("packet", ({ type, data }) => {
      if (type === "open") session.session = sessionOf(data);
      if (type === "message") session.received.push(plainMessage(data));
    });
    engine.on("packetCreate", ({ type, data }) => {
      if (type === "message") session.sent.push(plainMessage(data));
    });
  }
}

function sessionOf(data: unknown): string {
  const handshake: unknown = typeof data === "string" ? JSON.parse(data) : undefined;
  return typeof handshake === "object" && handshake !== null && "sid" in handshake
    ? String(handshake.sid)
    : "";
}

/** What the server may send. */
const EVENTS = ["pushed", "burst-back", "location:track"];

/** One namespace. */
class Seat {
  readonly #socket: SocketLike;
  readonly #namespace: string;
  readonly #lines: LogLine[];
  readonly #opened: () => void;
  readonly #waiting = new Map<LogLine["kind"], () => void>();

  constructor(socket: SocketLike, namespace: string, lines: LogLine[], opened: () => void) {
    this.#socket = socket;
    this.#namespace = namespace;
    this.#lines = lines;
    this.#opened = opened;
    for (const name of EVENTS) socket.on(name, (...args) => this.#hear(name, args));
    socket.on("connect", () => this.#note("received", "connect", "", []));
    socket.on("connect_error", (error) => this.#refused(error));
    // Up to version 2 a refusal has this name, and is what the server's error carried; so has the
    // trouble of a transport, which is an Error.
    socket.on("error", (data) => {
      if (!(data instanceof Error)) this.#note("received", "refused", "", [data]);
    });
    socket.on("disconnect", (reason) => {
      if (reason === "io server disconnect") this.#note("received", "disconnect", "", []);
      else if (reason !== "io client disconnect") {
        this.#note("received", "lost", String(reason), []);
      }
    });
  }

  /** Until the server let it in or refused it. */
  async connect(): Promise<void> {
    const answered = Promise.race([this.next("connect"), this.next("refused")]);
    this.#socket.connect();
    this.#opened();
    await answered;
  }

  tell(name: string, ...args: readonly unknown[]): void {
    this.#note("sent", "event", name, args);
    this.#socket.emit(name, ...args);
  }

  /** Until the acknowledgement is there. */
  async ask(name: string, ...args: readonly unknown[]): Promise<void> {
    this.#note("sent", "event", name, args);
    await new Promise<void>((resolve) => {
      this.#socket.emit(name, ...args, (...answer: readonly unknown[]) => {
        this.#note("received", "ack", name, answer);
        resolve();
      });
    });
  }

  leave(): void {
    this.#note("sent", "disconnect", "", []);
    this.forget();
  }

  /** Leaves where it never was. */
  forget(): void {
    this.#socket.disconnect();
  }

  /** The next time that something of this kind comes. */
  async next(kind: LogLine["kind"]): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.set(kind, resolve));
  }

  /** The last argument is the answer's function when the server wants one. */
  #hear(name: string, args: readonly unknown[]): void {
    const answer = args.at(-1);
    if (typeof answer !== "function") return this.#note("received", "event", name, args);
    const said = args.slice(0, -1);
    this.#note("received", "event", name, said);
    this.#note("sent", "ack", name, said);
    answer(...said);
  }

  #refused(error: unknown): void {
    if (!(error instanceof Error)) return;
    const data: unknown = "data" in error ? error.data : undefined;
    this.#note("received", "refused", error.message, [data]);
  }

  #note(
    direction: LogLine["direction"],
    kind: LogLine["kind"],
    name: string,
    args: readonly unknown[],
  ): void {
    const namespace = this.#namespace;
    this.#lines.push({ direction, namespace, kind, name, args: args.map(plain) });
    if (direction === "sent") return;
    this.#waiting.get(kind)?.();
    this.#waiting.delete(kind);
  }
}
