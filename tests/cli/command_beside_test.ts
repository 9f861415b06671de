// Commands that cannot be started: what is said of them, and what they end with.

import { assertEquals, assertMatch } from "@std/assert";
import { startBeside } from "../../src/cli/command_beside.ts";
import { denoHost } from "../../src/cli/host.ts";

/** Tries to run what is on no machine. */
async function failing(command: readonly string[]): Promise<[reasons: string[], code: number]> {
  const reasons: string[] = [];
  const child = startBeside({
    command,
    url: "http://127.0.0.1",
    host: denoHost(),
    failed: (reason) => void reasons.push(reason),
  });
  child.kill("SIGTERM");
  return [reasons, await child.code];
}

Deno.test("startBeside() says that there is no such command", async () => {
  for (const command of [["wiretape-has-no-such-command", "it's: here"], [""]]) {
    assertEquals(await failing(command), [["there is no such command"], 127]);
  }
});

Deno.test("startBeside() has the system's words for a file, without what was typed", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const [[reason = ""], code] = await failing([`${folder}/it's: gone`]);
    assertEquals(code, 127);
    assertMatch(reason, /^No such file or directory/);
    const [[other = ""], otherCode] = await failing([folder]);
    assertEquals(otherCode, 126);
    assertMatch(other, /^Permission denied/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
