// S3's page: the script with the integrity that S3's own tag names, and the server from the URL. The
// page at work in a browser is an end-to-end test of its own.

import { assertEquals, assertStringIncludes } from "@std/assert";
import { type ChatPage, startChatPage } from "../../src/demo/chat_page.ts";

/** Of `socket.io.min.js` 4.7.5, as Socket.IO's documentation and S3's page have it. */
const INTEGRITY = "sha384-2huaZvOR9iDzHqslqwpR87isEmrfxqyWOF7hr7BY6KG0+hVKLoEXMPUJw3ynWuhO";

async function get(page: ChatPage, path: string): Promise<Response> {
  return await fetch(new URL(path, page.origin), { headers: { Connection: "close" } });
}

Deno.test("startChatPage() serves a script of the integrity that its page names", async () => {
  await using page = await startChatPage({ port: 0 });
  const html = await (await get(page, "/?server=x")).text();
  assertStringIncludes(html, `integrity="${INTEGRITY}"`);
  const source = /src="([^"]+)"/.exec(html)?.[1] ?? "";
  const script = await get(page, source);
  assertEquals(script.headers.get("content-type"), "text/javascript; charset=utf-8");
  const hash = await crypto.subtle.digest("SHA-384", await script.arrayBuffer());
  assertEquals(`sha384-${btoa(String.fromCharCode(...new Uint8Array(hash)))}`, INTEGRITY);
});

Deno.test("startChatPage() names S3's server, or the one it was given", async () => {
  await using page = await startChatPage({ port: 0 });
  assertStringIncludes(await (await get(page, "/")).text(), '?? "http://127.0.0.1:3000"');
  await using other = await startChatPage({ port: 0, server: "http://127.0.0.1:7007/" });
  assertStringIncludes(await (await get(other, "/")).text(), '?? "http://127.0.0.1:7007"');
  assertEquals(
    page.urlFor("http://127.0.0.1:7007"),
    `${page.origin}/?server=http://127.0.0.1:7007`,
  );
});

Deno.test("startChatPage() talks to another server when it is told to", async () => {
  await using page = await startChatPage({ port: 0 });
  page.talkTo("http://127.0.0.1:7007/");
  assertStringIncludes(await (await get(page, "/")).text(), '?? "http://127.0.0.1:7007"');
});

Deno.test("startChatPage() says which origin is the one that the server allows", async () => {
  await using page = await startChatPage({ port: 0 });
  assertStringIncludes(await (await get(page, "/")).text(), `const allowed = "${page.origin}";`);
});

Deno.test("startChatPage() has no icon, which is no mistake, and nothing else", async () => {
  await using page = await startChatPage({ port: 0 });
  const icon = await get(page, "/favicon.ico");
  assertEquals([icon.status, await icon.text()], [204, ""]);
  const response = await get(page, "/index.html");
  assertEquals([response.status, await response.text()], [404, "There is no such page\n"]);
});
