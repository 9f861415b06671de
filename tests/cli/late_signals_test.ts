// A real process and real signals: who has stopped listening is not killed by the second of a pair.

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { UNCOVERED } from "../house/uncovered.ts";
import { root } from "../house/tree.ts";
import { inTime } from "../peers/in_time.ts";

const SCRIPT = join(root, "tests", "cli", "late_signals.ts");
const RUN = ["deno", "run", "--no-prompt", "--ignore-env", "--allow-env=NO_COLOR,FORCE_COLOR"];

Deno.test("denoHost() outlives the second of a pair of signals, and ends at a later one", async () => {
  await using child = new Deno.Command(UNCOVERED.program, {
    args: [...UNCOVERED.args, ...RUN, SCRIPT],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const heard = lines(child.stdout);
  const stdin = child.stdin.getWriter();
  assertEquals(await inTime(next(heard), "the process to listen"), "listens");
  child.kill("SIGINT");
  assertEquals(await inTime(next(heard), "the signal to be heard"), "heard SIGINT");
  // Its time has stood since.
  child.kill("SIGINT");
  await stdin.write(new TextEncoder().encode("leap\n"));
  assertEquals(await inTime(next(heard), "the process to be alive"), "leapt");
  child.kill("SIGINT");
  const { code, signal } = await inTime(child.status, "the process to end");
  assertEquals({ code, signal }, { code: 130, signal: null });
  await stdin.close().catch(() => {});
  assertEquals(await inTime(next(heard), "its output to end"), undefined);
});

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const whole = `${rest}${text}`.split("\n");
    rest = whole.pop() ?? "";
    yield* whole;
  }
}

/** Undefined at the end. */
async function next(lines: AsyncGenerator<string>): Promise<string | undefined> {
  const { value, done } = await lines.next();
  return done === true ? undefined : value;
}
