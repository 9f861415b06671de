// One Engine.IO session: its transport and the change of it, what waits, its heartbeat, its end.

import type { IncomingMessage, ServerResponse } from "node:http";
import type {
  EnginePacket,
  EngineVersion,
  OutgoingPacket,
} from "../../protocols/engine_io/packet.ts";
import type { After } from "./after.ts";
import type {
  CloseReason,
  EngineRequest,
  EngineSession,
  HandshakeOptions,
  Message,
  SessionFaults,
  SessionOwner,
  TransportName,
} from "./engine_owner.ts";
import { Heartbeat } from "./heartbeat.ts";
import { CLOSE_POLL_MILLISECONDS, HIGH_WATER_BYTES, MAX_BUFFERED_BYTES } from "./limits.ts";
import { PollingTransport } from "./polling_transport.ts";
import { SharedMessage } from "./shared_message.ts";
import { sizeOfItem } from "./size_of_item.ts";
import type { SocketTransport } from "./socket_transport.ts";
import type { Outgoing, SocketEnd, Transport, TransportListener } from "./transport.ts";
import { UpgradeAttempt } from "./upgrade_attempt.ts";

export interface SessionOptions {
  readonly sid: string;
  readonly request: EngineRequest;
  readonly owner: SessionOwner;
  readonly handshake: HandshakeOptions;
  readonly after: After;
  readonly open: (listener: TransportListener) => Transport;
  /** It is to be forgotten. */
  readonly gone: () => void;
}

/** What is left to do before it is over. */
type Goodbye = { readonly kind: "close"; readonly code?: number; readonly reason?: string } | {
  readonly kind: "cut";
};

export class Session implements EngineSession {
  readonly sid: string;
  readonly version: EngineVersion;
  readonly request: EngineRequest;
  readonly faults: SessionFaults;
  readonly #options: SessionOptions;
  readonly #heartbeat: Heartbeat;
  readonly #listener: TransportListener;
  #transport: Transport;
  #state: "open" | "closing" | "closed" = "open";
  #goodbye: Goodbye = { kind: "close" };
  #queue: Outgoing[] = [];
  #queuedBytes = 0;
  #isFull = false;
  #attempt: UpgradeAttempt | undefined;
  #isUpgradeBlocked = false;
  #callOffGoodbye: () => void = () => {};

  constructor(options: SessionOptions) {
    const { sid, request, handshake, after } = options;
    this.sid = sid;
    this.version = request.version;
    this.request = request;
    this.#options = options;
    this.#listener = {
      received: (packet) => this.#receive(packet),
      ready: () => this.#ready(),
      ended: (reason, end) => this.#finish(reason, end),
    };
    this.#transport = options.open(this.#listener);
    this.#heartbeat = new Heartbeat({
      version: this.version,
      pingInterval: handshake.pingInterval,
      pingTimeout: handshake.pingTimeout,
      after,
      send: (type) => this.#send([{ type }]),
      dead: () => this.#finish("ping timeout"),
    });
    this.faults = {
      cut: () => this.#leave({ kind: "cut" }),
      starvePings: (on) => this.#heartbeat.starve(on),
      blockUpgrade: (on) => {
        this.#isUpgradeBlocked = on;
      },
      stallPolls: (on) => {
        if (this.#transport instanceof PollingTransport) this.#transport.stall(on);
      },
      sendPackets: (packets) => this.#send(packets),
      sendBytes: (bytes) => this.#send([bytes]),
    };
    this.#queue.push({ type: "open", data: this.#describe() });
  }

  get transport(): TransportName {
    return this.#transport.name;
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  get buffered(): number {
    return this.#queuedBytes + this.#transport.buffered;
  }

  get handshake(): HandshakeOptions {
    return this.#options.handshake;
  }

  /** Polling: a request of it has come. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    if (this.#transport instanceof PollingTransport) this.#transport.handle(request, response);
  }

  /** The request that asked for it is there to be answered. */
  begin(): void {
    this.#flush();
    this.#options.owner.opened(this);
  }

  send(messages: readonly Message[]): boolean {
    return this.#send(messages.map(packetOf));
  }

  close(): void {
    this.#leave({ kind: "close" });
  }

  closeWith(code: number, reason: string): void {
    this.#leave({ kind: "close", code, reason });
  }

  /** The server stops: nothing is waited for. */
  end(): void {
    this.#finish("forced close");
  }

  /** Whether a WebSocket may try to take it over. */
  get isUpgradable(): boolean {
    return this.#state !== "closed" && this.#attempt === undefined &&
      this.#transport.name === "polling";
  }

  upgrade(open: (listener: TransportListener) => SocketTransport): void {
    this.#attempt = new UpgradeAttempt({
      open,
      after: this.#options.after,
      isBlocked: () => this.#isUpgradeBlocked,
      release: () => {
        if (this.#transport instanceof PollingTransport) this.#transport.release();
      },
      succeeded: (transport) => this.#adopt(transport),
      failed: () => {
        this.#attempt = undefined;
      },
    });
  }

  #describe(): string {
    const { sid, handshake } = this.#options;
    const { upgrades, pingInterval, pingTimeout, maxPayload } = handshake;
    const offered = this.#transport.name === "polling" ? upgrades : [];
    return JSON.stringify({ sid, upgrades: offered, pingInterval, pingTimeout, maxPayload });
  }

  #send(items: readonly Outgoing[]): boolean {
    if (this.#state !== "open" || items.length === 0) return this.#state === "open";
    let left = items;
    if (this.#queue.length === 0 && this.#transport.isWritable) {
      const { taken, hasRoom } = this.#transport.send(items);
      this.#isFull = !hasRoom;
      if (taken === items.length) return hasRoom;
      left = items.slice(taken);
    }
    if (this.#queuedBytes > MAX_BUFFERED_BYTES) {
      this.#finish("stalled");
      return false;
    }
    for (const item of left) {
      this.#queue.push(item);
      this.#queuedBytes += sizeOfItem(item);
    }
    this.#isFull = this.#queuedBytes >= HIGH_WATER_BYTES;
    return !this.#isFull;
  }

  /** Everything that waits, as far as the transport takes it. */
  #flush(): void {
    while (this.#queue.length > 0 && this.#transport.isWritable) {
      const { taken } = this.#transport.send(this.#queue);
      for (const item of this.#queue.splice(0, taken)) this.#queuedBytes -= sizeOfItem(item);
    }
    if (this.#queue.length === 0) this.#queuedBytes = 0;
  }

  #ready(): void {
    this.#flush();
    if (this.#state === "closing") {
      this.#sayGoodbye(true);
    } else if (this.#isFull && this.buffered < HIGH_WATER_BYTES) {
      this.#isFull = false;
      this.#options.owner.drained?.();
    }
  }

  #receive(packet: EnginePacket): void {
    if (this.#state !== "open") return;
    if (!this.#heartbeat.received(packet.type)) {
      this.#finish("transport error");
    } else if (packet.type === "unknown") {
      this.#finish("parse error");
    } else if (packet.type === "message") {
      this.#options.owner.message(packet.data);
    }
  }

  #adopt(transport: SocketTransport): void {
    this.#attempt = undefined;
    if (this.#transport instanceof PollingTransport) this.#transport.discard();
    this.#transport = transport;
    transport.listen(this.#listener);
    this.#heartbeat.moved();
    this.#options.owner.upgraded?.();
    this.#ready();
  }

  #leave(goodbye: Goodbye): void {
    if (this.#state !== "open") return;
    this.#state = "closing";
    this.#goodbye = goodbye;
    this.#callOffGoodbye = this.#options.after(
      CLOSE_POLL_MILLISECONDS,
      () => this.#finish("forced close"),
    );
    this.#sayGoodbye(false);
  }

  /** As soon as nothing waits and the transport can take it. */
  #sayGoodbye(isLate: boolean): void {
    const goodbye = this.#goodbye;
    if (goodbye.kind === "cut") {
      // A WebSocket that is gone tells so itself.
      if (this.#transport.cut() && this.#transport.name === "polling") {
        this.#finish("transport error");
      }
      return;
    }
    if (this.#queue.length > 0 || !this.#transport.isWritable) return;
    const isPoll = this.#transport.name === "polling";
    // A poll that finds a session closing is answered so by stock servers.
    if (isPoll && isLate) this.#transport.send([{ type: "noop" }, { type: "close" }]);
    else this.#transport.close(goodbye.code, goodbye.reason);
    this.#finish("forced close");
  }

  #finish(reason: CloseReason, end?: SocketEnd): void {
    if (this.#state === "closed") return;
    this.#state = "closed";
    this.#heartbeat.stop();
    this.#callOffGoodbye();
    this.#attempt?.cancel();
    this.#queue = [];
    this.#queuedBytes = 0;
    if (reason === "stalled") this.#transport.cut();
    else this.#transport.close();
    this.#options.gone();
    this.#options.owner.closed({ reason, ...end });
  }
}

function packetOf(message: Message): OutgoingPacket {
  return message instanceof SharedMessage ? message : { type: "message", data: message };
}
