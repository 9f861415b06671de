// `replay -- COMMAND` in this process: what the command finds, how both end, and what comes of it.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "../../../src/cli/run.ts";
import type { Child } from "../../../src/cli/host.ts";
import { SAME_SIGNAL_MILLISECONDS } from "../../../src/cli/signal_board.ts";
import { LAST_LEAVES } from "../../../src/cli/replay/replay.ts";
import { HeldTime } from "../../house/held_time.ts";
import { playStock } from "../../net/replay_server/stock_client.ts";
import { onlySession, scriptOf } from "../../net/replay_server/scripts.ts";
import { lineOf } from "../../house/line_of.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";
import { OTHER_ROOM, playTracking, TRACKING } from "./play_tracking.ts";

interface Ran {
  readonly code: number;
  readonly host: FakeHost;
  readonly urls: readonly string[];
}

/** Runs `replay … -- a command` that does this and ends with this code. */
async function runCommand(
  args: readonly string[],
  work: (url: string, host: FakeHost) => Promise<number>,
): Promise<Ran> {
  const urls: string[] = [];
  const host: FakeHost = fakeHost({
    spawn(_command, { WIRETAPE_URL: url = "" }): Child {
      urls.push(url);
      return { code: work(url, host), kill(): void {} };
    },
  });
  const speed = args.includes("--speed") ? [] : ["--speed", "max"];
  const code = await run(["replay", TRACKING, ...speed, ...args, "--", "npm", "test"], host);
  return { code, host, urls };
}

Deno.test("replay -- COMMAND is fine when all was as on the tape", async () => {
  const { code, host, urls } = await runCommand([], async (url) => {
    await playTracking(url);
    return 0;
  });
  assertEquals(code, 0, host.stderr.written);
  assertMatch(urls[0] ?? "", /^http:\/\/127\.0\.0\.1:\d+$/);
  assert(urls[0] !== "http://127.0.0.1:7007");
  assertEquals(host.stdout.written, "");
  assertStringIncludes(host.stderr.written, "1 session of 1 played, 4 served, 2 matched");
  assertStringIncludes(host.stderr.written, "All as on the tape");
});

Deno.test("replay -- COMMAND passes the command's exit code on", async () => {
  const { code } = await runCommand([], async (url) => {
    await playTracking(url);
    return 7;
  });
  assertEquals(code, 7);
});

Deno.test("replay -- COMMAND fails where only the replay was not as on the tape", async () => {
  const session = onlySession(await scriptOf("tracking"));
  const { code, host } = await runCommand([], async (url, host) => {
    await using _client = playStock(url, session, OTHER_ROOM);
    await host.stderr.said(/unexpected room:subscribe/);
    return 0;
  });
  assertEquals(code, 1);
  assertStringIncludes(
    host.stderr.written,
    `entry ${lineOf("tracking", "room:subscribe")}: $.room expected "track_222222", got "track_19"`,
  );
  assertStringIncludes(host.stderr.written, "accept it with --ignore '$.room'");
  assertStringIncludes(host.stderr.written, "NOT as on the tape");
});

Deno.test("replay --ignore accepts what it is told to", async () => {
  const { code, host } = await runCommand(["--ignore", "$.room"], async (url) => {
    await playTracking(url, OTHER_ROOM);
    return 0;
  });
  assertEquals(code, 0, host.stderr.written);
});

Deno.test("replay -- COMMAND fails when no client came", async () => {
  const { code, host } = await runCommand([], () => Promise.resolve(0));
  assertEquals(code, 1);
  assertStringIncludes(host.stderr.written, "1 session of the tape had no client");
});

Deno.test("replay --fail-fast ends the command at the first thing that is wrong", async () => {
  const ended = Promise.withResolvers<number>();
  const signals: string[] = [];
  const host = fakeHost({
    spawn(_command, { WIRETAPE_URL: url = "" }): Child {
      void scriptOf("tracking").then((script) => {
        const client = playStock(url, onlySession(script), OTHER_ROOM);
        void ended.promise.then(() => client.leave());
      });
      return {
        code: ended.promise,
        kill(signal): void {
          signals.push(signal);
          ended.resolve(143);
        },
      };
    },
  });
  const code = await run(["replay", TRACKING, "--fail-fast", "--", "npm", "test"], host);
  assertEquals(signals, ["SIGTERM"]);
  assertEquals(code, 1);
});

for (const [flags, expected] of [[[], 1], [["--allow-partial"], 0]] as const) {
  Deno.test(`replay ${flags.join("")} exits with ${expected} where a fault ended it`, async () => {
    const session = onlySession(await scriptOf("tracking"));
    const fault = ["--fault", "close location:track code=1011"];
    const { code, host } = await runCommand([...flags, ...fault], async (url) => {
      await playStock(url, session).gone;
      return 0;
    });
    assertEquals(code, expected, host.stderr.written);
    assertStringIncludes(host.stderr.written, "2 matched, 0 missed, 0 unexpected, 3 not served");
    assertStringIncludes(host.stderr.written, "; a fault ended it: close 1011\n");
    assertStringIncludes(host.stderr.written, "\n1 fault put in, seed 1\n");
  });
}

Deno.test("replay -- COMMAND knows of clients that ended with their command", async () => {
  const session = onlySession(await scriptOf("tracking"));
  // Its going is waited for as long as it takes, not for so many milliseconds.
  using _time = new HeldTime((delay) => delay === LAST_LEAVES ? "held" : "runs");
  // The second place would come ten seconds after the first.
  const flags = ["--speed", "0.1", "--json"];
  const { code, host } = await runCommand(flags, async (url) => {
    const client = playStock(url, session);
    await client.heard("location:track");
    client.leave();
    return 0;
  });
  const { sessions: [only] } = JSON.parse(host.stdout.written);
  const [{ endedBy, reason, state }] = only.performances;
  assertEquals([code, endedBy, reason, state], [1, "client", "transport close", "over"]);
});

Deno.test("replay ends its command with the first Ctrl-C, and kills it with the second", async () => {
  const ended = Promise.withResolvers<number>();
  const began = Promise.withResolvers<void>();
  const signals: string[] = [];
  const host = fakeHost({
    spawn(): Child {
      began.resolve();
      return {
        code: ended.promise,
        kill(signal): void {
          signals.push(signal);
          // It does not heed anything else.
          if (signal === "SIGKILL") ended.resolve(137);
        },
      };
    },
  });
  const running = run(["replay", TRACKING, "--", "npm", "test"], host);
  await began.promise;
  host.signal("SIGINT");
  // A terminal's Ctrl-C comes twice; a person's second one comes later.
  const system = performance.now;
  performance.now = () => system.call(performance) + SAME_SIGNAL_MILLISECONDS + 1;
  try {
    host.signal("SIGINT");
  } finally {
    performance.now = system;
  }
  assertEquals(await running, 137);
  assertEquals(signals, ["SIGTERM", "SIGKILL"]);
});

for (
  const [reason, code] of [[new Deno.errors.NotFound("not there"), 127], [
    new Error("not allowed"),
    126,
  ]] as const
) {
  Deno.test(`replay says that a command is ${reason.message}, and ends with ${code}`, async () => {
    const host = fakeHost({
      spawn(): Child {
        throw reason;
      },
    });
    assertEquals(await run(["replay", TRACKING, "--", "nothing"], host), code);
    assertStringIncludes(host.stderr.written, `Cannot run "nothing": ${reason.message}`);
  });
}

Deno.test("replay -- COMMAND fails where a fault that was asked for was never put in", async () => {
  const args = ["--fault", "drop zzz nth=3"];
  const { code, host } = await runCommand([...args, "--json"], async (url) => {
    await playTracking(url);
    return 0;
  });
  assertEquals(code, 1);
  assertEquals(JSON.parse(host.stdout.written).isGood, false);
  const told = await runCommand(args, async (url) => {
    await playTracking(url);
    return 0;
  });
  assertStringIncludes(told.host.stderr.written, "Never put in: drop zzz nth=3");
  assertStringIncludes(told.host.stderr.written, "a fault was NEVER PUT IN");
});

Deno.test("replay -q says nothing of what is well, and what went wrong", async () => {
  const good = await runCommand(["-q", "--supply", "$.none=1"], async (url) => {
    await playTracking(url);
    return 0;
  });
  assertEquals([good.code, good.host.stderr.written], [0, ""]);
  const bad = await runCommand(["-q"], () => Promise.resolve(0));
  assertEquals(bad.code, 1);
  assertStringIncludes(bad.host.stderr.written, "NOT as on the tape");
});
