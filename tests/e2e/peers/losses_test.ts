// Connections that are lost without a word: ended or reset by the server in the middle, or given up
// by a client that hears no heartbeat any more. The client sees no difference through a tap, comes
// back, and the tape says of every connection who ended it and how.

import { join } from "node:path";
import { assert, assertEquals } from "@std/assert";
import { type PeerName, PEERS } from "../../peers/javascript_peers.ts";
import type { PeerLog } from "../../peers/log.ts";
import { bundle, findProgram, Program, skippedName } from "../../peers/programs.ts";
import { findPython, PYTHON_CLIENT } from "../../peers/python.ts";
import type { ReadLine } from "../../peers/recorded_tap.ts";
import { type Loss, playScript } from "../../peers/script_client.ts";
import { checkLoss, type Play } from "../../peers/script_check.ts";

interface Case {
  readonly loss: Loss;
  readonly transports: readonly string[];
}

const POLLING: readonly string[] = ["polling"];
const WEBSOCKET: readonly string[] = ["websocket"];
const UPGRADE: readonly string[] = ["polling", "websocket"];

const END: Case = { loss: "end", transports: WEBSOCKET };

/** A reset throws away what was on its way: over polling that is nobody's to know. */
const RESET: Case = { loss: "reset", transports: WEBSOCKET };

const CUTS: readonly Case[] = [
  { loss: "end", transports: POLLING },
  END,
  { loss: "end", transports: UPGRADE },
  RESET,
];

const SILENCE: Case = { loss: "silence", transports: WEBSOCKET };

/** An upgrade could come too late on a busy machine. */
const SILENCES: readonly Case[] = [{ loss: "silence", transports: POLLING }, SILENCE];

for (const [name, peer] of Object.entries(PEERS)) {
  Deno.test(`a tap is invisible to ${name} in Deno that is cut off, and its tape is true`, async () => {
    await checkCases([...CUTS, ...SILENCES], (run) => playScript(peer, run));
  });
}

const node = await findProgram({
  names: ["node"],
  wanted: "no node of version 18 or later",
  probe: ["--eval", "process.exit(parseInt(process.version.slice(1)) < 18 ? 1 : 0)"],
});

Deno.test({
  name: `a tap is invisible to Node that is cut off, and its tape is true${skippedName(node)}`,
  ignore: !node.ok,
  async fn(): Promise<void> {
    if (!node.ok) return;
    const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
    try {
      const program = join(folder, "client.mjs");
      await bundle(new URL("../../peers/node_client.ts", import.meta.url), program);
      await using client = new Program(node.command, [program]);
      const peer: PeerName = "socket.io-client";
      await checkCases([END, RESET, SILENCE], (run) => client.ask<PeerLog>({ ...run, peer }));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

const python = await findPython();

Deno.test({
  name: `a tap is invisible to Python that is cut off, and its tape is true${skippedName(python)}`,
  ignore: !python.ok,
  async fn(): Promise<void> {
    if (!python.ok) return;
    const program = PYTHON_CLIENT;
    await using client = new Program(python.command, [program]);
    const habits = ["wire/after-close", "engine.io/response"];
    await checkCases([...CUTS, SILENCE], (run) => client.ask<PeerLog>(run), habits);
  },
});

/** All at once: they spend their time waiting. */
async function checkCases(
  cases: readonly Case[],
  play: Play,
  habits: readonly string[] = [],
): Promise<void> {
  await Promise.all(cases.map(async ({ loss, transports }) => {
    try {
      assertEndings(await checkLoss(transports, loss, play, habits), loss);
    } catch (error) {
      throw new Error(`${loss} over ${transports.join(" and then ")}`, { cause: error });
    }
  }));
}

/** The session that is lost ends as it was, in every connection that it had left; then comes the next. */
function assertEndings(tape: readonly ReadLine[], loss: Loss): void {
  const sessions = tape.flatMap(({ decoded }) => decoded.flatMap(({ session }) => session ?? []));
  const [lost, next, ...others] = [...new Set(sessions)];
  assert(lost !== undefined && next !== undefined);
  assertEquals(others, []);
  const last = tape.findLastIndex((line) => carries(line, lost) && says(line, "message"));
  assert(last < tape.findIndex((line) => carries(line, next)), "one after the other");
  // Cut off, a client may still say goodbye to a session that is gone: in another connection.
  const own = connectionsOf(loss === "silence" ? tape : tape.slice(0, last + 1), lost);
  const rest = tape.slice(last).filter((line) => own.includes(connectionOf(line) ?? NaN));
  const closes = rest.flatMap(({ entry }) => entry.kind === "close" ? [entry] : []);
  assert(closes.length > 0, "no connection was lost");
  assertEquals(closes.filter(({ reset }) => reset !== (loss === "reset")), []);
  if (loss === "silence") {
    // Python hangs up without a word.
    const goodbye = rest.find(saysClose);
    assertEquals(goodbye === undefined ? closes[0]?.by : speakerOf(goodbye), "client");
  } else {
    assertEquals(closes.filter(({ by }) => by !== "server"), []);
    assertEquals(rest.filter(saysClose), []);
  }
}

/** Once there is a WebSocket, what came before it is not lost but done with. */
function connectionsOf(tape: readonly ReadLine[], session: string): readonly number[] {
  const every = tape.filter((line) => carries(line, session));
  const messages = every.filter(({ entry }) => entry.kind === "message");
  return (messages.length > 0 ? messages : every).flatMap((line) => connectionOf(line) ?? []);
}

function connectionOf({ entry }: ReadLine): number | undefined {
  return "conn" in entry ? entry.conn : undefined;
}

function carries({ decoded }: ReadLine, session: string): boolean {
  return decoded.some((each) => each.session === session);
}

/** By a packet of Engine.IO, or by a frame. */
function saysClose({ entry, decoded }: ReadLine): boolean {
  return (entry.kind === "control" && entry.op === "close") || says({ decoded }, "close");
}

function says({ decoded }: Pick<ReadLine, "decoded">, what: "message" | "close"): boolean {
  return decoded.some(({ packets }) =>
    packets.some(({ protocol, type }) => protocol === "engine.io" && type === what)
  );
}

function speakerOf({ entry, decoded }: ReadLine): string | undefined {
  return entry.kind === "control" ? entry.from : decoded[0]?.from;
}
