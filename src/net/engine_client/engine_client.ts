// An Engine.IO client of our own, for revisions 3 and 4 over polling, WebSocket, or the one and then
// the other. It sends messages as they are given, raw, which no stock client does, and it does not
// come back when it is out: that would be another session.

import type { Payload } from "../../base/bytes.ts";
import { type Random, systemRandom } from "../../base/random.ts";
import { decodePacket } from "../../protocols/engine_io/decode_packet.ts";
import { encodePacket } from "../../protocols/engine_io/encode_packet.ts";
import type {
  EnginePacket,
  EngineVersion,
  Handshake,
  OutgoingPacket,
} from "../../protocols/engine_io/packet.ts";
import type { Transport } from "../../protocols/protocol.ts";
import { ABNORMAL_CLOSURE } from "../../wire/close_codes.ts";
import { ClientSocket } from "./client_socket.ts";
import type {
  ClientAddress,
  ClientEnd,
  HeaderLine,
  PlayedClient,
  PlayedClientListener,
} from "./contract.ts";
import { CookieJar } from "./cookie_jar.ts";
import { Departure } from "./departure.ts";
import { Heartbeat } from "./heartbeat.ts";
import { Poller } from "./poller.ts";

export interface EngineClientOptions extends ClientAddress {
  /** Engine.IO's path on the server: `/socket.io/`. */
  readonly path: string;
  /** The application's own parameters; the transport's are added. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly HeaderLine[];
  readonly version: EngineVersion;
  /** In the order in which they are used: with polling first the session is upgraded. */
  readonly transports: readonly Transport[];
  readonly listener: PlayedClientListener;
  readonly random?: Random;
}

/** How many messages may wait while the transport changes. */
export const MAX_WAITING = 100_000;

const NOT_ENGINE = "what came is no answer of Engine.IO's";

/** Connects at once. */
export function startEngineClient(options: EngineClientOptions): PlayedClient {
  return new EngineClient(options);
}

class EngineClient implements PlayedClient {
  readonly #options: EngineClientOptions;
  readonly #cookies = new CookieJar();
  readonly #departure = new Departure();
  readonly #heartbeat: Heartbeat;
  readonly #poller: Poller | undefined;
  #socket: ClientSocket | undefined;
  /** `probing`: polling still carries the session; `switching`: nothing does. */
  #state: "opening" | "polling" | "probing" | "switching" | "websocket" | "over" = "opening";
  #waiting: OutgoingPacket[] = [];
  #sid: string | undefined;
  #leaves = false;
  #asked = 0;

  constructor(options: EngineClientOptions) {
    this.#options = options;
    this.#heartbeat = new Heartbeat(options.version, {
      ping: () => this.#sendPackets([{ type: "ping" }]),
      expired: () => this.#end({ kind: "closed", by: "server", reason: "ping timeout" }),
    });
    if (options.transports[0] === "websocket") {
      this.#socket = this.#connect();
      return;
    }
    this.#poller = new Poller({
      ...options,
      target: () => this.#target("polling"),
      cookies: this.#cookies,
      listener: {
        packet: (packet) => this.#hear(packet),
        failed: (end) => this.#pollingFailed(end),
      },
    });
    this.#poller.poll();
  }

  send(messages: readonly Payload[]): void {
    this.#sendPackets(messages.map((data) => ({ type: "message", data })));
  }

  close(code?: number, reason?: string): void {
    this.#leaves = true;
    this.#onceMoved(() => this.#leave(code, reason));
  }

  destroy(): void {
    this.#leaves = true;
    this.#onceMoved(() => this.#vanish());
  }

  leaveNow(): void {
    this.#leaves = true;
    this.#departure.go();
    this.#leave();
  }

  #onceMoved(leave: () => void): void {
    if (this.#state === "probing" || this.#state === "switching") this.#departure.wait(leave);
    else leave();
  }

  #leave(code?: number, reason?: string): void {
    if (this.#state === "over") return;
    if (this.#state === "websocket") {
      this.#socket?.close(code, reason);
      return;
    }
    const wasIn = this.#state !== "opening";
    const packets = this.#waiting;
    this.#waiting = [];
    if (wasIn) this.#poller?.send([...packets, { type: "close" }]);
    // The goodbye is on its way: nobody waits for what the server says to it.
    this.#end({ kind: "closed", by: "client", reason: "" }, wasIn);
  }

  #vanish(): void {
    // First, so that there is no close frame.
    this.#socket?.destroy();
    this.#end({ kind: "closed", by: "client", reason: "" });
  }

  #target(transport: Transport): string {
    const { path, query, version } = this.#options;
    const parameters = new URLSearchParams([
      ...query.map(([name, value]) => [name, value]),
      ["EIO", String(version)],
      ["transport", transport],
    ]);
    this.#asked += 1;
    if (transport === "polling") parameters.set("t", `${Date.now().toString(36)}${this.#asked}`);
    if (this.#sid !== undefined) parameters.set("sid", this.#sid);
    return `${path}?${parameters}`;
  }

  #connect(): ClientSocket {
    const { hostname, port, headers, version, random = systemRandom } = this.#options;
    const isFirst = this.#sid === undefined;
    return new ClientSocket({
      hostname,
      port,
      target: this.#target("websocket"),
      headers: this.#cookies.addTo(headers),
      random,
      listener: {
        opened: () => {
          if (isFirst) return;
          this.#departure.answered();
          this.#sendOnSocket([{ type: "ping", data: "probe" }]);
        },
        message: (data) => this.#hear(decodePacket(data, version)),
        refused: (status, reason) => this.#socketEnded({ kind: "refused", status, reason }),
        closed: (code, reason) => this.#socketEnded(this.#closedBy(code, reason)),
      },
    });
  }

  #closedBy(code: number, reason: string): ClientEnd {
    if (this.#state === "opening") {
      return { kind: "failed", reason: "the connection ended before the session began" };
    }
    if (this.#leaves) return { kind: "closed", by: "client", reason: "" };
    const isSilent = code === ABNORMAL_CLOSURE;
    return { kind: "closed", by: "server", reason, ...(isSilent ? {} : { code }) };
  }

  #hear(packet: EnginePacket): void {
    const { listener } = this.#options;
    switch (packet.type) {
      case "open":
        this.#open(packet.handshake ?? {});
        break;
      case "message":
        if (this.#state !== "over") listener.message(packet.data);
        break;
      case "ping":
        this.#heartbeat.heard();
        this.#sendPackets([{ type: "pong", data: packet.data }]);
        break;
      case "pong":
        if (packet.probe === true) this.#upgrade();
        else this.#heartbeat.heard();
        break;
      case "close":
        this.#end({ kind: "closed", by: "server", reason: "close packet" });
        break;
      case "unknown":
        if (this.#state === "opening") this.#end({ kind: "failed", reason: NOT_ENGINE });
        break;
      case "upgrade":
      case "noop":
        break;
    }
  }

  #open(handshake: Handshake): void {
    if (this.#state !== "opening") return;
    const { transports, listener } = this.#options;
    this.#sid = handshake.sid;
    this.#state = transports[0] === "websocket" ? "websocket" : "polling";
    this.#heartbeat.start(handshake);
    const mayUpgrade = handshake.upgrades?.includes("websocket") === true;
    if (this.#state === "polling" && transports.includes("websocket") && mayUpgrade) {
      this.#state = "probing";
      this.#socket = this.#connect();
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#sendPackets(waiting);
    listener.opened(handshake);
  }

  /** The probe was answered: polling comes to rest, then the WebSocket takes over. */
  #upgrade(): void {
    if (this.#state !== "probing") return;
    this.#state = "switching";
    this.#poller?.pause(() => {
      if (this.#state !== "switching") return;
      this.#poller?.destroy();
      this.#state = "websocket";
      this.#sendOnSocket([{ type: "upgrade" }, ...this.#waiting]);
      this.#waiting = [];
      this.#departure.go();
    });
  }

  #sendPackets(packets: readonly OutgoingPacket[]): void {
    switch (this.#state) {
      case "websocket":
        return this.#sendOnSocket(packets);
      case "polling":
      case "probing":
        return this.#poller?.send(packets);
      case "opening":
      case "switching":
        if (this.#waiting.length + packets.length <= MAX_WAITING) this.#waiting.push(...packets);
        return;
      case "over":
        return;
    }
  }

  #sendOnSocket(packets: readonly OutgoingPacket[]): void {
    for (const packet of packets) this.#socket?.send(encodePacket(packet, this.#options.version));
  }

  /** A probe that fails leaves the session where it was. */
  #socketEnded(end: ClientEnd): void {
    const wasSwitching = this.#state === "switching";
    if (!wasSwitching && this.#state !== "probing" && this.#state !== "polling") {
      return this.#end(end);
    }
    this.#state = "polling";
    if (wasSwitching) {
      this.#poller?.resume();
      this.#poller?.send(this.#waiting);
      this.#waiting = [];
    }
    this.#departure.go();
  }

  #pollingFailed(end: ClientEnd): void {
    const isIn = this.#state !== "opening";
    this.#end(
      isIn && end.kind !== "closed" ? { kind: "closed", by: "server", reason: end.reason } : end,
    );
  }

  #end(end: ClientEnd, gently = false): void {
    if (this.#state === "over") return;
    const wasOnSocket = this.#state === "websocket";
    this.#state = "over";
    this.#departure.callOff();
    this.#heartbeat.stop();
    if (gently) this.#poller?.finish();
    else this.#poller?.destroy();
    if (wasOnSocket && end.kind === "closed") this.#socket?.close();
    else this.#socket?.destroy();
    this.#options.listener.closed(end);
  }
}
