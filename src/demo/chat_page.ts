// S3's page, served from the origin that its server allows, with Socket.IO's client 4.7.5 as a script
// of known integrity (Subresource Integrity). Which server it talks to stands in its URL: ?server=….

import { createHash } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import page from "./chat_page.html" with { type: "text" };
import { listenOnLoopback, LOOPBACK } from "./demo_server.ts";
import { readExtraFile } from "./extras.ts";
import { CHAT_PAGE_PORT, DEMO_PORTS } from "./names.ts";

export interface ChatPageOptions {
  /** 0 picks a free one; without it S3's own, 5500. */
  readonly port?: number;
  /** The chat server's URL for a page that was opened without `?server=`. */
  readonly server?: string;
}

export interface ChatPage extends AsyncDisposable {
  /** `http://127.0.0.1:5500` */
  readonly origin: string;
  /** The page's address, to talk to this server: a tap's, say. */
  urlFor(server: string): string;
  /** From now on the page talks to this server when it is opened without `?server=`. */
  talkTo(server: string): void;
}

const SCRIPT_PACKAGE = "socket.io-client-4.7.5";
const SCRIPT_FILE = "dist/socket.io.min.js";

export const CHAT_SERVER = `http://${LOOPBACK}:${DEMO_PORTS.chat}`;

export async function startChatPage(options: ChatPageOptions = {}): Promise<ChatPage> {
  const script = readExtraFile(SCRIPT_PACKAGE, SCRIPT_FILE);
  const integrity = `sha384-${createHash("sha384").update(script).digest("base64")}`;
  let server = options.server ?? CHAT_SERVER;
  const compose = (): string =>
    page
      .replace("{{integrity}}", integrity)
      .replace("{{server}}", new URL(server).origin)
      .replace("{{origin}}", origin);
  const http = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*$/s, "");
    if (path === "/") answer(response, 200, "text/html", compose());
    else if (path === "/socket.io.min.js") answer(response, 200, "text/javascript", script);
    // Browsers ask for it by themselves, and say aloud that it is missing.
    else if (path === "/favicon.ico") response.writeHead(204).end();
    else answer(response, 404, "text/plain", "There is no such page\n");
  });
  const port = await listenOnLoopback(http, options.port ?? CHAT_PAGE_PORT, "page");
  const origin = `http://${LOOPBACK}:${port}`;
  return {
    origin,
    urlFor: (other) => `${origin}/?server=${other}`,
    talkTo(other): void {
      server = other;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "Content-Type": `${type}; charset=utf-8` }).end(body);
}
