// Tapes of one plain WebSocket, made by hand, and a client for them.

import WebSocket from "ws";
import type { ReplayScript } from "../../../src/replay/script.ts";
import { scriptFrom } from "./scripts.ts";

/** `[at, from, text]` */
export type Said = readonly [at: number, from: "client" | "server", text: string];

export async function plainScript(
  said: readonly Said[],
  rest: readonly object[] = [],
): Promise<ReplayScript> {
  return await scriptFrom([
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/live", headers: [] },
    { kind: "response", at: 0, conn: 1, id: 1, status: 101, headers: [] },
    ...said.map(([at, from, text]) => ({ kind: "message", at, conn: 1, from, text })),
    ...rest,
  ]);
}

/** Connected to `/live` of a replay. */
export async function connect(url: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/live`);
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => resolve());
    socket.on("error", reject);
  });
  return socket;
}

/** The code that it was closed with. */
export function closed(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on("close", (code) => resolve(code)));
}
