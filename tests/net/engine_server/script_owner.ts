// The server of the scripted exchange on our own Engine.IO server: as little Socket.IO as it takes to
// say what the stock server says.

import type { Payload } from "../../../src/base/bytes.ts";
import type { Value } from "../../../src/base/json.ts";
import type {
  Admission,
  EngineOwner,
  EngineSession,
  SessionEnd,
  SessionOwner,
} from "../../../src/net/engine_server/engine_owner.ts";
import { SocketDecoder } from "../../../src/protocols/socket_io/decoder.ts";
import { encodePacket, type OutgoingPacket } from "../../../src/protocols/socket_io/encode.ts";
import type { SocketPacket } from "../../../src/protocols/socket_io/packet.ts";
import { REFUSAL } from "../../peers/script_server.ts";

/** What is the same for all sessions. */
export class ScriptOwner implements EngineOwner {
  /** How each session ended, and over what. */
  readonly ends: string[] = [];
  readonly #finished = Promise.withResolvers<void>();
  #saidBye = false;
  #ackIds = 0;

  /** The client has said all that it had to say and is gone. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  nextAckId(): number {
    return this.#ackIds++;
  }

  sayBye(): void {
    this.#saidBye = true;
  }

  ended(transport: string, end: SessionEnd): void {
    this.ends.push(`${transport}: ${end.reason}`);
    if (this.#saidBye) this.#finished.resolve();
  }

  admit(): Admission {
    return { kind: "take", owner: new ScriptSession(this) };
  }
}

class ScriptSession implements SessionOwner {
  readonly #script: ScriptOwner;
  readonly #decoder = new SocketDecoder();
  readonly #waiting = new Map<number, () => void>();
  #session: EngineSession | undefined;
  #namespaces = 0;

  constructor(script: ScriptOwner) {
    this.#script = script;
  }

  opened(session: EngineSession): void {
    this.#session = session;
    // Socket.IO lets clients of Engine.IO 3 into the root without being asked.
    if (session.version === 3) this.#send({ type: "CONNECT", namespace: "/" });
  }

  message(data: Payload): void {
    for (const packet of this.#decoder.receive("client", data).packets) {
      // A Socket.IO decoder gives packets of its own, and attachments on their way.
      if (packet.type !== "attachment") this.#receive(packet as SocketPacket);
    }
  }

  closed(end: SessionEnd): void {
    this.#script.ended(this.#session?.transport ?? "", end);
  }

  #receive(packet: SocketPacket): void {
    const { type, namespace, ackId, data, attachments } = packet;
    switch (type) {
      case "CONNECT":
        this.#connect(namespace);
        break;
      case "EVENT":
      case "BINARY_EVENT": {
        const isWhole = attachments === undefined || !hasPlaceholder(data);
        if (isWhole && Array.isArray(data)) this.#act(namespace, ackId, data);
        break;
      }
      case "ACK":
      case "BINARY_ACK":
        if (ackId !== undefined && !hasPlaceholder(data)) this.#waiting.get(ackId)?.();
        break;
      default:
        break;
    }
  }

  #connect(namespace: string): void {
    const isOld = this.#session?.version === 3;
    if (namespace === "/refused") {
      const data = REFUSAL as unknown as { readonly data: Value };
      this.#send({ type: "CONNECT_ERROR", namespace, data: isOld ? data.data : { ...data } });
    } else if (isOld) {
      this.#send({ type: "CONNECT", namespace });
    } else {
      const sid = `${this.#session?.sid}-${this.#namespaces++}`;
      this.#send({ type: "CONNECT", namespace, data: { sid } });
    }
  }

  #act(namespace: string, ackId: number | undefined, [name, ...args]: readonly Value[]): void {
    switch (name) {
      case "echo": {
        const id = this.#script.nextAckId();
        this.#waiting.set(id, () => this.#answer(namespace, ackId, args));
        this.#send({ type: "EVENT", namespace, ackId: id, data: ["pushed", ...args] });
        break;
      }
      case "burst:done":
        for (let index = 0; index < Number(args[0]); index++) {
          this.#send({ type: "EVENT", namespace, data: ["burst-back", index, "🚀"] });
        }
        this.#answer(namespace, ackId, args);
        break;
      case "room:subscribe":
        this.#subscribe(namespace, ackId, "track_222222");
        break;
      case "kick":
        this.#send({ type: "DISCONNECT", namespace });
        break;
      case "drop":
        this.#session?.close();
        break;
      case "bye":
        this.#script.sayBye();
        this.#answer(namespace, ackId, args);
        break;
      default:
        break;
    }
  }

  #subscribe(namespace: string, ackId: number | undefined, room: string): void {
    for (let index = 0; index < 3; index++) {
      const position = { room, lat: -6.2 + index / 1000, lng: 106.8, at: new Uint8Array([index]) };
      this.#send({ type: "EVENT", namespace, data: ["location:track", position] });
    }
    this.#answer(namespace, ackId, ["subscribed", room]);
  }

  #answer(namespace: string, ackId: number | undefined, args: readonly Value[]): void {
    if (ackId !== undefined) this.#send({ type: "ACK", namespace, ackId, data: args });
  }

  #send(packet: OutgoingPacket): void {
    this.#session?.send(encodePacket(packet));
  }
}

function hasPlaceholder(data: Value | undefined): boolean {
  return JSON.stringify(data)?.includes('"_placeholder":true') ?? false;
}
