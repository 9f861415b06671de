// What is told at the end of a recording that a full disk cut short, or never let begin.

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { root } from "../../house/tree.ts";

interface CutRun {
  readonly code: number;
  readonly said: string;
  /** The tape, if there is one. */
  readonly tape: string | undefined;
}

/** `blocks`: how many times 1024 bytes a file may hold before the system refuses more. */
async function recordOnDisk(blocks: number, messages: number): Promise<CutRun> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  let received = 0;
  server.on("connection", (socket) => {
    socket.on("message", () => {
      received += 1;
      if (received === messages) socket.close(1000, "enough");
    });
  });
  await new Promise((resolve) => server.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const record = `exec deno run -A "$0" record "$1" --out "$2" --send "$3" --every 1ms --quiet`;
    const { code, stderr } = await new Deno.Command("bash", {
      // The limit's signal is ignored, so that the write fails as on a disk that is full.
      args: [
        "-c",
        `unset DENO_COVERAGE_DIR; trap "" XFSZ; ulimit -f ${blocks}; ${record}`,
        join(root, "main.ts"),
        `ws://127.0.0.1:${port}/`,
        join(folder, "t.ndjson"),
        '{"type":"say","token":"hunter2"}',
      ],
    }).output();
    const tape = await Deno.readTextFile(join(folder, "t.ndjson")).catch(() => undefined);
    return { code, said: new TextDecoder().decode(stderr), tape };
  } finally {
    await Deno.remove(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  }
}

Deno.test("record tells at the end where a full disk cut the tape, and counts what is on it", async () => {
  const { code, said, tape = "" } = await recordOnDisk(4, 60);
  assertEquals(code, 3, said);
  const lines = tape.split("\n").slice(0, -1);
  const hidden = lines
    .flatMap((line) => Object.values(JSON.parse(line).redacted ?? {}))
    .flat().length;
  assert(hidden > 3, tape);
  assertMatch(said, new RegExp(`Secrets are hidden on the tape, in ${hidden} places\n`));
  const last: number = JSON.parse(lines.at(-1) ?? "").at;
  assertMatch(
    said,
    new RegExp(
      `\nThe tape is CUT after line ${lines.length}, at ${(last / 1000).toFixed(3)} s: ` +
        `Cannot write line ${lines.length + 1} of the tape: `,
    ),
  );
});

Deno.test("record leaves no empty tape on a disk that is full from the start", async () => {
  const { code, said, tape } = await recordOnDisk(0, 1);
  assertEquals([code, tape], [3, undefined]);
  assertMatch(said, /Cannot write line 1 of the tape/);
});
