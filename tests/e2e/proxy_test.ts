// `proxy` with clients that are not ours: what it prints, what stands on the tape, how it ends.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { io } from "socket.io-client";
import { run } from "../../src/cli/run.ts";
import type { Child } from "../../src/cli/host.ts";
import { readChunks } from "../../src/net/files.ts";
import { readTape } from "../../src/tape/reader.ts";
import { fakeHost } from "../cli/fake_host.ts";
import { type Answer, ask, proxied, serve } from "./run_proxy.ts";

/** Says hello over one transport and waits for the answer. */
async function sayHello(url: string, name: string, transport: string): Promise<void> {
  const socket = io(url, { forceNew: true, transports: [transport], reconnection: false });
  await new Promise<void>((resolve, reject) => {
    socket.on("connect_error", reject);
    socket.on("connect", () => socket.emit("hello", name));
    socket.on("welcome", () => resolve());
  });
  socket.disconnect();
}

Deno.test("proxy records many clients at once on one tape", async () => {
  await using target = await serve();
  const { code, host, entries } = await proxied([target.url, "--watch-all"], async (url) => {
    await Promise.all([
      sayHello(url, "ann", "polling"),
      sayHello(url, "bob", "websocket"),
    ]);
  });
  assertEquals(code, 0, host.stderr.written);
  const said = entries.flatMap((entry) =>
    entry.kind === "event" ? [`${entry.from} ${entry.name} ${entry.args}`] : []
  );
  assertEquals(said.toSorted(), [
    "client hello ann",
    "client hello bob",
    "server welcome ann",
    "server welcome bob",
  ]);
  const connections = entries.flatMap((entry) => entry.kind === "event" ? [entry.conn] : []);
  assert(new Set(connections).size >= 2, "both clients have one connection number");
  assertMatch(host.stdout.written, /^http:\/\/127\.0\.0\.1:\d+\n/);
  assertStringIncludes(host.stdout.written, "←  /  welcome");
});

for (const bodies of [false, true]) {
  Deno.test(`proxy passes pages through and keeps ${bodies ? "all" : "their heads"}`, async () => {
    await using target = await serve();
    let answer: Answer | undefined;
    const flags = bodies ? ["--bodies"] : [];
    const { entries } = await proxied([target.url, ...flags], async (url) => {
      answer = await ask(`${url}/index.html`);
    });
    assertEquals(answer?.body, "<h1>page</h1>");
    const [response] = entries.filter((entry) => entry.kind === "response");
    const kept = { text: response?.text, omitted: response?.omitted, bytes: response?.wireBytes };
    assertEquals(
      kept,
      bodies
        ? { text: "<h1>page</h1>", omitted: undefined, bytes: undefined }
        : { text: undefined, omitted: true, bytes: 13 },
    );
  });
}

Deno.test("proxy takes the next port when its own is taken, and says so", async () => {
  await using target = await serve();
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const { port } = taken.addr;
    let url = "";
    const { host } = await proxied([target.url, "--json"], (tap) => {
      url = tap;
      return Promise.resolve();
    });
    assert(!url.endsWith(`:${port}`));
    assertStringIncludes(host.stderr.written, "Nobody connected");
    const other = fakeHost({ folder: await Deno.makeTempDir({ prefix: "wiretape-" }) });
    const running = run(["proxy", target.url, "--listen", String(port)], other);
    const said = await other.stderr.said(/Port \d+ is taken: LISTENING ON \d+ INSTEAD/);
    assert(!said.endsWith(` ${port} INSTEAD`), said);
    other.signal("SIGTERM");
    assertEquals(await running, 0);
    await Deno.remove(other.resolvePath("."), { recursive: true });
  } finally {
    taken.close();
  }
});

const PAGE = "http://localhost:5173";
const PREFLIGHT = {
  Origin: PAGE,
  "Access-Control-Request-Method": "POST",
  "Access-Control-Request-Headers": "x-app",
};
const POLL = "/socket.io/?EIO=4&transport=polling";

Deno.test("proxy hints at --allow-origin when a page is refused", async () => {
  await using target = await serve();
  const { host, entries } = await proxied([target.url], async (url) => {
    const { status, headers } = await ask(`${url}${POLL}`, "OPTIONS", PREFLIGHT);
    assertEquals([status, headers["access-control-allow-origin"]], [400, undefined]);
  });
  assertStringIncludes(host.stderr.written, `--allow-origin ${PAGE} lets them in`);
  assert(entries.some((entry) => entry.kind === "note" && entry.rule === "advice/cross-origin"));
});

Deno.test("proxy --allow-origin lets a page in, and marks on the tape what it added", async () => {
  await using target = await serve();
  const { host, entries } = await proxied([target.url, "--allow-origin", PAGE], async (url) => {
    const preflight = await ask(`${url}${POLL}`, "OPTIONS", PREFLIGHT);
    assertEquals(preflight.status, 200);
    assertEquals(preflight.headers["access-control-allow-origin"], PAGE);
    assertEquals(preflight.headers["access-control-allow-headers"], "x-app");
    const answer = await ask(`${url}${POLL}`, "GET", { Origin: PAGE });
    assertEquals([answer.status, answer.headers["access-control-allow-origin"]], [200, PAGE]);
  });
  const notes = entries.filter((entry) =>
    entry.kind === "note" && entry.rule === "tap/allow-origin"
  );
  assertEquals(notes.length, 2);
  const statuses = entries.flatMap((entry) => entry.kind === "response" ? [entry.status] : []);
  assertEquals(statuses, [400, 200], "the tape has what the server said");
  assert(!host.stderr.written.includes("lets them in"));
});

Deno.test("proxy notes cookies that will not survive, and mends them when asked", async () => {
  await using target = await serve((_request, response) => {
    response.writeHead(200, { "Set-Cookie": "session=hunter2; Path=/; Secure" }).end();
  });
  const plain = await proxied([target.url], async (url) => {
    assertEquals((await ask(url)).headers["set-cookie"], ["session=hunter2; Path=/; Secure"]);
  });
  assertStringIncludes(plain.host.stderr.written, 'The cookie "session" does not survive here');
  const mended = await proxied([target.url, "--rewrite-cookies"], async (url) => {
    assertEquals((await ask(url)).headers["set-cookie"], ["session=hunter2; Path=/"]);
  });
  assert(!mended.host.stderr.written.includes("does not survive"));
});

Deno.test("proxy says once that its target cannot be reached", async () => {
  const gone = await serve();
  await gone[Symbol.asyncDispose]();
  const { code, host } = await proxied([gone.url], async (url) => {
    for (let count = 0; count < 2; count++) {
      await ask(url).then(() => {}, () => {});
    }
  });
  assertEquals(code, 0);
  assertEquals(host.stderr.written.match(/The target cannot be reached/g)?.length, 1);
});

Deno.test("proxy runs a command against the tap and passes on its exit code", async () => {
  await using target = await serve();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const program = 'const r = await fetch(Deno.env.get("WIRETAPE_URL") + "/page");' +
    "Deno.exit((await r.text()).length);";
  const host = fakeHost({
    folder,
    spawn: (command, variables): Child => {
      const [name = "", ...args] = command;
      const child = new Deno.Command(name, { args, env: { ...variables } }).spawn();
      return { code: child.status.then(({ code }) => code), kill: () => child.kill("SIGKILL") };
    },
  });
  const args = ["proxy", target.url, "--listen", "127.0.0.1:0", "--out", "t.ndjson"];
  const code = await run([...args, "--", "deno", "eval", program], host);
  assertEquals(code, "<h1>page</h1>".length);
  assertEquals(host.stdout.written, "");
  const tape = await readTape(readChunks(`${folder}/t.ndjson`));
  let requests = 0;
  for await (const { entry } of tape.lines) if (entry.kind === "request") requests += 1;
  assertEquals([requests, tape.ending().state], [1, "whole"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("proxy ends its command when its own time is over, and says when there is none", async () => {
  await using target = await serve();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const ended = Promise.withResolvers<number>();
  const killed: string[] = [];
  const host = fakeHost({
    folder,
    spawn: (): Child => ({
      code: ended.promise,
      kill(signal): void {
        killed.push(signal);
        ended.resolve(143);
      },
    }),
  });
  const args = ["proxy", target.url, "--listen", "127.0.0.1:0"];
  assertEquals(await run([...args, "--duration", "1ms", "--", "forever"], host), 143);
  assertEquals(killed, ["SIGTERM"]);
  const lost = fakeHost({
    folder,
    spawn: (): Child => {
      throw new Deno.errors.NotFound("no such file");
    },
  });
  assertEquals(await run([...args, "--", "nowhere", "-x"], lost), 127);
  assertStringIncludes(lost.stderr.written, 'Cannot run "nowhere -x": no such file');
  await Deno.remove(folder, { recursive: true });
});

Deno.test("proxy leaves no tape when it cannot begin", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const host = fakeHost({ folder });
  assertEquals(await run(["proxy", "http://127.0.0.1:9", "extra"], host), 2);
  assertEquals(await run(["proxy", "http://127.0.0.1:9", "--tls-cert=a", "--tls-key=b"], host), 3);
  assertEquals(Array.from(Deno.readDirSync(folder)), []);
  await Deno.remove(folder, { recursive: true });
});
