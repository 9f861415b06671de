// What is told of a client that was away and came back.

import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { Gauges } from "../../../src/cli/recording/gauges.ts";
import { type Figures, summaryJson, summaryLines } from "../../../src/cli/recording/summary.ts";
import { run } from "../../../src/cli/run.ts";
import { inFolder } from "../../house/in_folder.ts";
import { inTime } from "../../peers/in_time.ts";
import { fakeHost } from "../fake_host.ts";

/** Of WebSockets that follow one another: when each began and ended. */
function figuresOf(stays: readonly (readonly [from: number, until: number])[]): Figures {
  const gauges = new Gauges();
  for (const [index, [from, until]] of stays.entries()) {
    const conn = index + 1;
    gauges.recorded({ kind: "response", at: from, conn, id: conn, status: 101, headers: [] });
    gauges.recorded({ kind: "close", at: until, conn });
  }
  return gauges.figures(60_000);
}

const CASES: readonly [
  what: string,
  stays: readonly (readonly [from: number, until: number])[],
  line: readonly string[],
  json: { readonly count: number; readonly away: number; readonly longest: number },
][] = [
  ["nothing of a client that stayed", [[0, 9000]], [], { count: 0, away: 0, longest: 0 }],
  [
    "of one absence how long it was",
    [[0, 1000.25], [5500.5, 9000]],
    ["1 reconnect, away for 4.5 s"],
    { count: 1, away: 4500.25, longest: 4500.25 },
  ],
  [
    "of several how long they were together, and the longest",
    [[0, 1000], [3500, 4000], [10_000, 11_000], [14_500, 20_000]],
    ["3 reconnects, away for 12.0 s in all, 6.0 s the longest"],
    { count: 3, away: 12_000, longest: 6000 },
  ],
];

for (const [what, stays, line, json] of CASES) {
  Deno.test(`summaryLines() tells ${what}`, () => {
    const figures = figuresOf(stays);
    assertEquals(summaryLines(figures).filter((told) => told.includes("reconnect")), line);
    assertEquals(summaryJson(figures)["reconnects"], json);
  });
}

Deno.test("summaryLines() tells of no reconnects where nobody knows who came back", () => {
  const figures: Figures = { ...figuresOf([[0, 1000], [5000, 9000]]), reconnects: undefined };
  assertEquals(summaryLines(figures).length, 1);
  assertEquals("reconnects" in summaryJson(figures), false);
});

/** When the first WebSocket ended, and the second one stood. */
async function onTape(path: string): Promise<{ readonly left: number; readonly again: number }> {
  const text = await Deno.readTextFile(path);
  const entries = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  const [first, second] = entries.filter(({ status }) => status === 101);
  const left = entries.find(({ kind, conn }) => kind === "close" && conn === first.conn);
  return { left: left.at, again: second.at };
}

Deno.test("record tells that it lost its server, and for how long", () =>
  inFolder(async (folder) => {
    const http = createServer();
    const io = new Server(http, { serveClient: false });
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    // A listening TCP server always has an AddressInfo
    const { port } = http.address() as AddressInfo;
    const back = Promise.withResolvers<void>();
    let times = 0;
    io.on("connection", (socket) => {
      times += 1;
      // No goodbye of Socket.IO's: its client comes again.
      if (times === 1) socket.conn.close();
      else back.resolve();
    });
    try {
      const host = fakeHost({ folder });
      const url = `http://127.0.0.1:${port}`;
      const args = [url, "--transports", "websocket", "--out", "t.ndjson", "--json"];
      const running = run(["record", ...args], host);
      await inTime(back.promise, "the client to come back");
      host.signal("SIGINT");
      assertEquals(await inTime(running, "record to end"), 0, host.stderr.written);
      const { reconnects } = JSON.parse(host.stdout.written);
      const { left, again } = await onTape(`${folder}/t.ndjson`);
      assertEquals(reconnects.count, 1);
      // Times on the tape are rounded, each by itself.
      assertAlmostEquals(reconnects.away, Math.max(0, again - left), 0.002);
      assertEquals(reconnects.longest, reconnects.away);
    } finally {
      await io.close();
    }
  }));

Deno.test("proxy says nothing of reconnects: it may be anybody who comes", () =>
  inFolder(async (folder) => {
    const host = fakeHost({ folder });
    const args = ["http://127.0.0.1:9", "--listen", ":0", "--out", "t.ndjson", "--json"];
    const running = run(["proxy", ...args], host);
    await host.stderr.said(/Ctrl-C ends it/);
    host.signal("SIGINT");
    assertEquals(await inTime(running, "proxy to end"), 0, host.stderr.written);
    assertMatch(host.stdout.written, /"gaps":\[\]/);
    assertEquals("reconnects" in JSON.parse(host.stdout.written), false);
  }));
