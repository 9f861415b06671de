// `record` and `proxy` in processes of their own, and what is on their tapes afterwards. They are
// started without `deno task`: to kill its wrapper would spare its child.

import { join } from "node:path";
import { readChunks } from "../../../src/net/files.ts";
import type { Side } from "../../../src/base/side.ts";
import { type Ending, readTape } from "../../../src/tape/reader.ts";
import { root } from "../../house/tree.ts";
import { UNCOVERED } from "../../house/uncovered.ts";

export type Signal = "SIGKILL" | "SIGINT" | "SIGTERM" | "SIGHUP";

export interface RecorderProcess extends AsyncDisposable {
  /** Ends it; its exit code, and what it said. */
  end(signal: Signal): Promise<{ readonly code: number; readonly said: string }>;
}

export interface ProxyProcess extends RecorderProcess {
  /** What to point a client at: `http://127.0.0.1:PORT`. */
  readonly url: string;
}

const PERMISSIONS = [
  "--no-prompt",
  "--ignore-env",
  "--allow-env=WIRETAPE_*,TERM,COLORTERM,NO_COLOR,FORCE_COLOR,CI,INIT_CWD",
  "--allow-net",
  "--allow-read",
  "--allow-write",
];

export function startRecord(args: readonly string[]): RecorderProcess {
  return watch(spawn(["record", ...args], "null"));
}

export async function startProxy(target: string, out: string): Promise<ProxyProcess> {
  const child = spawn(["proxy", target, "--listen", "127.0.0.1:0", "--out", out], "piped");
  const watched = watch(child);
  let printed = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    printed += text;
    const [, url] = /^(http:\/\/127\.0\.0\.1:\d+)$/m.exec(printed) ?? [];
    if (url !== undefined && printed.includes(`${url}\n`)) return { ...watched, url };
  }
  const { said } = await watched.end("SIGKILL");
  throw new Error(`The proxy ended before it listened: ${printed}${said}`);
}

function spawn(args: readonly string[], stdout: "null" | "piped"): Deno.ChildProcess {
  return new Deno.Command(UNCOVERED.program, {
    args: [
      ...UNCOVERED.args,
      "deno",
      "run",
      "--cached-only",
      ...PERMISSIONS,
      join(root, "main.ts"),
      ...args,
    ],
    stdin: "null",
    stdout,
    stderr: "piped",
  }).spawn();
}

function watch(child: Deno.ChildProcess): RecorderProcess {
  const said = new Response(child.stderr).text();
  let ended = false;
  const status = child.status.finally(() => ended = true);
  const end: RecorderProcess["end"] = async (signal) => {
    if (!ended) child.kill(signal);
    const { code } = await status;
    return { code, said: await said };
  };
  return {
    end,
    async [Symbol.asyncDispose](): Promise<void> {
      await end("SIGKILL");
    },
  };
}

/** What a tape holds of an Engine.IO session. */
export interface Taped {
  /** The packets that each side sent, in order: messages, and those of polling bodies. */
  readonly packets: { readonly [From in Side]: readonly string[] };
  readonly ending: Ending["state"];
}

/** Throws when the tape cannot be read. */
export async function readTaped(path: string): Promise<Taped> {
  const packets: { [From in Side]: string[] } = { client: [], server: [] };
  const posts = new Set<number>();
  const tape = await readTape(readChunks(path));
  for await (const { known, entry } of tape.lines) {
    if (!known) continue;
    if (entry.kind === "message") packets[entry.from].push(entry.text ?? "");
    if (entry.kind === "request" && entry.method === "POST") {
      posts.add(entry.id);
      packets.client.push(...entry.text?.split("\x1e") ?? []);
    }
    if (entry.kind === "response" && entry.status === 200 && !posts.has(entry.id)) {
      packets.server.push(...entry.text?.split("\x1e") ?? []);
    }
  }
  return { packets, ending: tape.ending().state };
}
