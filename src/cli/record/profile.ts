// A recording in a file: the URL and the flags of `record` as JSON, so that a system is recorded by
// one short command. `${WIRETAPE_…}` stands for what must not be in a file, a token say.

import { readFileSync } from "node:fs";
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../../base/json.ts";
import { dashed, parseFlags } from "../flags.ts";
import type { Host } from "../host.ts";
import { suggest } from "../../base/suggest.ts";
import { UsageError } from "../usage_error.ts";
import { RECORD_FLAGS, type RecordFlags } from "./flags.ts";
import { checkProfile, type Complain, inProfile, kindOf } from "./profile_words.ts";

export interface Profile {
  readonly url?: string;
  readonly flags: RecordFlags;
}

/** Keys that are no flags: the URL, and a line for whoever reads the file. */
const OWN_KEYS: readonly string[] = ["url", "about"];

/** Flags whose values are pairs: given twice, the later one counts. */
const PAIRS: Readonly<Record<string, string>> = { query: "=", header: ": " };

/** Flags whose values may be JSON, or a list as Socket.IO has it. */
const JSON_FLAGS: readonly string[] = ["auth", "emit", "send", "transports"];

/** Reads the profile that the user named. */
export function readProfile(typed: string, host: Host): Profile {
  const complain = (reason: string, advice?: string): UsageError =>
    new UsageError(`Cannot use the profile "${typed}": ${reason}`, advice);
  const parsed = parseJson(readText(host.resolvePath(typed), typed));
  if (!parsed.ok) throw complain(`it is no JSON: ${parsed.reason}`);
  if (!isJsonObject(parsed.value)) throw complain("it is no JSON object");
  const values = substituteObject(parsed.value, (name) => {
    if (!/^WIRETAPE_\w+$/.test(name)) {
      throw complain(`\${${name}} is not for profiles`, "Only ${WIRETAPE_…} can be used");
    }
    const value = host.env(name);
    if (value !== undefined && value !== "") return value;
    throw complain(`${name} is not set`, `Set it: ${name}=… deno task record --profile ${typed}`);
  });
  const { url } = values;
  if (url !== undefined && typeof url !== "string") throw complain('"url" is no text');
  const args = Object.entries(values).flatMap(([key, value]) => flagArgs(key, value, complain));
  const flags = inProfile(complain, () => {
    const read = parseFlags(RECORD_FLAGS, args).flags;
    checkProfile(read);
    return read;
  });
  return { ...(url === undefined ? {} : { url }), flags };
}

/** What is typed goes before what the profile says; queries and headers are merged by name. */
export function mergeFlags(profile: RecordFlags, typed: RecordFlags): RecordFlags {
  const entries = Object.entries(typed).map(([name, value]) => {
    const known = Object.entries(profile).find(([other]) => other === name)?.[1];
    if (name in PAIRS && Array.isArray(known) && Array.isArray(value)) {
      return [name, [...known, ...value]];
    }
    const isGiven = Array.isArray(value)
      ? value.length > 0
      : value !== undefined && value !== false;
    return [name, isGiven ? value : known];
  });
  // Every name and value is that of a RecordFlags.
  return Object.fromEntries(entries) as RecordFlags;
}

function readText(path: string, typed: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(`Cannot read the profile "${typed}"`, { cause });
  }
}

/** A member of the profile as it would be typed. */
function flagArgs(key: string, value: JsonValue, complain: Complain): readonly string[] {
  if (OWN_KEYS.includes(key)) return [];
  const name = Object.keys(RECORD_FLAGS).find((flag) => flag === key || dashed(flag) === key);
  if (name === undefined || name === "profile") throw complain(...unknownKey(key));
  const flag = RECORD_FLAGS[name as keyof typeof RECORD_FLAGS];
  const written = `--${dashed(name)}`;
  if (flag.takes === undefined) {
    if (typeof value === "boolean") return value ? [written] : [];
    throw complain(`"${key}" is ${JSON.stringify(value)}, expected true or false`);
  }
  if (!flag.repeats) {
    if (!isPlain(value) && !JSON_FLAGS.includes(name)) {
      throw complain(`"${key}" is ${kindOf(value)}, expected one value`);
    }
    return [`${written}=${asText(name, value)}`];
  }
  checkEmissions(name, value, complain);
  checkItems(key, name, value, complain);
  return listOf(name, value).map((item) => `${written}=${asText(name, item)}`);
}

function unknownKey(key: string): [reason: string, advice?: string] {
  const known = [...OWN_KEYS, ...Object.keys(RECORD_FLAGS)];
  const meant = suggest(key, known);
  const reason = `"${key}" is no flag of record`;
  return meant === undefined ? [reason] : [reason, `Did you mean "${meant}"?`];
}

/** `"emit": ["event", {…}]` reads like one emission, and would be several. */
function checkEmissions(name: string, value: JsonValue, complain: Complain): void {
  if (name !== "emit") return;
  const items = Array.isArray(value) ? value : [value];
  const stranger = items.find((item) => typeof item !== "string" && Object(item) !== item);
  if (stranger === undefined) return;
  throw complain(
    `"emit" has ${JSON.stringify(stranger)} in it, which is no emission`,
    'Each emission is a list of its own: "emit": [["EVENT", 1, 2]]',
  );
}

/** Sent as JSON, `{"a":{"b":1}}` would be a text that no server expects. */
function checkItems(key: string, name: string, value: JsonValue, complain: Complain): void {
  if (JSON_FLAGS.includes(name)) return;
  if (name in PAIRS && isJsonObject(value)) {
    const stranger = Object.entries(value).find(([, item]) =>
      !isPlain(item) && typeof item !== "boolean"
    );
    if (stranger === undefined) return;
    const [member, item] = stranger;
    const found = `"${key}" has ${kindOf(item)} for "${member}"`;
    throw complain(`${found}, expected a text, a number, true or false`);
  }
  const stranger = (Array.isArray(value) ? value : [value]).find((item) => !isPlain(item));
  if (stranger === undefined) return;
  throw complain(`"${key}" has ${kindOf(stranger)} in it, expected texts`);
}

/** As good as typed. */
function isPlain(value: JsonValue): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

/** Pairs may be an object; several of anything are a list. */
function listOf(name: string, value: JsonValue): readonly JsonValue[] {
  const separator = PAIRS[name];
  if (separator !== undefined && isJsonObject(value)) {
    return Object.entries(value).map(([key, item]) => `${key}${separator}${asText(name, item)}`);
  }
  return Array.isArray(value) ? value : [value];
}

/** What is no text goes as JSON; `transports` may be a list, as Socket.IO has it. */
function asText(name: string, value: JsonValue): string {
  if (typeof value === "string") return value;
  if (name === "transports" && Array.isArray(value)) return value.join(",");
  return JSON.stringify(value);
}

type Substitute = (name: string) => string;

function substituteObject(object: JsonObject, substitute: Substitute): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]) => [key, substituteValue(value, substitute)]),
  );
}

function substituteValue(value: JsonValue, substitute: Substitute): JsonValue {
  if (typeof value === "string") {
    return value.replace(/\$\{([^}]*)\}/g, (_whole, name: string) => substitute(name));
  }
  if (Array.isArray(value)) return value.map((item) => substituteValue(item, substitute));
  return isJsonObject(value) ? substituteObject(value, substitute) : value;
}
