// The client of the five systems for every socket.io-client, whichever its version and runtime: does
// what an order says and writes down what it heard. It uses nothing of Deno or Node, so that the
// same code is bundled for both.

import { lively, plain } from "./log.ts";
import type { ClientLog, HeardLine, SystemClient, SystemLog, SystemRun } from "./system_run.ts";
import type { SystemAct } from "./system_run.ts";

/** What is used of a socket, the same in all versions. */
export interface SystemSocket {
  readonly id?: string | undefined;
  readonly io: { readonly engine: SystemEngine };
  on(name: string, handler: (...args: unknown[]) => void): unknown;
  emit(name: string, ...args: readonly unknown[]): unknown;
  connect(): unknown;
  disconnect(): unknown;
}

export interface SystemEngine {
  readonly id?: string;
  readonly transport: { readonly name: string };
  once(name: string, handler: () => void): unknown;
}

export interface SystemOptions {
  readonly autoConnect: false;
  readonly forceNew: true;
  readonly query: Record<string, string>;
  readonly reconnection: boolean;
  readonly reconnectionDelay: number;
  readonly reconnectionDelayMax: number;
  readonly randomizationFactor: 0;
  readonly transports?: string[];
}

export interface SystemPeer {
  open(url: string, options: SystemOptions): SystemSocket;
  /** What it sends binary as. */
  readonly toBytes: (bytes: Uint8Array) => unknown;
}

export async function playSystem(peer: SystemPeer, run: SystemRun): Promise<SystemLog> {
  const seats = new Map(
    Object.entries(run.clients).map(([who, client]) => [who, new Seat(peer, run, client)]),
  );
  for (const step of run.steps) await seats.get(step.who)?.act(step);
  return Object.fromEntries([...seats].map(([who, seat]) => [who, seat.log()]));
}

/** One client. */
class Seat {
  readonly #peer: SystemPeer;
  readonly #socket: SystemSocket;
  readonly #heard: HeardLine[] = [];
  #transport = "";
  #waiting: (() => void)[] = [];

  constructor(peer: SystemPeer, { url, transports }: SystemRun, client: SystemClient) {
    const { namespace, query = {}, hears, answers = {}, returns = false } = client;
    this.#peer = peer;
    this.#socket = peer.open(`${url}${namespace === "/" ? "" : namespace}`, {
      autoConnect: false,
      forceNew: true,
      query,
      reconnection: returns,
      reconnectionDelay: 1,
      reconnectionDelayMax: 1,
      randomizationFactor: 0,
      ...(transports === undefined ? {} : { transports: [...transports] }),
    });
    this.#socket.on("connect", () => this.#note("connect", "", []));
    this.#socket.on("disconnect", (reason) => this.#note("disconnect", String(reason), []));
    this.#socket.on("connect_error", (error) => this.#note("refused", ...refusalOf(error)));
    for (const [name, most] of Object.entries(hears)) {
      this.#listen(name, most, answers[name] ?? []);
    }
  }

  async act(step: SystemAct): Promise<void> {
    switch (step.do) {
      case "connect":
        this.#socket.connect();
        return await this.#until(() => this.#heard.length > 0);
      case "emit":
        this.#socket.emit(step.event, ...this.#live(step.args));
        return;
      case "ask":
        return await this.#ask(step.event, step.args);
      case "until":
        return await this.#until(() => this.#count(step.kind, step.event) >= step.count);
      case "upgraded": {
        const { engine } = this.#socket.io;
        if (engine.transport.name === "websocket") return;
        return await new Promise((resolve) => engine.once("upgrade", () => resolve()));
      }
      case "leave":
        // Whom no namespace lets in closes by itself, before it has moved or after.
        if (this.#count("refused") === 0) this.#transport = this.#socket.io.engine.transport.name;
        this.#socket.disconnect();
    }
  }

  log(): ClientLog {
    return { heard: this.#heard, transport: this.#transport };
  }

  #listen(name: string, most: number, answers: readonly unknown[]): void {
    let count = 0;
    this.#socket.on(name, (...args) => {
      const answer = typeof args.at(-1) === "function" ? args.pop() : undefined;
      if (typeof answer === "function") answer(...this.#live(answers));
      count += 1;
      if (count <= most) this.#note("event", name, args);
    });
  }

  async #ask(event: string, args: readonly unknown[]): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#socket.emit(event, ...this.#live(args), (...answer: readonly unknown[]) => {
        this.#note("ack", event, answer);
        resolve();
      });
    });
  }

  #live(args: readonly unknown[]): readonly unknown[] {
    return args.map((value) => lively(value, this.#peer.toBytes));
  }

  #count(kind: HeardLine["kind"], event = ""): number {
    return this.#heard.filter((line) => line.kind === kind && (event === "" || line.name === event))
      .length;
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #note(kind: HeardLine["kind"], name: string, args: readonly unknown[]): void {
    const known = new Map([
      [this.#socket.id, "<socket id>"],
      [this.#socket.io.engine?.id, "<engine id>"],
    ]);
    this.#heard.push({ kind, name, args: args.map((value) => withoutIds(plain(value), known)) });
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function refusalOf(error: unknown): readonly [message: string, args: readonly unknown[]] {
  const message = error instanceof Error ? error.message : String(error);
  const data = typeof error === "object" && error !== null && "data" in error ? [error.data] : [];
  return [message, data];
}

/** A client's ids are another's in another run. */
function withoutIds(value: unknown, known: ReadonlyMap<string | undefined, string>): unknown {
  if (typeof value === "string") return known.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => withoutIds(item, known));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withoutIds(item, known)]);
  return Object.fromEntries(entries);
}
