// The one in the middle, in a process of its own: a bare relay (bytes from socket to socket, with
// backpressure, nothing else) or the tap as `record` has it, on a real file.

import net from "node:net";
import process from "node:process";
import { statSync, unlinkSync } from "node:fs";
import { systemClock } from "../../src/base/clock.ts";
import { randomId, systemRandom } from "../../src/base/random.ts";
import { Monitor } from "../../src/cli/recording/monitor.ts";
import { Talk } from "../../src/cli/recording/talk.ts";
import { tapeFiles } from "../../src/net/files.ts";
import { Recorder, type RecorderListener } from "../../src/net/recorder.ts";
import { startTap } from "../../src/net/tap.ts";
import { targetOf } from "../../src/net/target.ts";
import { createTape } from "../../src/tape/create.ts";
import { FORMAT } from "../../src/tape/entry.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import { TapeWriter } from "../../src/tape/writer.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { type Answer, answerCommands, numberIn } from "./tap_commands.ts";

interface Relay extends AsyncDisposable {
  readonly port: number;
  /** How many lines stand on its tape. */
  lines(): number;
  bytes(): number;
}

let running: Relay | undefined;
let spent = 0;

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function startBare(target: number): Promise<Relay> {
  const server = net.createServer({ allowHalfOpen: true }, (client) => {
    const upstream = net.connect({ port: target, host: "127.0.0.1", allowHalfOpen: true });
    pump(client, upstream);
    pump(upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("It has no address");
  return {
    port: address.port,
    lines: () => 0,
    bytes: () => 0,
    async [Symbol.asyncDispose](): Promise<void> {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function pump(from: net.Socket, to: net.Socket): void {
  from.setNoDelay(true);
  from.on("data", (bytes: Uint8Array) => {
    if (to.write(bytes)) return;
    from.pause();
    to.once("drain", () => from.resume());
  });
  from.on("end", () => to.end());
  from.on("error", () => to.destroy());
}

/** As `record` and `proxy` have it. */
async function startRecording(target: number, file: string, screen: boolean): Promise<Relay> {
  const clock = systemClock();
  const redactor = new Redactor({ hashKey: systemRandom.bytes(16), enabled: true });
  const created = createTape(file, tapeFiles, { force: true });
  if (!created.ok) throw created.error;
  const watch = ["location:track"];
  const writer = new TapeWriter(created.sink, {
    kind: "tape",
    format: FORMAT,
    id: randomId(systemRandom),
    startedAt: clock.wallTime().toISOString(),
    tool: "bench",
    mode: "proxy",
    watch,
    redaction: { on: true },
  });
  const url = new URL(`http://127.0.0.1:${target}`);
  const listener = screen ? watching(url, redactor, watch) : SILENT;
  const owner = new Recorder({ writer, redactor, clock, watch, listener });
  const tap = await startTap({ target: targetOf(url), owner });
  return {
    port: tap.port,
    lines: () => writer.lines,
    bytes: () => statSync(file).size,
    async [Symbol.asyncDispose](): Promise<void> {
      await tap[Symbol.asyncDispose]();
      writer.end(clock.now());
      unlinkSync(file);
      if (writer.failure !== undefined) throw writer.failure;
    },
  };
}

const SILENT: RecorderListener = {
  recorded(): void {},
  decoded(): void {},
  failed: fail,
  tapeFailed: fail,
};

/** The monitor of `record`, in front of somebody who reads all that it prints. */
function watching(target: URL, redactor: Redactor, watch: readonly string[]): RecorderListener {
  return new Monitor({
    target,
    talk: new Talk({ host: fakeHost(), quiet: false }),
    redactor,
    watch,
    events: undefined,
    debug: false,
    tellsFailures: false,
    advisers: [],
    stop(): void {},
  });
}

function fail(error: Error): void {
  throw error;
}

await answerCommands({
  async start(question): Promise<Answer> {
    const target = numberIn(question, "port");
    const { how, file } = question;
    running = how === "bare"
      ? await startBare(target)
      : await startRecording(target, String(file), how === "screen");
    spent = cpuSeconds();
    return { port: running.port };
  },
  /** What it has cost since it was started. */
  cost(): Promise<Answer> {
    const { rss } = process.memoryUsage();
    return Promise.resolve({ seconds: cpuSeconds() - spent, rss, lines: running?.lines() ?? 0 });
  },
  async stop(): Promise<Answer> {
    const bytes = running?.bytes() ?? 0;
    await running?.[Symbol.asyncDispose]();
    return { bytes };
  },
});
