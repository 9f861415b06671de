// What the client is to do: the URL and the flags of `record`, read and checked before anything is
// opened.

import { isJsonObject, type JsonObject, parseJson } from "../../base/json.ts";
import type { Emission } from "../../net/socket_client.ts";
import { readDuration } from "../duration.ts";
import { UsageError } from "../usage_error.ts";
import { readEmission } from "./emission.ts";
import type { RecordFlags } from "./flags.ts";

interface CommonPlan {
  readonly url: URL;
  /** The tape's `target`: the URL with all of its query. */
  readonly shown: URL;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SocketPlan extends CommonPlan {
  readonly kind: "socket.io";
  readonly query: Readonly<Record<string, string>>;
  /** The first is the URL's own, if it has one. */
  readonly namespaces: readonly string[];
  readonly emit: readonly Emission[];
  readonly acknowledged: boolean;
  readonly auth?: JsonObject;
  readonly path?: string;
  readonly transports?: readonly ("polling" | "websocket")[];
}

export interface WebSocketPlan extends CommonPlan {
  readonly kind: "websocket";
  readonly send: readonly string[];
  readonly everyMilliseconds?: number;
}

/** What our client does; for a demo the demo says it. */
export type ClientPlan = SocketPlan | WebSocketPlan;

/** What a URL and its flags ask the client to do. */
export function readClientPlan(typed: string, flags: RecordFlags): ClientPlan {
  const url = readUrl(typed);
  const shown = new URL(url);
  const added = readPairs(flags.query, "=", "--query");
  for (const [key, value] of Object.entries(added)) shown.searchParams.set(key, value);
  const headers = readHeaders(flags.header);
  if (url.protocol === "ws:" || url.protocol === "wss:") {
    refuseFor("a WebSocket URL", SOCKET_ONLY, flags);
    return { kind: "websocket", url, shown, headers, ...readSends(flags) };
  }
  refuseFor("an http URL", WEBSOCKET_ONLY, flags);
  refuseRepeatedKeys(url);
  const namespaces = readNamespaces(url, flags.namespace);
  return {
    kind: "socket.io",
    url,
    shown,
    headers,
    query: Object.fromEntries(shown.searchParams),
    namespaces,
    emit: flags.emit.map((text) => readEmission(text, namespaces)),
    acknowledged: flags.ack,
    ...(flags.auth === undefined ? {} : { auth: readAuth(flags.auth) }),
    ...(flags.path === undefined ? {} : { path: readPath(flags.path) }),
    ...(flags.transports === undefined ? {} : { transports: readTransports(flags.transports) }),
  };
}

type FlagName = keyof RecordFlags;

const SOCKET_ONLY: readonly (readonly [FlagName, string])[] = [
  ["emit", "--emit"],
  ["ack", "--ack"],
  ["auth", "--auth"],
  ["path", "--path"],
  ["transports", "--transports"],
  ["namespace", "--namespace"],
];

const WEBSOCKET_ONLY: readonly (readonly [FlagName, string])[] = [
  ["send", "--send"],
  ["every", "--every"],
];

function refuseFor(
  what: string,
  flagNames: readonly (readonly [FlagName, string])[],
  flags: RecordFlags,
): void {
  for (const [name, written] of flagNames) {
    const value = flags[name];
    if (value === undefined || value === false || (Array.isArray(value) && value.length === 0)) {
      continue;
    }
    throw new UsageError(
      `Cannot use ${written} with ${what}`,
      "ws:// and wss:// are plain WebSocket (--send), http:// and https:// are Socket.IO (--emit)",
    );
  }
}

function readUrl(typed: string): URL {
  const advice = "Write it like http://127.0.0.1:3000/namespace or ws://127.0.0.1:3000/path";
  if (!URL.canParse(typed)) throw new UsageError(`Cannot record "${typed}": it is no URL`, advice);
  const url = new URL(typed);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(
      "Cannot record a URL with a name or password in it",
      'Send them as a header: --header "Authorization: Basic …"',
    );
  }
  if (["http:", "https:", "ws:", "wss:"].includes(url.protocol)) return url;
  throw new UsageError(
    `Cannot record "${typed}": "${url.protocol}" is not http:, https:, ws: or wss:`,
    advice,
  );
}

function refuseRepeatedKeys(url: URL): void {
  const keys = [...url.searchParams.keys()];
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated === undefined) return;
  const shown = `${url.origin}${url.pathname}`;
  throw new UsageError(`Cannot record "${shown}": Socket.IO sends "${repeated}" only once`);
}

/** The URL's path is the first namespace, unless only others were named. */
function readNamespaces(url: URL, named: readonly string[]): readonly string[] {
  const others = named.map((name) => {
    if (name.startsWith("/") && !name.includes(",")) return name;
    throw new UsageError(
      `Cannot read --namespace "${name}": it begins with no slash or has a comma`,
      `Write /${name.replaceAll(",", "").replace(/^\/+/, "")}`,
    );
  });
  const own = url.pathname === "/" && others.length > 0 ? [] : [url.pathname];
  return [...new Set([...own, ...others])];
}

function readSends(flags: RecordFlags): Pick<WebSocketPlan, "send" | "everyMilliseconds"> {
  if (flags.every === undefined) return { send: flags.send };
  const everyMilliseconds = readDuration(flags.every, "--every");
  if (flags.send.length > 0) return { send: flags.send, everyMilliseconds };
  throw new UsageError("Cannot use --every alone: nothing is sent", "Say what: --send TEXT");
}

function readAuth(text: string): JsonObject {
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw new UsageError(
    "Cannot read --auth: it is no JSON object",
    `Write it like --auth '{"token":"…"}'`,
  );
}

/** RFC 9110, sections 5.1 and 5.5. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function readHeaders(written: readonly string[]): Readonly<Record<string, string>> {
  const headers = readPairs(written, ":", "--header");
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() === "host") {
      throw new UsageError('Cannot send the header "Host": it is the target\'s own');
    }
    if (HEADER_NAME.test(name) && HEADER_VALUE.test(value)) continue;
    throw new UsageError(`Cannot send the header "${name}": no header may have these characters`);
  }
  return headers;
}

function readPath(path: string): string {
  if (path.startsWith("/")) return path;
  throw new UsageError(`Cannot read --path "${path}": it begins with no slash`, `Write /${path}`);
}

function readPairs(
  written: readonly string[],
  separator: string,
  flag: string,
): Readonly<Record<string, string>> {
  const pairs = written.map((pair, index) => {
    const at = pair.indexOf(separator);
    if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    // Not quoted: it may well be a secret whose name was forgotten.
    const which = written.length === 1 ? flag : `${flag} number ${index + 1}`;
    throw new UsageError(`Cannot read ${which}: there is no "${separator}" in it`);
  });
  return Object.fromEntries(pairs);
}

function readTransports(text: string): readonly ("polling" | "websocket")[] {
  return text.split(",").map((name) => {
    if (name === "polling" || name === "websocket") return name;
    throw new UsageError(
      `Cannot read --transports "${text}": "${name}" is not polling or websocket`,
    );
  });
}
