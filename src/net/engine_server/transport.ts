// What a session needs of its transport, and what it is told by it.

import type { EnginePacket, OutgoingPacket } from "../../protocols/engine_io/packet.ts";
import type { TransportName } from "./engine_owner.ts";

/** Packets, or bytes that go as they are. */
export type Outgoing = OutgoingPacket | Uint8Array;

export interface Transport {
  readonly name: TransportName;
  /** Whether what it is given leaves at once. */
  readonly isWritable: boolean;
  /** How many bytes it holds. */
  readonly buffered: number;
  /** How many of the items, from the first one on, it has taken; false when it is full. */
  send(items: readonly Outgoing[]): { readonly taken: number; readonly hasRoom: boolean };
  /** Says goodbye; false when that has to wait until it is writable. */
  close(code?: number, reason?: string): boolean;
  /** Resets its TCP connection; false when it has none just now. */
  cut(): boolean;
}

export interface TransportListener {
  received(packet: EnginePacket): void;
  /** It has become writable, or has room again. */
  ready(): void;
  /** It is gone, or of no use any more. */
  ended(reason: "transport close" | "transport error" | "stalled", end?: SocketEnd): void;
}

export interface SocketEnd {
  readonly code: number;
  readonly text: string;
}
