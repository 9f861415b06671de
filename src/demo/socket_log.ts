// Who comes, who goes and who is not let in, as a line each: what every Socket.IO demo prints.

import type { Namespace, Server } from "socket.io";
import { type RefusalLog, refusalLog } from "./refusal_log.ts";

/** As Engine.IO tells of a request that it refuses; the request itself may hold a token. */
interface EngineRefusal {
  readonly code: number;
  readonly message: string;
}

/** Engine.IO's code for a client that speaks another version. */
const UNSUPPORTED_VERSION = 5;

/** Logs connections and disconnections with their socket ids, and what the layer below refuses. */
export function logSockets(
  server: Server,
  log: ((line: string) => void) | undefined,
  namespace: Server | Namespace = server,
  refused: RefusalLog = refusalLog(log),
): void {
  if (log === undefined) return;
  namespace.on("connection", (socket) => {
    log(`connection ${socket.id}  ${socket.conn.transport.name}`);
    socket.conn.on("upgrade", ({ name }) => log(`upgrade    ${socket.id}  ${name}`));
    socket.on("disconnect", (reason) => log(`disconnect ${socket.id}  ${reason}`));
  });
  server.engine.on("connection_error", ({ code, message }: EngineRefusal) => {
    const hint = code === UNSUPPORTED_VERSION ? ": it speaks Engine.IO 3, as old clients do" : "";
    refused("a request", `${message}${hint}`);
  });
}
