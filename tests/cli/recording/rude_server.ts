// A server that answers every connection with the same bytes, whatever it is asked, and hangs up.

import { encodeUtf8 } from "../../../src/base/bytes.ts";

export interface RudeServer extends AsyncDisposable {
  readonly port: number;
}

/** `answer`: the bytes, or what they are for a port. */
export function serveRudely(answer: string | ((port: number) => string)): RudeServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const bytes = encodeUtf8(typeof answer === "string" ? answer : answer(port));
  const open = new Set<Deno.TcpConn>();
  const served = (async (): Promise<void> => {
    for await (const connection of listener) {
      open.add(connection);
      void (async (): Promise<void> => {
        try {
          await connection.read(new Uint8Array(4096));
          await connection.write(bytes);
          connection.close();
        } catch {
          // The other side was quicker.
        }
        open.delete(connection);
      })();
    }
  })();
  return {
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      listener.close();
      await served;
      for (const connection of open) connection.close();
    },
  };
}

/** A whole HTTP response. */
export function response(
  status: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const fields = {
    "Content-Length": String(encodeUtf8(body).length),
    Connection: "close",
    ...headers,
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${body}`;
}
