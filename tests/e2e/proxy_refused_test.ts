// What cannot be done, in a process with the task's own permissions: addresses, places and commands
// that the system or Deno refuses.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { root } from "../house/tree.ts";
import { inFolder } from "../house/in_folder.ts";

const { tasks } = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
/** Those of `deno task proxy`. */
const FLAGS: readonly string[] = tasks.proxy.command.split(" ").slice(2, -2);

interface Refused {
  readonly code: number;
  readonly said: string;
}

async function runProxy(folder: string, ...args: readonly string[]): Promise<Refused> {
  const { code, stderr } = await new Deno.Command("deno", {
    args: ["run", ...FLAGS, join(root, "main.ts"), "proxy", "http://127.0.0.1:9", ...args],
    cwd: folder,
    env: { INIT_CWD: folder, NO_COLOR: "1" },
  }).output();
  return { code, said: new TextDecoder().decode(stderr) };
}

const HERE = ["--listen", "127.0.0.1:0"];
const onLinux = { ignore: Deno.build.os !== "linux" };

Deno.test("proxy says that an address is not this machine's", () =>
  inFolder(async (folder) => {
    // Kept for documentation (RFC 5737): nobody's machine has it.
    const { code, said } = await runProxy(folder, "--listen", "192.0.2.77:7007");
    assertEquals(code, 3);
    assertStringIncludes(
      said,
      "Cannot listen on 192.0.2.77:7007: it is none of this machine's addresses. Listen on 127.0.0.1",
    );
    assertEquals(Array.from(Deno.readDirSync(folder)), []);
  }));

Deno.test(
  "proxy says that Deno guards a place, without Deno's advice",
  onLinux,
  () =>
    inFolder(async (folder) => {
      for (const force of [[], ["--force"]]) {
        const { code, said } = await runProxy(folder, ...HERE, "--out", "/dev/full", ...force);
        assertEquals(code, 3);
        assertStringIncludes(said, 'Cannot create the tape "/dev/full": Deno keeps programs away');
        assert(!said.includes("--allow-all"), said);
      }
    }),
);

Deno.test(
  "proxy ends with 126 when its command may not be run",
  onLinux,
  () =>
    inFolder(async (folder) => {
      const script = join(folder, "script.sh");
      await Deno.writeTextFile(script, "#!/bin/sh\n", { mode: 0o644 });
      assertEquals((await runProxy(folder, ...HERE, "--", script)).code, 126);
      assertEquals((await runProxy(folder, ...HERE, "--", join(folder, "none"))).code, 127);
    }),
);
