// What Wiretape says of cookies behind a tap, held against a browser: Chromium keeps just those that
// are not said to be refused, and with --rewrite-cookies all of them.

import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser } from "playwright-core";
import { readCookie } from "../../src/net/cookies.ts";
import { startChromium } from "../peers/chromium.ts";
import { findProgram, skippedName } from "../peers/programs.ts";
import { type Proxied, proxied, serve } from "./run_proxy.ts";

const chromium = await findProgram({
  names: ["chromium", "chromium-browser", "google-chrome"],
  wanted: "no chromium",
  probe: ["--version"],
});

const COOKIES: readonly string[] = [
  "plain=1",
  "secure=1; Secure",
  "none_secure=1; SameSite=None; Secure",
  "none=1; SameSite=None",
  "own=1; Domain=127.0.0.1",
  "dotted=1; Domain=.127.0.0.1",
  "empty=1; Domain=",
  "other=1; Domain=example.com",
  "part=1; Partitioned",
  "part_secure=1; Partitioned; Secure",
  "__Host-a=1; Secure; Path=/",
  "__Secure-a=1; Secure",
  "__Secure-other=1; Secure; Domain=example.com",
];

const HERE = { host: "127.0.0.1:7007", servesTls: false };
const nameOf = (cookie: string): string => readCookie(cookie, HERE).name;
const KEPT = COOKIES.filter((cookie) => readCookie(cookie, HERE).refusedFor.length === 0);

interface Visit extends Proxied {
  /** The names of the cookies that came back. */
  readonly kept: readonly string[];
}

/** A page that is given all cookies, and then asks for another page. */
async function visit(browser: Browser, ...flags: readonly string[]): Promise<Visit> {
  let kept: readonly string[] = [];
  await using target = await serve((request, response) => {
    if (request.url === "/set") response.setHeader("Set-Cookie", COOKIES);
    if (request.url === "/get") {
      kept = (request.headers.cookie ?? "").split("; ").map((pair) => pair.replace("=1", ""));
    }
    response.end("<p>page</p>");
  });
  const outcome = await proxied([target.url, ...flags], async (url) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${url}/set`);
    await page.goto(`${url}/get`);
    await context.close();
  });
  return { ...outcome, kept };
}

Deno.test({
  name: `what is said of cookies behind a tap is true in Chromium${skippedName(chromium)}`,
  ignore: !chromium.ok,
  // The browser's driver keeps what it opened until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(): Promise<void> {
    if (!chromium.ok) return;
    const browser = await startChromium(chromium.command);
    try {
      const plain = await visit(browser);
      assertEquals(plain.kept.toSorted(), KEPT.map(nameOf).toSorted());
      for (const name of COOKIES.map(nameOf).filter((name) => !plain.kept.includes(name))) {
        assertStringIncludes(
          plain.host.stderr.written,
          `The cookie "${name}" does not survive here`,
        );
      }
      const mended = await visit(browser, "--rewrite-cookies");
      assertEquals(mended.kept.toSorted(), COOKIES.map(nameOf).toSorted());
    } finally {
      await browser.close();
    }
  },
});
