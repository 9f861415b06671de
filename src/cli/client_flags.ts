// What our own clients are told to send, as it is typed: `--query K=V`, `--header K:V`, `--auth JSON`
// and the URL to go to. Values are never quoted in messages: they may well be secrets.

import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../base/json.ts";
import { readFileSync, statSync } from "node:fs";
import type { Host } from "./host.ts";
import { UsageError } from "./usage_error.ts";

/** RFC 9110, sections 5.1 and 5.5. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** What a value may come from instead of standing there. */
const LIVE = /^(env|file):(.*)$/s;

export function readPairs(
  written: readonly string[],
  separator: string,
  flag: string,
  host?: Host,
): Readonly<Record<string, string>> {
  const pairs = written.map((pair, index) => {
    const at = pair.indexOf(separator);
    if (at > 0) {
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      return [name, host === undefined ? value : liveValue(value, `${flag} ${name}`, host)];
    }
    const which = written.length === 1 ? flag : `${flag} number ${index + 1}`;
    throw new UsageError(`Cannot read ${which}: there is no "${separator}" in it`);
  });
  return Object.fromEntries(pairs);
}

export function readHeaders(
  written: readonly string[],
  host?: Host,
): Readonly<Record<string, string>> {
  const headers = readPairs(written, ":", "--header", host);
  for (const [name, value] of Object.entries(headers)) {
    checkHeaderName(name);
    if (!HEADER_VALUE.test(value)) throw unsendable(name);
  }
  return headers;
}

export function checkHeaderName(name: string): void {
  if (name.toLowerCase() === "host") {
    throw new UsageError('Cannot send the header "Host": it is the target\'s own');
  }
  if (!HEADER_NAME.test(name)) throw unsendable(name);
}

function unsendable(name: string): UsageError {
  return new UsageError(
    `Cannot send the header "${name}": no header may have these characters`,
  );
}

/** The longest value that a file may hold. */
const MAX_VALUE_BYTES = 1024 * 1024;

/** Whether a value stands elsewhere, where it may be read only once. */
export function isLive(typed: string): boolean {
  return LIVE.test(typed);
}

/**
 * A value as it stands, or from where nobody else sees it: `env:NAME` from a variable, `file:PATH`
 * from a file, whose last line break is none of it.
 */
export function liveValue(typed: string, what: string, host: Host): string {
  const [, source, name = ""] = LIVE.exec(typed) ?? [];
  if (source === undefined) return typed;
  const value = source === "env" ? ownVariable(name, host) : readValue(name, what, host);
  if (value !== undefined && value !== "") return value;
  if (source === "file") throw new UsageError(`Cannot read ${what}: the file "${name}" is empty`);
  throw new UsageError(
    `Cannot read ${what}: the variable ${name} is not set`,
    name.startsWith("WIRETAPE_")
      ? undefined
      : "Wiretape reads only variables whose names begin with WIRETAPE_: set " +
        `WIRETAPE_${name.replace(/\W/g, "_")}`,
  );
}

/** Others are none of ours, even where the system would let us read them. */
function ownVariable(name: string, host: Host): string | undefined {
  return name.startsWith("WIRETAPE_") ? host.env(name) : undefined;
}

function readValue(name: string, what: string, host: Host): string {
  const path = host.resolvePath(name);
  const about = statSync(path, { throwIfNoEntry: false });
  if (about === undefined) throw new UsageError(`Cannot read ${what}: there is no file "${name}"`);
  if (about.isDirectory()) throw new UsageError(`Cannot read ${what}: "${name}" is a folder`);
  if (about.size > MAX_VALUE_BYTES) {
    throw new UsageError(`Cannot read ${what}: "${name}" is longer than ${MAX_VALUE_BYTES} bytes`);
  }
  return readFileSync(path, "utf8").replace(/\r?\n$/, "");
}

/** Texts in it that are `env:NAME` and nothing else stand for what the variable holds. */
export function readAuth(typed: string, host?: Host): JsonObject {
  const parsed = parseJson(host === undefined ? typed : liveValue(typed, "--auth", host));
  if (parsed.ok && isJsonObject(parsed.value)) {
    return host === undefined ? parsed.value : liveMembers(parsed.value, host);
  }
  throw new UsageError(
    "Cannot read --auth: it is no JSON object",
    `Write it like --auth '{"token":"…"}'`,
  );
}

function liveMembers(object: JsonObject, host: Host): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, liveJson(value, key, host)]),
  );
}

/** `key`: what it stands under, for messages. */
function liveJson(value: JsonValue, key: string, host: Host): JsonValue {
  if (typeof value === "string") {
    return /^env:\w+$/.test(value) ? liveValue(value, `--auth ${key}`, host) : value;
  }
  if (Array.isArray(value)) return value.map((item) => liveJson(item, key, host));
  return isJsonObject(value) ? liveMembers(value, host) : value;
}
