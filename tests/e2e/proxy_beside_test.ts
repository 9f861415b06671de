// What belongs to the command while `proxy` runs one: the screen, the keys and the last word. And
// what belongs to proxy: its marks, and a tape that ends after its connections.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { connect } from "node:net";
import { io } from "socket.io-client";
import type { Child } from "../../src/cli/host.ts";
import { run } from "../../src/cli/run.ts";
import { readChunks } from "../../src/net/files.ts";
import { GOODBYE_MILLISECONDS } from "../../src/net/tap.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { type FakeHost, fakeHost } from "../cli/fake_host.ts";
import { HeldTime } from "../house/held_time.ts";
import { proxied, serve } from "./run_proxy.ts";

interface Beside {
  readonly code: number;
  readonly host: FakeHost;
  readonly entries: readonly Entry[];
  readonly killed: readonly string[];
}

/** Runs `proxy` with a command that does `work` and ends with what that gives. */
async function beside(
  work: (url: string, host: FakeHost) => Promise<number>,
  isTerminal = false,
): Promise<Beside> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await using target = await serve();
    const killed: string[] = [];
    const spawn = (
      _command: readonly string[],
      variables: Readonly<Record<string, string>>,
    ): Child => ({
      code: work(variables.WIRETAPE_URL ?? "", host),
      kill: (signal) => void killed.push(signal),
    });
    const plain = fakeHost({ folder, spawn });
    const host = { ...plain, stdin: Object.assign(Object.create(plain.stdin), { isTerminal }) };
    const args = ["proxy", target.url, "--listen", ":0", "--out", "t.ndjson", "--watch-all"];
    const code = await run([...args, "--", "command"], host);
    const tape = await readTape(readChunks(`${folder}/t.ndjson`));
    const entries: Entry[] = [];
    for await (const line of tape.lines) if (line.known) entries.push(line.entry);
    assertEquals(tape.ending().state, "whole");
    return { code, host, entries, killed };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Says hello and hears the answer. */
async function greet(url: string): Promise<void> {
  const socket = io(url, { forceNew: true, transports: ["websocket"], reconnection: false });
  await new Promise<void>((resolve, reject) => {
    socket.on("connect_error", reject);
    socket.on("connect", () => socket.emit("hello", "ann"));
    socket.on("welcome", () => resolve());
  });
  socket.disconnect();
}

function marksIn(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => entry.kind === "mark" ? [entry.text] : []);
}

Deno.test("proxy leaves the screen and the keys to its command, and ends with its code", async () => {
  const { code, host, entries, killed } = await beside(async (url, host) => {
    await greet(url);
    host.press("m");
    host.signal("SIGUSR2");
    return 41;
  });
  assertEquals([code, killed], [41, []]);
  assertEquals(host.stdout.written, "");
  const events = entries.flatMap((entry) => entry.kind === "event" ? [entry.name] : []);
  assertEquals(events, ["hello", "welcome"]);
  assertEquals(marksIn(entries), ["mark 1"], "the key was the command's, the signal was ours");
});

Deno.test("proxy does not tell its command of a Ctrl-C that the terminal has told it", async () => {
  const { code, killed } = await beside((_url, host) => {
    host.signal("SIGINT");
    // What a command does by itself, some turns later.
    return new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(130))));
  }, true);
  assertEquals([code, killed], [130, []]);
});

Deno.test("proxy tells its command to end where no terminal did", async () => {
  const { killed } = await beside((_url, host) => {
    host.signal("SIGINT");
    return new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(143))));
  });
  assertEquals(killed, ["SIGTERM"]);
});

Deno.test("proxy ends its tape after the connections that its command left open", async () => {
  // Nobody waits for a client that will not end.
  using _time = new HeldTime((delay) => delay === GOODBYE_MILLISECONDS ? "over" : "runs");
  let client: ReturnType<typeof connect> | undefined;
  const { code, entries } = await beside(async (url) => {
    const { hostname, port } = new URL(url);
    client = connect({ host: hostname, port: Number(port) });
    client.write("GET /index.html HTTP/1.1\r\nHost: x\r\n\r\n");
    await new Promise((resolve) => client?.once("data", resolve));
    return 0;
  });
  client?.destroy();
  assertEquals(code, 0);
  assertEquals(entries.slice(-2).map(({ kind }) => kind), ["close", "end"]);
});

Deno.test("proxy sets a mark at the key m, unless keys are to be left alone", async () => {
  await using target = await serve();
  for (const [flags, marks] of [[[], ["mark 1", "mark 2"]], [["--no-keys"], ["mark 1"]]] as const) {
    const { host, entries } = await proxied([target.url, ...flags], (_url, host) => {
      for (const key of ["x", "m"]) host.press(key);
      host.signal("SIGUSR2");
      return Promise.resolve();
    });
    assertEquals(marksIn(entries), marks);
    assertMatch(host.stderr.written, /^Set mark 1 at \d+\.\d{3} s$/m);
  }
});

Deno.test("proxy prints at most so many events, and at the end how many more there were", async () => {
  await using target = await serve();
  const said = 300;
  const { host } = await proxied([target.url], async (url) => {
    const socket = io(url, { forceNew: true, transports: ["websocket"], reconnection: false });
    let heard = 0;
    await new Promise<void>((resolve) => {
      socket.on("connect", () => {
        for (let count = 0; count < said; count++) socket.emit("hello", count);
      });
      socket.on("welcome", () => {
        heard += 1;
        if (heard === said) resolve();
      });
    });
    socket.disconnect();
  });
  const lines = host.stdout.written.trimEnd().split("\n").slice(1);
  const left = lines.flatMap((line) =>
    /^ {13}\+(\d+) more$/.exec(line)?.slice(1).map(Number) ?? []
  );
  const printed = lines.length - left.length;
  const all = printed + left.reduce((sum, count) => sum + count, 0);
  // Each of them once, and some of what is not an event: the ways in and out.
  assert(all >= 2 * said && all < 2 * said + 10, `${printed} + ${left}`);
  assertStringIncludes(host.stderr.written, `\n    ${said}  →  /  hello\n`);
});
