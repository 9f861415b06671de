// The JSON of Engine.IO's open packet, key by key.

import type { JsonValue } from "../../base/json.ts";
import { readHandshake } from "../../protocols/engine_io/handshake.ts";
import { describeValue, jsonPart } from "./json_parts.ts";
import type { Context, Findings, Part, PartWords } from "./part.ts";
import { ENGINE_SOURCES } from "./sources.ts";

export function handshakePart(
  text: string,
  start: number,
  end: number,
  context: Context,
  findings: Findings,
): readonly Part[] {
  const source = ENGINE_SOURCES[context.engine].handshake;
  const before = findings.mistakes.length;
  const part = start === end ? [] : [jsonPart(text, start, end, {
    whole: { name: "handshake", meaning: "the session's details, as JSON", source },
    item: ({ key = "", value }): PartWords => ({
      name: `handshake ${key}`,
      meaning: meaningOf(key, value, context),
      value,
      source,
    }),
    consequence: "a stock client fails on it: nobody can open this session",
  }, findings)];
  // Broken JSON has been told with its place.
  if (findings.mistakes.length === before) {
    for (const note of readHandshake(text.slice(start, end)).notes) {
      findings.mistake(start, note.text);
    }
  }
  return part;
}

function meaningOf(key: string, value: JsonValue, { engine }: Context): string {
  switch (key) {
    case "sid":
      return "the session's id: every further request has it in its URL. No Socket.IO socket's id";
    case "upgrades":
      return Array.isArray(value) && value.length === 0
        ? "no transport that the client could change to"
        : "the transports that the client may change to";
    case "pingInterval":
      return engine === 4
        ? `the server pings every ${seconds(value)}`
        : `the client is to ping every ${seconds(value)}`;
    case "pingTimeout":
      return engine === 4
        ? `and gives the client ${seconds(value)} to answer; a client that hears no ping for ` +
          "pingInterval and pingTimeout together gives up"
        : `an answer that takes longer than ${seconds(value)} ends the session`;
    case "maxPayload":
      return `a polling body of the client may have ${describeBytes(value)} at the most`;
    default:
      return `${describeValue(value)} of the server's own`;
  }
}

function seconds(milliseconds: JsonValue): string {
  return typeof milliseconds === "number" ? `${milliseconds / 1000} s` : "(no number)";
}

function describeBytes(value: JsonValue): string {
  return typeof value === "number" ? `${value} bytes` : "(no number)";
}
