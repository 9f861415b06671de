// Nothing hangs: a client that never sends what the tape expects of it is given up after --patience,
// the run ends by itself, and the report says what did not come. Neither do half requests hold it up.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createConnection } from "node:net";
import { join } from "node:path";
import { run } from "../../../src/cli/run.ts";
import type { PlayedClient } from "../../../src/net/engine_client/contract.ts";
import { startEngineClient } from "../../../src/net/engine_client/engine_client.ts";
import { startPlainClient } from "../../../src/net/engine_client/plain_client.ts";
import {
  type ReplayServer,
  startReplayServer,
} from "../../../src/net/replay_server/replay_server.ts";
import { describeIn } from "../../../src/replay/meaning.ts";
import type { ReplayReport } from "../../../src/replay/report.ts";
import type { ReplayScript, ReplaySession, Step } from "../../../src/replay/script.ts";
import { fakeHost } from "../../cli/fake_host.ts";
import { ManualTime } from "../../net/replay_server/manual_time.ts";
import { inTime } from "../../peers/in_time.ts";
import { scriptOf, TAPE_NAMES } from "../../replay/fixtures.ts";
import { fixture } from "../run_drive.ts";

/** Of the manual clock. */
const PATIENCE_MILLISECONDS = 1000;

for (const name of TAPE_NAMES) {
  Deno.test(`replay of ${name} is over when its client says not a word`, async () => {
    const script = await scriptOf(name);
    await using stage = await startManualReplay(script);
    const { client, opened } = connect(stage.first, stage.server.port);
    await inTime(opened, "the client to come");
    stage.time.advance(PATIENCE_MILLISECONDS);
    assertEquals(await inTime(stage.server.played, "the replay to be over"), "silence");
    const { totals, isGood } = stage.server.report();
    client.destroy();
    assertEquals([isGood, totals.unplayed, totals.served], [false, script.sessions.length, 0]);
  });
}

for (const name of TAPE_NAMES.filter((one) => one !== "driver")) {
  Deno.test(`replay of ${name} reports what its client never says once it has joined`, async () => {
    const script = await scriptOf(name);
    await using stage = await startManualReplay(script);
    const { first, server, time } = stage;
    const { client, heard } = connect(first, server.port, welcomesIn(first));
    for (const { messages } of first.steps.filter(isJoining)) client.send(messages);
    await inTime(heard, "the client to join");
    const waitedFor = first.steps.filter(isWaitedFor);
    // Each is waited for in its turn, and in the end whether anything happens at all.
    time.advance(PATIENCE_MILLISECONDS * (waitedFor.length + 1));
    await inTime(server.played, "the replay to be over");
    const { totals, sessions, isGood } = server.report();
    client.destroy();
    const performances = sessions.flatMap((session) => session.performances);
    assertEquals(
      performances.flatMap(({ missedSteps }) => missedSteps),
      waitedFor.map((step) => missedOf(step, first.steps)),
    );
    assertEquals(totals.unplayed, script.sessions.length - 1);
    assertEquals(isGood, waitedFor.length === 0 && script.sessions.length === 1);
  });
}

Deno.test("replay --report ends by itself, and says so, where its client says not a word", async () => {
  const [first] = (await scriptOf("driver")).sessions;
  assert(first !== undefined);
  const { code, said, report } = await replay("driver", (port) => connect(first, port).client);
  assertEquals(code, 1, said);
  assertEquals([report.isGood, report.because], [false, "silence"]);
  assertStringIncludes(said, "\nEnded because nothing happened any more\n");
  assertStringIncludes(said, "\nNOT as on the tape\n");
});

interface ManualReplay extends AsyncDisposable {
  readonly server: ReplayServer;
  readonly time: ManualTime;
  /** The tape's first session. */
  readonly first: ReplaySession;
}

/** Everything at once, and its time goes on when a test says so. */
async function startManualReplay(script: ReplayScript): Promise<ManualReplay> {
  const [first] = script.sessions;
  assert(first !== undefined);
  const time = new ManualTime();
  const server = await startReplayServer({
    script,
    speed: "max",
    patience: PATIENCE_MILLISECONDS,
    clock: time,
    after: time.after,
  });
  return {
    server,
    time,
    first,
    async [Symbol.asyncDispose](): Promise<void> {
      await server[Symbol.asyncDispose]();
    },
  };
}

interface Ran {
  readonly code: number;
  readonly said: string;
  readonly report: ReplayReport & { readonly because: string };
}

/** Runs `replay` with little patience; the client stays until it has ended. */
async function replay(name: string, connectTo: (port: number) => PlayedClient): Promise<Ran> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const flags = ["--speed", "max", "--listen", "0", "--patience", "500ms"];
    const running = run(["replay", fixture(name), ...flags, "--report", "how.json"], host);
    const url = await host.stdout.said(/\b(?:http|ws):\/\/127\.0\.0\.1:\d+/);
    const client = connectTo(Number(new URL(url).port));
    const code = await inTime(running, "replay to end by itself");
    client.destroy();
    const report = JSON.parse(await Deno.readTextFile(join(folder, "how.json")));
    return { code, said: host.stderr.written, report };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Connected {
  readonly client: PlayedClient;
  readonly opened: Promise<void>;
  /** It heard as many messages as it was to hear. */
  readonly heard: Promise<void>;
}

/** The recorded client, which says nothing by itself. */
function connect(session: ReplaySession, port: number, hears = 0): Connected {
  const opened = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<void>();
  let count = 0;
  const address = { hostname: "127.0.0.1", port, headers: [] };
  const { path, query } = session.request;
  const listener = {
    opened: (): void => opened.resolve(),
    message(): void {
      count += 1;
      if (count === hears) heard.resolve();
    },
    closed(): void {},
  };
  const { engineVersion: version = 4 } = session;
  const target = `${path}?${new URLSearchParams(query.map(([key, value]) => [key, value]))}`;
  const client = session.carrier === "websocket"
    ? startPlainClient({ ...address, target, listener })
    : startEngineClient({
      ...address,
      path,
      query: [],
      version,
      transports: ["websocket"],
      listener,
    });
  return { client, opened: opened.promise, heard: heard.promise };
}

/** How many messages there are up to the last namespace's answer. */
function welcomesIn({ steps }: ReplaySession): number {
  const said = steps.filter(({ from }) => from === "server");
  const last = said.findLastIndex(({ meaning: { kind } }) =>
    kind === "connect" || kind === "connect-error"
  );
  return said.slice(0, last + 1).reduce((sum, { messages }) => sum + messages.length, 0);
}

function isJoining({ from, meaning: { kind } }: Step): boolean {
  return from === "client" && kind === "connect";
}

function isWaitedFor(step: Step): boolean {
  return step.from === "client" && !isJoining(step) && !step.isOptional;
}

function missedOf(step: Step, steps: readonly Step[]): { line: number; what: string } {
  return { line: step.line, what: describeIn(step, steps) };
}

/** What a client may leave hanging, after a handshake over polling where it names a session. */
const HALF_REQUESTS: Readonly<Record<string, (sid: string) => string>> = {
  "a head that does not end": () => "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x",
  "a body that does not end": (sid) =>
    `POST /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\n` +
    "Content-Type: text/plain\r\nContent-Length: 100\r\n\r\n40/s",
  "a poll that nobody answers": (sid) =>
    `GET /socket.io/?EIO=4&transport=polling&sid=${sid} HTTP/1.1\r\nHost: x\r\n\r\n`,
  "a WebSocket that says half a frame": () =>
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n" +
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n\x81\xfe",
};

for (const [what, text] of Object.entries(HALF_REQUESTS)) {
  Deno.test(`replay ends all the same with ${what}`, async () => {
    const script = await scriptOf("tracking");
    const server = await startReplayServer({ script, speed: "max", patience: 20 });
    const opened = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    const { sid } = JSON.parse((await opened.text()).slice(1));
    const socket = createConnection({ host: "127.0.0.1", port: server.port });
    const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
    socket.on("error", () => {});
    socket.resume();
    socket.write(text(sid), "latin1");
    assertEquals(await inTime(server.played, "the replay to be over"), "silence");
    assertEquals(server.report().isGood, false);
    // Its end frees whoever still waits, and waits for nobody.
    await inTime(server[Symbol.asyncDispose](), "the server to close");
    await inTime(closed, "the connection to close");
  });
}
