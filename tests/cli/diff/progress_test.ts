// How far reading has come: on a terminal, after a while, and gone at the end.

import { assertEquals } from "@std/assert";
import { ManualClock } from "../../../src/base/clock.ts";
import { Progress } from "../../../src/cli/diff/progress.ts";
import type { Output } from "../../../src/cli/host.ts";

function terminal(isTerminal: boolean, columns = 80): { readonly output: Output; text(): string } {
  let written = "";
  const write = (text: string): void => {
    written += text;
  };
  const send = (): Promise<void> => Promise.resolve();
  return { output: { isTerminal, columns, colour: false, write, send }, text: () => written };
}

const ERASE = "\r\x1b[K";

Deno.test("Progress says nothing of what is done at once", () => {
  const { output, text } = terminal(true);
  const clock = new ManualClock();
  {
    using progress = new Progress(output, clock);
    clock.advance(499);
    progress.tell({ name: "a", lines: 1 });
  }
  assertEquals(text(), "");
});

Deno.test("Progress tells how far it is, not too often, and goes away", () => {
  const { output, text } = terminal(true);
  const clock = new ManualClock();
  {
    using progress = new Progress(output, clock);
    clock.advance(500);
    progress.tell({ name: "a\x1b[2J", lines: 120_000 });
    clock.advance(99);
    progress.tell({ name: "a", lines: 121_000 });
    clock.advance(1);
    progress.tell({ name: "a", lines: 122_000 });
  }
  assertEquals(
    text(),
    `${ERASE}reading a\\x1b[2J: 120,000 lines${ERASE}reading a: 122,000 lines${ERASE}`,
  );
});

Deno.test("Progress stays on its line, and off what is no terminal", () => {
  const narrow = terminal(true, 12);
  const pipe = terminal(false);
  for (const { output } of [narrow, pipe]) {
    const clock = new ManualClock();
    using progress = new Progress(output, clock);
    clock.advance(1000);
    progress.tell({ name: "a", lines: 1 });
  }
  assertEquals([narrow.text(), pipe.text()], [`${ERASE}reading a:…${ERASE}`, ""]);
});
