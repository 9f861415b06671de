// While a recording tells how it went, signals are still caught: a second Ctrl-C, or one that comes
// when it had ended by itself, takes nothing from the summary.

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Host, Output } from "../../../src/cli/host.ts";
import { run } from "../../../src/cli/run.ts";
import { inFolder } from "../../house/in_folder.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";

interface Watched {
  readonly host: Host;
  /** How many listened for SIGINT when this was written, for all that was. */
  readonly listening: { readonly text: string; readonly count: number }[];
  readonly count: () => number;
}

/** A host that is sent a signal with all that is written after the end has begun. */
function watched(fake: FakeHost, hasEnded: () => boolean): Watched {
  let count = 0;
  const listening: { readonly text: string; readonly count: number }[] = [];
  const output = (stream: Output): Output => {
    const noting = (text: string): void => {
      listening.push({ text, count });
      if (hasEnded()) fake.signal("SIGINT");
    };
    return {
      isTerminal: stream.isTerminal,
      columns: stream.columns,
      colour: stream.colour,
      write(text): void {
        noting(text);
        stream.write(text);
      },
      async send(text): Promise<void> {
        noting(text);
        await stream.send(text);
      },
    };
  };
  const host: Host = {
    ...fake,
    stdout: output(fake.stdout),
    stderr: output(fake.stderr),
    onSignal(signals, listener): Disposable {
      const isEnd = signals.includes("SIGINT");
      const listens = fake.onSignal(signals, listener);
      if (isEnd) count += 1;
      return {
        [Symbol.dispose](): void {
          if (isEnd) count -= 1;
          listens[Symbol.dispose]();
        },
      };
    },
  };
  return { host, listening, count: () => count };
}

const WAYS: readonly [how: string, command: readonly string[], last: RegExp][] = [
  ["proxy", ["proxy", "http://127.0.0.1:9", "--listen", ":0"], /^Next: /m],
  ["proxy --json", ["proxy", "http://127.0.0.1:9", "--listen", ":0", "--json"], /"tapeLines":2,/],
];

for (const [how, command, last] of WAYS) {
  Deno.test(`${how} listens for signals until its last line is told`, () =>
    inFolder(async (folder) => {
      const fake = fakeHost({ folder });
      let hasEnded = false;
      const { host, listening, count } = watched(fake, () => hasEnded);
      const running = run([...command, "--out", "t.ndjson"], host);
      await fake.stderr.said(/Ctrl-C ends it/);
      assertEquals(count(), 1);
      hasEnded = true;
      fake.signal("SIGINT");
      assertEquals(await running, 0, fake.stderr.written);
      const told = listening.findLast(({ text }) => last.test(text));
      assert(told !== undefined, fake.stderr.written);
      assertEquals([told.count, count()], [1, 0]);
      assertMatch(`${fake.stdout.written}${fake.stderr.written}`, last);
    }));
}
