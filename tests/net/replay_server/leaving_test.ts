// Clients that leave in the middle of a long tape at full speed. How much of it has left by then is
// chance; what the report says of them is not.

import { assert, assertEquals } from "@std/assert";
import { io } from "socket.io-client";
import type { WebSocket } from "ws";
import {
  type ReplayServer,
  type ServerFault,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import type { ReplayReport } from "../../../src/replay/report.ts";
import type { ReplayScript } from "../../../src/replay/script.ts";
import { engineSession, type Line } from "../../replay/fixtures.ts";
import { connect, plainScript, type Said } from "./plain_tape.ts";
import { scriptFrom } from "./scripts.ts";

const RUNS = 100;
/** Of what is no more than a variation. */
const FEW_RUNS = 10;
const EVENTS = 500;
/** With this in every event there is more than the sockets take at once. */
const FILLER = "x".repeat(12_000);
/** The client leaves as soon as it has had so many. */
const ENOUGH = 10;

type Report = Omit<ReplayReport, "times"> & { readonly faults: unknown };

/** Half of the events come only after the client has said "more", if it is to. */
async function engineTape(hasGate: boolean): Promise<ReplayScript> {
  const lines: Line[] = [[0, "client", "40"], [0, "server", '40{"sid":"recordedSid"}']];
  for (let event = 0; event < EVENTS; event++) {
    if (hasGate && event === EVENTS / 2) lines.push([event, "client", '42["more"]']);
    lines.push([event, "server", `42["moved",${event},"${FILLER}"]`]);
  }
  return await scriptFrom(engineSession(lines));
}

async function plainTape(filler = FILLER): Promise<ReplayScript> {
  return await plainScript([
    [0, "client", "go"],
    ...Array.from({ length: EVENTS }, (_, index): Said => [index, "server", `n${index} ${filler}`]),
  ]);
}

async function playEngine({ url }: ReplayServer, transport: string): Promise<void> {
  const socket = io(url, { transports: [transport], reconnection: false, forceNew: true });
  const gone = new Promise<void>((resolve) => socket.io.on("close", () => resolve()));
  let count = 0;
  socket.on("moved", () => {
    count += 1;
    if (count === ENOUGH) socket.disconnect();
  });
  await gone;
}

async function playPlain(
  { url }: ReplayServer,
  leave: (socket: WebSocket) => void = (socket) => socket.close(),
): Promise<void> {
  const socket = await connect(url);
  const gone = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  let count = 0;
  socket.on("message", () => {
    count += 1;
    if (count === ENOUGH) leave(socket);
  });
  socket.send("go");
  await gone;
}

/** All the reports that so many runs gave. */
async function reportsOf(
  script: ReplayScript,
  play: (server: ReplayServer) => Promise<void>,
  { runs = FEW_RUNS, faults = [] }: {
    readonly runs?: number;
    readonly faults?: readonly ServerFault[];
  } = {},
): Promise<readonly Report[]> {
  const reports = new Map<string, Report>();
  for (let run = 0; run < runs; run++) {
    await using server = await startReplayServer({ script, speed: "max", faults });
    await Promise.all([play(server), server.played]);
    const { times: _, ...rest } = server.report();
    const report = { ...rest, faults: server.faults() };
    reports.set(JSON.stringify(report), report);
  }
  return [...reports.values()];
}

const WAYS: readonly (readonly [
  what: string,
  script: (hasGate: boolean) => Promise<ReplayScript>,
  play: (server: ReplayServer) => Promise<void>,
])[] = [
  ["Socket.IO over websocket", engineTape, (server) => playEngine(server, "websocket")],
  ["Socket.IO over polling", engineTape, (server) => playEngine(server, "polling")],
  ["a plain WebSocket", () => plainTape(), (server) => playPlain(server)],
];

for (const [what, script, play] of WAYS) {
  Deno.test(`startReplayServer() counts what was due as served when a client leaves ${what}`, async () => {
    const [report, ...others] = await reportsOf(await script(false), play, { runs: RUNS });
    assertEquals(others, []);
    assertEquals(report?.totals.unserved, 0);
    assertEquals(report?.isGood, true);
  });
}

for (const transport of ["websocket", "polling"]) {
  Deno.test(`startReplayServer() counts what was not due as not served over ${transport}`, async () => {
    const [report, ...others] = await reportsOf(
      await engineTape(true),
      (server) => playEngine(server, transport),
    );
    assertEquals(others, []);
    assert(report !== undefined);
    const { served, matched, missed, unserved } = report.totals;
    assertEquals([served, matched, missed, unserved], [EVENTS / 2 + 1, 1, 1, EVENTS / 2]);
    assertEquals(report.isGood, false);
  });
}

Deno.test("startReplayServer() puts the same faults in for a client that leaves", async () => {
  const faults = [{ kind: "drop", event: "moved", nth: 400 }] as const;
  const [report, ...others] = await reportsOf(
    await engineTape(false),
    (server) => playEngine(server, "websocket"),
    { faults },
  );
  assertEquals(others, []);
  assertEquals(report?.totals.unserved, 1);
  assertEquals(report?.sessions[0]?.performances[0]?.unservedSteps.map(({ what }) => what), [
    "moved",
  ]);
});

Deno.test("startReplayServer() says under times what was due and never sent", async () => {
  // Many times what the sockets take of what nobody reads.
  const script = await plainTape("x".repeat(60_000));
  await using server = await startReplayServer({ script, speed: "max" });
  // It reads nothing after those few, neither the server's goodbye.
  await Promise.all([playPlain(server, (socket) => socket.terminate()), server.played]);
  const { isGood, times: { unsent = 0 } } = server.report();
  assert(unsent > 0 && unsent < EVENTS, `${unsent}`);
  assertEquals(isGood, true);
});
