// Pages in Chromium that meet a server and then its recording: S3's own page of another origin, over
// every transport; the demo's page with somebody typing; and a page that is itself served from tape.

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser } from "playwright-core";
import { startChat } from "../../../src/demo/chat.ts";
import { startChatPage } from "../../../src/demo/chat_page.ts";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { startChatServer, startPageServer } from "../../peers/chat.ts";
import { resultOf, startChromium } from "../../peers/chromium.ts";
import { type HouseResult, startHouse } from "../../peers/house.ts";
import type { LogLine } from "../../peers/log.ts";
import { findProgram, skippedName } from "../../peers/programs.ts";
import { WAYS } from "../../peers/script_check.ts";
import { assertReplayIsSame, recordMeeting } from "../../peers/system_check.ts";
import { scriptFrom } from "../../replay/fixtures.ts";
import { proxied } from "../run_proxy.ts";

const chromium = await findProgram({
  names: ["chromium", "chromium-browser", "google-chrome"],
  wanted: "no chromium",
  probe: ["--version"],
});

Deno.test({
  name: `replays are the same to pages in Chromium${skippedName(chromium)}`,
  ignore: !chromium.ok,
  // The browser's driver keeps what it opened until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(test): Promise<void> {
    if (!chromium.ok) return;
    const browser = await startChromium(chromium.command);
    try {
      for (const [way, transports] of Object.entries(WAYS)) {
        await test.step(`S3's page over ${way}`, () => checkPage(browser, transports));
      }
      await test.step("the demo's page, with somebody typing", () => checkDemo(browser));
      await test.step("no page of another origin than the tape's", () => checkOrigin(browser));
      await test.step("a page that comes from the tape", () => checkHouse(browser));
    } finally {
      await browser.close();
    }
  },
});

/** What S3's page says in the end. */
interface PageResult {
  readonly failed?: string;
  readonly transport: string;
  readonly lines: readonly LogLine[];
}

async function checkPage(browser: Browser, transports: readonly string[]): Promise<void> {
  await using pages = await startPageServer();
  await using server = await startChatServer(pages.origin);
  const log = await assertReplayIsSame(server.url, async (url) => {
    const query = new URLSearchParams({ server: url, transports: transports.join(",") });
    const result = await resultOf<PageResult>(browser, `${pages.origin}/?${query}`);
    // Whether its own next word came before the answer to the last is a matter of moments.
    return { ...result, lines: Object.groupBy(result.lines, ({ direction }) => direction) };
  });
  assertEquals([log.failed, log.transport], [undefined, transports.at(-1)]);
  assertEquals(log.lines.received?.map(({ name, kind }) => name || kind), [
    "connect",
    "server-message",
    ...["message", "message", "message"],
  ]);
}

async function checkDemo(browser: Browser): Promise<void> {
  await using page = await startChatPage({ port: 0 });
  await using demo = await startChat({ origin: page.origin });
  const log = await assertReplayIsSame(
    new URL(demo.url).origin,
    (url) => typeOnPage(browser, page.urlFor(url)),
  );
  assertEquals(log, [
    "connect: ID",
    "server-message: Welcome to WebSocket",
    "client-message: Grüße aus dem Browser",
  ]);
}

/** Says something as a person does, and gives what the page shows. */
async function typeOnPage(browser: Browser, url: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  try {
    await page.goto(url);
    await page.locator("#log li", { hasText: "server-message" }).waitFor({ timeout: 10_000 });
    // Both ways are used up to the end: what is said last goes over the WebSocket.
    await page.waitForFunction("socket.io.engine.transport.name === 'websocket'");
    await page.fill("#text", "Grüße aus dem Browser");
    await page.click("#send");
    await page.locator("#log li", { hasText: "client-message" }).waitFor({ timeout: 10_000 });
    const shown = await page.locator("#log li").allTextContents();
    return shown.map((line) => line.replace(/^connect: [\w-]{20}$/, "connect: ID"));
  } finally {
    await page.close();
  }
}

async function checkOrigin(browser: Browser): Promise<void> {
  await using own = await startChatPage({ port: 0 });
  await using other = await startChatPage({ port: 0 });
  await using demo = await startChat({ origin: own.origin });
  const { script } = await recordMeeting(
    new URL(demo.url).origin,
    (url) => typeOnPage(browser, own.urlFor(url)),
  );
  const refused: string[] = [];
  await using server = await startReplayServer({
    script,
    speed: "max",
    onEvent: (event) => event.kind === "origin" ? refused.push(event.origin) : undefined,
  });
  const page = await browser.newPage();
  try {
    await page.goto(other.urlFor(server.url));
    await page.locator("#log li", { hasText: "connect_error: xhr poll error" }).first()
      .waitFor({ timeout: 10_000 });
  } finally {
    await page.close();
  }
  assertEquals(refused[0], other.origin);
}

/** `proxy --bodies` records the page with all that it loads, and replay hands all of it out. */
async function checkHouse(browser: Browser): Promise<void> {
  await using house = await startHouse();
  const results: HouseResult[] = [];
  const { code, entries } = await proxied([house.url, "--bodies"], async (url) => {
    results.push(await resultOf<HouseResult>(browser, url));
  });
  assertEquals(code, 0);
  const [direct] = results;
  assertEquals([direct?.failed, direct?.lines.length], [undefined, 9]);
  const asked = [...house.asked];
  assertStringIncludes(asked.join(), "/socket.io/socket.io.min.js");
  await house[Symbol.asyncDispose]();

  const script = await scriptFrom(entries.filter(({ kind }) => kind !== "end"));
  const handedOut: string[] = [];
  await using server = await startReplayServer({
    script,
    speed: "max",
    onEvent: (event) => event.kind === "page" ? handedOut.push(event.url) : undefined,
  });
  assertEquals(await resultOf<HouseResult>(browser, server.url), direct);
  assertEquals(handedOut.toSorted(), asked.toSorted());
  assertEquals(await server.played, "all");
  const report = server.report();
  assert(report.isGood, JSON.stringify(report, undefined, 1));
}
