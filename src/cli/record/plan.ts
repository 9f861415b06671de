// What is to be recorded and until when: the flags of `record`, read and checked before anything
// is opened.

import { messageOf } from "../../base/errors.ts";
import { isJsonObject, type JsonObject, parseJson } from "../../base/json.ts";
import { type Emission } from "../../net/socket_client.ts";
import { parseExtra } from "../../tape/redact/extra.ts";
import { readDuration } from "../duration.ts";
import { type FlagValues, listFlag, numberFlag, switchFlag, textFlag } from "../flags.ts";
import { UsageError } from "../usage_error.ts";

export const RECORD_FLAGS = {
  query: listFlag({
    takes: "K=V",
    summary: "add this to the query",
    example: "--query auth_type=v3",
  }),
  auth: textFlag({ takes: "JSON", summary: "send this object with CONNECT" }),
  header: listFlag({ takes: "K:V", summary: "send this header", example: '--header "X-App: 7"' }),
  path: textFlag({ takes: "PATH", summary: "Socket.IO's path on the server, if not /socket.io/" }),
  transports: textFlag({ takes: "LIST", summary: "polling, websocket or both: polling,websocket" }),
  emit: listFlag({
    takes: "EVENT JSON",
    summary: "emit this after every connect",
    example: `--emit 'room:subscribe {"room":"track_222222"}'`,
  }),
  watch: listFlag({ takes: "EVENT", summary: "give this event decoded lines (location:track)" }),
  watchAll: switchFlag({ summary: "give every event decoded lines" }),
  duration: textFlag({ takes: "TIME", summary: "stop after 500ms, 10s, 2m or 1h" }),
  events: numberFlag({
    takes: "N",
    summary: "stop after so many watched events",
    least: 1,
    whole: true,
  }),
  out: textFlag({ takes: "FILE", summary: "the tape's name (tapes/TIME-NAME.ndjson)", short: "o" }),
  force: switchFlag({ summary: "overwrite the tape if it stands" }),
  redact: listFlag({ takes: "KEY|/REGEX/", summary: "hide this as well", example: "--redact pin" }),
  keepSecrets: switchFlag({ summary: "hide no tokens and passwords: do not share such a tape" }),
  noLog: switchFlag({ summary: "leave the client's debug log out" }),
  ca: textFlag({ takes: "FILE", summary: "trust this certificate as well (PEM)" }),
  insecure: switchFlag({ summary: "trust any certificate" }),
  quiet: switchFlag({ summary: "print no events", short: "q" }),
};

/** What the client does; for a demo the demo says it. */
export interface ClientPlan {
  readonly url: URL;
  readonly query: Readonly<Record<string, string>>;
  readonly emit: readonly Emission[];
  readonly auth?: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly transports?: readonly ("polling" | "websocket")[];
}

export type RecordFlags = FlagValues<typeof RECORD_FLAGS>;

/** How long the demo is recorded, when nobody says. */
export const DEMO_SECONDS = 10;

export const DEFAULT_WATCH: readonly string[] = ["location:track"];

/** What a URL and its flags ask the client to do. */
export function readClientPlan(typed: string, flags: RecordFlags): ClientPlan {
  const url = readUrl(typed);
  return {
    url,
    query: { ...Object.fromEntries(url.searchParams), ...readPairs(flags.query, "=", "--query") },
    emit: flags.emit.map(readEmission),
    ...(flags.auth === undefined ? {} : { auth: readAuth(flags.auth) }),
    ...(flags.header.length === 0 ? {} : { headers: readHeaders(flags.header) }),
    ...(flags.path === undefined ? {} : { path: readPath(flags.path) }),
    ...(flags.transports === undefined ? {} : { transports: readTransports(flags.transports) }),
  };
}

/** The events that get decoded lines, and that `--events` counts. */
export function watchedBy(flags: RecordFlags): readonly string[] | true {
  if (flags.watchAll) return true;
  return flags.watch.length > 0 ? flags.watch : DEFAULT_WATCH;
}

/** When to stop by itself: after so many milliseconds. */
export function readLimit(flags: RecordFlags, usual: number | undefined): number | undefined {
  if (flags.duration !== undefined) return readDuration(flags.duration, "--duration");
  return flags.events === undefined ? usual : undefined;
}

function readUrl(typed: string): URL {
  const advice = "Write it like http://127.0.0.1:3000/namespace";
  if (!URL.canParse(typed)) throw new UsageError(`Cannot record "${typed}": it is no URL`, advice);
  const url = new URL(typed);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError(
      "Cannot record a URL with a name or password in it",
      'Send them as a header: --header "Authorization: Basic …"',
    );
  }
  const keys = [...url.searchParams.keys()];
  const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
  if (repeated !== undefined) {
    throw new UsageError(`Cannot record "${typed}": Socket.IO sends "${repeated}" only once`);
  }
  if (url.protocol === "http:" || url.protocol === "https:") return url;
  throw new UsageError(
    `Cannot record "${typed}": "${url.protocol}" is not http: or https: (yet)`,
    advice,
  );
}

/** Names that socket.io-client refuses to emit. */
const RESERVED_EVENTS: ReadonlySet<string> = new Set([
  "connect",
  "connect_error",
  "disconnect",
  "disconnecting",
  "newListener",
  "removeListener",
]);

/** `room:subscribe {"room":1} [2]`: the event's name, then its arguments as JSON values. */
export function readEmission(text: string): Emission {
  const [, event = "", rest = ""] = /^(\S+)\s*([^]*)$/.exec(text.trim()) ?? [];
  if (event === "") throw new UsageError(`Cannot read --emit "${text}": it names no event`);
  if (RESERVED_EVENTS.has(event)) {
    throw new UsageError(`Cannot emit "${event}": Socket.IO keeps this name for itself`);
  }
  const list = parseJson(`[${rest}]`);
  if (list.ok && Array.isArray(list.value)) return { event, args: list.value };
  throw new UsageError(
    `Cannot read --emit "${text}": what follows "${event}" is no JSON`,
    `Write it like --emit '${event} {"key":1}'; several arguments are parted by commas`,
  );
}

function readAuth(text: string): JsonObject {
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw new UsageError(
    `Cannot read --auth "${text}": it is no JSON object`,
    `Write it like --auth '{"token":"…"}'`,
  );
}

/** RFC 9110, sections 5.1 and 5.5. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

function readHeaders(written: readonly string[]): Readonly<Record<string, string>> {
  const headers = readPairs(written, ":", "--header");
  for (const [name, value] of Object.entries(headers)) {
    if (HEADER_NAME.test(name) && HEADER_VALUE.test(value)) continue;
    throw new UsageError(
      `Cannot send the header "${name}: ${value}": no header may have these characters`,
    );
  }
  return headers;
}

function readPath(path: string): string {
  if (path.startsWith("/")) return path;
  throw new UsageError(`Cannot read --path "${path}": it begins with no slash`, `Write /${path}`);
}

/** What `--redact` names beside the usual. */
export function readExtra(flags: RecordFlags): readonly (string | RegExp)[] {
  return flags.redact.map((text) => {
    try {
      return parseExtra(text);
    } catch (error) {
      throw new UsageError(messageOf(error));
    }
  });
}

function readPairs(
  written: readonly string[],
  separator: string,
  flag: string,
): Readonly<Record<string, string>> {
  const pairs = written.map((pair) => {
    const at = pair.indexOf(separator);
    if (at > 0) return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    throw new UsageError(`Cannot read ${flag} "${pair}": there is no "${separator}" in it`);
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
