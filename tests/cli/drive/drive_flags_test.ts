// What `drive` refuses before anything starts, each with advice; and the values that it reads.

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { DRIVE_FLAGS } from "../../../src/cli/drive/flags.ts";
import { planDrive } from "../../../src/cli/drive/plan.ts";
import { readDrivenTape } from "../../../src/cli/drive/read_session_tape.ts";
import { readRules } from "../../../src/cli/drive/rules.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { run } from "../../../src/cli/run.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { fixture } from "../../e2e/run_drive.ts";
import { fakeHost } from "../fake_host.ts";

const REFUSED: readonly [args: readonly string[], expected: string][] = [
  [["--match", "shap"], 'Did you mean "shape"?'],
  [["--speed", "0"], 'Cannot read --speed "0": expected a number above 0, or max'],
  [["--patience", "soon"], "it is no duration"],
  [["--ignore", "room"], "Write $.room"],
  [["--fill", "$.token"], "expected a path, = and a value"],
  [["--fill", "$.token=env:WIRETAPE_NONE"], "the variable WIRETAPE_NONE is not set"],
  [["--fill", "$.token=env:TOKEN"], "begin with WIRETAPE_: set WIRETAPE_TOKEN"],
  [["--fill", "$.token=file:none"], 'the value for $.token: there is no file "none"'],
  [["--fill", "$.token=file:/"], "is a folder"],
  [["--fill", "$.nothing=x"], "Cannot fill $.nothing: no message of the tape's client has it"],
  [["--query", "token=env:TOKEN"], "Cannot read --query token: the variable TOKEN is not set"],
  [["--header", "X-Key: env:WIRETAPE_NONE"], "Cannot read --header X-Key: the variable"],
  [["--auth", "[1]"], "Cannot read --auth: it is no JSON object"],
  [["--query", "token"], 'Cannot read --query: there is no "=" in it'],
  [["--header", "Host: x"], "it is the target's own"],
];

for (const [args, expected] of REFUSED) {
  Deno.test(`drive refuses ${args.join(" ")}`, async () => {
    const host = fakeHost({ folder: "/nowhere" });
    const code = await run(["drive", fixture("chat"), "http://127.0.0.1:9", ...args], host);
    assertEquals(code, 2, host.stderr.written);
    assertStringIncludes(host.stderr.written, expected);
  });
}

const REFUSED_URLS: readonly [url: string, expected: string][] = [
  ["nowhere", "it is no URL"],
  ["ftp://127.0.0.1/", 'Cannot drive "ftp://127.0.0.1/"'],
  ["http://me:secret@127.0.0.1/", "with a name or password in it"],
  ["http://127.0.0.1/other", 'Cannot drive the namespace "/other"'],
];

for (const [url, expected] of REFUSED_URLS) {
  Deno.test(`drive refuses the URL ${url}`, async () => {
    const host = fakeHost({ folder: "/nowhere" });
    assertEquals(await run(["drive", fixture("chat"), url], host), 2);
    assertStringIncludes(host.stderr.written, expected);
    assert(!host.stderr.written.includes("secret"));
  });
}

for (const typed of ["mistyped.ndjson", "@7", "."]) {
  Deno.test(`drive says of the tape ${typed} what inspect says`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      const [driven, inspected] = [fakeHost({ folder }), fakeHost({ folder })];
      const code = await run(["drive", typed, "http://127.0.0.1:9"], driven);
      assertEquals(code, await run(["inspect", typed], inspected));
      assertStringIncludes(driven.stderr.written, "wiretape: Cannot ");
      assertEquals(driven.stderr.written, inspected.stderr.written);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("readRules() reads fills as they are, and paths with an = in quotes", () => {
  const host = fakeHost({ env: { WIRETAPE_TOKEN: "a=b" } });
  const { flags } = parseFlags(DRIVE_FLAGS, [
    "--fill",
    "$.token=env:WIRETAPE_TOKEN",
    "--fill",
    '$["a=b"]=c=d',
    "--speed",
    "2.5",
  ]);
  const { fills, speed, rules, patience } = readRules(flags, host);
  assertEquals(fills.map(({ path, value }) => [path.text, value]), [
    ["$.token", "a=b"],
    ['$["a=b"]', "c=d"],
  ]);
  assertEquals([speed, rules.mode, patience], [2.5, "shape", 10_000]);
});

Deno.test("readRules() takes no value from an empty variable, or from a file of any length", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await Deno.writeTextFile(join(folder, "long"), "x".repeat(1024 * 1024 + 1));
    await Deno.writeTextFile(join(folder, "empty"), "\n");
    const host = fakeHost({ folder, env: { WIRETAPE_EMPTY: "" } });
    const cases = [
      ["env:WIRETAPE_EMPTY", "the variable WIRETAPE_EMPTY is not set"],
      ["file:long", '"long" is longer than 1048576 bytes'],
      ["file:empty", 'the file "empty" is empty'],
    ] as const;
    for (const [value, expected] of cases) {
      const { flags } = parseFlags(DRIVE_FLAGS, ["--auth", value]);
      const { message } = assertThrows(() => readRules(flags, host), UsageError);
      assertStringIncludes(message, `Cannot read --auth: ${expected}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("planDrive() sends what was recorded, with what was given in its place", async () => {
  const host = fakeHost();
  const tape = await readDrivenTape(fixture("tracking_websocket"), host);
  const { flags } = parseFlags(DRIVE_FLAGS, [
    "--query",
    "token=fresh",
    "--query",
    "more=a b",
    "--header",
    "X-App: 7",
  ]);
  const plan = planDrive("http://127.0.0.1:9/sfa", tape, readRules(flags, host));
  const [session] = plan.sessions;
  assertEquals(session?.query, [["auth_type", "v3"], ["token", "fresh"], ["more", "a b"]]);
  assertEquals(session?.headers, [["X-App", "7"]]);
  assertEquals(session?.path, "/socket.io/");
  assertEquals(plan.shown.href, "http://127.0.0.1:9/sfa?auth_type=v3&token=fresh&more=a%20b");
  const none = parseFlags(DRIVE_FLAGS, []).flags;
  const error = assertThrows(
    () => planDrive("http://127.0.0.1:9", tape, readRules(none, host)),
    UsageError,
  );
  assertStringIncludes(error.message, '"token" in its query was hidden on the tape');
});

Deno.test("planDrive() takes a blank or line break around the URL for no namespace", async () => {
  const host = fakeHost();
  const tape = await readDrivenTape(fixture("tracking_websocket"), host);
  const rules = readRules(parseFlags(DRIVE_FLAGS, ["--query", "token=fresh"]).flags, host);
  for (const typed of ["http://127.0.0.1:9/ ", " http://127.0.0.1:9/sfa\n"]) {
    assertEquals(planDrive(typed, tape, rules).sessions.length, 1);
  }
});

Deno.test("drive --help says what the task says", async () => {
  const host = fakeHost();
  assertEquals(await run(["drive", "--help"], host), 0);
  assertStringIncludes(host.stdout.written, "drive: play a tape's client to a real server");
});
