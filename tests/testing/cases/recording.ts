// A test as users of the library write it: recorded when it runs first, played when it runs again,
// under the sanitizers of `deno test`. `deno_test_test.ts` runs this file, with the tape's place as
// its argument.

import { assertEquals } from "@std/assert";
import { tape } from "../../../src/testing/mod.ts";

const [file = "", whatFails = ""] = Deno.args;

Deno.test("a greeting is answered", async () => {
  await using server = startServer();
  await using recorded = await tape(file, { target: server.url });
  tell(`mode ${recorded.mode}`);
  const socket = new WebSocket(recorded.url);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  const heard = new Promise((resolve, reject) => {
    socket.onmessage = ({ data }) => resolve(data);
    // A test that waits for what cannot come any more hangs.
    socket.onerror = () => reject(new Error("The connection failed"));
    socket.addEventListener("close", () => reject(new Error("The connection was closed")));
  });
  socket.onopen = () => socket.send('{"type":"hello","token":"unguessable"}');
  const answer = await heard;
  tell("heard");
  socket.close();
  await closed;
  tell("closed");
  assertEquals(answer, whatFails === "fails" ? "something else" : '{"type":"welcome"}');
  await recorded.assertPlayed();
  tell("played");
});

/** The test that runs this one reads it, and shows how far this one came when it is ended. */
function tell(what: string): void {
  // deno-lint-ignore no-console
  console.log(what);
}

interface Server extends AsyncDisposable {
  readonly url: string;
}

function startServer(): Server {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen(): void {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = () => socket.send('{"type":"welcome"}');
    return response;
  });
  return {
    url: `ws://127.0.0.1:${server.addr.port}/live?room=1`,
    async [Symbol.asyncDispose](): Promise<void> {
      tell("the tape is left");
      await server.shutdown();
    },
  };
}
