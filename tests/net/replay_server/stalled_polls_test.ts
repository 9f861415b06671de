// What a stalled poll is answered with: nothing, whatever there is to tell, until all is over.

import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  type ServerFault,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { GOODBYE_MILLISECONDS } from "../../../src/net/engine_server/limits.ts";
import { inTime } from "../../peers/in_time.ts";
import { engineSession } from "../../replay/fixtures.ts";
import { playExchange } from "../engine_server/raw_http.ts";
import { dial, whenGone } from "../sockets.ts";
import { OneTimer } from "./one_timer.ts";
import { scriptFrom } from "./scripts.ts";

const LET_IN = '40{"sid":"x"}';

/** All that came on a connection with a poll, and what lets its client in behind it. */
async function pollUntilGone(faults: readonly ServerFault[]): Promise<string> {
  const script = await scriptFrom(engineSession([[1, "client", "40"], [2, "server", LET_IN]]));
  const served = Promise.withResolvers<void>();
  const lastWords = new OneTimer(GOODBYE_MILLISECONDS);
  const server = await startReplayServer({
    script,
    speed: "max",
    faults,
    after: lastWords.after,
    onEvent: ({ kind }) => kind === "served" && served.resolve(),
  });
  const { port } = server;
  const socket = dial(port);
  let heard = "";
  socket.on("data", (bytes) => heard += String(bytes));
  const gone = whenGone(socket);
  try {
    let query = "EIO=4&transport=polling";
    await playExchange(port, [{ query }], (sid) => query += `&sid=${sid}`);
    const line = `/socket.io/?${query} HTTP/1.1\r\nHost: localhost\r\n`;
    // In one piece: who hears the second has the first.
    socket.write(`GET ${line}\r\nPOST ${line}Content-Length: 2\r\n\r\n40`);
    await inTime(served.promise, "the client to be let in");
    // A noop: what the poll was answered with would be on its way.
    await playExchange(port, [{ method: "POST", query, body: "6" }]);
  } finally {
    const closed = server[Symbol.asyncDispose]();
    lastWords.end();
    await closed;
    socket.end();
  }
  await gone;
  return heard;
}

Deno.test("startReplayServer() answers a poll with what lets its client in", async () => {
  assertStringIncludes(await pollUntilGone([]), `\r\n\r\n40{"sid":"`);
});

Deno.test("startReplayServer() answers no poll at all that is stalled", async () => {
  assertEquals(await pollUntilGone([{ kind: "stall-polls" }]), "");
});
