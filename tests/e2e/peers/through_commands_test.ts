// The same script through `proxy` itself: a process of its own with its usual flags, and the command
// with `--bodies`. What is read back from its tape's file is what both sides say they sent.

import { assertEquals } from "@std/assert";
import type { Entry, TapeLine } from "../../../src/tape/entry.ts";
import { FORMAT } from "../../../src/tape/entry.ts";
import { decodeTape } from "../../../src/timeline/decode_tape.ts";
import { PEERS } from "../../peers/javascript_peers.ts";
import type { PeerLog } from "../../peers/log.ts";
import { Program, skippedName } from "../../peers/programs.ts";
import { findPython, PYTHON_CLIENT } from "../../peers/python.ts";
import { readAll, type ReadLine } from "../../peers/recorded_tap.ts";
import { playScript } from "../../peers/script_client.ts";
import {
  checkThrough,
  type Play,
  type RunningTap,
  type StartTap,
  WAYS,
} from "../../peers/script_check.ts";
import { startProxy } from "../kill/recorder_process.ts";
import { type Proxied, proxied } from "../run_proxy.ts";

/** What is watched when nobody says otherwise. */
const WATCHED = ["location:track"];

const playInDeno: Play = (run) => playScript(PEERS["socket.io-client"], run);

for (const [way, transports] of Object.entries(WAYS)) {
  Deno.test(`proxy, a process of its own, writes a true tape of socket.io-client over ${way}`, async () => {
    await checkThrough(startProcess, WATCHED, transports, playInDeno);
  });
}

Deno.test("proxy --bodies writes a true tape of socket.io-client", async () => {
  const start: StartTap = (target) => startCommand([target, "--bodies"]);
  await checkThrough(start, WATCHED, ["polling", "websocket"], playInDeno);
});

const python = await findPython();

Deno.test({
  name: `proxy, a process of its own, writes a true tape of Python${skippedName(python)}`,
  ignore: !python.ok,
  async fn(): Promise<void> {
    if (!python.ok) return;
    const program = PYTHON_CLIENT;
    await using client = new Program(python.command, [program]);
    const play: Play = (run) => client.ask<PeerLog>(run);
    const habits = ["wire/after-close", "engine.io/response"];
    await checkThrough(startProcess, WATCHED, ["polling", "websocket"], play, habits);
  },
});

async function startProcess(target: string): Promise<RunningTap> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const out = `${folder}/proxy.ndjson`;
  const proxy = await startProxy(target, out);
  return {
    url: proxy.url,
    async finish(): Promise<readonly ReadLine[]> {
      await allClosed(out);
      const { code, said } = await proxy.end("SIGINT");
      assertEquals(code, 0, said);
      return await readAll(await Deno.readFile(out));
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await proxy[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Runs the command here until it is finished with. */
async function startCommand(args: readonly string[]): Promise<RunningTap> {
  const listening = Promise.withResolvers<string>();
  const used = Promise.withResolvers<boolean>();
  const running = proxied(args, async (url, host) => {
    listening.resolve(url);
    if (await used.promise) await allClosed(host.resolvePath("t.ndjson"));
  });
  running.catch(listening.reject);
  return {
    url: await listening.promise,
    async finish(): Promise<readonly ReadLine[]> {
      used.resolve(true);
      const { code, entries, host }: Proxied = await running;
      assertEquals(code, 0, host.stderr.written);
      return await withMeaning(entries);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      used.resolve(false);
      await running;
    },
  };
}

/** When what was opened is closed: a command that is ended earlier may not have heard the last word. */
async function allClosed(path: string): Promise<void> {
  using changes = Deno.watchFs(path);
  const isDone = async (): Promise<boolean> => {
    const lines = (await Deno.readTextFile(path)).split("\n");
    const count = (kind: string): number =>
      lines.filter((line) => line.startsWith(`{"kind":"${kind}"`)).length;
    return count("open") > 0 && count("open") === count("close");
  };
  if (await isDone()) return;
  for await (const _change of changes) if (await isDone()) return;
}

async function withMeaning(entries: readonly Entry[]): Promise<readonly ReadLine[]> {
  const lines = entries.map((entry, index): TapeLine => ({
    number: index + 2,
    known: true,
    entry,
  }));
  const header = {
    kind: "tape",
    format: FORMAT,
    id: "",
    startedAt: "",
    tool: "",
    mode: "",
  } as const;
  const read: ReadLine[] = [];
  for await (const { line, decoded } of decodeTape({ header, lines: ReadableStream.from(lines) })) {
    if (line.known) read.push({ number: line.number, entry: line.entry, decoded });
  }
  return read;
}
