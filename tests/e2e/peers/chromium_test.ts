// Pages in Chromium that load their client by S3's script tag with its integrity hash: one that plays
// the whole script, and S3's own at the origin that its server allows. They see no difference between
// their server and a tap in front of it, and the tape is what both say.

import { assertEquals } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import type { Side } from "../../../src/base/side.ts";
import { startChatPage } from "../../../src/demo/chat_page.ts";
import { type ChatServer, startChatServer } from "../../peers/chat.ts";
import { startChromium } from "../../peers/chromium.ts";
import { inTime } from "../../peers/in_time.ts";
import type { LogLine } from "../../peers/log.ts";
import { findProgram, skippedName } from "../../peers/programs.ts";
import { type ReadLine, startRecordedTap } from "../../peers/recorded_tap.ts";
import { checkScript, WAYS } from "../../peers/script_check.ts";
import { startScriptPage } from "../../peers/script_page.ts";
import {
  assertDerivedLines,
  type SentLine,
  sentLines,
  tapeLines,
  tapeNotes,
} from "../../peers/tape_truth.ts";
import { assertExchanges, tapeWebSockets, witnessedWebSockets } from "../../peers/wire_truth.ts";

const chromium = await findProgram({
  names: ["chromium", "chromium-browser", "google-chrome"],
  wanted: "no chromium",
  probe: ["--version"],
});

/** The server is gone when this is over, so that no connection is left open. */
type Visit = (server: ChatServer, url: string) => Promise<readonly string[]>;

interface Visited {
  readonly direct: readonly string[];
  readonly tapped: readonly string[];
  readonly tape: readonly ReadLine[];
  readonly server: ChatServer;
}

/** The one origin that S3's server lets in. Its port need not be free: the browser goes elsewhere. */
const S3_HOST = "127.0.0.1:5500";
const S3_ORIGIN = `http://${S3_HOST}`;

const SIDES: readonly Side[] = ["client", "server"];

Deno.test({
  name: `a tap is invisible to pages in Chromium, and its tape is true${skippedName(chromium)}`,
  ignore: !chromium.ok,
  // The browser's driver keeps what it opened until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(test): Promise<void> {
    if (!chromium.ok) return;
    await using own = await startChatPage({ port: 0 });
    const { host } = new URL(own.origin);
    const browser = await startChromium(chromium.command, `MAP ${S3_HOST} ${host}`);
    try {
      await using page = await startScriptPage(browser);
      for (const [way, transports] of Object.entries(WAYS)) {
        await test.step(`the script over ${way}`, () => checkScript(transports, page.play));
      }
      await test.step("S3's own page", () => checkOwnPage(browser));
    } finally {
      await browser.close();
    }
  },
});

/** What its visitor sees, and what its server says, and that the tape has its origin. */
async function checkOwnPage(browser: Browser): Promise<void> {
  const { direct, tapped, tape, server } = await visitBoth(S3_ORIGIN, async (chat, url) => {
    const page = await browser.newPage();
    try {
      await page.goto(`${S3_ORIGIN}/?server=${url}`);
      const shown = await typeInto(page);
      await inTime(chat.finished, "the server to see the page go");
      await chat[Symbol.asyncDispose]();
      return shown;
    } finally {
      await page.close();
    }
  });
  assertEquals(tapped, direct);
  assertEquals(tapped.slice(-4), [
    "server-message: Welcome to WebSocket",
    "client-message: Grüße, 世界 🚀",
    "message: Grüße, 世界 🚀",
    "disconnect: io client disconnect",
  ]);
  for (const from of SIDES) assertEquals(tapeLines(tape, from), serverLines(server, from));
  const origins = tape.flatMap(({ entry }) =>
    entry.kind === "request" ? [new Map(entry.headers).get("Origin")] : []
  );
  assertEquals(new Set(origins), new Set([S3_ORIGIN]));
}

/** Says something as a person does, leaves, and gives what the page shows. */
async function typeInto(page: Page): Promise<readonly string[]> {
  const appears = (text: string | RegExp): Promise<void> =>
    page.locator("#log li", { hasText: text }).first().waitFor({ timeout: 10_000 });
  await appears("server-message");
  // Both ways are used up to the end: what is said last goes over the WebSocket.
  await page.waitForFunction("socket.io.engine.transport.name === 'websocket'");
  await page.fill("#text", "Grüße, 世界 🚀");
  await page.click("#send");
  await appears(/^message: /);
  await page.evaluate("void socket.disconnect()");
  await appears("disconnect");
  const shown = await page.locator("#log li").allTextContents();
  return shown.map((line) => line.replace(/^connect: [\w-]{20}$/, "connect: ID"));
}

/** Visits a server itself, then another one through a tap. What the tape must always be is checked. */
async function visitBoth(origin: string, visit: Visit): Promise<Visited> {
  await using plainServer = await startChatServer(origin);
  const direct = await visit(plainServer, plainServer.url);
  await using server = await startChatServer(origin);
  await using tap = await startRecordedTap({ target: server.url });
  const tapped = await visit(server, tap.url);
  assertEquals(byDirection(server.lines), byDirection(plainServer.lines));

  const tape = await inTime(tap.finish(), "the page's connections to end");
  assertEquals(tapeNotes(tape), []);
  const { host } = new URL(tap.url);
  assertExchanges(tape, server.witness, host);
  assertEquals(tapeWebSockets(tape), witnessedWebSockets(server.witness, host));
  assertDerivedLines(tape);
  return { direct, tapped, tape, server };
}

function serverLines(server: ChatServer, from: Side): readonly SentLine[] {
  return sentLines({ lines: server.lines, sessions: [] }, "server", from);
}

/** Who was quicker, the page or the server's answer, is nobody's promise: each way has its order. */
function byDirection(lines: readonly LogLine[]): Partial<Record<string, LogLine[]>> {
  return Object.groupBy(lines, ({ direction }) => direction);
}
