// Real clients for the demos, and a log that can be waited for.

import type { Buffer } from "node:buffer";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";

export interface Peer extends Disposable {
  readonly socket: Socket;
  /** The arguments of the next such event that was not asked for yet. */
  next(event: string): Promise<readonly unknown[]>;
}

/** Stock socket.io-client, that keeps what it hears until it is asked for. */
export function connectPeer(
  url: string,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Peer {
  const socket = io(url, { forceNew: true, reconnection: false, ...options });
  const heard = new Inbox<readonly unknown[]>();
  socket.onAny((event: string, ...args: unknown[]) => {
    // What wants an acknowledgement gets one, and is shown without it.
    const acknowledge = args.at(-1);
    if (typeof acknowledge === "function") acknowledge("yes");
    heard.put(event, typeof acknowledge === "function" ? args.slice(0, -1) : args);
  });
  for (const event of ["connect", "connect_error", "disconnect"]) {
    socket.on(event, (...args: unknown[]) => heard.put(event, args));
  }
  return {
    socket,
    next: (event) => heard.take(event),
    [Symbol.dispose]: (): void => void socket.disconnect(),
  };
}

export interface WebSocketPeer extends Disposable {
  send(text: string): void;
  nextMessage(): Promise<string>;
  close(code: number, reason: string): void;
  /** From now on it hears nothing. */
  stopReading(): void;
  /** `code reason`, once it is closed. */
  closed(): Promise<string>;
}

/** Resolves when it is open; rejects with what the client says of a refusal. */
export async function connectWebSocket(url: string): Promise<WebSocketPeer> {
  const { WebSocket } = await import("ws") as unknown as { readonly WebSocket: StockWebSocket };
  const socket = new WebSocket(url);
  const heard = new Inbox<string>();
  socket.on("message", (data) => heard.put("message", data.toString("utf8")));
  socket.on("close", (code, reason) => heard.put("close", `${code} ${reason.toString("utf8")}`));
  await new Promise<void>((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("error", reject);
  });
  return {
    send: (text) => socket.send(text),
    close: (code, reason) => socket.close(code, reason),
    stopReading: () => socket.pause(),
    nextMessage: () => heard.take("message"),
    closed: () => heard.take("close"),
    [Symbol.dispose]: (): void => socket.terminate(),
  };
}

/** What the driver demo's own `ws.d.ts` leaves out: the client. */
type StockWebSocket = new (url: string) => {
  on(event: "open", heard: () => void): void;
  on(event: "error", heard: (error: Error) => void): void;
  on(event: "message", heard: (data: Buffer) => void): void;
  on(event: "close", heard: (code: number, reason: Buffer) => void): void;
  send(text: string): void;
  close(code: number, reason: string): void;
  pause(): void;
  terminate(): void;
};

/** Lines as they are logged, taken by how they begin. */
export class LogBook {
  readonly #lines = new Inbox<string>();

  readonly log = (line: string): void => {
    this.#lines.put(line.replace(/ .*/, ""), line);
  };

  next(beginning: string): Promise<string> {
    return this.#lines.take(beginning);
  }
}

/** Things by name, kept in order until they are taken. */
class Inbox<Item> {
  readonly #kept = new Map<string, Item[]>();
  readonly #waiting = new Map<string, ((item: Item) => void)[]>();

  put(name: string, item: Item): void {
    const waiting = this.#waiting.get(name)?.shift();
    if (waiting !== undefined) return waiting(item);
    this.#kept.set(name, [...this.#kept.get(name) ?? [], item]);
  }

  take(name: string): Promise<Item> {
    const kept = this.#kept.get(name)?.shift();
    if (kept !== undefined) return Promise.resolve(kept);
    return new Promise((resolve) => {
      this.#waiting.set(name, [...this.#waiting.get(name) ?? [], resolve]);
    });
  }
}

/** Answers the first polling request as a browser's page of this origin would make it. */
export async function allowedOrigin(url: string, origin: string): Promise<string | null> {
  const address = new URL("/socket.io/?EIO=4&transport=polling", url);
  const response = await fetch(address, { headers: { Origin: origin, Connection: "close" } });
  await response.text();
  return response.headers.get("access-control-allow-origin");
}
