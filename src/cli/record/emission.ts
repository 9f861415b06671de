// `--emit`: an event, its arguments, and the namespace that it goes to, as they are typed or stand in
// a profile.

import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../../base/json.ts";
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

/** Those that are recorded. */
type Namespaces = Pick<readonly string[], "includes">;

const MEMBERS: readonly string[] = ["namespace", "event", "args"];

const FORMS = `Write it like --emit 'EVENT {"key":1}' or '["EVENT",{"key":1}]', ` +
  `or '{"namespace":"/NAME","event":"EVENT","args":[{"key":1}]}'`;

/**
 * `room:subscribe {"room":1}, [2]`: the event's name, then its arguments as JSON values. A name with
 * spaces is written as JSON: `"my event" 7`. Before the name may stand one of the namespaces:
 * `/admin kick 7`. Or all of it is JSON: a list of the name and the arguments, or an object.
 */
export function readEmission(text: string, namespaces: Namespaces): Emission {
  const typed = text.trim();
  if (/^[[{]/.test(typed)) return readJson(typed, namespaces);
  const [first, rest] = splitWord(typed);
  const isPlace = namespaces.includes(first) && rest !== "";
  const [event, written] = isPlace ? splitName(rest) : splitName(typed);
  const list = parseJson(`[${written}]`);
  if (list.ok && Array.isArray(list.value)) {
    const place = isPlace ? { namespace: first } : {};
    return checked({ event, args: list.value, ...place }, namespaces);
  }
  if (!isPlace && first.startsWith("/") && isName(rest)) throw notRecorded(first);
  throw new UsageError(
    `Cannot read --emit "${event} …": what follows "${event}" is no JSON`,
    `Write it like --emit '${shown(event)} {"key":1}'; several arguments are parted by commas`,
  );
}

function readJson(text: string, namespaces: Namespaces): Emission {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    throw new UsageError(`Cannot read --emit: it is no JSON: ${parsed.reason}`, FORMS);
  }
  if (isJsonObject(parsed.value)) return readObject(parsed.value, namespaces);
  const [event, ...args] = Array.isArray(parsed.value) ? parsed.value : [];
  return checked({ event: readName(event), args }, namespaces);
}

function readObject(object: JsonObject, namespaces: Namespaces): Emission {
  const { namespace, event, args = [] } = object;
  const stranger = Object.keys(object).find((key) => !MEMBERS.includes(key));
  if (stranger !== undefined) {
    throw new UsageError(`Cannot read --emit: "${stranger}" is no part of an emission`, FORMS);
  }
  if (!Array.isArray(args)) throw new UsageError('Cannot read --emit: "args" is no list', FORMS);
  if (namespace === undefined) return checked({ event: readName(event), args }, namespaces);
  if (typeof namespace !== "string") {
    throw new UsageError('Cannot read --emit: "namespace" is no text', FORMS);
  }
  return checked({ event: readName(event), args, namespace }, namespaces);
}

function readName(event: JsonValue | undefined): string {
  if (typeof event === "string") return event;
  throw new UsageError("Cannot read --emit: the event's name is no text", FORMS);
}

function checked(emission: Emission, namespaces: Namespaces): Emission {
  const { event, namespace } = emission;
  if (event === "") throw new UsageError("Cannot read --emit: it names no event", FORMS);
  if (RESERVED_EVENTS.has(event)) {
    throw new UsageError(`Cannot emit "${event}": Socket.IO keeps this name for itself`);
  }
  if (namespace === undefined || namespaces.includes(namespace)) return emission;
  throw notRecorded(namespace);
}

function notRecorded(namespace: string): UsageError {
  return new UsageError(
    `Cannot emit in "${namespace}": this namespace is not recorded`,
    `Record it as well: --namespace ${namespace}`,
  );
}

/** Something that may be an event's name and is no JSON, as in `/admin kick 7`. */
function isName(text: string): boolean {
  const [first] = splitWord(text);
  return /^[\p{L}_]/u.test(first) && !parseJson(first).ok;
}

/** The event's name, which may be JSON, and what follows. */
function splitName(text: string): readonly [name: string, rest: string] {
  const [, quoted, rest = ""] = /^("(?:[^"\\]|\\.)*")(?:\s+([^]*))?$/.exec(text) ?? [];
  const parsed = quoted === undefined ? undefined : parseJson(quoted);
  if (parsed?.ok === true && typeof parsed.value === "string") return [parsed.value, rest];
  return splitWord(text);
}

function splitWord(text: string): readonly [word: string, rest: string] {
  const [, word = "", rest = ""] = /^(\S+)\s*([^]*)$/.exec(text) ?? [];
  return [word, rest];
}

/** As it is typed: with quotes when it has spaces. */
function shown(event: string): string {
  return /\s/.test(event) ? JSON.stringify(event) : event;
}
