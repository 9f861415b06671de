// The command line as a whole: help, version, what is not there, and how errors are told.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { VERSION } from "../../src/base/version.ts";
import { type BuiltCommand, defineCommand } from "../../src/cli/command.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import type { ExitCode } from "../../src/cli/exit_code.ts";
import { switchFlag, textFlag } from "../../src/cli/flags.ts";
import { run } from "../../src/cli/run.ts";
import { type FakeHost, fakeHost } from "./fake_host.ts";

const play = defineCommand({
  name: "play",
  summary: "play a tape",
  operands: { shown: "FILE", least: 1, most: 1 },
  flags: {
    loud: switchFlag({ summary: "play it loudly" }),
    outFile: textFlag({ takes: "FILE", short: "o", summary: "where it goes" }),
  },
  examples: [{ typed: "play day.ndjson --loud", does: "wakes the house" }],
  run({ flags, operands: [file = ""], host }): Promise<ExitCode> {
    host.stdout.write(`${host.resolvePath(file)} ${flags.loud} ${flags.outFile}\n`);
    return Promise.resolve(0);
  },
});

function failing(error: unknown): BuiltCommand {
  return defineCommand({
    name: "fail",
    summary: "fail",
    flags: {},
    examples: [],
    run: () => Promise.reject(error),
  });
}

function printed(host: FakeHost): { readonly stdout: string; readonly stderr: string } {
  return { stdout: host.stdout.written, stderr: host.stderr.written };
}

for (const args of [[], ["--help"], ["-h"]]) {
  Deno.test(`run() shows the help for ${JSON.stringify(args)}`, async () => {
    const host = fakeHost();
    assertEquals(await run(args, host), 0);
    for (const { name, summary } of COMMANDS) {
      assertStringIncludes(host.stdout.written, `  ${name}`);
      assertStringIncludes(host.stdout.written, summary);
    }
    assertEquals(host.stderr.written, "");
  });
}

for (const args of [["--version"], ["-V"]]) {
  Deno.test(`run() shows the version for ${args}`, async () => {
    const host = fakeHost();
    assertEquals(await run(args, host), 0);
    assertEquals(printed(host), { stdout: `wiretape ${VERSION}\n`, stderr: "" });
  });
}

Deno.test("run() hands a command its flags, operands and host", async () => {
  const host = fakeHost({ folder: "/tapes" });
  assertEquals(await run(["play", "day.ndjson", "--loud", "-o", "x"], host, [play]), 0);
  assertEquals(host.stdout.written, "/tapes/day.ndjson true x\n");
});

Deno.test("run() shows a command's own help, wherever --help stands", async () => {
  const host = fakeHost();
  assertEquals(await run(["play", "day.ndjson", "--help"], host, [play]), 0);
  assertEquals(
    host.stdout.written,
    `play: play a tape

Usage
  deno task play FILE [flags]

Flags
      --loud           play it loudly
  -o, --out-file FILE  where it goes
  -h, --help           show this help

Examples
  deno task play day.ndjson --loud
      wakes the house
`,
  );
});

Deno.test("run() takes --help after -- for an operand", async () => {
  const host = fakeHost();
  assertEquals(await run(["play", "--", "--help"], host, [play]), 0);
  assertEquals(host.stdout.written, "/--help false undefined\n");
});

Deno.test("run() colours headings where the output has colour", async () => {
  const host = fakeHost({ colour: true });
  await run([], host);
  assertStringIncludes(host.stdout.written, "\x1b[1mUsage\x1b[22m");
});

const MISUSES: readonly (readonly [args: readonly string[], stderr: string])[] = [
  [
    ["paly"],
    'wiretape: Cannot run "paly": there is no such command\n  Did you mean "play"?\n',
  ],
  [
    ["xylophone"],
    'wiretape: Cannot run "xylophone": there is no such command\n  There are play\n',
  ],
  [["play"], 'wiretape: Cannot run "play": it needs FILE\n'],
  [["play", "a", "b"], 'wiretape: Cannot run "play" with "b": it takes FILE\n'],
  [
    ["play", "a", "--luod"],
    'wiretape: Cannot read "--luod": there is no such flag\n  Did you mean --loud?\n',
  ],
  [
    ["play", "a", "--out-file"],
    "wiretape: Cannot read --out-file: it takes a value\n  Write --out-file=FILE\n",
  ],
];

for (const [args, stderr] of MISUSES) {
  Deno.test(`run() refuses ${JSON.stringify(args)} with advice`, async () => {
    const host = fakeHost();
    assertEquals(await run(args, host, [play]), 2);
    assertEquals(printed(host), { stdout: "", stderr });
  });
}

Deno.test("run() refuses operands of a command that takes none", async () => {
  const host = fakeHost();
  assertEquals(await run(["fail", "x"], host, [failing(new Error("not reached"))]), 2);
  assertEquals(host.stderr.written, 'wiretape: Cannot run "fail" with "x": it takes only flags\n');
});

Deno.test("run() says politely that a command is not built, and what there is", async () => {
  const host = fakeHost();
  const planned = { kind: "planned", name: "sing", summary: "sing a tape aloud" } as const;
  assertEquals(await run(["sing", "x", "--loud"], host, [play, planned]), 2);
  assertEquals(printed(host), {
    stdout: "",
    stderr: `"sing" will sing a tape aloud.
Wiretape ${VERSION} does not have it yet.
What it has: play.
`,
  });
});

const withCauses = new Error("Cannot read the tape", {
  cause: new Error("Cannot open it", { cause: "no such file" }),
});

Deno.test("run() tells an error with its causes, without the stack", async () => {
  const host = fakeHost();
  assertEquals(await run(["fail"], host, [failing(withCauses)]), 3);
  assertEquals(
    host.stderr.written,
    "wiretape: Cannot read the tape\n  because: Cannot open it\n  because: no such file\n",
  );
});

Deno.test("run() adds the stack when WIRETAPE_DEBUG asks for it", async () => {
  const host = fakeHost({ env: { WIRETAPE_DEBUG: "1" } });
  assertEquals(await run(["fail"], host, [failing(withCauses)]), 3);
  assertStringIncludes(host.stderr.written, "run_test.ts:");
});

Deno.test("run() ends quietly when nobody reads stdout any more", async () => {
  const host = fakeHost({ stdoutClosed: true });
  assertEquals(await run(["--help"], host), 0);
  assertEquals(host.stderr.written, "");
});

Deno.test("run() keeps the lines of a message and lets nothing in it steer the terminal", async () => {
  const host = fakeHost();
  const args = ["inspect", "/nowhere.ndjson", "--where", 'evnt == "\x1b[31m"'];
  assertEquals(await run(args, host), 2);
  assertEquals(host.stderr.written.split("\n").length, 5);
  assertEquals(host.stderr.written.includes("\x1b"), false);
});
