// Deno's host, in processes of their own: where a user stands when `deno task` has changed the
// folder, and what happens when nobody reads.

import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { denoHost } from "../../src/cli/host.ts";
import { root } from "../house/tree.ts";

const MAIN = join(root, "main.ts");
const SHOW_HOST = join(root, "tests", "cli", "show_host.ts");
const PERMISSIONS = ["--no-prompt", "--ignore-env", "--allow-env=NO_COLOR,FORCE_COLOR,INIT_CWD"];

async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "wiretape-" }));
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function deno(
  args: readonly string[],
  options: Pick<Deno.CommandOptions, "cwd" | "env" | "clearEnv"> = {},
): Deno.ChildProcess {
  return new Deno.Command("deno", {
    ...options,
    args: [...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("denoHost() resolves paths from INIT_CWD and hands on arguments, stdin, exit code", () =>
  inTemporaryFolder(async (folder) => {
    const process = deno(["run", ...PERMISSIONS, SHOW_HOST, "a", "--b"], {
      env: { INIT_CWD: folder, FORCE_COLOR: "1", NO_COLOR: "" },
    });
    const stdin = process.stdin.getWriter();
    await stdin.write(new TextEncoder().encode("hello"));
    await stdin.close();
    const { code, stdout } = await process.output();
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), {
      args: ["a", "--b"],
      path: join(folder, "day.ndjson"),
      absolute: "/day.ndjson",
      columns: 80,
      colour: true,
      stdin: [5],
    });
    assertEquals(code, 7);
  }));

Deno.test("`deno task` runs a command from another folder and INIT_CWD names that folder", () =>
  inTemporaryFolder(async (folder) => {
    const process = deno([
      "task",
      "--quiet",
      "--config",
      join(root, "deno.json"),
      "--cwd",
      root,
      "--eval",
      `deno run ${PERMISSIONS.join(" ")} tests/cli/show_host.ts`,
    ], { cwd: folder, clearEnv: true });
    await process.stdin.close();
    const { stdout, stderr } = await process.output();
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(
      JSON.parse(new TextDecoder().decode(stdout)).path,
      join(folder, "day.ndjson"),
    );
  }));

/** What such a command shows, beside a host whose user stands in the folder. */
async function shownBeside(folder: string, command: readonly string[]): Promise<unknown> {
  const script = join(root, "tests", "cli", "spawn_beside.ts");
  const process = deno(["run", ...PERMISSIONS, "--allow-run", "--allow-read", script, ...command], {
    cwd: root,
    env: { INIT_CWD: folder },
  });
  await process.stdin.close();
  const { code, stdout, stderr } = await process.output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  return JSON.parse(new TextDecoder().decode(stdout));
}

const SHOW = "console.log(JSON.stringify([Deno.cwd(), Deno.env.get('INIT_CWD'), " +
  "Deno.env.get('WIRETAPE_URL')]))";

Deno.test("denoHost() starts a command where the user stands, and says so in INIT_CWD", () =>
  inTemporaryFolder(async (folder) => {
    assertEquals(await shownBeside(folder, ["deno", "eval", SHOW]), [folder, folder, "http://tap"]);
  }));

Deno.test("denoHost() leaves a `deno task` within its command knowing where the user stands", () =>
  inTemporaryFolder(async (folder) => {
    const project = join(folder, "project");
    await Deno.mkdir(project);
    const config = join(project, "deno.json");
    await Deno.writeTextFile(config, JSON.stringify({ tasks: { show: `deno eval "${SHOW}"` } }));
    assertEquals(await shownBeside(folder, ["deno", "task", "--quiet", "-c", config, "show"]), [
      project,
      folder,
      "http://tap",
    ]);
  }));

/** Deno's own commands give way to one whose child cannot be killed, for this reason. */
function unkillable(error: Error): Disposable {
  const { Command } = Deno;
  const child = {
    status: new Promise(() => {}),
    kill(): never {
      throw error;
    },
  };
  Reflect.set(
    Deno,
    "Command",
    class {
      spawn(): typeof child {
        return child;
      }
    },
  );
  return { [Symbol.dispose]: () => void Reflect.set(Deno, "Command", Command) };
}

/** What Deno says of a child that has ended, as long as nobody could be told yet. */
const ENDED: readonly Error[] = [
  new TypeError("Child process has already terminated"),
  new Deno.errors.NotFound("ESRCH: No such process"),
  new Deno.errors.BadResource("Bad resource ID"),
];

Deno.test("denoHost() kills no child that has just ended, and fails where it may not", () => {
  for (const error of ENDED) {
    using _command = unkillable(error);
    denoHost().spawn(["sleep"], {}).kill("SIGTERM");
    denoHost().spawnPiped(["sleep"]).kill("SIGKILL");
  }
  const refusal = new Deno.errors.PermissionDenied("EPERM: Operation not permitted");
  using _command = unkillable(refusal);
  assertThrows(() => denoHost().spawn(["sleep"], {}).kill("SIGTERM"), Deno.errors.PermissionDenied);
});

/** Runs it once a line comes on stdin. */
function denoWhenTold(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command("sh", {
    args: ["-c", 'read -r _ && exec deno "$@"', "sh", ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("main.ts ends quietly when nobody reads its stdout", async () => {
  const process = denoWhenTold(["run", ...PERMISSIONS, MAIN, "--help"]);
  await process.stdout.cancel();
  const stdin = process.stdin.getWriter();
  await stdin.write(new TextEncoder().encode("\n"));
  await stdin.close();
  const [{ code }, talk] = await Promise.all([
    process.status,
    new Response(process.stderr).text(),
  ]);
  assertEquals({ code, talk }, { code: 0, talk: "" });
});

Deno.test("main.ts gives usage mistakes exit code 2", async () => {
  const process = deno(["run", ...PERMISSIONS, MAIN, "recrod"]);
  await process.stdin.close();
  const { code, stdout, stderr } = await process.output();
  assertEquals({ code, stdout: stdout.length }, { code: 2, stdout: 0 });
  assertEquals(new TextDecoder().decode(stderr).includes('Did you mean "record"?'), true);
});
