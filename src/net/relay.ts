// One connection through a tap: the client's socket, the target's, and the conversation between
// them. Bytes go on after the owner was told what they mean; endings are kept as they came.

import net from "node:net";
import tls from "node:tls";
import { type Ender, otherSide, type Side } from "../base/side.ts";
import { Conversation } from "../wire/conversation.ts";
import type { WireEvent } from "../wire/events.ts";
import { explainFailure, isTlsFailure } from "./connect.ts";
import type { RewriteRules } from "./rewrite_heads.ts";
import type { TapOwner } from "./tap_owner.ts";
import { TapRewriter } from "./tap_rewriter.ts";
import type { Target } from "./target.ts";

export interface RelayOptions {
  readonly conn: number;
  readonly client: net.Socket;
  /** On its way to the target. */
  readonly server: net.Socket;
  readonly target: Target;
  readonly rules: RewriteRules;
  /** A guarded one. */
  readonly owner: Required<TapOwner>;
  /** Both sockets are gone, and the owner knows. */
  readonly finished: () => void;
}

const NOTHING = new Uint8Array(0);
const SIDES: readonly Side[] = ["client", "server"];

export class Relay {
  readonly #options: RelayOptions;
  readonly #sockets: Readonly<Record<Side, net.Socket>>;
  readonly #conversation = new Conversation();
  readonly #rewriter: TapRewriter;
  readonly #ended = new Set<Side>();
  readonly #closed = new Set<Side>();
  /** The target is connected, and secured where it has to be. */
  #reached = false;
  /** The target has sent something. */
  #answered = false;
  /** The parser has failed: bytes go on, and nothing more can be told of them. */
  #blind = false;
  #endedBy: Ender | undefined;
  #reset = false;

  constructor(options: RelayOptions) {
    const { conn, client, server, owner } = options;
    this.#options = options;
    this.#sockets = { client, server };
    this.#rewriter = new TapRewriter(options.rules, (change) => owner.changed(conn, change));
    server.once(options.target.secure ? "secureConnect" : "connect", () => {
      this.#reached = true;
    });
    this.#relay("client");
    this.#relay("server");
  }

  /** How many bytes it holds that have come and not gone. */
  get buffered(): number {
    const { client, server } = this.#sockets;
    return client.writableLength + client.readableLength + server.writableLength +
      server.readableLength + this.#rewriter.heldLength;
  }

  /** The tap lets it go, whatever is still to come. */
  destroy(): void {
    this.#endedBy ??= "tap";
    this.#sockets.client.destroy();
    this.#sockets.server.destroy();
  }

  #relay(side: Side): void {
    const from = this.#sockets[side];
    const to = this.#sockets[otherSide(side)];
    from.setNoDelay(true);
    from.on("data", (bytes: Uint8Array) => {
      if (side === "server") this.#answered = true;
      if (!this.#forward(side, bytes, to)) from.pause();
    });
    to.on("drain", () => from.resume());
    from.on("end", () => this.#end(side, to));
    from.on("error", (error: Error) => this.#fail(side, error));
    from.on("close", () => this.#close(side));
  }

  /** Tells the owner first, then sends the bytes on; false when the other side is full. */
  #forward(side: Side, bytes: Uint8Array, to: net.Socket): boolean {
    const events = this.#read(side, () => this.#conversation.receive(side, bytes));
    if (this.#rewriter.passes(side) || this.#blind) {
      this.#tell(events);
      return to.write(bytes);
    }
    const pending = this.#conversation.pendingHeadStart(side);
    const pieces = this.#rewriter.push(side, bytes, events, pending);
    this.#tell(events);
    let room = true;
    for (const piece of pieces) room = to.write(piece);
    return room;
  }

  #end(side: Side, to: net.Socket): void {
    // TLS that ends before it began is a failure, of which the error tells.
    if (side === "server" && !this.#reached) return;
    this.#endedBy ??= side;
    this.#ended.add(side);
    this.#tell(this.#read(side, () => this.#conversation.end(side)));
    for (const rest of this.#rewriter.rest(side)) to.write(rest);
    to.end();
  }

  /** What the parser says. When it fails, which it must not, what is held back goes on. */
  #read(side: Side, parse: () => readonly WireEvent[]): readonly WireEvent[] {
    if (this.#blind) return [];
    try {
      return parse();
    } catch (error) {
      this.#blind = true;
      this.#options.owner.broken(this.#options.conn, error);
      for (const each of [side, otherSide(side)]) {
        for (const rest of this.#rewriter.rest(each)) this.#sockets[otherSide(each)].write(rest);
      }
      return [];
    }
  }

  #tell(events: readonly WireEvent[]): void {
    if (events.length > 0) this.#options.owner.carried(this.#options.conn, events);
  }

  #fail(side: Side, error: Error): void {
    const { conn, owner, target } = this.#options;
    const isUnreached = !this.#reached ||
      (target.secure && !this.#answered && this.#endedBy === undefined && isTlsFailure(error));
    if (side === "server" && isUnreached) owner.failed(conn, explainFailure(error, target));
    this.#endedBy ??= side;
    this.#reset = true;
    this.#letGo(otherSide(side));
  }

  #close(side: Side): void {
    this.#endedBy ??= side;
    this.#closed.add(side);
    if (!this.#ended.has(side)) this.#cut();
    if (this.#closed.size === 2) {
      this.#options.owner.closed(this.#options.conn, this.#endedBy, this.#reset);
      this.#options.finished();
    } else if (!this.#ended.has(side)) {
      // It is gone without an end: so must the other be.
      this.#letGo(otherSide(side));
    }
  }

  /**
   * A side is gone without an end, and the other is let go of: nothing more is read from either, and
   * what was not whole is told in part. A request comes before its response.
   */
  #cut(): void {
    for (const side of SIDES) this.#tell(this.#read(side, () => this.#conversation.cut(side)));
  }

  /** As a reset does, once what was written to it has left. */
  #letGo(side: Side): void {
    const socket = this.#sockets[side];
    // What was written to a target that is not reached yet may never leave.
    if (side === "server" && !this.#reached) socket.destroy();
    else resetAfterFlush(socket);
  }
}

function resetAfterFlush(socket: net.Socket): void {
  if (socket.destroyed) return;
  // There is nobody any more to whom its bytes could go.
  socket.pause();
  if (socket.writableLength === 0) {
    reset(socket);
  } else if (socket.writableEnded) {
    socket.once("finish", () => reset(socket));
  } else {
    socket.write(NOTHING, () => reset(socket));
  }
}

/** TLS has no reset of its own, and its socket throws or ends politely when asked for one. */
function reset(socket: net.Socket): void {
  if (socket instanceof tls.TLSSocket) socket.destroy();
  else socket.resetAndDestroy();
}
