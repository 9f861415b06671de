// A client of S1, as a user's app has it: subscribes to a room and hears of its positions.

import { io } from "socket.io-client";

export const TRACKING = "fixtures/tapes/tracking.ndjson";

/** How many positions the tape has. */
export const POSITIONS = 3;

export interface TrackingClient extends AsyncDisposable {
  /** It is connected, if to no namespace yet. */
  readonly opened: Promise<void>;
  /** All positions of the tape have come. */
  readonly all: Promise<void>;
  /** The first has come. */
  readonly first: Promise<void>;
  readonly rooms: readonly string[];
  emit(event: string, ...args: readonly unknown[]): void;
  leave(): void;
}

export interface TrackingOptions {
  readonly room?: string;
  readonly transports?: readonly string[];
  /** Leaves as soon as it has said everything. */
  readonly leaves?: boolean;
}

export function trackingClient(url: string, options: TrackingOptions = {}): TrackingClient {
  const { room = "track_222222", transports = ["websocket"], leaves = false } = options;
  const socket = io(url, {
    transports: [...transports],
    query: { token: "hidden", auth_type: "v3" },
    forceNew: true,
    reconnection: false,
  });
  const opened = Promise.withResolvers<void>();
  socket.io.on("open", opened.resolve);
  const all = Promise.withResolvers<void>();
  const first = Promise.withResolvers<void>();
  const rooms: string[] = [];
  socket.on("connect", () => {
    socket.emit("room:subscribe", { room, ssoId: 222222 });
    if (leaves) socket.disconnect();
  });
  socket.on("location:track", (position: { readonly room: string }) => {
    first.resolve();
    if (rooms.push(position.room) === POSITIONS) all.resolve();
  });
  return {
    opened: opened.promise,
    all: all.promise,
    first: first.promise,
    rooms,
    emit: (event, ...args) => socket.emit(event, ...args),
    leave: () => socket.disconnect(),
    [Symbol.asyncDispose](): Promise<void> {
      socket.disconnect();
      return Promise.resolve();
    },
  };
}
