// The shipped tapes as scripts, and scripts made by hand.

import { join } from "node:path";
import { readChunks } from "../../src/net/files.ts";
import type { ReplayScript } from "../../src/replay/script.ts";
import { readScript } from "../../src/replay/read_script.ts";
import { readTape } from "../../src/tape/reader.ts";
import { root } from "../house/tree.ts";

const folder = join(root, "fixtures", "tapes");

export const TAPE_NAMES: readonly string[] = [...Deno.readDirSync(folder)]
  .map(({ name }) => name.replace(".ndjson", "")).sort();

export async function scriptOf(name: string): Promise<ReplayScript> {
  return await readScript(await readTape(readChunks(join(folder, `${name}.ndjson`))));
}

/** A tape of these entries as a script. */
export async function scriptFrom(entries: readonly object[]): Promise<ReplayScript> {
  const header = {
    kind: "tape",
    format: "wiretape/1",
    id: "1",
    startedAt: "2026-11-21T03:00:00.000Z",
    tool: "wiretape",
    mode: "proxy",
  };
  const lines = [header, ...entries].map((entry) => `${JSON.stringify(entry)}\n`).join("");
  return await readScript(await readTape([new TextEncoder().encode(lines)]));
}

/** What a hand-made session says: `[at, from, text]`. */
export type Line = readonly [at: number, from: "client" | "server", text: string | Uint8Array];

export const ENGINE_SID = "recordedEngineSid01";

/** A WebSocket-only Engine.IO session on a connection, beginning at a time with its handshake. */
export function engineSession(
  lines: readonly Line[],
  { conn = 1, at = 0, version = 4, sid = ENGINE_SID, query = "" } = {},
): readonly object[] {
  const url = `/socket.io/?EIO=${version}&transport=websocket${query}`;
  const open = `0${JSON.stringify({ sid, upgrades: [], pingInterval: 25000, pingTimeout: 20000 })}`;
  return [
    { kind: "open", at, conn },
    { kind: "request", at, conn, id: conn, method: "GET", url, headers: [] },
    { kind: "response", at, conn, id: conn, status: 101, headers: [] },
    ...[[at, "server", open] as Line, ...lines].map(([time, from, text]) => ({
      kind: "message",
      at: time,
      conn,
      from,
      ...(typeof text === "string" ? { text } : { base64: btoa(String.fromCharCode(...text)) }),
    })),
  ];
}
