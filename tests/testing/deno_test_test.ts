// The library in a real `deno test`, with its sanitizers on: nothing is left open, and it fetches no
// package that it does not need.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";

const CASES = new URL("cases/", import.meta.url);
const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));

interface Ran {
  readonly code: number;
  /** Without colours. */
  readonly said: string;
}

interface Run {
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Whoever hangs is ended, and what it said until then is told. */
const MAX_MILLISECONDS = 60_000;

/** A child that is ended must not write coverage: half a file of it spoils the whole. */
const UNSET = ["-u", "CI", "-u", "DENO_COVERAGE_DIR"];
const LOCK = fileURLToPath(new URL("../deno.lock", import.meta.url));

async function denoTest(name: string, { flags = [], args = [], env = {} }: Run = {}): Promise<Ran> {
  const set = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const { code, stdout, stderr } = await new Deno.Command("env", {
    args: [
      ...[...UNSET, "NO_COLOR=1", ...set, "deno", "test", "--no-check", "--no-prompt"],
      ...["--config", CONFIG, `--lock=${LOCK}`, "--frozen"],
      ...["--sanitize-ops", "--sanitize-resources", "--allow-read", "--allow-net=127.0.0.1"],
      ...flags,
      fileURLToPath(new URL(name, CASES)),
      ...(args.length === 0 ? [] : ["--", ...args]),
    ],
    signal: AbortSignal.timeout(MAX_MILLISECONDS),
  }).output();
  const decoder = new TextDecoder();
  return { code, said: `${decoder.decode(stdout)}${decoder.decode(stderr)}` };
}

Deno.test("replayServer() and tape() leave nothing open in deno test", async () => {
  // The client asks for variables that are nobody's business.
  const { code, said } = await denoTest("good.ts", { flags: ["--ignore-env"] });
  assertEquals(code, 0, said);
  assertMatch(said, /ok \| 9 passed \| 0 failed/);
});

Deno.test("deno test does see a replay that is left open", async () => {
  const { code, said } = await denoTest("left_open.ts");
  assertEquals(code, 1, said);
  assertMatch(said, /Leaks detected/);
});

Deno.test("tape() records in one deno test what it plays in the next, and never in CI", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const file = `${folder}/greeting.ndjson`;
  const flags = ["--allow-env=CI", `--allow-write=${folder}`];
  try {
    const inCi = await denoTest("recording.ts", { flags, args: [file], env: { CI: "true" } });
    assertEquals(inCi.code, 1, inCi.said);
    assert(inCi.said.includes("CI is set, and nothing is recorded there"), inCi.said);

    const failed = await denoTest("recording.ts", { flags, args: [file, "fails"] });
    assertEquals(failed.code, 1, failed.said);
    assert(failed.said.includes("Threw away the recording"), failed.said);
    assertEquals([...Deno.readDirSync(folder)], []);

    const denied = await denoTest("recording.ts", { flags: flags.slice(1), args: [file] });
    assertEquals(denied.code, 1, denied.said);
    assert(denied.said.includes("grant --allow-env=CI"), denied.said);

    const recorded = await denoTest("recording.ts", { flags, args: [file] });
    assertEquals(recorded.code, 0, recorded.said);
    assert(recorded.said.includes("mode record"), recorded.said);

    // To play it needs neither, and is the same in CI.
    const played = await denoTest("recording.ts", { args: [file], env: { CI: "true" } });
    assertEquals(played.code, 0, played.said);
    assert(played.said.includes("mode replay"), played.said);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

interface Graph {
  readonly modules: readonly { readonly specifier: string }[];
}

Deno.test("src/testing needs one package of npm, which inflates what a tap records", async () => {
  const { stdout } = await new Deno.Command("deno", {
    args: ["info", "--json", "--frozen", "src/testing/mod.ts"],
    cwd: fileURLToPath(new URL("../../", import.meta.url)),
  }).output();
  const { modules }: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const foreign = modules.map(({ specifier }) => specifier).filter((specifier) =>
    !specifier.startsWith("file:") && !specifier.startsWith("node:")
  );
  assertEquals(foreign.map((specifier) => specifier.replace(/@[\d.]+$/, "")), ["npm:/pako"]);
});
