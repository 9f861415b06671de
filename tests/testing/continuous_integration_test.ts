// What counts as running where nobody watches.

import { assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";

const FILE = new URL("../../src/testing/continuous_integration.ts", import.meta.url);

for (
  const [value, permission, expected] of [
    ["true", "--allow-env=CI", "true"],
    ["1", "--allow-env=CI", "true"],
    ["false", "--allow-env=CI", "false"],
    ["0", "--allow-env=CI", "false"],
    ["", "--allow-env=CI", "false"],
    [undefined, "--allow-env=CI", "false"],
    ["true", "--deny-env=CI", "undefined"],
  ] as const
) {
  Deno.test(`isContinuousIntegration() is ${expected} for ${value} with ${permission}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      const script = `import { isContinuousIntegration } from ${JSON.stringify(FILE.href)};\n` +
        "console.log(String(isContinuousIntegration()));\n";
      await Deno.writeTextFile(`${folder}/ask.ts`, script);
      const { stdout, stderr } = await new Deno.Command("env", {
        args: [
          ...["-u", "CI", ...(value === undefined ? [] : [`CI=${value}`])],
          ...["deno", "run", "--no-prompt", "--no-config", "--no-lock", permission],
          fileURLToPath(new URL(`file://${folder}/ask.ts`)),
        ],
      }).output();
      const decoder = new TextDecoder();
      assertEquals(decoder.decode(stdout).trim(), expected, decoder.decode(stderr));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
