// How two sessions ended: the same, or else what is different about it. Leaving looks different over
// each transport: who left in good order just left.

import type { Ending } from "../timeline/sessions_story.ts";
import type { Act, ActSession } from "./act.ts";

/** RFC 6455, section 7.4.1: normal closure, going away, and a close frame without a code. */
const GOOD_ORDER: readonly (number | undefined)[] = [undefined, 1000, 1001, 1005];

/** Whether two sessions ended in the same way, as far as both tapes tell. */
export function endedAlike(left: ActSession, right: ActSession): boolean {
  if (left.story === undefined || right.story === undefined) return true;
  const [one, other] = [left.story.ending, right.story.ending];
  // A recording that stopped says nothing of how its session would have ended, but that the server
  // did not end it until then.
  if (one.kind === "tape-ended") return other.by !== "server";
  if (other.kind === "tape-ended") return one.by !== "server";
  return manner(one, left.kind) === manner(other, right.kind);
}

/** Who ended it and how, as text; what is alike has the same. */
export function manner(ending: Ending, kind: ActSession["kind"]): string {
  const { by, code, reason } = ending;
  // Whether the tap cut it or the tape just stops.
  if (ending.kind === "tape-ended") return "open";
  if (kind === "session" && isGoodOrder(ending)) return `left by ${by}`;
  return JSON.stringify([ending.kind, by ?? null, code ?? null, reason ?? null]);
}

function isGoodOrder({ kind, code }: Ending): boolean {
  return kind === "disconnect" || kind === "close-packet" ||
    (kind === "close-frame" && GOOD_ORDER.includes(code));
}

/**
 * A session without the leaving at its end: that is told as its ending, and over polling it is not
 * even said.
 */
export function withoutLeaving(session: ActSession): ActSession {
  const { client, server, story } = session;
  const by = story !== undefined && isGoodOrder(story.ending) ? story.ending.by : undefined;
  if (by === "client") return { ...session, client: beforeLeaving(client) };
  return by === "server" ? { ...session, server: beforeLeaving(server) } : session;
}

function beforeLeaving(acts: readonly Act[]): readonly Act[] {
  let end = acts.length;
  while (acts[end - 1]?.key.kind === "disconnect") end--;
  return end === acts.length ? acts : acts.slice(0, end);
}

/** Milliseconds from a session's start to its end. */
export function lifetime({ at, story }: ActSession): number {
  return story === undefined ? Infinity : story.ending.at - at;
}
