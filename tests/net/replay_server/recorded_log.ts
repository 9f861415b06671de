// What the client of a recorded session heard, as lines: `/sfa location:track [{…}]`. Live ids and
// recorded ones are written alike, since each client gets its own.

import type { ReplaySession, Step } from "../../../src/replay/script.ts";

export type Log = readonly string[];

export function recordedLog(session: ReplaySession): Log {
  return session.steps.filter(({ from, meaning: { kind, namespace } }) => {
    // Version 2 is in `/` without being asked, and nobody of its client is there.
    const isImplicit = session.engineVersion === 3 && namespace === "/" &&
      session.namespaces.length > 1;
    return from === "server" && !(kind === "connect" && isImplicit);
  }).map(logOf);
}

export function logOf({ meaning }: Step): string {
  const { namespace } = meaning;
  switch (meaning.kind) {
    case "connect":
      return `${namespace} connect`;
    case "connect-error":
      return `${namespace} refused`;
    case "event":
      return `${namespace} ${meaning.name} ${show(meaning.args)}`;
    case "ack":
      return `${namespace} ack ${show(meaning.args)}`;
    case "disconnect":
      return `${namespace} disconnect`;
    case "other":
      return show(meaning.data);
  }
}

/** As `base64id` makes them: 20 characters. */
const ID = /"[\w-]{20}"/g;

export function show(value: unknown): string {
  return JSON.stringify(value, (_key, item) => {
    // Buffers turn themselves into {type, data}.
    if (item instanceof Uint8Array) return `bytes ${[...item]}`;
    return item?.type === "Buffer" && Array.isArray(item.data) ? `bytes ${item.data}` : item;
  }).replace(ID, '"ID"');
}
