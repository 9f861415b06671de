// `demo` in-process: what it prints, what it refuses, how it ends.

import { createServer } from "node:http";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { recordCommand } from "../../src/cli/demo/describe.ts";
import { demoCommand } from "../../src/cli/demo_command.ts";
import type { Signal } from "../../src/cli/host.ts";
import { run } from "../../src/cli/run.ts";
import { DEMO_NAMES } from "../../src/demo/demo.ts";
import { listenOnLoopback } from "../../src/demo/demo_server.ts";
import { connectPeer, LogBook, type Peer } from "../demo/peers.ts";
import { type FakeHost, fakeHost } from "./fake_host.ts";

interface RunningCommand {
  readonly host: FakeHost;
  /** What it printed when it was ready. */
  readonly printed: string;
  readonly log: LogBook;
  /** Its exit code, after this signal. */
  end(signal?: Signal): Promise<number>;
}

/** Runs `demo` with these arguments until it is ready. */
async function start(...args: readonly string[]): Promise<RunningCommand> {
  const host = fakeHost();
  const log = new LogBook();
  const ready = Promise.withResolvers<string>();
  const code = run(["demo", ...args], {
    ...host,
    stdout: { ...quiet(host), write: ready.resolve },
    stderr: { ...quiet(host), write: (text) => text.split("\n").forEach(log.log) },
  }, [demoCommand]);
  const printed = await Promise.race([
    ready.promise,
    code.then((early) => Promise.reject(new Error(`It ended with ${early}`))),
  ]);
  return {
    host,
    printed,
    log,
    end(signal = "SIGINT"): Promise<number> {
      host.signal(signal);
      // In a terminal, `deno task` hands it on a second time.
      host.signal(signal);
      return code;
    },
  };
}

function quiet({ stdout }: FakeHost): Pick<
  FakeHost["stdout"],
  "isTerminal" | "columns" | "colour" | "send"
> {
  return {
    isTerminal: false,
    columns: stdout.columns,
    colour: false,
    send: () => Promise.resolve(),
  };
}

async function connect(url: string): Promise<Peer> {
  const peer = connectPeer(url);
  await peer.next("connect");
  return peer;
}

/** Arguments with which the demo takes no port that somebody else may want. */
function freePorts(name: string): readonly string[] {
  return [name, "--port", "0", ...(name === "chat" ? ["--page-port", "0"] : [])];
}

for (const name of DEMO_NAMES) {
  Deno.test(`demo ${name} says where it listens and how to record it`, async () => {
    const { printed, end } = await start(...freePorts(name));
    assertEquals(await end(), 0);
    const [, url = ""] = /^The \w+ demo listens on (\S+)$/m.exec(printed) ?? [];
    assertMatch(printed, new RegExp(`^The ${name} demo listens on`));
    assertEquals(new URL(url).hostname, "127.0.0.1");
    const [, typed = ""] = /^ {2}(deno task record .*)$/m.exec(printed) ?? [];
    assertStringIncludes(typed, url);
    assertMatch(printed, /\nCtrl-C ends it\n$/);
    const prose = printed.split("\n").filter((line) =>
      !line.includes("{") && line !== `  ${typed}`
    );
    assertEquals(prose.filter((line) => line.length > 100), []);
  });
}

Deno.test("demo is the tracking demo unless told otherwise, and logs who comes and goes", async () => {
  const { printed, log, end } = await start("--port", "0", "--json");
  const { name, client } = JSON.parse(printed);
  assertEquals(name, "tracking");
  const peer = await connect(client.url);
  const { id } = peer.socket;
  assertEquals(await log.next("connection"), `connection ${id}  polling`);
  peer.socket.disconnect();
  assertEquals(await log.next("disconnect"), `disconnect ${id}  client namespace disconnect`);
  assertEquals(await end("SIGTERM"), 0);
});

Deno.test("demo --json prints one line with all that a client needs", async () => {
  const { printed, end } = await start("driver", "--port", "0", "--json");
  assertEquals(printed.indexOf("\n"), printed.length - 1);
  const { name, url, client, ...rest } = JSON.parse(printed);
  assertEquals([name, rest, client.url], ["driver", {}, url]);
  assertEquals(JSON.parse(client.send[0]).payload.command, "start");
  assertEquals(await end("SIGHUP"), 0);
});

Deno.test("demo chat --json says where its page is, which talks to the demo by itself", async () => {
  const { printed, end } = await start(...freePorts("chat"), "--json");
  const { url, page } = JSON.parse(printed);
  const { origin, searchParams } = new URL(page);
  const server = new URL(url).origin;
  assertEquals(searchParams.get("server"), server);
  const response = await fetch(origin, { headers: { Connection: "close" } });
  assertStringIncludes(await response.text(), `?? "${server}"`);
  assertEquals(await end(), 0);
});

Deno.test("demo --rate says how often it moves", async () => {
  const { printed, end } = await start("layers", "--port", "0", "--json", "--rate", "100");
  using peer = await connect(JSON.parse(printed).client.url);
  assertEquals(await peer.next("tick"), [1]);
  assertEquals(await peer.next("tick"), [2]);
  assertEquals(await end(), 0);
});

Deno.test("demo chat serves its page, and allows the origin that the page has", async () => {
  const { printed, end } = await start(...freePorts("chat"));
  const [, address = ""] = /^ {2}(http:\S+\/\?server=\S+)$/m.exec(printed) ?? [];
  const page = await fetch(address, { headers: { Connection: "close" } });
  assertStringIncludes(await page.text(), "<title>Chat</title>");
  const { origin, searchParams } = new URL(address);
  const server = searchParams.get("server") ?? "";
  assertStringIncludes(printed, `The chat demo listens on ${server}/\n`);
  const poll = await fetch(`${server}/socket.io/?EIO=4&transport=polling`, {
    headers: { Origin: origin, Connection: "close" },
  });
  await poll.text();
  assertEquals(poll.headers.get("access-control-allow-origin"), origin);
  assertStringIncludes(printed, `deno task proxy ${server}\n`);
  assertStringIncludes(printed, `${origin}/?server=http://127.0.0.1:7007\n`);
  assertEquals(await end(), 0);
});

const REFUSED: readonly [args: readonly string[], message: string, advice: string][] = [
  [["trackign"], 'Cannot start the demo "trackign": there is no such demo', '"tracking"?'],
  [["radio"], 'Cannot start the demo "radio": there is no such demo', "There are tracking, driver"],
  [
    ["driver", "--page-port", "0"],
    "Cannot use --page-port 0 with the driver demo",
    "Only the chat",
  ],
  [["chat", "--rate", "2"], "Cannot use --rate 2 with the chat demo", "Use it with tracking"],
  [["--rate", "0"], 'Cannot read --rate "0": expected a number from 0.001 to 1000', ""],
  [["--port", "65536"], 'Cannot read --port "65536": expected a whole number from 0 to 65535', ""],
  [["chat", "driver"], 'Cannot run "demo" with "driver"', "tracking|driver|chat|express|layers"],
];

for (const [args, message, advice] of REFUSED) {
  Deno.test(`demo ${args.join(" ")} is refused`, async () => {
    const host = fakeHost();
    assertEquals(await run(["demo", ...args], host, [demoCommand]), 2);
    assertStringIncludes(host.stderr.written, message);
    assertStringIncludes(host.stderr.written, advice);
    assertEquals(host.stdout.written, "");
  });
}

for (const [flag, ports] of [["--port", ["--page-port", "0"]], ["--page-port", []]] as const) {
  Deno.test(`demo chat says that the port of ${flag} is taken`, async () => {
    const other = createServer();
    const port = String(await listenOnLoopback(other, 0, "page"));
    const host = fakeHost();
    try {
      assertEquals(await run(["demo", "chat", flag, port, ...ports], host, [demoCommand]), 3);
      const what = flag === "--port" ? "the chat demo" : "the chat demo's page";
      assertEquals(
        host.stderr.written,
        `wiretape: Cannot start ${what}: port ${port} is taken; use ${flag} 0 for a free one\n`,
      );
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
}

Deno.test("demo ends when nobody reads what it says", async () => {
  const host = fakeHost({ stdoutClosed: true });
  assertEquals(await run(["demo", "layers", "--port", "0"], host, [demoCommand]), 0);
});

Deno.test("demo --help shows every demo", async () => {
  const host = fakeHost();
  assertEquals(await run(["demo", "--help"], host, [demoCommand]), 0);
  for (const name of DEMO_NAMES) assertStringIncludes(host.stdout.written, `demo ${name}`);
});

Deno.test("recordCommand() quotes what a shell would read otherwise", () => {
  const typed = recordCommand({
    url: "ws://127.0.0.1:1/a?b=1",
    emit: [{ event: "say", args: ["it's", { a: 1 }] }, { event: "bare", args: [] }],
    send: ["$HOME"],
    everyMilliseconds: 5000,
    watch: ["location:track", "other event"],
  });
  assertEquals(
    typed,
    `deno task record 'ws://127.0.0.1:1/a?b=1' --emit 'say "it'\\''s", {"a":1}' --emit bare ` +
      `--send '$HOME' --every 5000ms --watch 'other event'`,
  );
});
