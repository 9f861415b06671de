// An abnormal end of a TCP connection, as a server that dies leaves it.

import type net from "node:net";
import type { After } from "./after.ts";
import { GOODBYE_MILLISECONDS } from "./limits.ts";

const NOTHING = new Uint8Array(0);

/** Sends a reset when what was written before has left, or does not leave. */
export function resetAfterFlush(socket: net.Socket, after: After): void {
  if (socket.destroyed) return;
  if (socket.writableLength === 0 || !socket.writable) {
    socket.resetAndDestroy();
    return;
  }
  const callOff = after(GOODBYE_MILLISECONDS, () => socket.resetAndDestroy());
  socket.write(NOTHING, () => {
    callOff();
    socket.resetAndDestroy();
  });
}
