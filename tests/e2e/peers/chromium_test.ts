// S3's own page in Chromium, its client loaded by a script tag with an integrity hash: the page sees
// no difference between its server and a tap in front of it, and the tape is what both say.

import { assertEquals } from "@std/assert";
import type { Side } from "../../../src/base/side.ts";
import { type ChatServer, startChatServer, startPageServer } from "../../peers/chat.ts";
import { resultOf, startChromium } from "../../peers/chromium.ts";
import type { LogLine } from "../../peers/log.ts";
import { findProgram, skippedName } from "../../peers/programs.ts";
import { startRecordedTap } from "../../peers/recorded_tap.ts";
import { WAYS } from "../../peers/script_check.ts";
import {
  assertDerivedLines,
  assertExchanges,
  sentLines,
  tapeLines,
  tapeNotes,
  tapeWebSockets,
  witnessedWebSockets,
} from "../../peers/tape_truth.ts";

const chromium = await findProgram({
  names: ["chromium", "chromium-browser", "google-chrome"],
  wanted: "no chromium",
  probe: ["--version"],
});

/** What the page says in the end. */
interface PageResult {
  readonly transport: string;
  readonly lines: readonly LogLine[];
}

/** The server is gone when this is over, so that no connection is left open. */
type Visit = (server: ChatServer, url: string) => Promise<PageResult>;

Deno.test({
  name: `a tap is invisible to S3's page in Chromium, and its tape is true${skippedName(chromium)}`,
  ignore: !chromium.ok,
  // The browser's driver keeps what it opened until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(test): Promise<void> {
    if (!chromium.ok) return;
    await using pages = await startPageServer();
    const browser = await startChromium(chromium.command);
    try {
      for (const [way, transports] of Object.entries(WAYS)) {
        const visit: Visit = async (server, url) => {
          const query = new URLSearchParams({ server: url, transports: transports.join(",") });
          const result = await resultOf<PageResult>(browser, `${pages.origin}/?${query}`);
          await server.finished;
          await server[Symbol.asyncDispose]();
          return result;
        };
        await test.step(`over ${way}`, () => checkChat(pages.origin, visit));
      }
    } finally {
      await browser.close();
    }
  },
});

async function checkChat(origin: string, visit: Visit): Promise<void> {
  await using plainServer = await startChatServer(origin);
  const direct = await visit(plainServer, plainServer.url);
  await using server = await startChatServer(origin);
  await using tap = await startRecordedTap({ target: server.url });
  const tapped = await visit(server, tap.url);
  assertEquals(tapped.transport, direct.transport);
  assertEquals(byDirection(tapped.lines), byDirection(direct.lines));
  assertEquals(byDirection(server.lines), byDirection(plainServer.lines));

  const tape = await tap.finish();
  assertEquals(tapeNotes(tape), []);
  const sides: readonly Side[] = ["client", "server"];
  for (const from of sides) {
    const lines = tapeLines(tape, from);
    assertEquals(lines, sentLines({ ...tapped, sessions: [] }, "client", from));
    assertEquals(lines, sentLines({ lines: server.lines, sessions: [] }, "server", from));
  }
  assertExchanges(tape, server.witness);
  assertEquals(tapeWebSockets(tape), witnessedWebSockets(server.witness));
  assertDerivedLines(tape);
}

/** Who was quicker, the page or the server's answer, is nobody's promise: each way has its order. */
function byDirection(lines: readonly LogLine[]): Partial<Record<string, LogLine[]>> {
  return Object.groupBy(lines, ({ direction }) => direction);
}
