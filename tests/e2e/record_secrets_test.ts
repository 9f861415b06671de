// What `record` keeps to itself: the values of secret variables, wherever they turn up, and what
// stands in a URL that it refuses.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { run } from "../../src/cli/run.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { record } from "./run_record.ts";
import { serve } from "./stock_server.ts";

Deno.test("record hides what a secret variable holds, whatever it is called on the wire", async () => {
  await using server = await serve((io) => {
    io.on("connection", (socket) => {
      socket.on("join", (driver, plain) => {
        socket.emit("location:track", { driver, plain, room: socket.handshake.query.room });
      });
    });
  });
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const profile = {
    url: `http://127.0.0.1:${server.port}/`,
    query: { room: "${WIRETAPE_ROOM_KEY}" },
    emit: [["join", "${WIRETAPE_TOKEN}", "${WIRETAPE_PLAIN}"]],
    header: { "X-Driver": "env:WIRETAPE_JWT" },
    events: 1,
  };
  await Deno.writeTextFile(`${folder}/p.json`, JSON.stringify(profile));
  const env = {
    WIRETAPE_TOKEN: "t0k3n/+=€",
    WIRETAPE_ROOM_KEY: "room 7 & 8",
    WIRETAPE_JWT: "not.a.jwt",
    WIRETAPE_PLAIN: "plain words",
  };
  const { code, events, host, text } = await record(["--profile", `${folder}/p.json`], { env });
  await Deno.remove(folder, { recursive: true });
  assertEquals(code, 0, host.stderr.written);
  assertEquals(events, [
    'client / join ["********•","plain words"]',
    'server / location:track [{"driver":"********•","plain":"plain words","room":"**********"}]',
  ]);
  for (const secret of ["t0k3n", "room 7", "room%207", "room+7", "not.a.jwt"]) {
    for (const told of [text, host.stdout.written, host.stderr.written]) {
      assert(!told.includes(secret), `${secret}: ${told}`);
    }
  }
});

const MASKED: readonly [args: readonly string[], message: string][] = [
  [["--demo", "chat"], 'and the demo "chat": choose one'],
  [["--rate", "5"], "Cannot use --rate with"],
];

for (const [args, message] of MASKED) {
  Deno.test(`record repeats no token when it refuses ${args.join(" ")}`, async () => {
    const host = fakeHost();
    const url = "http://127.0.0.1:9/sfa?token=PASTEDSECRET1&sid=PASTEDSECRET2";
    assertEquals(await run(["record", url, ...args], host), 2);
    assertStringIncludes(host.stderr.written, message);
    assertStringIncludes(host.stderr.written, '"http://127.0.0.1:9/sfa?token=');
    assert(!host.stderr.written.includes("PASTED"), host.stderr.written);
  });
}
