// A disk that takes no more while a recording runs: the traffic goes on, the user is told, and what
// was written is a tape.

import { assert, assertEquals, assertMatch } from "@std/assert";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { readChunks } from "../../src/net/files.ts";
import { readTape } from "../../src/tape/reader.ts";
import { root } from "../house/tree.ts";

/** In blocks of 1024 bytes: what a file may hold before the system refuses more. */
const DISK_BLOCKS = 16;
const MESSAGES = 400;

Deno.test("record goes on when the disk is full, says so, and leaves a readable tape", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  let received = 0;
  server.on("connection", (socket) => {
    socket.on("message", () => {
      received += 1;
      if (received >= MESSAGES) socket.close(1000, "enough");
    });
  });
  await new Promise((resolve) => server.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const tape = join(folder, "t.ndjson");
  try {
    const record = `exec deno run -A "$0" record "$1" --out "$2" --send "$3" --every 1ms --quiet`;
    const { code, stderr } = await new Deno.Command("bash", {
      // The limit's signal is ignored, so that the write fails as on a disk that is full; coverage,
      // which it would cut as well, is not written.
      args: [
        "-c",
        `unset DENO_COVERAGE_DIR; trap "" XFSZ; ulimit -f ${DISK_BLOCKS}; ${record}`,
        join(root, "main.ts"),
        `ws://127.0.0.1:${port}/`,
        tape,
        "x".repeat(60),
      ],
    }).output();
    const said = new TextDecoder().decode(stderr);
    assertEquals(code, 3, said);
    assert(received >= MESSAGES, `${received} messages arrived`);
    assertMatch(
      said,
      /The tape is cut short: Cannot write line \d+ of the tape: .+ goes on, unrec/,
    );
    const read = await readTape(readChunks(tape));
    let messages = 0;
    for await (const { entry } of read.lines) if (entry.kind === "message") messages += 1;
    assert(messages > 50 && messages < MESSAGES, `${messages} messages on the tape`);
    assert(["torn", "cut-short"].includes(read.ending().state), read.ending().state);
  } finally {
    await Deno.remove(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  }
});
