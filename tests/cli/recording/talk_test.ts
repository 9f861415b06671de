// Where a recording speaks.

import { assertEquals } from "@std/assert";
import { Talk } from "../../../src/cli/recording/talk.ts";
import type { Output } from "../../../src/cli/host.ts";
import { fakeHost } from "../fake_host.ts";

Deno.test("Talk.tell() breaks lines between words where a terminal is narrow, and nowhere else", async () => {
  for (
    const [isTerminal, told] of [
      [true, "Next: deno task inspect\n  @1 · replay @1\n"],
      [false, "Next: deno task inspect @1 · replay @1\n"],
    ] as const
  ) {
    let written = "";
    const stderr: Output = {
      isTerminal,
      columns: 24,
      colour: false,
      write: () => {},
      send(text): Promise<void> {
        written += text;
        return Promise.resolve();
      },
    };
    const talk = new Talk({ host: { ...fakeHost(), stderr }, quiet: false });
    talk.tell("Next: deno task inspect @1 · replay @1");
    await talk.finish();
    assertEquals(written, told);
  }
});
