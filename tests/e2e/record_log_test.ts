// The client's debug log on a tape and on the screen: it names the target that people asked for, on
// every byte of the tape that the tap does not keep as it was sent.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startTracking } from "../../src/demo/tracking.ts";
import { serve as serveTcp } from "../net/sockets.ts";
import { record, type RecordedRun } from "./run_record.ts";

/** The tap's port, as the client's own request heads have it: these are kept as they were sent. */
function tapPort({ text }: RecordedRun): string {
  const [, port = ""] = /\["Host","127\.0\.0\.1:(\d+)"\]/.exec(text) ?? [];
  assert(port !== "", text);
  return port;
}

function withoutHosts(text: string): string {
  return text.replace(/\["Host","[^"]*"\]/g, "");
}

for (const transports of ["polling", "websocket", "polling,websocket"]) {
  Deno.test(`record names the target in the log, never the tap, over ${transports}`, async () => {
    await using demo = await startTracking({ rate: 50 });
    const run = await record([
      demo.url,
      ...["--query", `token=${demo.token()}`, "--query", "auth_type=v3"],
      ...["--emit", 'room:subscribe {"room":"r"}', "--events", "2", "--debug"],
      ...["--transports", transports],
    ]);
    assertEquals(run.code, 0, run.host.stderr.written);
    const tap = new RegExp(`(?<!\\d)${tapPort(run)}(?!\\d)`);
    for (const told of [withoutHosts(run.text), run.host.stderr.written, run.host.stdout.written]) {
      assert(!tap.test(told), told);
    }
    const { port } = new URL(demo.url);
    assertStringIncludes(run.text, `\\"port\\":\\"${port}\\"`);
    assertMatch(run.host.stderr.written, new RegExp(`opening http://127\\.0\\.0\\.1:${port}/sfa`));
  });
}

Deno.test("record names the target in the log of a failure, too", async () => {
  await using server = await serveTcp((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end("HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno"));
  });
  for (const transports of ["polling", "websocket"]) {
    const url = `http://127.0.0.1:${server.port}/`;
    const run = await record([url, "--transports", transports, "--debug"]);
    assertEquals(run.code, 3);
    const tap = new RegExp(`(?<!\\d)${tapPort(run)}(?!\\d)`);
    for (const told of [withoutHosts(run.text), run.host.stderr.written]) {
      assert(!tap.test(told), told);
    }
  }
});

Deno.test("record shows the log that is left off the tape", async () => {
  await using demo = await startTracking({ rate: 50 });
  const token = demo.token();
  const args = [`${demo.url}?token=${token}&auth_type=v3`, "--emit", 'room:subscribe {"room":"r"}'];
  const run = await record([...args, "--events", "1", "--debug", "--no-log"]);
  assertEquals(run.code, 0, run.host.stderr.written);
  assertEquals(run.lines.filter(({ entry }) => entry.kind === "log"), []);
  assertMatch(
    run.host.stderr.written,
    /^ *\d+\.\d+ s {2}engine\.io-client:socket {2}socket open$/m,
  );
  assert(!run.host.stderr.written.includes(token), "the token reached the screen");
  const silent = await record([...args, "--events", "1", "--no-log"]);
  assert(!silent.host.stderr.written.includes("engine.io-client"), silent.host.stderr.written);
});
