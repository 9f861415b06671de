// A stock Socket.IO server for a test.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";

export interface Running extends AsyncDisposable {
  readonly port: number;
}

/** On a port of its own. */
export async function serve(prepare: (server: Server) => void): Promise<Running> {
  const http = createServer();
  const server = new Server(http, { serveClient: false });
  prepare(server);
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { port, [Symbol.asyncDispose]: () => server.close() };
}
