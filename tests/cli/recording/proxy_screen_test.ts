// What `proxy` shows of what passes it: HTTP, refusals, WebSockets that end, and clients that do not
// get through to it.

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createServer, type RequestListener } from "node:http";
import net, { type AddressInfo } from "node:net";
import tls from "node:tls";
import { WebSocket, WebSocketServer } from "ws";
import { run } from "../../../src/cli/run.ts";
import { ask, proxied } from "../../e2e/run_proxy.ts";
import { heldPort } from "../../house/held_port.ts";
import { makeCertificate } from "../../net/certificate.ts";
import { fakeHost } from "../fake_host.ts";

interface Running extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
}

async function serveHttp(answer: RequestListener, port = 0): Promise<Running> {
  const http = createServer(answer);
  await new Promise<void>((resolve) => http.listen(port, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const address = http.address() as AddressInfo;
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose](): Promise<void> {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

/** How often the text stands in what was written. */
function times(written: string, text: string): number {
  return written.split(text).length - 1;
}

/** Sends the bytes, and waits until the connection is gone. */
async function send(url: string, bytes: string | Uint8Array): Promise<void> {
  const { port } = new URL(url);
  await new Promise<void>((resolve) => {
    const socket = net.connect(Number(port), "127.0.0.1", () => socket.end(bytes));
    socket.resume().on("error", () => {}).on("close", () => resolve());
  });
}

const POLL = "/socket.io/?EIO=4&transport=polling&token=hunter2";

Deno.test("proxy tells once that its target refuses Engine.IO", async () => {
  await using target = await serveHttp((_request, response) => {
    response.writeHead(404).end("<h1>Not here</h1>");
  });
  const { host } = await proxied([target.url], async (url) => {
    await ask(`${url}${POLL}`);
    await ask(`${url}${POLL}`);
    await ask(`${url}/other${POLL}`);
  });
  const { written } = host.stderr;
  const told = "The target answered GET /socket.io/ with HTTP 404: Not here\n";
  assertEquals(times(written, told), 1, written);
  assertStringIncludes(
    written,
    "The target answered GET /other/socket.io/ with HTTP 404: Not here",
  );
  // What it says instead is no message.
  assert(!written.includes("no name"), written);
});

Deno.test("proxy tells that its target sends clients past the tap", async () => {
  await using target = await serveHttp((request, response) => {
    response.writeHead(301, { Location: `https://example.test${request.url}` }).end();
  });
  const { host } = await proxied([target.url], async (url) => {
    await ask(`${url}${POLL}`);
  });
  assertStringIncludes(
    host.stderr.written,
    "Target moved to https://example.test/: proxy that instead\n",
  );
  assert(!host.stderr.written.includes("hunter2"));
});

Deno.test("proxy tells that its target sends pages to itself by TLS, past the tap", async () => {
  await using target = await serveHttp((request, response) => {
    const place = request.url === "/away" ? "https://example.test/" : "https://127.0.0.1:9/";
    response.writeHead(302, { Location: place }).end();
  });
  const { host } = await proxied([target.url], async (url) => {
    await ask(`${url}/away`);
    await ask(`${url}/`);
    await ask(`${url}/`);
  });
  const { written } = host.stderr;
  assertEquals(
    times(
      written,
      "The target sends clients past this tap, to https://127.0.0.1:9: proxy that instead\n",
    ),
    1,
  );
  assert(!written.includes("example.test"), written);
});

Deno.test("proxy tells that its target refuses a WebSocket", async () => {
  const http = createServer().on("upgrade", (_request, socket) => {
    socket.end(
      "HTTP/1.1 403 Forbidden\r\nContent-Length: 12\r\nConnection: close\r\n\r\nOrigin wrong",
    );
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  const { host } = await proxied([`http://127.0.0.1:${port}`], async (url) => {
    for (const path of ["/live", "/socket.io/?EIO=4&transport=websocket"]) {
      const socket = new WebSocket(`${url.replace("http", "ws")}${path}`);
      await new Promise((resolve) => socket.on("error", resolve));
    }
  });
  await new Promise((resolve) => http.close(resolve));
  const { written } = host.stderr;
  assertStringIncludes(written, "The target answered GET /live with HTTP 403\n");
  assertStringIncludes(
    written,
    "The target answered GET /socket.io/ with HTTP 403: Origin wrong\n",
  );
});

Deno.test("proxy shows HTTP that is not polling's own, secrets hidden", async () => {
  await using target = await serveHttp((request, response) => {
    if (request.url?.startsWith("/socket.io/")) response.end('0{"sid":"abc"}');
    else if (request.url === "/gone") response.writeHead(204).end();
    else response.writeHead(200, { "Content-Type": "text/html" }).end("x".repeat(5100));
  });
  const { host } = await proxied([target.url], async (url) => {
    await ask(`${url}/index.html?token=hunter2`);
    await ask(`${url}/gone`, "POST");
    await ask(`${url}${POLL}`);
  });
  const { written } = host.stdout;
  assertMatch(
    written,
    /^ +\d+\.\d{3} s {2}→ {2}GET \/index\.html\?token=\*{7} {2}200 {2}5\.1 kB$/m,
  );
  assertMatch(written, /→ {2}POST \/gone {2}204$/m);
  assert(!written.includes("socket.io"), written);
});

Deno.test("proxy shows a plain WebSocket's messages and who ended it, with what words", async () => {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket) => {
    socket.on("message", (_data, isBinary) => {
      if (isBinary) socket.close(4401, "the token has expired");
      else socket.send(new Uint8Array(12));
    });
  });
  await new Promise((resolve) => server.on("listening", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = server.address() as AddressInfo;
  const { host } = await proxied([`http://127.0.0.1:${port}`], async (url) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/live`);
    await new Promise((resolve) => socket.on("open", resolve));
    socket.send("hi");
    socket.on("message", () => socket.send(new Uint8Array(3)));
    await new Promise((resolve) => socket.on("close", resolve));
  });
  await new Promise((resolve) => server.close(resolve));
  const lines = host.stdout.written.split("\n").map((line) => line.slice(13));
  assertEquals(lines.slice(1, -1), [
    "→  GET /live  101  websocket",
    '→  text 2 B  "hi"',
    "←  binary 12 B",
    "→  binary 3 B",
    "←  websocket closed  4401 the token has expired",
  ]);
  assertStringIncludes(host.stderr.written, "\n      1  →  text, no name\n");
  assertStringIncludes(host.stderr.written, "\n      1  ←  binary, no name\n");
});

Deno.test("proxy tells when its target cannot be reached, and when it is reached again", async () => {
  using held = await heldPort();
  const { port } = held;
  const { host } = await proxied([`http://127.0.0.1:${port}`], async (url, host) => {
    await send(url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await send(url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await using _again = await serveHttp((_request, response) => response.end(), port);
    await ask(url);
    await ask(url);
    await host.stderr.said(/reached again/);
  });
  const { written } = host.stderr;
  assertEquals(times(written, "The target cannot be reached: "), 1, written);
  assertEquals(times(written, "The target is reached again\n"), 1, written);
});

Deno.test("proxy tells a client that speaks TLS to a plain tap what to do", async () => {
  await using target = await serveHttp((_request, response) => response.end());
  const { host } = await proxied([target.url], async (url) => {
    const { port } = new URL(url);
    await new Promise<void>((resolve) => {
      tls.connect({ host: "127.0.0.1", port: Number(port) })
        .on("error", () => {}).on("close", () => resolve());
    });
    await send(url, "\x00\x01 something else\r\n");
  });
  const { written } = host.stderr;
  assertStringIncludes(
    written,
    "A client speaks TLS to this tap, which serves plain HTTP: point it at http:// (ws://), or " +
      "serve TLS with --tls-cert and --tls-key\n",
  );
  assertStringIncludes(written, "A client speaks something to this tap that is not HTTP");
});

/** Sends the body's end when its request was answered already. */
async function upload(url: string, path: string): Promise<void> {
  const { port } = new URL(url);
  await new Promise<void>((resolve) => {
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nOrigin: http://page.test\r\n`;
    const socket = net.connect(Number(port), "127.0.0.1", () => {
      socket.write(`${head}Content-Length: 4\r\n\r\n12`);
    });
    socket.once("data", () => socket.end("34"));
    socket.on("error", () => {}).on("close", () => resolve());
  });
}

Deno.test("proxy tells of answers that came before all that they answer", async () => {
  await using target = await serveHttp((request, response) => {
    response.writeHead(413, { "Content-Length": "8" }).end("too much");
    request.resume();
  });
  const { host } = await proxied([target.url], async (url) => {
    await upload(url, "/upload");
    await upload(url, `${POLL}&sid=a`);
  });
  const { stdout, stderr } = host;
  assertMatch(stdout.written, /→ {2}POST \/upload {2}413 {2}8 B\n/);
  assert(!stdout.written.includes("no answer"), stdout.written);
  assertStringIncludes(
    stderr.written,
    "The target answered POST /socket.io/ with HTTP 413: too much",
  );
  assertEquals(times(stderr.written, "The browser refuses pages of http://page.test"), 1);
});

Deno.test("proxy gives advice without the secrets that the tape hides", async () => {
  await using target = await serveHttp((_request, response) => response.end());
  const { host, entries } = await proxied([target.url], async (url) => {
    await send(url, "CONNECT /a?password=hunter2hunter2 HTTP/1.1\r\nHost: x\r\n\r\n");
  });
  assertStringIncludes(host.stderr.written, "A client asked for CONNECT /a?password=");
  assert(!`${host.stderr.written}${JSON.stringify(entries)}`.includes("hunter2"));
});

Deno.test("proxy that serves TLS tells who speaks plain HTTP to it, and who does not trust it", async () => {
  await using target = await serveHttp((_request, response) => response.end());
  const { cert, key } = makeCertificate();
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  await Deno.writeTextFile(`${folder}/cert.pem`, cert);
  await Deno.writeTextFile(`${folder}/key.pem`, key);
  const host = fakeHost({ folder });
  const files = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];
  const running = run(["proxy", target.url, "--listen", "127.0.0.1:0", ...files], host);
  const url = await host.stderr.said(/(?<=every client of )https:\S+/);
  await send(url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await host.stderr.said(/A client speaks plain HTTP to this tap, which serves TLS/);
  await new Promise<void>((resolve) => {
    tls.connect({ host: "127.0.0.1", port: Number(new URL(url).port) })
      .on("error", () => {}).on("close", () => resolve());
  });
  await host.stderr.said(/A client does not trust the tap's certificate/);
  host.signal("SIGINT");
  assertEquals(await running, 0);
  await Deno.remove(folder, { recursive: true });
});
