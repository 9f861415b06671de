// `inspect --follow`: a tape that is still being written.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "../../../src/cli/run.ts";
import { opened, says } from "../../timeline/moments_of.ts";
import { fakeHost } from "../fake_host.ts";
import { inspect, tapeText } from "./run_inspect.ts";

Deno.test("inspect --follow shows what is written while it reads, and ends with the tape", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const path = `${folder}/now.ndjson`;
    await Deno.writeTextFile(path, tapeText(opened()));
    const host = fakeHost({ folder });
    const running = run(["inspect", "now.ndjson", "--follow"], host);
    await host.stdout.said(/#5 .*open/);
    const append = (text: string): Promise<void> =>
      Deno.writeTextFile(path, text, { append: true });
    const line = JSON.stringify(says("server", 9, '42["moved"]'));
    await append(line.slice(0, 20));
    await append(`${line.slice(20)}\n`);
    await host.stdout.said(/#6 .*moved/);
    await append('{"kind":"end","at":10,"entries":5}\n');
    assertEquals([await running, host.stderr.written], [0, ""]);
    assertStringIncludes(host.stdout.written, "session 1  abc at");
    assertStringIncludes(host.stdout.written, "\n5 entries in 10.0 ms, 2 lines shown\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("inspect --follow ends with Ctrl-C, and tells the stories as they are by then", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await Deno.writeTextFile(`${folder}/now.ndjson`, tapeText(opened()));
    const host = fakeHost({ folder });
    const running = run(["inspect", "now.ndjson", "--follow"], host);
    await host.stdout.said(/#5 .*open/);
    host.signal("SIGINT");
    assertEquals([await running, host.stderr.written], [0, ""]);
    assertStringIncludes(host.stdout.written, "still open when the tape ended");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("inspect refuses to follow a tape that is packed", async () => {
  const { code, talk } = await inspect(["a.ndjson.gz", "--follow"]);
  assertEquals(code, 2);
  assertStringIncludes(talk, 'Cannot follow "a.ndjson.gz"');
});
