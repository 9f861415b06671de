// `replay` in this process: what it says, what it writes, and how it ends, alone.

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { run } from "../../../src/cli/run.ts";
import { playStock } from "../../net/replay_server/stock_client.ts";
import { recordedLog } from "../../net/replay_server/recorded_log.ts";
import { onlySession, scriptOf } from "../../net/replay_server/scripts.ts";
import { fakeHost } from "../fake_host.ts";
import { OTHER_ROOM, playTracking, TRACKING } from "./play_tracking.ts";
import { tapeFile } from "./tape_file.ts";

Deno.test("replay --fail-fast by hand ends with the first thing that is wrong, too", async () => {
  const host = fakeHost();
  const args = ["--fail-fast", "--speed", "max", "-l", "127.0.0.1:0"];
  const running = run(["replay", TRACKING, ...args], host);
  const url = await host.stdout.said(/http:\S+(?=\/sfa\n)/);
  await using _client = playStock(url, onlySession(await scriptOf("tracking")), OTHER_ROOM);
  assertEquals(await running, 1);
  assertStringIncludes(host.stderr.written, "ended here (--fail-fast)");
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
  assertMatch(host.stderr.written, /\nsession 1 \(entry \d+\), client 1: /);
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
      assertEquals(Object.keys(report.times), ["sessions", "late", "worstLateness", "seconds"]);
      texts.push(JSON.stringify({ ...report, times: 0 }));
    }
    assertEquals(texts[0], texts[1]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replay with a report ends with one even if nobody comes", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const args = ["--listen", "0", "--report", "r.json", "--patience", "10ms"];
    assertEquals(await run(["replay", TRACKING, ...args], host), 1);
    assertStringIncludes(host.stderr.written, "when nobody has come for 0.01 s");
    assertStringIncludes(host.stderr.written, "Ended because no client came");
    const report = JSON.parse(await Deno.readTextFile(`${folder}/r.json`));
    assertEquals([report.because, report.isGood, report.totals.unplayed], ["nobody", false, 1]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replay --loop plays to a client that stays for as long as it stays", async () => {
  const host = fakeHost();
  const args = ["--speed", "max", "--loop", "--listen", "127.0.0.1:0"];
  const running = run(["replay", TRACKING, ...args], host);
  const url = await host.stdout.said(/http:\S+(?=\/sfa\n)/);
  const session = onlySession(await scriptOf("tracking"));
  await using client = playStock(url, session, { stays: true });
  const [expected, log] = [recordedLog(session), await client.done];
  // The next round may have begun.
  assertEquals(log.slice(0, expected.length), expected);
  // A second round of what the server said, though the client said nothing more.
  await client.heard("location:track");
  host.signal("SIGINT");
  assertEquals(await running, 0);
  assertStringIncludes(host.stderr.written, "and again when it is through");
  assertStringIncludes(host.stderr.written, "All as on the tape");
});

Deno.test("replay --loop with a report goes on when all has been played, until Ctrl-C", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ folder });
    const args = ["--loop", "--speed", "max", "--report", "r.json", "-l", "127.0.0.1:0"];
    const running = run(["replay", TRACKING, ...args], host);
    const url = await host.stdout.said(/http:\S+(?=\/sfa\n)/);
    for (const client of [1, 2]) {
      await playTracking(url);
      await host.stderr.said(new RegExp(`Client ${client} left`));
    }
    host.signal("SIGINT");
    assertEquals(await running, 0, host.stderr.written);
    const report = JSON.parse(await Deno.readTextFile(`${folder}/r.json`));
    assertEquals([report.because, report.sessions[0].performances.length], ["stopped", 2]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replay says which --supply found nothing", async () => {
  const host = fakeHost();
  const running = run(["replay", TRACKING, "--supply", "$.token=x", "-l", "127.0.0.1:0"], host);
  await host.stderr.said(/--supply '\$\.token' is not used/);
  host.signal("SIGINT");
  assertEquals(await running, 0);
});

for (
  const [args, said] of [
    [["--supply", "token=x"], "Cannot read --supply: expected a path, = and a value"],
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

Deno.test("replay says that a tape was cut short, and speaks of keys only where there are any", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const text = await Deno.readTextFile(TRACKING);
    const lines = text.trimEnd().split("\n");
    await Deno.writeTextFile(`${folder}/torn.ndjson`, lines.slice(0, -1).join("\n") + '\n{"kin');
    await Deno.writeTextFile(`${folder}/early.ndjson`, lines.slice(0, 3).join("\n") + "\n");
    const host = fakeHost({ folder });
    const running = run(["replay", "torn.ndjson", "-l", "127.0.0.1:0"], host);
    await host.stderr.said(/Ctrl-C ends it/);
    host.signal("SIGINT");
    assertEquals(await running, 0);
    assertStringIncludes(host.stderr.written, "The tape was cut short: it has no end");
    assertEquals(host.stderr.written.includes("Keys:"), false);
    const early = fakeHost({ folder });
    assertEquals(await run(["replay", "early.ndjson"], early), 2);
    assertStringIncludes(early.stderr.written, "it was cut short before the first one");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("replay does not move on from a port that was asked for by its number", async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const host = fakeHost();
  const { port } = taken.addr;
  assertEquals(await run(["replay", TRACKING, "--listen", `127.0.0.1:${port}`], host), 3);
  assertStringIncludes(host.stderr.written, "the port is taken");
  taken.close();
});
