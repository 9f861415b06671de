// `record` and `proxy`, killed and stopped under load: whatever client and server had of each other
// is on the tape.

import { assert, assertEquals } from "@std/assert";
import { type Chance, chanceOf, SEED } from "./kill/chance.ts";
import { type FloodServer, startFloodServer } from "./kill/flood_server.ts";
import { startPollingClient, startWebSocketClient } from "./kill/outside_client.ts";
import { readTaped, startProxy, startRecord } from "./kill/recorder_process.ts";
import { inFolder } from "../house/in_folder.ts";
import { inTime } from "../peers/in_time.ts";

const MOMENTS = 20;
const TRANSPORTS = ["websocket", "polling"] as const;

/** The earliest moment: so many messages have come, and by the second of them the client is in. */
const MIN_MESSAGES = 2;
/** The latest moment: so many more have come, and so many turns have passed since. */
const MAX_MESSAGES = 600;
const MAX_TURNS = 60;

for (const transport of TRANSPORTS) {
  Deno.test(`record, killed under load over ${transport}, has on tape what its client had`, () =>
    atRandomMoments(transport, async (chance, server, out) => {
      const url = `http://127.0.0.1:${server.port}/`;
      const log = chance(2) === 0 ? [] : ["--no-log"];
      await using record = startRecord([url, "--transports", transport, "--out", out, ...log]);
      await loadedMoment(chance, server);
      await record.end("SIGKILL");
      await server.whenLeft();
      return server.sent.slice(0, server.confirmed);
    }));

  Deno.test(`proxy, killed under load over ${transport}, has on tape what its client had`, () =>
    atRandomMoments(transport, async (chance, server, out) => {
      await using proxy = await startProxy(`http://127.0.0.1:${server.port}`, out);
      const start = transport === "websocket" ? startWebSocketClient : startPollingClient;
      const client = start(proxy.url);
      await loadedMoment(chance, server);
      await proxy.end("SIGKILL");
      await Promise.all([client.gone, server.whenLeft()]);
      return client.got;
    }));
}

for (const [index, signal] of (["SIGINT", "SIGTERM", "SIGHUP"] as const).entries()) {
  for (const transport of TRANSPORTS) {
    Deno.test(`record ends with a whole tape on ${signal} under load over ${transport}`, () =>
      inFolder(async (folder) => {
        const chance = chanceOf(SEED + index);
        await using server = await startFloodServer(chance);
        const out = `${folder}/stopped.ndjson`;
        const url = `http://127.0.0.1:${server.port}/`;
        await using record = startRecord([url, "--transports", transport, "--out", out]);
        await loadedMoment(chance, server);
        const { code, said } = await record.end(signal);
        await server.whenLeft();
        assertEquals(code, 0, `WIRETAPE_SEED=${SEED}: ${said}`);
        const { ending } = await checkTape(out, server, server.sent.slice(0, server.confirmed));
        assertEquals(ending, "whole");
      }));
  }
}

/** Half of the moments are each transport's. */
async function atRandomMoments(
  transport: string,
  kill: (chance: Chance, server: FloodServer, out: string) => Promise<readonly string[]>,
): Promise<void> {
  await inFolder(async (folder) => {
    for (let moment = 0; moment < MOMENTS / TRANSPORTS.length; moment++) {
      const chance = chanceOf(SEED + moment);
      await using server = await startFloodServer(chance);
      const out = `${folder}/${transport}-${moment}.ndjson`;
      const had = await kill(chance, server, out);
      const { ending } = await checkTape(out, server, had);
      assert(ending === "cut-short" || ending === "torn", `The tape is ${ending}`);
    }
  });
}

/** Some messages have come, and then it is some turns of the event loop or of promises later. */
async function loadedMoment(chance: Chance, server: FloodServer): Promise<void> {
  const underLoad = server.whenConfirmed(MIN_MESSAGES + chance(MAX_MESSAGES));
  await inTime(underLoad, "the client to say that it has received enough");
  const waitsForEvents = chance(2) === 0;
  for (let turns = chance(MAX_TURNS); turns > 0; turns--) {
    await (waitsForEvents ? new Promise((resolve) => setImmediate(resolve)) : undefined);
  }
}

/** The tape begins with all that the client had, and with all that the server had. */
async function checkTape(
  path: string,
  server: FloodServer,
  had: readonly string[],
): Promise<{ readonly ending: string }> {
  const { packets, ending } = await readTaped(path);
  const where = `WIRETAPE_SEED=${SEED}`;
  assert(had.length > 0, `${where}: the client had nothing`);
  for (const [from, list] of [["server", had], ["client", server.received]] as const) {
    const missing = list.findIndex((message, index) => packets[from][index] !== message);
    const text = list[missing]?.slice(0, 60);
    const taped = packets[from].length;
    assertEquals(
      missing,
      -1,
      `${where}: of ${list.length} messages from the ${from}, ${taped} on tape, ${text} is missing`,
    );
  }
  return { ending };
}
