// A stock socket.io-client that does what the client of a recorded session did: it says each thing
// once it has heard what had come before it on the tape, and remembers all that it heard.

import { assert } from "@std/assert";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import ioVersion2 from "socket.io-client-2";
import type { Value } from "../../../src/base/json.ts";
import { type Log, logOf, recordedLog, show } from "./recorded_log.ts";
import type { ReplaySession, Step } from "../../../src/replay/script.ts";

export interface StockClientOptions {
  readonly transports?: readonly string[];
  /** What it says in an event's place: its name and its arguments. */
  readonly change?: (said: readonly unknown[]) => readonly unknown[];
  /** Stays when all is done, until it is told. */
  readonly stays?: boolean;
}

export interface StockClient extends AsyncDisposable {
  /** All that was to be heard has been heard. */
  readonly done: Promise<Log>;
  /** What was heard so far. */
  readonly log: Log;
  /** Why it is not connected any more. */
  readonly gone: Promise<string>;
  readonly transport: string;
  /** The engine sids that it had. */
  readonly sids: readonly string[];
  emit(event: string, ...args: readonly unknown[]): void;
  leave(): void;
  /** The arguments of the first such event. */
  heard(event: string): Promise<readonly unknown[]>;
}

export function playStock(
  url: string,
  session: ReplaySession,
  options: StockClientOptions = {},
): StockClient {
  return new Client(url, session, options);
}

type AnySocket = Pick<Socket, "emit" | "on" | "disconnect" | "connect"> & {
  readonly io: { readonly engine: { readonly id?: string; readonly transport: { name: string } } };
};

class Client implements StockClient {
  readonly log: string[] = [];
  readonly sids: string[] = [];
  readonly #session: ReplaySession;
  readonly #options: StockClientOptions;
  readonly #sockets = new Map<string, AnySocket>();
  readonly #done = Promise.withResolvers<Log>();
  readonly #gone = Promise.withResolvers<string>();
  readonly #toSay: Step[];
  readonly #expected: number;
  transport = "";

  constructor(url: string, session: ReplaySession, options: StockClientOptions) {
    this.#session = session;
    this.#options = options;
    this.#expected = recordedLog(session).length;
    this.#toSay = session.steps.filter(({ from, meaning: { kind } }) =>
      from === "client" && kind === "event"
    );
    const namespaces = session.steps.flatMap(({ from, meaning: { kind, namespace } }) =>
      from === "client" && kind === "connect" ? [namespace] : []
    );
    const transports = [...options.transports ?? session.transports];
    const query = Object.fromEntries(
      session.request.query.filter(([name]) => !["EIO", "transport", "t", "b64"].includes(name))
        .map((
          [name, value],
        ) => [name, session.request.hiddenParameters.includes(name) ? "x" : value]),
    );
    const common: Partial<ManagerOptions & SocketOptions> = {
      transports,
      query,
      forceNew: true,
      reconnection: false,
    };
    for (const namespace of namespaces) this.#join(url, namespace, common);
  }

  get done(): Promise<Log> {
    return this.#done.promise;
  }

  get gone(): Promise<string> {
    return this.#gone.promise;
  }

  emit(event: string, ...args: readonly unknown[]): void {
    for (const socket of this.#sockets.values()) socket.emit(event, ...args);
  }

  heard(event: string): Promise<readonly unknown[]> {
    const heard = Promise.withResolvers<readonly unknown[]>();
    for (const socket of this.#sockets.values()) {
      socket.on(event, (...args: unknown[]) => heard.resolve(args));
    }
    return heard.promise;
  }

  leave(): void {
    for (const socket of this.#sockets.values()) socket.disconnect();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.leave();
    return Promise.resolve();
  }

  #join(url: string, namespace: string, options: Partial<ManagerOptions & SocketOptions>): void {
    const place = `${url}${namespace === "/" ? "" : namespace}`;
    const isOld = this.#session.engineVersion === 3;
    const socket: AnySocket = isOld ? ioVersion2(place, options) : io(place, options);
    this.#sockets.set(namespace, socket);
    socket.on("connect", () => {
      this.sids.push(socket.io.engine.id ?? "");
      this.#heard(`${namespace} connect`);
    });
    socket.on("connect_error", () => this.#heard(`${namespace} refused`));
    socket.on("disconnect", (reason: string) => this.#gone.resolve(reason));
    const names = this.#session.steps.flatMap(({ from, meaning }) =>
      from === "server" && meaning.kind === "event" && meaning.namespace === namespace
        ? [meaning.name]
        : []
    );
    for (const name of new Set(names)) {
      socket.on(name, (...args: unknown[]) => this.#event(namespace, name, args));
    }
  }

  #event(namespace: string, name: string, args: unknown[]): void {
    const answer = typeof args.at(-1) === "function" ? args.pop() : undefined;
    const said = `${namespace} ${name} ${show(args)}`;
    const asked = this.#session.steps.find((step) => logOf(step) === said);
    const answered = this.#session.steps.find(({ answers }) => answers === asked?.index);
    if (typeof answer === "function" && answered?.meaning.kind === "ack") {
      answer(...answered.meaning.args);
    }
    this.#heard(said);
  }

  #heard(said: string): void {
    this.log.push(said);
    this.#say();
    if (this.log.length < this.#expected) return;
    const [socket] = this.#sockets.values();
    this.transport = socket?.io.engine?.transport.name ?? "";
    if (this.#toSay.length > 0) return;
    if (this.#options.stays !== true) this.leave();
    this.#done.resolve(this.log);
  }

  /** What had been heard before on the tape has been heard. */
  #say(): void {
    for (;;) {
      const [next] = this.#toSay;
      if (next === undefined || next.meaning.kind !== "event") return;
      const before = recordedLog({
        ...this.#session,
        steps: this.#session.steps.slice(0, next.index),
      });
      if (this.log.length < before.length) return;
      this.#toSay.shift();
      this.#emit(next.meaning.namespace, [next.meaning.name, ...next.meaning.args], next);
    }
  }

  #emit(namespace: string, recorded: readonly Value[], { meaning }: Step): void {
    const [name = "", ...args] = this.#options.change?.(recorded) ?? recorded;
    const socket = this.#sockets.get(namespace);
    assert(socket !== undefined);
    if (meaning.kind !== "event" || meaning.ackId === undefined) {
      socket.emit(String(name), ...args);
      return;
    }
    socket.emit(String(name), ...args, (...answer: unknown[]) => {
      this.#heard(`${namespace} ack ${show(answer)}`);
    });
  }
}
