// Demos that run apart: they start, work, fail with advice, and leave nothing behind.

import { createServer } from "node:http";
import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { DEMO_NAMES, type DemoName, startDemo } from "../../src/demo/demo.ts";
import { listenOnLoopback } from "../../src/demo/demo_server.ts";
import { denoHost } from "../../src/cli/host.ts";
import { startInChild } from "../../src/demo/in_child.ts";
import type { PipedChild } from "../../src/base/piped_child.ts";
import { root } from "../house/tree.ts";
import { spawnUncovered, UNCOVERED } from "../house/uncovered.ts";
import { connectPeer, connectWebSocket } from "./peers.ts";

const spawn = spawnUncovered;

/** What the first event is that a client sees of the demo, as its `client` says to use it. */
const FIRST: readonly [name: DemoName, event: string][] = [
  ["tracking", "location:track"],
  ["chat", "server-message"],
  ["express", "message-saved"],
  ["layers", "echo"],
];

for (const [name, event] of FIRST) {
  Deno.test(`startDemo() runs the ${name} demo apart`, async () => {
    await using demo = await startDemo(name, { port: 0, spawn });
    assertEquals(demo.name, name);
    assertEquals(demo.client.url.startsWith(demo.url), true);
    assertEquals(demo.client.watch?.includes(event), true);
    using peer = connectPeer(demo.client.url);
    await peer.next("connect");
    for (const emission of demo.client.emit ?? []) {
      peer.socket.emit(emission.event, ...emission.args);
    }
    assertEquals((await peer.next(event)).length, 1);
  });
}

Deno.test("startDemo() runs the driver demo apart, at its rate, and ends it politely", async () => {
  const demo = await startDemo("driver", { port: 0, rate: 100, spawn });
  using peer = await connectWebSocket(demo.client.url);
  for (const text of demo.client.send ?? []) peer.send(text);
  const places = [await peer.nextMessage(), await peer.nextMessage()];
  assertEquals(places[0], '{"location_lat":"-6.200000","location_lon":"106.800000"}');
  assertMatch(places[1] ?? "", /^\{"location_lat":"-6\.\d{6}","location_lon":"106\.\d{6}"\}$/);
  await demo[Symbol.asyncDispose]();
  assertEquals(await peer.closed(), "1001 the demo ends");
});

for (const name of ["layers", "express"] as const) {
  Deno.test(`startDemo() ends the ${name} demo's connections with it`, async () => {
    const demo = await startDemo(name, { port: 0, spawn });
    using peer = connectPeer(demo.client.url, { transports: ["websocket"] });
    await peer.next("connect");
    await demo[Symbol.asyncDispose]();
    const [reason] = await peer.next("disconnect");
    assertEquals(reason, "transport close");
  });
}

for (const name of DEMO_NAMES) {
  Deno.test(`startDemo() says that the port of the ${name} demo is taken`, async () => {
    const other = createServer();
    const port = await listenOnLoopback(other, 0, "page");
    try {
      await assertRejects(
        () => startDemo(name, { port, spawn }),
        Error,
        `Cannot start the ${name} demo: port ${port} is taken; use --port 0 for a free one`,
      );
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
}

Deno.test("startDemo() leaves the lock files as they are", async () => {
  const read = (): Promise<string[]> =>
    Promise.all(
      ["deno.lock", "src/demo/extras.lock"].map((path) => Deno.readTextFile(`${root}${path}`)),
    );
  const before = await read();
  await (await startDemo("express", { port: 0, spawn }))[Symbol.asyncDispose]();
  assertEquals(await read(), before);
});

const REQUEST = { name: "express", options: { port: 0 } } as const;

Deno.test("startInChild() says how to go on without the program", async () => {
  const { spawnPiped } = denoHost();
  const error = await assertRejects(
    () => startInChild(REQUEST, spawnPiped, "wiretape-no-such-program"),
    Error,
  );
  assertMatch(
    error.message,
    /^Cannot start the express demo in a process of its own \(.*wiretape-no-such-program/,
  );
  assertStringIncludes(error.message, 'start it by itself with "deno task demo express"');
});

Deno.test("startInChild() passes on what a program says that ends at once", async () => {
  const error = await assertRejects(() => startInChild(REQUEST, spawn, "false"), Error);
  assertStringIncludes(error.message, "(it ended with code 1)");
  const other = await assertRejects(() => startInChild(REQUEST, spawn, "echo"), Error);
  assertStringIncludes(other.message, '(it said "run --config=');
  const talking = await assertRejects(() => startInChild(REQUEST, spawn, "cat"), Error);
  assertMatch(talking.message, /\(it ended with code 1: .*cat: /);
});

/** A child that says this, and ends when it is told to, or killed. */
function saying(stdout: ReadableStream<Uint8Array>): PipedChild {
  const code = Promise.withResolvers<number>();
  return {
    stdin: new WritableStream({ close: () => code.resolve(0) }),
    stdout,
    stderr: new ReadableStream({ start: (stream) => stream.close() }),
    code: code.promise,
    kill: () => code.resolve(137),
  };
}

Deno.test("startInChild() does not wait for the end of a line that has none", async () => {
  let pieces = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(stream): void {
      if (pieces++ < 100) stream.enqueue(new Uint8Array(4096).fill(120));
      else stream.close();
    },
  });
  const error = await assertRejects(() => startInChild(REQUEST, () => saying(endless)), Error);
  assertStringIncludes(error.message, "(its first line is longer than 65536)");
});

Deno.test("startInChild() fails where it cannot hear the child, which it ends", async () => {
  const torn = new ReadableStream<Uint8Array>({ start: (stream) => stream.error(new Error("no")) });
  const child = saying(torn);
  const error = await assertRejects(() => startInChild(REQUEST, () => child), Error);
  assertStringIncludes(error.message, "(cannot read what it says: no)");
  assertEquals(await child.code, 0);
});

Deno.test("startInChild() has a child that has the environment, though this program ignores its own", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const program = `${folder}/says-its-environment`;
    const answer = '{"kind":"failed","message":"DENO_DIR is $DENO_DIR_PROBE"}';
    await Deno.writeTextFile(program, `#!/bin/sh\ncat <<END\n${answer}\nEND\n`, { mode: 0o755 });
    const script = `${folder}/parent.ts`;
    await Deno.writeTextFile(
      script,
      `import { startInChild } from "file://${root}src/demo/in_child.ts";
      import { denoHost } from "file://${root}src/cli/host.ts";
      const { spawnPiped } = denoHost();
      if (Deno.env.get("DENO_DIR_PROBE") !== undefined) throw new Error("It is not ignored");
      startInChild(${JSON.stringify(REQUEST)}, spawnPiped, "${program}")
        .catch(({ message }) => console.log(message));`,
    );
    const flags = [
      "--config=deno.json",
      "--no-prompt",
      "--ignore-env",
      "--allow-read",
      "--allow-run",
    ];
    const parent = new Deno.Command("deno", {
      args: ["run", ...flags, script],
      cwd: root,
      env: { DENO_DIR_PROBE: "elsewhere" },
    });
    const { stdout } = await parent.output();
    assertEquals(new TextDecoder().decode(stdout).trim(), "DENO_DIR is elsewhere");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a demo's child ends when its parent is killed", async () => {
  const parent = new Deno.Command(UNCOVERED.program, {
    args: [
      ...UNCOVERED.args,
      "deno",
      "eval",
      "--config=deno.json",
      'const { startDemo } = await import("./src/demo/demo.ts");' +
      'const { spawnPiped: spawn } = (await import("./src/cli/host.ts")).denoHost();' +
      'console.log((await startDemo("express", { port: 0, spawn })).url); setInterval(() => {}, 1000);',
    ],
    cwd: root,
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const said = parent.stdout.pipeThrough(new TextDecoderStream());
  try {
    using peer = connectPeer(await firstLine(said), { transports: ["websocket"] });
    await peer.next("connect");
    parent.kill("SIGKILL");
    await parent.status;
    assertMatch(String((await peer.next("disconnect"))[0]), /^(?:transport close|io server)/);
  } finally {
    await said.cancel();
  }
});

async function firstLine(text: ReadableStream<string>): Promise<string> {
  let line = "";
  for await (const piece of text.values({ preventCancel: true })) {
    line += piece;
    if (line.includes("\n")) break;
  }
  return line.trim();
}
