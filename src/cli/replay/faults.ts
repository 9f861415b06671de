// `--fault` as it is typed: `KIND [EVENT] [nth=N] [ns=/NAME] [by=TIME] [code=N] [message=TEXT]`, or
// a JSON file with a list of such texts.

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
  const [kind = "", ...words] = text.trim().split(/\s+/);
  const transport = OF_TRANSPORT.find((known) => known === kind);
  if (transport !== undefined && words.length > 0) throw bad(text, `${kind} takes nothing`);
  if (transport !== undefined) return { kind: transport };
  if (!FAULT_KINDS.includes(kind)) {
    const meant = suggest(kind, FAULT_KINDS);
    throw bad(
      text,
      `there is no "${kind}"${meant === undefined ? "" : `, did you mean ${meant}?`}`,
    );
  }
  const values = readWords(words, text);
  const { event, ns, code, message, by } = values;
  const target = {
    nth: readWhole(values.nth ?? "1", "nth", text),
    ...(event === undefined || kind === "refuse-connect" ? {} : { event }),
    ...(ns === undefined ? {} : { namespace: ns }),
  };
  checkWords(values, kind, text);
  switch (kind) {
    case "delay":
      if (by === undefined) throw bad(text, "by=TIME is missing");
      return { kind, ...target, by: readDuration(by, `--fault "${text}"`) };
    case "refuse-connect": {
      const place = event === undefined ? {} : { namespace: event };
      return { kind, ...target, ...place, message: message ?? "Refused by a fault" };
    }
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
const KEYS = ["event", "nth", "ns", "by", "code", "message"] as const;

/** Which keys a kind has beside those that say what it befalls. */
const OWN_KEYS: Readonly<Record<string, string>> = { by: "delay", code: "close" };

function readWords(words: readonly string[], text: string): Values {
  const values: Record<string, string> = {};
  for (const [index, word] of words.entries()) {
    const [, key, value = ""] = /^([a-z]+)=(.*)$/s.exec(word) ?? [];
    const known = KEYS.find((name) => name === key);
    if (key !== undefined && known === undefined && index > 0) {
      throw bad(text, `there is no "${key}="`);
    }
    const name = known ?? "event";
    if (name in values) throw bad(text, `"${word}" is one too many`);
    if (name === "message") {
      return { ...values, message: [value, ...words.slice(index + 1)].join(" ") };
    }
    values[name] = known === undefined ? word : value;
  }
  return values;
}

function checkWords(values: Values, kind: string, text: string): void {
  for (const [key, owner] of Object.entries(OWN_KEYS)) {
    if (key in values && kind !== owner) throw bad(text, `only ${owner} has "${key}="`);
  }
  const hasWords = kind === "close" || kind === "refuse-connect";
  if ("message" in values && !hasWords) throw bad(text, `${kind} has no "message="`);
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
