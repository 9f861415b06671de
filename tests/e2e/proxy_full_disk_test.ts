// A disk that takes no more while `proxy -- COMMAND` runs: the traffic goes on, the user is told
// once, and the exit code says it although the command is content.

import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { readChunks } from "../../src/net/files.ts";
import { readTape } from "../../src/tape/reader.ts";
import { root } from "../house/tree.ts";
import { inTime } from "../peers/in_time.ts";
import { ask, serve } from "./run_proxy.ts";

/** In blocks of 1024 bytes: what a file may hold before the system refuses more. */
const DISK_BLOCKS = 16;
const REQUESTS = 100;

Deno.test("proxy goes on when the disk is full, says so once, and ends with 3 after a command that ended with 0", async () => {
  await using target = await serve();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const tape = join(folder, "t.ndjson");
  // The command is `cat`: it ends with 0 when we close its stdin, and prints nothing. The limit's
  // signal is ignored, so that the write fails as on a disk that is full; coverage, which it would
  // cut as well, is not written.
  const proxy = `exec deno run -A "$0" proxy "$1" --listen :0 --out "$2" -- cat`;
  const child = new Deno.Command("bash", {
    args: [
      "-c",
      `unset DENO_COVERAGE_DIR; trap "" XFSZ; ulimit -f ${DISK_BLOCKS}; ${proxy}`,
      join(root, "main.ts"),
      target.url,
      tape,
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const said = new Talk(child.stderr);
  const printed = new Response(child.stdout).text();
  try {
    const url = await inTime(said.until(/(?<=every client of )http:\S+/), "proxy to listen");
    for (let count = 0; count < REQUESTS; count++) {
      const { status, body } = await ask(`${url}/page/${count}`);
      assertEquals([status, body], [200, "<h1>page</h1>"]);
    }
    await child.stdin.close();
    const { code } = await inTime(child.status, "proxy to end");
    const all = await said.whole;
    assertEquals([code, await printed], [3, ""], all);
    assertEquals(all.split("The tape is cut short: ").length - 1, 1, all);
    assertMatch(all, /The tape is cut short: Cannot write line \d+ of .+ goes on, unrecorded\n/);
    const read = await readTape(readChunks(tape));
    let requests = 0;
    for await (const { entry } of read.lines) if (entry.kind === "request") requests += 1;
    assert(requests > 5 && requests < REQUESTS, `${requests} requests on the tape`);
    assert(["torn", "cut-short"].includes(read.ending().state), read.ending().state);
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended, as it should.
    }
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
});

/** What a process says, as it says it. */
class Talk {
  readonly whole: Promise<string>;
  #said = "";
  #heard = Promise.withResolvers<void>();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.whole = this.#listen(stream);
  }

  async until(expected: RegExp): Promise<string> {
    for (;;) {
      const [found] = expected.exec(this.#said) ?? [];
      if (found !== undefined) return found;
      await this.#heard.promise;
    }
  }

  async #listen(stream: ReadableStream<Uint8Array>): Promise<string> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#said += text;
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    }
    return this.#said;
  }
}
