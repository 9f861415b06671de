// `--fault` as it is typed: `KIND [EVENT] [nth=N] [ns=/NAME] [by=TIME] [code=N] [message=TEXT]
// [times=N] [client=N]`, or a JSON file with a list of such texts.

import { readFileSync } from "node:fs";
import { suggest } from "../../base/suggest.ts";
import type { ServerFault } from "../../net/replay_server/replay_server.ts";
import { readDuration } from "../duration.ts";
import type { Host } from "../host.ts";
import { UsageError } from "../usage_error.ts";

const OF_PACKETS = ["drop", "duplicate", "corrupt", "reorder", "lose-ack", "cut"] as const;
const OF_TRANSPORT = ["starve-pings", "block-upgrade", "stall-polls"] as const;
export const FAULT_KINDS: readonly string[] = [
  ...OF_PACKETS,
  "delay",
  "refuse-connect",
  "close",
  ...OF_TRANSPORT,
];

const FORM = "Write it like 'drop location:track nth=3', 'delay location:track nth=2 by=500ms', " +
  "'close location:track code=1011 message=going away', 'refuse-connect /sfa message=no' or " +
  "'starve-pings'";

export function readFaults(typed: readonly string[], host: Host): readonly ServerFault[] {
  return typed.flatMap((text) => text.endsWith(".json") ? readFile(text, host) : [readFault(text)]);
}

function readFile(typed: string, host: Host): readonly ServerFault[] {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(host.resolvePath(typed), "utf8"));
  } catch (cause) {
    throw new Error(`Cannot read the faults in "${typed}"`, { cause });
  }
  if (!Array.isArray(read) || read.some((item) => typeof item !== "string")) {
    throw new UsageError(`Cannot read the faults in "${typed}": expected a list of texts`, FORM);
  }
  return read.map(String).map(readFault);
}

/** One fault as it is typed. */
export function readFault(text: string): ServerFault {
  const [kind = ""] = text.trim().split(/\s+/, 1);
  if (!FAULT_KINDS.includes(kind)) {
    const meant = suggest(kind, FAULT_KINDS);
    throw bad(
      text,
      `there is no "${kind}"${meant === undefined ? "" : `, did you mean ${meant}?`}`,
    );
  }
  const values = readWords(text.trim().slice(kind.length), text);
  checkWords(values, kind, text);
  const { event, code, message, by } = values;
  const count = {
    ...(values.client === undefined ? {} : { client: readWhole(values.client, "client", text) }),
    ...(values.times === undefined ? {} : { times: readWhole(values.times, "times", text) }),
  };
  const transport = OF_TRANSPORT.find((known) => known === kind);
  if (transport !== undefined) return { kind: transport, ...count };
  const place = kind === "refuse-connect" ? values.ns ?? event : values.ns;
  const target = {
    nth: readWhole(values.nth ?? "1", "nth", text),
    ...(event === undefined || kind === "refuse-connect" ? {} : { event }),
    ...(place === undefined ? {} : { namespace: readNamespace(place, text) }),
    ...count,
  };
  switch (kind) {
    case "delay":
      if (by === undefined) throw bad(text, "by=TIME is missing");
      return { kind, ...target, by: readDuration(by, `--fault "${text}"`) };
    case "refuse-connect":
      return { kind, ...target, message: message ?? "Refused by a fault" };
    case "close": {
      const reason = message === undefined ? {} : { reason: message };
      return { kind, ...target, code: readCode(code ?? "1011", text), ...reason };
    }
  }
  const plain = OF_PACKETS.find((known) => known === kind);
  if (plain === undefined) throw bad(text, `there is no "${kind}"`);
  return { kind: plain, ...target };
}

type Values = { readonly [Key in typeof KEYS[number]]?: string };
const KEYS = ["event", "nth", "ns", "by", "code", "message", "times", "client"] as const;

/** Which keys a kind has beside those that say what it befalls. */
const OWN_KEYS: Readonly<Record<string, string>> = { by: "delay", code: "close" };

/** A word, or `KEY=VALUE`; a value that has blanks in it may stand in quotes. */
const WORD = /(?:([a-z]+)=)?("[^"]*"|'[^']*'|\S+)|([a-z]+)=/g;

function readWords(words: string, text: string): Values {
  const values: Record<string, string> = {};
  let isOpen = false;
  for (const { 0: word, 1: named, 2: typed = "", 3: empty } of words.matchAll(WORD)) {
    const key = named ?? empty;
    const known = KEYS.find((name) => name === key);
    const value = /^(["']).*\1$/.test(typed) ? typed.slice(1, -1) : typed;
    // A message without quotes goes on until something else is said.
    if (isOpen && known === undefined) {
      values.message += ` ${word}`;
      continue;
    }
    if (key !== undefined && known === undefined && Object.keys(values).length > 0) {
      throw bad(text, `there is no "${key}="`);
    }
    const name = known ?? "event";
    if (name in values) throw bad(text, `"${word}" is one too many`);
    values[name] = known === undefined && key !== undefined ? word : value;
    isOpen = name === "message" && value === typed;
  }
  return values;
}

function checkWords(values: Values, kind: string, text: string): void {
  const isTransport = OF_TRANSPORT.some((known) => known === kind);
  const wrong = Object.keys(values).find((key) => key !== "times" && key !== "client");
  if (isTransport && wrong !== undefined) {
    throw bad(text, `${kind} takes nothing but times= and client=`);
  }
  for (const [key, owner] of Object.entries(OWN_KEYS)) {
    if (key in values && kind !== owner) throw bad(text, `only ${owner} has "${key}="`);
  }
  const hasWords = kind === "close" || kind === "refuse-connect";
  if ("message" in values && !hasWords) throw bad(text, `${kind} has no "message="`);
}

function readNamespace(typed: string, text: string): string {
  if (typed.startsWith("/")) return typed;
  throw bad(text, `"${typed}" is no namespace, did you mean /${typed}?`);
}

function readWhole(value: string, key: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw bad(text, `${key} is "${value}", expected a whole number from 1 on`);
}

/** RFC 6455, section 7.4: what may be sent in a close frame. */
function readCode(value: string, text: string): number {
  const code = readWhole(value, "code", text);
  const isFree = code >= 3000 && code <= 4999;
  if (isFree || code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) return code;
  throw bad(text, `${code} may not be sent as a close code`);
}

function bad(text: string, why: string): UsageError {
  return new UsageError(`Cannot read --fault "${text}": ${why}`, FORM);
}
