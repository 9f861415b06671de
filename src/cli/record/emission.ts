// `--emit`: an event, its arguments, and the namespace that it goes to, as they are typed.

import { parseJson } from "../../base/json.ts";
import type { Emission } from "../../net/socket_client.ts";
import { UsageError } from "../usage_error.ts";

/** Names that socket.io-client refuses to emit. */
const RESERVED_EVENTS: ReadonlySet<string> = new Set([
  "connect",
  "connect_error",
  "disconnect",
  "disconnecting",
  "newListener",
  "removeListener",
]);

/**
 * `room:subscribe {"room":1}, [2]`: the event's name, then its arguments as JSON values. Before the
 * name may stand one of the namespaces: `/admin kick 7`.
 */
export function readEmission(text: string, namespaces: readonly string[]): Emission {
  const [first = "", rest] = splitWord(text.trim());
  const isPlace = namespaces.includes(first) && rest !== "";
  const [event = "", written] = isPlace ? splitWord(rest) : [first, rest];
  if (event === "") throw new UsageError(`Cannot read --emit "${text}": it names no event`);
  if (RESERVED_EVENTS.has(event)) {
    throw new UsageError(`Cannot emit "${event}": Socket.IO keeps this name for itself`);
  }
  const list = parseJson(`[${written}]`);
  if (list.ok && Array.isArray(list.value)) {
    return { event, args: list.value, ...(isPlace ? { namespace: first } : {}) };
  }
  throw new UsageError(
    `Cannot read --emit "${event} …": what follows "${event}" is no JSON`,
    `Write it like --emit '${event} {"key":1}'; several arguments are parted by commas`,
  );
}

function splitWord(text: string): readonly [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S+)\s*([^]*)$/.exec(text) ?? [];
  return [word, rest];
}
