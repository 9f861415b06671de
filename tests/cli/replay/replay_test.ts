// `replay` in this process: what it says, what it writes, and how it ends, by hand and in tests.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "../../../src/cli/run.ts";
import type { Child } from "../../../src/cli/host.ts";
import { playStock, type StockClientOptions } from "../../net/replay_server/stock_client.ts";
import { recordedLog } from "../../net/replay_server/recorded_log.ts";
import { onlySession, scriptOf } from "../../net/replay_server/scripts.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";
import { tapeFile } from "./tape_file.ts";

const TRACKING = tapeFile("tracking");

/** Plays the tape's own client once, and leaves. */
async function playTracking(url: string, options: StockClientOptions = {}): Promise<void> {
  const session = onlySession(await scriptOf("tracking"));
  await using client = playStock(url, session, options);
  assertEquals(await client.done, recordedLog(session));
}

const OTHER_ROOM: StockClientOptions = {
  change: ([name, data]) => [name, Object.assign({}, data, { room: "track_19" })],
};

interface Ran {
  readonly code: number;
  readonly host: FakeHost;
  readonly urls: readonly string[];
}

/** Runs `replay … -- a command` that does this and ends with this code. */
async function runCommand(
  args: readonly string[],
  work: (url: string) => Promise<number>,
): Promise<Ran> {
  const urls: string[] = [];
  const host = fakeHost({
    spawn(_command, { WIRETAPE_URL: url = "" }): Child {
      urls.push(url);
      return { code: work(url), kill(): void {} };
    },
  });
  const code = await run(
    ["replay", TRACKING, "--speed", "max", ...args, "--", "npm", "test"],
    host,
  );
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
  const { code, host } = await runCommand(["--patience", "20ms"], async (url) => {
    await playTracking(url, OTHER_ROOM);
    return 0;
  });
  assertEquals(code, 1);
  assertStringIncludes(
    host.stderr.written,
    'entry 83: $.room expected "track_222222", got "track_19"',
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

Deno.test("replay says that a command cannot be run", async () => {
  const host = fakeHost({
    spawn(): Child {
      throw new Error("not there");
    },
  });
  assertEquals(await run(["replay", TRACKING, "--", "nothing"], host), 127);
  assertStringIncludes(host.stderr.written, 'Cannot run "nothing": not there');
});

Deno.test("replay by hand stays up, warns, and ends well with Ctrl-C", async () => {
  const host = fakeHost();
  const args = ["replay", TRACKING, "--speed", "max", "--listen", "127.0.0.1:0"];
  const running = run(args, host);
  const url = await host.stdout.said(/http:\S+(?=\/sfa\n)/);
  assertMatch(host.stderr.written, /deno task record http:\S+\/sfa --query auth_type=v3/);
  // A person in another room sees the tape all the same, at once, and twice.
  await playTracking(url, OTHER_ROOM);
  await playTracking(url);
  await host.stderr.said(/Client 2 left/);
  host.signal("SIGINT");
  assertEquals(await running, 0);
  assertStringIncludes(host.stderr.written, "Client 1: unexpected room:subscribe in /sfa");
  assertStringIncludes(host.stdout.written, "→  client 1  /sfa  location:track  {");
  assertStringIncludes(host.stderr.written, "NOT as on the tape");
});

Deno.test("replay without a file plays Wiretape's own tape where there is none", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const running = run(["replay", "--speed", "max", "--listen", "127.0.0.1:0"], host);
    const url = await host.stdout.said(/http:\S+(?=\/sfa\n)/);
    assertStringIncludes(
      host.stderr.written,
      "Playing fixtures/tapes/tracking.ndjson (there is no",
    );
    await playTracking(url);
    host.signal("SIGTERM");
    assertEquals(await running, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replay without a file plays the newest tape", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await Deno.mkdir(`${folder}/tapes`);
    await Deno.copyFile(tapeFile("driver"), `${folder}/tapes/driver.ndjson`);
    const host = fakeHost({ folder });
    const running = run(["replay", "--listen", "127.0.0.1:0"], host);
    await host.stdout.said(/ws:\S+\/driver\/get-tracking\?userId=19\n/);
    await host.stderr.said(/Playing tapes\/driver\.ndjson \(the newest tape\): 1 session/);
    // What was hidden is short, so that the line can be pasted.
    await host.stderr.said(/deno task record 'ws:\S+' --send '.*"token":"x".*'\n/);
    host.signal("SIGINT");
    assertEquals(await running, 0);
    assertStringIncludes(host.stderr.written, "Nobody connected");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replay with a report ends by itself, and writes how it went", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const texts: string[] = [];
    for (const name of ["one", "two"]) {
      const host = fakeHost({ folder });
      const running = run([
        "replay",
        TRACKING,
        ...["--speed", "max", "--listen", "0", "--report", `${name}.json`],
        ...["--junit", `deep/${name}.xml`, "--json"],
      ], host);
      // With --json only the report is on stdout.
      const url = await host.stderr.said(/http:\S+(?=\/sfa)/);
      await playTracking(url);
      assertEquals(await running, 0, host.stderr.written);
      const report = JSON.parse(await Deno.readTextFile(`${folder}/${name}.json`));
      assertEquals(JSON.parse(host.stdout.written), report);
      assertEquals([report.isGood, report.because, report.serve], [true, "all", "sessions"]);
      const xml = await Deno.readTextFile(`${folder}/deep/${name}.xml`);
      assertStringIncludes(xml, 'tests="2" failures="0"');
      assertEquals(Object.keys(report.times), ["late", "worstLateness", "seconds"]);
      texts.push(JSON.stringify({ ...report, times: 0 }));
    }
    assertEquals(texts[0], texts[1]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

for (
  const [args, said] of [
    [["--speed", "fast"], 'Cannot read --speed "fast": expected a number above 0, max or step'],
    [["--serve", "all"], 'Cannot read --serve "all": expected whole, sessions'],
    [["--match", "exact"], 'Cannot read --match "exact": expected warn, strict'],
    [["--ignore", "room"], 'Cannot read --ignore "room"'],
    [["--cors", "localhost:5173"], 'Cannot read --cors "localhost:5173": it is no origin'],
    [["--fault", "lose"], 'Cannot read --fault "lose": there is no "lose"'],
  ] as const
) {
  Deno.test(`replay refuses ${args.join(" ")}`, async () => {
    const host = fakeHost();
    assertEquals(await run(["replay", TRACKING, ...args], host), 2);
    assertStringIncludes(host.stderr.written, said);
  });
}

Deno.test("replay refuses a tape on which there is no session", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const [header = ""] = (await Deno.readTextFile(TRACKING)).split("\n");
    await Deno.writeTextFile(`${folder}/empty.ndjson`, `${header}\n`);
    const host = fakeHost({ folder });
    assertEquals(await run(["replay", "empty.ndjson"], host), 2);
    assertStringIncludes(host.stderr.written, "there is no session on it");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
