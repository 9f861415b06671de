// What the client is to do: the URL and the flags of `record`, read and checked before anything is
// opened.

import type { JsonObject } from "../../base/json.ts";
import type { Emission } from "../../net/socket_client.ts";
import { addParameter } from "../added_parameter.ts";
import { readAuth, readHeaders, readPairs } from "../client_flags.ts";
import type { Host } from "../host.ts";
import { readDuration } from "../duration.ts";
import { namespaceOf, readTargetUrl, SEND_AS_HEADER } from "../target_url.ts";
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

/** What a URL and its flags ask the client to do; values may stand in the host's variables. */
export function readClientPlan(typed: string, flags: RecordFlags, host?: Host): ClientPlan {
  const url = readTargetUrl(typed, {
    verb: "record",
    example: "http://127.0.0.1:3000/namespace or ws://127.0.0.1:3000/path",
    instead: SEND_AS_HEADER,
  });
  const shown = new URL(url);
  const added = readPairs(flags.query, "=", "--query", host);
  for (const [key, value] of Object.entries(added)) addParameter(shown, key, value);
  const headers = readHeaders(flags.header, host);
  if (url.protocol === "ws:" || url.protocol === "wss:") {
    refuseFor("a WebSocket URL", SOCKET_ONLY, flags);
    return { kind: "websocket", url, shown, headers, ...readSends(flags) };
  }
  refuseFor("an http URL", WEBSOCKET_ONLY, flags);
  refuseRepeatedKeys(url);
  const namespaces = readNamespaces(namespaceOf(typed, url), flags.namespace);
  return {
    kind: "socket.io",
    url,
    shown,
    headers,
    query: Object.fromEntries(shown.searchParams),
    namespaces,
    emit: flags.emit.map((text) => readEmission(text, namespaces)),
    acknowledged: flags.ack,
    ...(flags.auth === undefined ? {} : { auth: readAuth(flags.auth, host) }),
    ...(flags.path === undefined ? {} : { path: readPath(flags.path) }),
    ...(flags.transports === undefined ? {} : { transports: readTransports(flags.transports) }),
  };
}

/** Where the client goes, for people: the URL that stock clients would be given, and what else. */
export function placeOf(plan: ClientPlan): string {
  const { origin, protocol, host, pathname } = plan.url;
  if (plan.kind === "websocket") return `${protocol}//${host}${pathname}`;
  const [first = "/", ...others] = plan.namespaces;
  return `${origin}${first}${others.length === 0 ? "" : ` and ${others.join(", ")}`}`;
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

function refuseRepeatedKeys(url: URL): void {
  const keys = [...url.searchParams.keys()];
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated === undefined) return;
  const shown = `${url.origin}${url.pathname}`;
  throw new UsageError(`Cannot record "${shown}": Socket.IO sends "${repeated}" only once`);
}

/** The URL's own is the first, unless it names none and others were named. */
function readNamespaces(own: string, named: readonly string[]): readonly string[] {
  if (own.includes(",")) {
    throw new UsageError(
      `Cannot record the namespace "${own}": in Socket.IO's packets a comma ends its name`,
      "Leave the comma out; other namespaces are named with --namespace /NAME",
    );
  }
  const others = named.map(readNamespace);
  return [...new Set([...(own === "/" && others.length > 0 ? [] : [own]), ...others])];
}

export function readNamespace(name: string): string {
  if (name.startsWith("/") && !name.includes(",")) return name;
  throw new UsageError(
    `Cannot read --namespace "${name}": it begins with no slash or has a comma`,
    `Write /${name.replaceAll(",", "").replace(/^\/+/, "")}`,
  );
}

function readSends(flags: RecordFlags): Pick<WebSocketPlan, "send" | "everyMilliseconds"> {
  if (flags.every === undefined) return { send: flags.send };
  const everyMilliseconds = readDuration(flags.every, "--every");
  if (flags.send.length > 0) return { send: flags.send, everyMilliseconds };
  throw new UsageError("Cannot use --every alone: nothing is sent", "Say what: --send TEXT");
}

export function readPath(path: string): string {
  if (path.startsWith("/")) return path;
  throw new UsageError(`Cannot read --path "${path}": it begins with no slash`, `Write /${path}`);
}

export function readTransports(text: string): readonly ("polling" | "websocket")[] {
  return text.split(",").map((name) => {
    if (name === "polling" || name === "websocket") return name;
    throw new UsageError(
      `Cannot read --transports "${text}": "${name}" is not polling or websocket`,
    );
  });
}
