// Engine.IO packets over a WebSocket, one a message.

import { decodePacket } from "../../protocols/engine_io/decode_packet.ts";
import { encodePacket, encodeTextPacket } from "../../protocols/engine_io/encode_packet.ts";
import type { EngineVersion } from "../../protocols/engine_io/packet.ts";
import type { BatchItem } from "./frame_batch.ts";
import { ServerSocket, type ServerSocketOptions } from "./server_socket.ts";
import { SharedMessage } from "./shared_message.ts";
import type { Outgoing, Transport, TransportListener } from "./transport.ts";

export interface SocketTransportOptions extends Omit<ServerSocketOptions, "listener"> {
  readonly version: EngineVersion;
  /** The client takes no binary (`b64`). */
  readonly base64: boolean;
  readonly listener: TransportListener;
}

export class SocketTransport implements Transport {
  readonly name = "websocket";
  readonly #version: EngineVersion;
  readonly #base64: boolean;
  readonly #socket: ServerSocket;
  #listener: TransportListener;

  constructor(options: SocketTransportOptions) {
    this.#version = options.version;
    this.#base64 = options.base64;
    this.#listener = options.listener;
    this.#socket = new ServerSocket({
      ...options,
      listener: {
        message: (data) => this.#listener.received(decodePacket(data, this.#version)),
        drained: () => this.#listener.ready(),
        failed: (isStalled) => this.#listener.ended(isStalled ? "stalled" : "transport error"),
        closed: (code, text) => this.#listener.ended("transport close", { code, text }),
      },
    });
  }

  get isWritable(): boolean {
    return this.#socket.isOpen;
  }

  get buffered(): number {
    return this.#socket.buffered;
  }

  /** Whoever listens from now on: a session takes it over from an attempt to upgrade. */
  listen(listener: TransportListener): void {
    this.#listener = listener;
  }

  send(items: readonly Outgoing[]): { readonly taken: number; readonly hasRoom: boolean } {
    const hasRoom = this.#socket.send(items.map((item) => this.#encode(item)));
    return { taken: items.length, hasRoom };
  }

  close(code?: number, reason?: string): boolean {
    this.#socket.close(code, reason);
    return true;
  }

  cut(): boolean {
    this.#socket.cut();
    return true;
  }

  #encode(item: Outgoing): BatchItem {
    if (item instanceof SharedMessage) return item.packet(this.#version, this.#base64);
    if (item instanceof Uint8Array) return { bytes: item };
    const encode = this.#base64 && item.type !== "unknown" ? encodeTextPacket : encodePacket;
    return encode(item, this.#version);
  }
}
