// `proxy` with clients that are not ours: what it prints, what stands on the tape, how it ends.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { io } from "socket.io-client";
import { run } from "../../src/cli/run.ts";
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
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const host = fakeHost({ folder });
  const running = run(["proxy", target.url, "--listen", String(port)], host);
  const next = Number(
    await host.stderr.said(new RegExp(`(?<=Port ${port} is taken: LISTENING ON )\\d+(?= INSTEAD)`)),
  );
  assert(next > port, `${next} comes before ${port}`);
  assertEquals((await ask(`http://127.0.0.1:${next}/`)).body, "<h1>page</h1>");
  host.signal("SIGTERM");
  assertEquals(await running, 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("proxy says that nobody connected", async () => {
  await using target = await serve();
  const { host } = await proxied([target.url, "--json"], () => Promise.resolve());
  assertStringIncludes(host.stderr.written, "Nobody connected");
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

Deno.test("proxy --allow-origin null lets pages in that were opened from a file", async () => {
  await using target = await serve();
  const flags = [target.url, "--allow-origin", "null"];
  const { host } = await proxied(flags, async (url) => {
    const { headers } = await ask(`${url}${POLL}`, "GET", { Origin: "null" });
    assertEquals(headers["access-control-allow-origin"], "null");
  });
  assert(!host.stderr.written.includes("refuses pages"));
});

Deno.test("proxy --rewrite-origin judges what the browser gets, not what the server said", async () => {
  await using target = await serve((request, response) => {
    const { origin = "" } = request.headers;
    response.writeHead(200, { "Access-Control-Allow-Origin": origin }).end();
  });
  const { host, entries } = await proxied([target.url, "--rewrite-origin"], async (url) => {
    const { headers } = await ask(url, "GET", { Origin: PAGE });
    assertEquals(headers["access-control-allow-origin"], PAGE);
  });
  assert(!host.stderr.written.includes("refuses pages"), host.stderr.written);
  assert(!entries.some((entry) => entry.kind === "note" && entry.rule.startsWith("advice/")));
});

Deno.test("proxy notes cookies that will not survive, and mends them when asked", async () => {
  await using target = await serve((_request, response) => {
    response.writeHead(200, { "Set-Cookie": "session=hunter2; Path=/; Secure" }).end();
  });
  const plain = await proxied([target.url], async (url) => {
    assertEquals((await ask(url)).headers["set-cookie"], ["session=hunter2; Path=/; Secure"]);
  });
  assertStringIncludes(plain.host.stderr.written, 'The cookie "session" says Secure');
  const mended = await proxied([target.url, "--rewrite-cookies"], async (url) => {
    assertEquals((await ask(url)).headers["set-cookie"], ["session=hunter2; Path=/"]);
  });
  assert(!mended.host.stderr.written.includes("The cookie"));
});

Deno.test("proxy says that it is no forward proxy, and passes everything on all the same", async () => {
  const asked: string[] = [];
  await using target = await serve((request, response) => {
    asked.push(request.url ?? "");
    response.end();
  });
  const { host, entries } = await proxied([target.url], async (url, { stderr }) => {
    for (const path of ["http://other.example/x?token=hunter2", "http://third.example/"]) {
      await send(url, `GET ${path} HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n`);
    }
    await stderr.said(/A client asked for http:\/\/other\.example: /);
    await send(url, "CONNECT other.example:443 HTTP/1.1\r\nHost: other.example:443\r\n\r\n");
    await stderr.said(/A client asked for CONNECT other\.example:443: .*\n/);
  });
  assertEquals(asked, ["http://other.example/x?token=hunter2", "http://third.example/"]);
  const notes = entries.filter((entry) =>
    entry.kind === "note" && entry.rule === "advice/forward-proxy"
  );
  assertEquals(
    [notes.length, host.stderr.written.match(/takes this for a forward proxy/g)?.length],
    [2, 2],
  );
});

/** Sends a request as it stands, and waits until the connection is over. */
async function send(url: string, request: string): Promise<void> {
  const { port } = new URL(url);
  using connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  await connection.write(new TextEncoder().encode(request));
  while (await connection.read(new Uint8Array(1024)) !== null);
}

Deno.test("proxy says once that its target cannot be reached", async () => {
  // No test gets this port: it is not among those that the system gives away.
  const { code, host } = await proxied(["http://127.0.0.1:1"], async (url) => {
    for (let count = 0; count < 2; count++) {
      await ask(url).then(() => {}, () => {});
    }
  });
  assertEquals(code, 0);
  assertEquals(host.stderr.written.match(/The target cannot be reached/g)?.length, 1);
});

Deno.test("proxy leaves no tape when it cannot begin", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  const host = fakeHost({ folder });
  assertEquals(await run(["proxy", "http://127.0.0.1:9", "extra"], host), 2);
  assertEquals(await run(["proxy", "http://127.0.0.1:9", "--tls-cert=a", "--tls-key=b"], host), 3);
  assertEquals(Array.from(Deno.readDirSync(folder)), []);
  await Deno.remove(folder, { recursive: true });
});
