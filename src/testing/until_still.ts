// The end of waiting where a replay alone would wait for ever: nobody has come, or it was told to
// stand still and nobody tells it to go on.

import type { ReplayServer } from "../net/replay_server/replay_server.ts";

/** What a timer can wait for. */
const LONGEST_MILLISECONDS = 0x7fffffff;

export interface Stillness extends Disposable {
  /** Nothing has happened for as long as there was patience: with somebody there, or nobody yet. */
  readonly reached: Promise<"silence" | "nobody">;
}

/** What goes on by itself, however slowly, is none of its business. */
export function untilStill(server: ReplayServer, patience: number): Stillness {
  const { promise: reached, resolve } = Promise.withResolvers<"silence" | "nobody">();
  if (patience === Infinity) return { reached, [Symbol.dispose](): void {} };
  let seen = stateOf(server);
  const timer = setInterval(() => {
    const now = stateOf(server);
    const mayBeEndless = server.clientCount === 0 || server.isPaused || server.speed === "step";
    if (mayBeEndless && now === seen) resolve(isUnseen(server) ? "nobody" : "silence");
    seen = now;
  }, Math.min(patience, LONGEST_MILLISECONDS));
  return { reached, [Symbol.dispose]: () => clearInterval(timer) };
}

/** The same as long as nothing happens. */
function stateOf(server: ReplayServer): string {
  const { clientCount, isPaused, speed } = server;
  return JSON.stringify([clientCount, isPaused, speed, server.report().totals]);
}

function isUnseen(server: ReplayServer): boolean {
  const { refused, sessions } = server.report();
  const isUnplayed = sessions.every(({ performances }) => performances.length === 0);
  return server.clientCount === 0 && refused.length === 0 && isUnplayed;
}
