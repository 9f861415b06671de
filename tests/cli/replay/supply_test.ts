// `--supply` as it is typed, and what a client hears of it.

import { assertEquals, assertThrows } from "@std/assert";
import WebSocket from "ws";
import { readSupply } from "../../../src/cli/replay/supply.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { run } from "../../../src/cli/run.ts";
import { fakeHost } from "../fake_host.ts";

const HOST = fakeHost({ env: { WIRETAPE_TOKEN: "a=b" } });

for (
  const [typed, event, path, value] of [
    ["$.token=abc", undefined, "$.token", "abc"],
    ["$.a=b=c", undefined, "$.a", "b=c"],
    ['$["a=b"].c=1', undefined, '$["a=b"].c', 1],
    ["**.id=19", undefined, "**.id", 19],
    ["location:track:$.token=x", "location:track", "$.token", "x"],
    ['login:$={"token":"x"}', "login", "$", { token: "x" }],
    ["$.token=env:WIRETAPE_TOKEN", undefined, "$.token", "a=b"],
  ] as const
) {
  Deno.test(`readSupply() reads ${typed}`, () => {
    const read = readSupply(typed, HOST);
    assertEquals<unknown>([read.event, read.path.text, read.value], [event, path, value]);
  });
}

for (
  const [typed, message] of [
    ["token=secret-value", "Cannot read --supply: expected a path, = and a value"],
    ["$.token=", "Cannot read --supply: expected a path"],
    ["$.token=env:NOT_THERE", "from NOT_THERE: it is not set"],
    ["$..=secret-value", "Cannot read --supply '$..'"],
  ] as const
) {
  Deno.test(`readSupply() refuses ${typed} without quoting the value`, () => {
    const error = assertThrows(() => readSupply(typed, HOST), UsageError, message);
    assertEquals(error.message.includes("secret-value"), false);
  });
}

Deno.test("replay --supply gives clients something to read", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const text = '{"type":"welcome","token":"*****"}';
    const redacted = { text: [[text.indexOf("*"), 5, "01234567"]] };
    const lines = [
      { kind: "tape", format: "wiretape/1", id: "1", startedAt: "2026-11-21T03:00:00.000Z" },
      { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/live", headers: [] },
      { kind: "response", at: 0, conn: 1, id: 1, status: 101, headers: [] },
      { kind: "message", at: 1, conn: 1, from: "server", text, redacted },
    ];
    Object.assign(lines[0] ?? {}, { tool: "wiretape", mode: "proxy" });
    const tape = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
    await Deno.writeTextFile(`${folder}/tape.ndjson`, tape);
    const host = fakeHost({ folder });
    const args = ["tape.ndjson", "--supply", "$.token=a.b.c", "-l", "127.0.0.1:0"];
    const running = run(["replay", ...args], host);
    const url = await host.stdout.said(/ws:\S+(?=\n)/);
    const socket = new WebSocket(url);
    const [said] = await new Promise<unknown[]>((resolve) =>
      socket.on("message", (...heard) => resolve(heard))
    );
    assertEquals(JSON.parse(String(said)), { type: "welcome", token: "a.b.c" });
    const gone = new Promise((resolve) => socket.on("close", resolve));
    host.signal("SIGINT");
    await gone;
    assertEquals(await running, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
