// What `record` says, at its end and on the tape, of emissions that were not sent or not acknowledged,
// and of namespaces that refused it long before.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { record } from "../../e2e/run_record.ts";
import type { FakeHost } from "../fake_host.ts";

/** Lets clients into `/a`, where nobody acknowledges anything, and refuses them in `/deny`. */
async function serve(): Promise<AsyncDisposable & { url: string }> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  io.of("/a").on("connection", (socket) => socket.on("noack", () => socket.emit("over")));
  io.of("/deny").use((_socket, next) => next(new Error("members only")));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => io.close() };
}

function notesOf(text: string): readonly string[] {
  return text.split("\n").flatMap((line) =>
    /"rule":"client\/emissions","text":"([^"]*)"/.exec(line)?.[1] ?? []
  );
}

Deno.test("record says at its end, and on the tape, which emissions were not sent", async () => {
  await using server = await serve();
  const args = ["--transports", "websocket", "--watch", "over", "--events", "1", "--ack"];
  const emit = ["--emit", "noack 1", "--emit", 'hello {"password":"hunter2"}'];
  const { code, host, text } = await record([`${server.url}/a`, ...args, ...emit]);
  const words = "noack was never acknowledged; 1 emission was not sent: hello";
  assertEquals(code, 0);
  assertStringIncludes(host.stderr.written, `\n${words}\n`);
  assertEquals(notesOf(text), [words]);
  assertEquals(`${host.stderr.written}${text}`.includes("hunter2"), false);
});

Deno.test("record repeats at its end which namespace refused it, and what was for it", async () => {
  await using server = await serve();
  const { code, host, text } = await record(
    [`${server.url}/a`, "--namespace", "/deny", "--emit", "/deny x"],
    {
      during: (host: FakeHost) => {
        void host.stderr.said(/^ *\d+\.\d{3} s {2}Refused in \/deny: members only$/m).then(() =>
          host.signal("SIGINT")
        );
      },
    },
  );
  assertEquals(code, 0);
  assertMatch(
    host.stderr.written,
    /^ *\d+\.\d{3} s {2}Refused in \/deny: members only\n[^]*^Refused in \/deny: members only\n1 emission was not sent: \/deny x\n/m,
  );
  assertEquals(notesOf(text), ["1 emission was not sent: /deny x"]);
});
