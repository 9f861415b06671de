// Runs `proxy` in this process, in a folder of its own, and reads what it put on tape; and a target
// for it: a page and a Socket.IO server on one port, as people have them.

import { assertEquals } from "@std/assert";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Server } from "socket.io";
import { run } from "../../src/cli/run.ts";
import { readChunks } from "../../src/net/files.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { readTape } from "../../src/tape/reader.ts";
import { type FakeHost, fakeHost, type FakeHostOptions } from "../cli/fake_host.ts";

export interface Target extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
}

/** By default a page of 13 bytes, and an event that is answered. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => {
    response.writeHead(200, { "Content-Length": "13" }).end("<h1>page</h1>");
  },
): Promise<Target> {
  const http = createServer(answer);
  const server = new Server(http, { serveClient: false });
  server.on("connection", (socket) => {
    socket.on("hello", (name) => socket.emit("welcome", name));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // A listening TCP server always has an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async [Symbol.asyncDispose](): Promise<void> {
      await server.close();
    },
  };
}

export interface Proxied {
  readonly code: number;
  readonly host: FakeHost;
  readonly entries: readonly Entry[];
}

/** Runs `proxy` while `work` is done, then ends it as Ctrl-C does. */
export async function proxied(
  args: readonly string[],
  work: (url: string, host: FakeHost) => Promise<void>,
  options: FakeHostOptions = {},
): Promise<Proxied> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const host = fakeHost({ ...options, folder });
    const [target = "", ...rest] = args;
    const flags = ["--listen", "127.0.0.1:0", "--out", "t.ndjson"];
    const running = run(["proxy", target, ...flags, ...rest], host);
    const url = await Promise.race([
      host.stderr.said(/(?<=every client of )http:\S+/),
      running.then((code) => Promise.reject(new Error(`proxy ended with ${code}`))),
    ]);
    await work(url, host);
    host.signal("SIGINT");
    const code = await running;
    const tape = await readTape(readChunks(`${folder}/t.ndjson`));
    const entries: Entry[] = [];
    for await (const line of tape.lines) if (line.known) entries.push(line.entry);
    assertEquals(tape.ending().state, "whole");
    return { code, host, entries };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export async function ask(
  url: string,
  method = "GET",
  headers: Readonly<Record<string, string>> = {},
  sent?: string,
): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    request(url, { method, headers: { ...headers }, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => body += piece);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    }).on("error", reject).end(sent);
  });
}
