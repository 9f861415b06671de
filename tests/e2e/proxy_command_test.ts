// `proxy TARGET -- COMMAND`: the command finds the tap, its exit code is passed on, and whoever waits
// for it is told why.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Child, Host } from "../../src/cli/host.ts";
import { WONDER_MILLISECONDS } from "../../src/cli/proxy/proxy.ts";
import { SAME_SIGNAL_MILLISECONDS } from "../../src/cli/signal_board.ts";
import { run } from "../../src/cli/run.ts";
import { readChunks } from "../../src/net/files.ts";
import { readTape } from "../../src/tape/reader.ts";
import { type FakeHost, fakeHost } from "../cli/fake_host.ts";
import { HeldTime } from "../house/held_time.ts";
import { ask, serve } from "./run_proxy.ts";
import { inFolder } from "../house/in_folder.ts";

/** A command that ends when it is killed, and what it was killed with. */
function killable(endsWith: string, code: number): {
  readonly spawn: Host["spawn"];
  readonly killed: readonly string[];
} {
  const killed: string[] = [];
  return {
    killed,
    spawn: (): Child => {
      const ended = Promise.withResolvers<number>();
      return {
        code: ended.promise,
        kill(signal): void {
          killed.push(signal);
          if (signal === endsWith) ended.resolve(code);
        },
      };
    },
  };
}

function runProxy(target: string, host: FakeHost, args: readonly string[]): Promise<number> {
  return run(["proxy", target, "--listen", "127.0.0.1:0", ...args], host);
}

Deno.test("proxy runs a command against the tap and passes on its exit code", () =>
  inFolder(async (folder) => {
    await using target = await serve();
    const program = 'const r = await fetch(Deno.env.get("WIRETAPE_URL") + "/page");' +
      "Deno.exit((await r.text()).length);";
    const host = fakeHost({
      folder,
      spawn: (command, variables): Child => {
        const [name = "", ...args] = command;
        const child = new Deno.Command(name, { args, env: { ...variables } }).spawn();
        return { code: child.status.then(({ code }) => code), kill: () => child.kill("SIGKILL") };
      },
    });
    const command = ["--", "deno", "eval", program];
    const code = await runProxy(target.url, host, ["--out", "t.ndjson", ...command]);
    assertEquals(code, "<h1>page</h1>".length);
    assertEquals(host.stdout.written, "");
    const tape = await readTape(readChunks(`${folder}/t.ndjson`));
    let requests = 0;
    for await (const { entry } of tape.lines) if (entry.kind === "request") requests += 1;
    assertEquals([requests, tape.ending().state], [1, "whole"]);
  }));

Deno.test("proxy ends its command when its own time is over, and says so", () =>
  inFolder(async (folder) => {
    await using target = await serve();
    const command = killable("SIGTERM", 143);
    const host = fakeHost({ folder, spawn: command.spawn });
    const args = ["--duration", "1ms", "--", "forever", "and", "ever"];
    assertEquals(await runProxy(target.url, host, args), 143);
    assertEquals(command.killed, ["SIGTERM"]);
    assertStringIncludes(
      host.stderr.written,
      'Ending "forever and ever" because of --duration 1ms; its exit code is passed on\n',
    );
    assert(!host.stderr.written.includes("Waiting"));
  }));

Deno.test("proxy ends its command when as many events have passed as were asked for", () =>
  inFolder(async (folder) => {
    await using target = await serve();
    const command = killable("SIGTERM", 0);
    let opening: Promise<void> | undefined;
    const host = fakeHost({
      folder,
      spawn: (typed, variables): Child => {
        const { WIRETAPE_URL = "" } = variables;
        opening = open(WIRETAPE_URL);
        return command.spawn(typed, variables);
      },
    });
    const open = async (url: string): Promise<void> => {
      const { body } = await ask(`${url}${POLL}`);
      const { sid } = JSON.parse(body.slice(1));
      await ask(`${url}${POLL}&sid=${sid}`, "POST", {}, "40");
      // What says enough may be cut off with its answer still to come.
      await ask(`${url}${POLL}&sid=${sid}`, "POST", {}, '42["hello","ann"]').catch(() => {});
    };
    const args = ["--watch", "hello", "--events", "1", "--duration", "1m", "--", "forever"];
    assertEquals(await runProxy(target.url, host, args), 0);
    await opening;
    assertMatch(host.stderr.written, /^Ending "forever" because of --duration 1m or --events 1;/m);
  }));

const POLL = "/socket.io/?EIO=4&transport=polling";

Deno.test("proxy says that it waits for a command which does not end", () =>
  inFolder(async (folder) => {
    // Whoever wonders wonders at once, and the second signal comes when it is another one.
    using time = new HeldTime((delay) => delay === WONDER_MILLISECONDS ? "over" : "runs");
    await using target = await serve();
    const command = killable("SIGKILL", 137);
    const host = fakeHost({ folder, spawn: command.spawn });
    const running = runProxy(target.url, host, ["--", "stubborn"]);
    const said = (expected: RegExp): Promise<string> =>
      Promise.race([
        host.stderr.said(expected),
        running.then((code) => Promise.reject(new Error(`proxy ended with ${code}`))),
      ]);
    await said(/every client of/);
    host.signal("SIGINT");
    await said(/^Waiting for "stubborn" to end; Ctrl-C again kills it$/m);
    time.leap(SAME_SIGNAL_MILLISECONDS + 1);
    host.signal("SIGINT");
    assertEquals(await running, 137);
    assertEquals(command.killed, ["SIGTERM", "SIGKILL"]);
    assert(!host.stderr.written.includes("because of"));
  }));

const SECRET = "token=hunter2hunter2";

Deno.test("proxy ends as a shell does when there is no such command, or none that runs", () =>
  inFolder(async (folder) => {
    await using target = await serve();
    const problems: readonly [problem: Error, code: number][] = [
      [new Deno.errors.NotFound("no such file"), 127],
      [new Deno.errors.PermissionDenied("permission denied"), 126],
    ];
    for (const [problem, code] of problems) {
      const host = fakeHost({
        folder,
        spawn: (): Child => {
          throw problem;
        },
      });
      assertEquals(await runProxy(target.url, host, ["--", "nowhere", "-x", SECRET]), code);
      assertStringIncludes(host.stderr.written, `": ${problem.message}\n`);
      assertMatch(host.stderr.written, /^Cannot run "nowhere -x token=\*+": /m);
    }
  }));
