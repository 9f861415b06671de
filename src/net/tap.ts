// The tap: a byte relay with a passive parser beside it. Every byte goes on as it came (only Host
// in request heads is rewritten, so that the target answers), after its owner was told what it
// means: what has not been written down has not been forwarded.

import net from "node:net";
import tls from "node:tls";
import type { Side } from "../base/side.ts";
import { otherSide } from "../base/side.ts";
import { Conversation } from "../wire/conversation.ts";
import type { WireEvent } from "../wire/events.ts";
import { HeadRewriter } from "./head_rewriter.ts";
import type { Target } from "./target.ts";

/** Who is told. Every call returns before the bytes that it is about go on. */
export interface TapOwner {
  opened(conn: number, peer: string): void;
  carried(conn: number, events: readonly WireEvent[]): void;
  /** The connection is gone; `by` is who ended it first. */
  closed(conn: number, by: Side, reset: boolean): void;
  /** The target could not be reached or secured. */
  failed(conn: number, error: Error): void;
  /** What was carried could not be told: the bytes go on all the same. */
  broken(conn: number, error: unknown): void;
}

export interface TapOptions {
  readonly target: Target;
  readonly owner: TapOwner;
  readonly hostname?: string;
  /** Without it a free one is picked. */
  readonly port?: number;
  /** For TLS towards the target: certificates to trust beside the system's, or not to check. */
  readonly tls?: { readonly ca?: string; readonly insecure?: boolean };
}

export interface Tap extends AsyncDisposable {
  readonly hostname: string;
  readonly port: number;
}

/** How long connections may take to end by themselves when the tap is disposed of. */
export const GOODBYE_MILLISECONDS = 500;

/** Listens on loopback and relays every connection to the target. */
export async function startTap(options: TapOptions): Promise<Tap> {
  const relays = new Set<Relay>();
  let count = 0;
  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    count += 1;
    try {
      const relay = new Relay(count, client, options, () => relays.delete(relay));
      relays.add(relay);
    } catch (error) {
      options.owner.failed(count, asError(error));
      options.owner.closed(count, "server", true);
      client.destroy();
    }
  });
  const hostname = options.hostname ?? "127.0.0.1";
  let port = await listen(server, options.port ?? 0, hostname);
  // A free port may be just the one where the target was expected: a tap of itself would never end.
  while (options.port === undefined && port === options.target.port) {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    port = await listen(server, 0, hostname);
  }
  return {
    hostname,
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const impatient = setTimeout(() => {
        for (const relay of relays) relay.destroy();
      }, GOODBYE_MILLISECONDS);
      await closed;
      clearTimeout(impatient);
    },
  };
}

async function listen(server: net.Server, port: number, hostname: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new TypeError("Cannot listen: the server has no TCP address");
  }
  return address.port;
}

/** One connection: the client's socket, the target's, and the conversation between them. */
class Relay {
  readonly #conn: number;
  readonly #owner: TapOwner;
  readonly #conversation = new Conversation();
  readonly #rewriter: HeadRewriter;
  readonly #sockets: Readonly<Record<Side, net.Socket>>;
  readonly #finished: () => void;
  readonly #closedSides = new Set<Side>();
  #endedBy: Side | undefined;
  #reset = false;

  constructor(conn: number, client: net.Socket, options: TapOptions, finished: () => void) {
    this.#conn = conn;
    this.#owner = options.owner;
    this.#rewriter = new HeadRewriter(options.target.host);
    this.#finished = finished;
    this.#owner.opened(conn, `${client.remoteAddress}:${client.remotePort}`);
    this.#sockets = { client, server: connectTo(options) };
    this.#relay("client");
    this.#relay("server");
  }

  destroy(): void {
    this.#sockets.client.destroy();
    this.#sockets.server.destroy();
  }

  #relay(side: Side): void {
    const from = this.#sockets[side];
    const to = this.#sockets[otherSide(side)];
    from.setNoDelay(true);
    from.on("data", (bytes: Uint8Array) => {
      if (this.#forward(side, bytes, to)) return;
      if (to.destroyed) {
        from.destroy();
        return;
      }
      from.pause();
      to.once("drain", () => from.resume());
      to.once("close", () => from.resume());
    });
    from.on("end", () => {
      this.#endedBy ??= side;
      this.#tell(this.#conversation.end(side));
      for (const rest of side === "client" ? this.#rewriter.rest() : []) to.write(rest);
      to.end();
    });
    from.on("error", (error: Error) => this.#fail(side, error));
    from.on("close", () => this.#closed(side));
  }

  /** Tells the owner first, then sends the bytes on; false when the other side is full. */
  #forward(side: Side, bytes: Uint8Array, to: net.Socket): boolean {
    const events = this.#conversation.receive(side, bytes);
    this.#tell(events);
    if (side === "server") return to.write(bytes);
    const pending = this.#conversation.pendingHeadStart();
    let room = true;
    for (const piece of this.#rewriter.push(bytes, events, pending)) room = to.write(piece);
    return room;
  }

  #tell(events: readonly WireEvent[]): void {
    if (events.length === 0) return;
    try {
      this.#owner.carried(this.#conn, events);
    } catch (error) {
      this.#owner.broken(this.#conn, error);
    }
  }

  #fail(side: Side, error: Error): void {
    const { server } = this.#sockets;
    if (side === "server" && server.connecting) this.#owner.failed(this.#conn, error);
    else if (side === "server" && this.#endedBy === undefined && server.bytesRead === 0) {
      this.#owner.failed(this.#conn, error);
    }
    this.#endedBy ??= side;
    this.#reset = true;
    this.#sockets[otherSide(side)].resetAndDestroy();
  }

  #closed(side: Side): void {
    this.#endedBy ??= side;
    this.#closedSides.add(side);
    if (this.#closedSides.size < 2) {
      const other = this.#sockets[otherSide(side)];
      if (!other.destroyed && !other.writableEnded) other.end();
      return;
    }
    this.#owner.closed(this.#conn, this.#endedBy, this.#reset);
    this.#finished();
  }
}

function connectTo(options: TapOptions): net.Socket {
  const { target } = options;
  const where = { host: target.hostname, port: target.port };
  if (!target.secure) return net.connect({ ...where, allowHalfOpen: true });
  return tls.connect({
    ...where,
    servername: net.isIP(target.hostname) === 0 ? target.hostname : "",
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: options.tls?.insecure !== true,
    // Deno trusts `ca` beside the system's certificates.
    ...(options.tls?.ca === undefined ? {} : { ca: options.tls.ca }),
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
