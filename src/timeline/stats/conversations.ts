// How conversations went: how many there were, which ended and how, and how often one was begun
// anew. A conversation is an Engine.IO session, or a plain WebSocket connection.

import type { Ender } from "../../base/side.ts";
import type { Ending, EndingKind, Story } from "../sessions_story.ts";

/** How many ended in the same way. */
export interface EndCount {
  readonly kind: EndingKind;
  readonly by?: Ender;
  /** Of a close frame. */
  readonly code?: number;
  readonly count: number;
}

export interface Conversations {
  /** Engine.IO sessions. */
  readonly sessions: number;
  /** Plain WebSocket connections. */
  readonly webSockets: number;
  /** Handshakes that Engine.IO refused. */
  readonly refusals: number;
  /** Those that began after another had ended. */
  readonly reconnects: number;
  /** Namespaces that let clients in, and that did not. */
  readonly joined: number;
  readonly refused: number;
  /** The most frequent first. */
  readonly ends: readonly EndCount[];
}

export function conversationsOf(stories: readonly Story[]): Conversations {
  const sessions = stories.filter((story) => story.kind === "session");
  const webSockets = stories.filter((story) => story.kind === "websocket");
  const talks = [...sessions, ...webSockets];
  const namespaces = sessions.flatMap(({ namespaces }) => namespaces);
  return {
    sessions: sessions.length,
    webSockets: webSockets.length,
    refusals: stories.filter(({ kind }) => kind === "refusal").length,
    reconnects: countReconnects(talks),
    joined: namespaces.filter(({ state }) => state === "joined" || state === "left").length,
    refused: namespaces.filter(({ state }) => state === "refused").length,
    ends: countEnds(talks.map(({ ending }) => ending)),
  };
}

/** Every conversation that ended can be followed by one that takes its place. */
function countReconnects(talks: readonly Story[]): number {
  const begins = talks.map(({ at }) => at).sort((left, right) => left - right);
  const ends = talks.filter(({ ending }) => ending.kind !== "tape-ended")
    .map(({ ending }) => ending.at).sort((left, right) => left - right);
  let followed = 0;
  for (const begin of begins) {
    const end = ends[followed];
    if (end !== undefined && end <= begin) followed += 1;
  }
  return followed;
}

function countEnds(endings: readonly Ending[]): readonly EndCount[] {
  const counts = new Map<string, EndCount>();
  for (const { kind, by, code } of endings) {
    const key = `${kind} ${by} ${code}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, {
      kind,
      ...(by === undefined ? {} : { by }),
      ...(code === undefined ? {} : { code }),
      count,
    });
  }
  return [...counts.values()].sort((left, right) => right.count - left.count);
}
