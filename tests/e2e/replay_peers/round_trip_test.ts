// Recording a replay gives a tape that says the same as the one that was replayed: every shipped tape
// is served, its own client drives the server, and what that recorded is compared moment by moment.

import { assert, assertEquals } from "@std/assert";
import { readFile } from "node:fs/promises";
import { encodeUtf8 } from "../../../src/base/bytes.ts";
import { diffTapes } from "../../../src/diff/diff_tapes.ts";
import type { Finding } from "../../../src/diff/result.ts";
import { DEFAULT_RULES } from "../../../src/diff/rules.ts";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { readTape, type StoredTape } from "../../../src/tape/reader.ts";
import { scriptOf, TAPE_NAMES } from "../../replay/fixtures.ts";
import { type SaidSession, whatTapeSays } from "../../peers/tape_says.ts";
import { drive, fixture } from "../run_drive.ts";

/** What stands in the places of secrets: the new tape hides it again. */
const SECRETS = {
  query: ["--query", "token=somebody-elses-token"],
  payload: ["--fill", "$.payload.token=somebody-elses-token"],
} as const;

const HIDDEN: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["driver", SECRETS.payload],
  ...["tracking", "tracking_polling", "tracking_refused", "tracking_upgrade", "tracking_websocket"]
    .map((name) => [name, SECRETS.query] as const),
]);

for (const name of TAPE_NAMES) {
  Deno.test(`recording the replay of ${name} gives a tape that says the same`, async () => {
    const script = await scriptOf(name);
    await using server = await startReplayServer({ script, speed: "max" });
    const flags = ["--speed", "max", "--match", "strict", ...HIDDEN.get(name) ?? []];
    const { code, said, text } = await drive([fixture(name), server.url, ...flags]);
    assertEquals(code, 0, said);
    const recorded = await whatTapeSays(await readFile(fixture(name)));
    assert(recorded.some(({ lines }) => lines.length > 2));
    const again = await whatTapeSays(encodeUtf8(text));
    assertEquals(again.map(sayings), recorded.map(sayings));
    assertEquals(again.map(serversEnd), recorded.map(serversEnd));
    assertEquals(await differences(await readFile(fixture(name)), encodeUtf8(text)), []);
    assertEquals(await server.played, "all");
    const report = server.report();
    assert(report.isGood, JSON.stringify(report, undefined, 1));
  });
}

/** What `diff --values` finds, but for how a client leaves. */
async function differences(left: Uint8Array, right: Uint8Array): Promise<readonly Finding[]> {
  const rules = { ...DEFAULT_RULES, exact: true };
  const open = (bytes: Uint8Array) => async (): Promise<StoredTape> => await readTape([bytes]);
  const { findings } = await diffTapes({
    left: { name: "recorded", open: open(left) },
    right: { name: "again", open: open(right) },
    rules,
  });
  return findings.filter((finding) => finding.kind !== "ending" || finding.left.by !== "client");
}

/**
 * How a client leaves is its own affair. Whom the server leaves has moved to WebSocket by then, or not
 * yet.
 */
function sayings(session: SaidSession): Partial<SaidSession> {
  const { lines, transports } = session;
  return serversEnd(session) === undefined ? { lines, transports } : { lines };
}

/** What the server gave as its reasons, if it was the first to end the session: in a frame, or none. */
function serversEnd({ goodbyes: [first] }: SaidSession): string | undefined {
  const [what = "", reasons = {}] = first ?? [];
  return what.startsWith("server") ? JSON.stringify(reasons) : undefined;
}
