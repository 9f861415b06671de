// How long a recording waits for a target that does not answer, how long it then runs, and what it
// does with its client's log and a client that cannot leave.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { Socket } from "socket.io-client";
import { runDeck } from "../../../src/cli/record/deck.ts";
import { RECORD_FLAGS } from "../../../src/cli/record/flags.ts";
import { readClientPlan } from "../../../src/cli/record/plan.ts";
import { Recording, type RecordingEnd } from "../../../src/cli/recording/recording.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { startTap } from "../../../src/net/tap.ts";
import { targetOf } from "../../../src/net/target.ts";
import { HeldTime } from "../../house/held_time.ts";
import { serve } from "../../net/sockets.ts";
import { inTime } from "../../peers/in_time.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";

/** Unlike the patience of anything else, so that the test can hold these two. */
const PATIENCE = { wordAfter: 3100, endAfter: 20_100 };

/** Records a server that takes connections and says nothing. */
async function waitInVain(
  scheme: string,
): Promise<{ readonly end: RecordingEnd; readonly host: FakeHost; readonly whom: string }> {
  const { wordAfter, endAfter } = PATIENCE;
  using time = new HeldTime((delay) => Object.values(PATIENCE).includes(delay) ? "held" : "runs");
  const asked = Promise.withResolvers<void>();
  await using server = await serve((socket) => {
    socket.on("error", () => {});
    socket.on("data", () => asked.resolve());
  });
  const whom = `127.0.0.1:${server.port}`;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const { flags } = parseFlags(RECORD_FLAGS, ["--out", "t.ndjson", "--duration", "5m"]);
    const client = readClientPlan(`${scheme}://${whom}/`, flags);
    const recording = new Recording({
      mode: "record",
      target: client.shown,
      watch: true,
      flags,
      host,
      keys: false,
    });
    const target = targetOf(client.url);
    await using tap = await startTap({ target, owner: recording.recorder });
    const options = { client, recording, tap, log: false, debug: false, limit: 300_000 };
    const ended = runDeck({ ...options, patience: PATIENCE });
    await inTime(asked.promise, `the first bytes over ${scheme}`);
    time.end(wordAfter);
    time.end(endAfter);
    const end = await ended;
    await recording.finish(end);
    return { end, host, whom };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const scheme of ["http", "ws"]) {
  Deno.test(`runDeck() says that nobody answers, and ends, over ${scheme}`, async () => {
    const { end, host, whom } = await waitInVain(scheme);
    assertEquals(end, { kind: "refused", message: `No answer from ${whom} within 20.1 s` });
    assertStringIncludes(
      host.stderr.written,
      `Waiting for ${whom}: no answer yet (for at most 20.1 s; ` +
        "the duration counts from when the client is in)\n",
    );
  });
}

interface StockRun {
  /** What is typed beside the URL. */
  readonly args?: readonly string[];
  readonly limit?: number;
  /** Before the client starts. */
  readonly begun?: () => void;
  /** Before the server lets the client in. */
  readonly asked?: () => void;
  /** As soon as the client is in. */
  readonly entered: (recording: Recording, host: FakeHost) => void;
}

/** Records a stock server. */
async function recordStock(
  { args = [], limit, begun, asked, entered }: StockRun,
): Promise<{ readonly end: RecordingEnd; readonly said: string; readonly tape: string }> {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  io.use((_socket, next) => {
    asked?.();
    next();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const typed = ["--out", "t.ndjson", "--transports", "websocket", "--emit", "ready", ...args];
    const { flags } = parseFlags(RECORD_FLAGS, typed);
    const client = readClientPlan(`http://127.0.0.1:${port}/`, flags);
    const { shown: target } = client;
    const { debug } = flags;
    const common = { mode: "record", target, watch: true, flags, host, debug } as const;
    const recording = new Recording({ ...common, keys: false });
    await using tap = await startTap({ target: targetOf(client.url), owner: recording.recorder });
    io.on("connection", (socket) => socket.on("ready", () => entered(recording, host)));
    begun?.();
    const end = await runDeck({ client, recording, tap, log: !flags.noLog, debug, limit });
    await recording.finish(end);
    const tape = await Deno.readTextFile(`${folder}/t.ndjson`);
    return { end, said: host.stderr.written, tape };
  } finally {
    await io.close();
    await Deno.remove(folder, { recursive: true });
  }
}

const LIMITS: readonly [name: string, limit: number, late: number][] = [
  ["a late connection", 4000, 18_500],
  ["a limit beyond what a connection may take", 60_000, 400],
];

for (const [name, limit, late] of LIMITS) {
  Deno.test(`runDeck() counts its limit from when the client is in, with ${name}`, async () => {
    using time = new HeldTime((delay) => delay === limit ? "held" : "runs");
    const { end } = await recordStock({
      limit,
      asked: () => time.leap(late),
      entered: (_recording, host) => {
        time.end(limit);
        // Ends it whatever became of the limit.
        host.signal("SIGINT");
      },
    });
    assertEquals(end, { kind: "stopped" });
    assertEquals(time.delays.filter((delay) => delay === limit), [limit]);
  });
}

Deno.test("runDeck() ends with a word when its client cannot leave", async () => {
  const { disconnect } = Socket.prototype;
  const left: Socket[] = [];
  try {
    const { end, said } = await recordStock({
      entered: (_recording, host) => {
        Socket.prototype.disconnect = function (this: Socket): never {
          left.push(this);
          throw new TypeError("too odd");
        };
        host.signal("SIGINT");
      },
    });
    assertEquals(end, { kind: "stopped" });
    assertStringIncludes(said, "The client could not sign off: too odd\n");
  } finally {
    Socket.prototype.disconnect = disconnect;
    for (const socket of left) socket.disconnect();
  }
});

Deno.test("runDeck() shows the debug log by the tape's clock, and keeps it off the tape", async () => {
  using time = new HeldTime(() => "runs");
  const { said, tape } = await recordStock({
    args: ["--debug", "--no-log"],
    begun: () => time.leap(100_000),
    entered: (_recording, host) => host.signal("SIGINT"),
  });
  const times = said.split("\n").flatMap((line) => /^ *([\d.]+).*client/.exec(line)?.[1] ?? []);
  assert(times.length > 10, said);
  assertEquals(times.filter((at) => Number(at) < 100), []);
  assertEquals(tape.includes('"kind":"log"'), false);
});
