// Who comes and who goes, as a line each: what every Socket.IO demo prints.

import type { Namespace, Server } from "socket.io";

/** Logs connections and disconnections with their socket ids. */
export function logSockets(
  namespace: Server | Namespace,
  log: ((line: string) => void) | undefined,
): void {
  if (log === undefined) return;
  namespace.on("connection", (socket) => {
    log(`connection ${socket.id}  ${socket.conn.transport.name}`);
    socket.conn.on("upgrade", ({ name }) => log(`upgrade    ${socket.id}  ${name}`));
    socket.on("disconnect", (reason) => log(`disconnect ${socket.id}  ${reason}`));
  });
}
