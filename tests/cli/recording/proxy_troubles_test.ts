// What `proxy` tells of targets that work, and of those that do not, as stock peers meet them.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer } from "node:http";
import net, { type AddressInfo } from "node:net";
import { Server } from "socket.io";
import { run } from "../../../src/cli/run.ts";
import { ask, proxied } from "../../e2e/run_proxy.ts";
import { fakeHost } from "../fake_host.ts";
import { serveRudely } from "./rude_server.ts";

const POLL = "/socket.io/?EIO=4&transport=polling";
const DOMAIN = { name: "io", domain: "example.com" };

for (const cookie of [undefined, DOMAIN]) {
  for (const origin of [undefined, "http://page.test"]) {
    const advice = [...(cookie ? ["cookie"] : []), ...(origin ? ["cross-origin"] : [])];
    Deno.test(`proxy finds Engine.IO where its answer needs advice: ${advice.join(", ")}`, async () => {
      const http = createServer();
      const server = new Server(http, {
        serveClient: false,
        ...(cookie === undefined ? {} : { cookie }),
      });
      await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
      // A listening TCP server always has an AddressInfo
      const { port } = http.address() as AddressInfo;
      const { host, entries } = await proxied([`http://127.0.0.1:${port}`], async (url) => {
        const headers = origin === undefined ? {} : { Origin: origin };
        const { body } = await ask(`${url}${POLL}`, "GET", headers);
        assertStringIncludes(body, '"sid"');
      });
      await server.close();
      const rules = entries.flatMap((entry) => entry.kind === "note" ? [entry.rule] : []);
      assertEquals(rules.sort(), advice.map((name) => `advice/${name}`).sort());
      assert(!host.stderr.written.includes("no Engine.IO"), host.stderr.written);
    });
  }
}

/** Whatever comes or does not, until the connection is gone. */
async function askUntilClosed(url: string, path: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = net.connect(Number(new URL(url).port), "127.0.0.1", () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    });
    socket.resume().on("error", () => {}).on("close", () => resolve());
  });
}

Deno.test("proxy says once that its target hangs up on Engine.IO clients", async () => {
  await using target = serveRudely("");
  const { host } = await proxied([`http://127.0.0.1:${target.port}`], async (url) => {
    for (let time = 0; time < 2; time++) await askUntilClosed(url, POLL);
  });
  const told = "The target closed the connection without an answer. Does it want " +
    `https://127.0.0.1:${target.port}?\n`;
  assertEquals(host.stderr.written.split(told).length - 1, 1, host.stderr.written);
});

Deno.test("proxy says of a body that its target cut that it was cut", async () => {
  await using target = serveRudely("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabcd");
  const { host } = await proxied([`http://127.0.0.1:${target.port}`], async (url) => {
    await askUntilClosed(url, "/cut");
  });
  assertMatch(host.stdout.written, /GET \/cut {2}200 {2}4 B cut\n/);
});

/** Waits for 100 Continue, then sends a part of the body until it is refused. */
async function expectContinue(url: string): Promise<string> {
  let heard = "";
  await new Promise<void>((resolve) => {
    const socket = net.connect(Number(new URL(url).port), "127.0.0.1", () => {
      socket.write(
        "POST /upload HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" +
          "Content-Length: 3000000\r\n\r\n",
      );
    });
    socket.on("data", (bytes) => {
      const isFirst = heard === "";
      heard += bytes.toString("latin1");
      if (isFirst) socket.write(new Uint8Array(1000));
      if (heard.includes("413")) socket.end();
    });
    socket.on("error", () => {}).on("close", () => resolve());
  });
  return heard;
}

Deno.test("proxy tells of a refusal after 100 Continue, before all of the request was there", async () => {
  const http = createServer().on("checkContinue", (request, response) => {
    response.writeContinue();
    response.writeHead(413, { "Content-Length": "8" }).end("too much");
    request.resume();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  let heard = "";
  const { host, entries } = await proxied([`http://127.0.0.1:${port}`], async (url) => {
    heard = await expectContinue(url);
  });
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  assertMatch(heard, /^HTTP\/1\.1 100 [^]*HTTP\/1\.1 413 /);
  const kinds = entries.flatMap((entry): readonly string[] => {
    if (entry.kind === "response") return [String(entry.status)];
    return entry.kind === "request" ? ["asked"] : [];
  });
  assertEquals(kinds, ["100", "413", "asked"]);
  assertMatch(host.stdout.written, /→ {2}POST \/upload {2}413 {2}8 B\n/);
  assert(!host.stdout.written.includes("no answer"), host.stdout.written);
});

Deno.test("proxy offers no comparison of a tape on which nobody connected", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  await Deno.mkdir(`${folder}/tapes`);
  await Deno.writeTextFile(`${folder}/tapes/2000-01-01T00-00-00Z-a.ndjson`, "");
  const host = fakeHost({ folder });
  const running = run(["proxy", "http://127.0.0.1:9", "--listen", "127.0.0.1:0"], host);
  await host.stderr.said(/every client of/);
  host.signal("SIGINT");
  assertEquals(await running, 0);
  await Deno.remove(folder, { recursive: true });
  assertStringIncludes(host.stderr.written, "Nobody connected\n");
  assertMatch(host.stderr.written, /Next: deno task inspect \S+\n$/);
});
