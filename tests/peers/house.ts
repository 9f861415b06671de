// S3 as many build it: one stock server for everything, the page, what the page loads (the client as
// stock Socket.IO hands it out, a picture, data) and the socket.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Server } from "socket.io";
import { listen } from "./script_server.ts";

export interface House extends AsyncDisposable {
  /** Where the page is. */
  readonly url: string;
  /** All that was asked for beside the socket, in order. */
  readonly asked: readonly string[];
}

/** What its page says in the end. */
export interface HouseResult {
  readonly failed?: string;
  readonly lines: readonly (readonly [what: string, value: unknown])[];
}

export async function startHouse(): Promise<House> {
  const asked: string[] = [];
  const http = createServer((request, response) => answer(request, response));
  const io = new Server(http);
  // Ahead of Socket.IO, which answers for its client by itself.
  http.prependListener("request", ({ url = "" }: IncomingMessage) => {
    if (!url.includes("transport=")) asked.push(url);
  });
  io.on("connection", (socket) => {
    socket.emit("server-message", "Welcome to WebSocket");
    socket.on("client-message", (text, acknowledge) => {
      socket.emit("message", text, new Uint8Array([0, 1, 254, 255]));
      acknowledge({ heard: text });
    });
  });
  const port = await listen(http);
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    async [Symbol.asyncDispose](): Promise<void> {
      http.closeAllConnections();
      await io.close();
    },
  };
}

function answer({ url, method }: IncomingMessage, response: ServerResponse): void {
  switch (`${method} ${url}`) {
    case "GET /":
      response.setHeader("content-type", "text/html; charset=utf-8").end(PAGE);
      return;
    case "GET /picture.png":
      response.setHeader("content-type", "image/png").end(Uint8Array.fromBase64(PICTURE));
      return;
    case "GET /rooms?of=ann&n=2":
      response.setHeader("x-total", "2").setHeader("content-type", "application/json");
      response.end(JSON.stringify(["général", "日本"]));
      return;
    case "POST /rooms":
      response.writeHead(201, { location: "/rooms/3" }).end();
      return;
    default:
      // Socket.IO's own listener comes before this one, and answers for what is its own.
      if (url?.startsWith("/socket.io/") !== true) response.writeHead(404).end("Nothing there");
  }
}

/** Three pixels by two. */
const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAIAAAASFvFNAAAAEElEQVR4nGM4" +
  "wcAAQQxwFgAzpASxbX470AAAAABJRU5ErkJggg==";

/** It has its own icon: whether a browser asks for one before it leaves is nobody's promise. */
const PAGE = `<!doctype html>
<title>house</title>
<link rel="icon" href="data:,">
<img id="picture" src="/picture.png">
<script src="/socket.io/socket.io.min.js"></script>
<script>
  const lines = [];
  const note = (what, value) => lines.push([what, value]);
  const told = (promise) => new Promise((resolve, reject) => {
    promise(resolve);
    setTimeout(() => reject(new Error("nothing more came after " + lines.length)), 10000);
  });
  const visit = async () => {
    const rooms = await fetch("/rooms?of=ann&n=2");
    note("rooms", [rooms.status, rooms.headers.get("x-total"), await rooms.json()]);
    const made = await fetch("/rooms", { method: "POST", body: "x" });
    note("made", [made.status, made.headers.get("location")]);
    const none = await fetch("/none");
    note("none", [none.status, await none.text()]);
    const picture = document.getElementById("picture");
    await picture.decode();
    note("picture", [picture.naturalWidth, picture.naturalHeight]);
    const socket = io();
    socket.on("disconnect", (reason) => note("disconnect", reason));
    const welcome = told((resolve) => socket.on("server-message", resolve));
    note("welcome", await welcome);
    if (socket.io.engine.transport.name !== "websocket") {
      await told((resolve) => socket.io.engine.once("upgrade", resolve));
    }
    note("transport", socket.io.engine.transport.name);
    const heard = told((resolve) => socket.on("message", (...args) => resolve(args)));
    const answer = await socket.timeout(10000).emitWithAck("client-message", "Grüße 🚀");
    const [text, bytes] = await heard;
    note("message", [text, [...new Uint8Array(bytes)]]);
    note("answer", answer);
    socket.disconnect();
  };
  const result = visit().then(() => ({ lines }), (error) => ({ failed: String(error), lines }));
</script>
`;
