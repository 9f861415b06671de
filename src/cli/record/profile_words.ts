// What is wrong with the flags of a profile, said in its own words: nobody typed `--duration`, and of
// several files only one is to be mended.

import type { JsonValue } from "../../base/json.ts";
import { checkHeaderName, isLive, readAuth, readPairs } from "../client_flags.ts";
import { readDuration } from "../duration.ts";
import { dashed } from "../flags.ts";
import { readExtra } from "../recording/flags.ts";
import { UsageError } from "../usage_error.ts";
import { readEmission } from "./emission.ts";
import { RECORD_FLAGS, type RecordFlags } from "./flags.ts";
import { readNamespace, readPath, readTransports } from "./plan.ts";

/** Says what is wrong, and in which file. */
export type Complain = (reason: string, advice?: string) => UsageError;

/** Runs what reads flags; what it complains about is the profile's. */
export function inProfile<Value>(complain: Complain, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw complain(profileWords(error.message), profileAdvice(error));
  }
}

/**
 * Reads what stands in a profile as it will be read later, but no variable and no file: what is
 * typed may take their place, and a file like /dev/stdin can be read only once.
 */
export function checkProfile(flags: RecordFlags): void {
  const { duration, every, query, header, auth, path, transports, namespace, emit } = flags;
  if (duration !== undefined) readDuration(duration, "--duration");
  if (every !== undefined) readDuration(every, "--every");
  readPairs(query, "=", "--query");
  Object.keys(readPairs(header, ":", "--header")).forEach(checkHeaderName);
  if (auth !== undefined && !isLive(auth)) readAuth(auth);
  if (path !== undefined) readPath(path);
  if (transports !== undefined) readTransports(transports);
  namespace.forEach(readNamespace);
  readExtra(flags);
  // Which namespaces there are, is known with what was typed: then they are read again.
  for (const text of emit) if (!text.startsWith("/")) readEmission(text, { includes: isNamespace });
}

/** What a value is, for messages, and not what is in it: that may be a secret. */
export function kindOf(value: JsonValue): string {
  if (Array.isArray(value)) return "a list";
  return value !== null && typeof value === "object" ? "an object" : JSON.stringify(value);
}

function isNamespace(name: string): boolean {
  return name.startsWith("/");
}

function profileWords(message: string): string {
  const [, key, value = "", reason] = /^Cannot read --([\w-]+)((?: [^:]+)?| ".*"): (.*)$/s
    .exec(message) ?? [];
  if (key === undefined) return `${message.slice(0, 1).toLowerCase()}${message.slice(1)}`;
  return value.startsWith(' "')
    ? `"${key}" is${value}: ${reason}`
    : `"${key}"${value} cannot be read: ${reason}`;
}

/** How a profile writes what is typed in another way. */
const FORMS: Readonly<Record<string, string>> = {
  query: '{"NAME": "VALUE"}',
  header: '{"NAME": "VALUE"}',
  auth: '{"token": "…"}',
  emit: '[["EVENT", {"key": 1}]]',
};

/** As it would be written in JSON. */
function profileAdvice({ message, advice }: UsageError): string | undefined {
  const [, key = ""] = /^Cannot read --(query|header)[^:]*: there is no "[=:]"/.exec(message) ??
    /^Write it like --(auth|emit) /.exec(advice ?? "") ?? [];
  if (key in FORMS) return `Write it like "${key}": ${FORMS[key]}`;
  return advice
    ?.replace(/^Write (\/.*)$/s, (_whole, value: string) => `Write ${JSON.stringify(value)}`)
    .replace(
      /--([a-z-]+)[ =](\S+)/g,
      (typed, flag: string, value: string) =>
        isFlag(flag) ? `"${flag}": ${JSON.stringify(value)}` : typed,
    );
}

/** Others stand in advice for other commands. */
function isFlag(name: string): boolean {
  return Object.keys(RECORD_FLAGS).some((flag) => dashed(flag) === name);
}
