// A page that plays the script in a browser, with S3's script tag, served from an origin of its own.

import { createServer } from "node:http";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { INTEGRITY, readClient } from "./chat.ts";
import type { PeerLog } from "./log.ts";
import { bundle } from "./programs.ts";
import type { Play } from "./script_check.ts";
import type { ScriptRun } from "./script_client.ts";
import { listen } from "./script_server.ts";

const PAGE = `<!doctype html>
<title>script</title>
<script src="/socket.io.min.js" integrity="${INTEGRITY}" crossorigin="anonymous"></script>
<script type="module" src="/program.js"></script>
`;

export interface ScriptPage extends AsyncDisposable {
  /** Plays in a page of its own, which stays open until it is over: what was said last must get out. */
  readonly play: Play;
}

export async function startScriptPage(browser: Browser): Promise<ScriptPage> {
  const files: Readonly<Record<string, string | Uint8Array>> = {
    "/": PAGE,
    "/socket.io.min.js": await readClient(),
    "/program.js": await bundleProgram(),
  };
  const http = createServer(({ url = "" }, response) => {
    const file = files[url];
    const type = url === "/" ? "text/html; charset=utf-8" : "text/javascript";
    response.writeHead(file === undefined ? 404 : 200, { "Content-Type": type }).end(file);
  });
  const port = await listen(http);
  const pages: Page[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
  };
  const play = async (run: ScriptRun): Promise<PeerLog> => {
    const page = await browser.newPage();
    pages.push(page);
    await page.goto(`http://127.0.0.1:${port}/`);
    return JSON.parse(await page.evaluate(`play(${JSON.stringify(JSON.stringify(run))})`));
  };
  return {
    play: Object.assign(play, { over: close }),
    async [Symbol.asyncDispose](): Promise<void> {
      await close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

async function bundleProgram(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    const file = join(folder, "program.js");
    await bundle(new URL("page_client.ts", import.meta.url), file);
    return await Deno.readTextFile(file);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
