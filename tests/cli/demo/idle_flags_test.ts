// Flags that do nothing with a demo, refused by `demo` and by `record --demo` in the same words.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { demoCommand } from "../../../src/cli/demo_command.ts";
import { recordCommand } from "../../../src/cli/record_command.ts";
import { run } from "../../../src/cli/run.ts";
import { fakeHost } from "../fake_host.ts";

const IDLE: readonly [name: string, flag: string, message: string, advice: string][] = [
  ["chat", "--rate", "nothing comes by itself there", "Use it with tracking, driver, layers"],
  ["express", "--rate", "nothing comes by itself there", "Use it with tracking, driver, layers"],
  ["chat", "--seed", "it says the same in every run anyway", "Use it with tracking, driver"],
  ["express", "--seed", "it says the same in every run anyway", "Use it with tracking, driver"],
  ["layers", "--seed", "it says the same in every run anyway", "Use it with tracking, driver"],
];

for (const [name, flag, message, advice] of IDLE) {
  for (const words of [["demo", name], ["record", "--demo", name]]) {
    Deno.test(`${words.join(" ")} ${flag} 3 is refused`, async () => {
      const host = fakeHost();
      assertEquals(await run([...words, flag, "3"], host, [demoCommand, recordCommand]), 2);
      assertStringIncludes(
        host.stderr.written,
        `Cannot use ${flag} 3 with the ${name} demo: ${message}`,
      );
      assertStringIncludes(host.stderr.written, advice);
      assertEquals(host.stdout.written, "");
    });
  }
}
