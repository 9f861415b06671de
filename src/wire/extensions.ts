// The Sec-WebSocket-Extensions header (RFC 6455, section 9.1) and what it says about
// permessage-deflate (RFC 7692, section 7.1).

import type { DeflateParameters } from "./events.ts";
import { type Problem, shorten } from "./http_fields.ts";

export interface Extension {
  readonly name: string;
  /** A parameter without a value has the value "". */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

export interface Negotiation {
  readonly deflate?: DeflateParameters;
  readonly problems: readonly Problem[];
}

const DEFLATE = "permessage-deflate";
/** RFC 7692, section 7.1.2 */
const DEFAULT_WINDOW_BITS = 15;
/** One member, with quoted strings kept whole. */
const MEMBER = /(?:"(?:[^"\\]|\\.)*"?|[^,"])+/g;
const PART = /(?:"(?:[^"\\]|\\.)*"?|[^;"])+/g;

export function parseExtensions(values: readonly string[]): readonly Extension[] {
  const members = values.join(",").match(MEMBER) ?? [];
  return members.filter((member) => member.trim() !== "").map(parseExtension);
}

function parseExtension(member: string): Extension {
  const [name = "", ...parts] = member.match(PART) ?? [];
  const parameters = parts.map((part) => {
    const equals = part.indexOf("=");
    if (equals === -1) return [part.trim().toLowerCase(), ""] as const;
    return [part.slice(0, equals).trim().toLowerCase(), unquote(part.slice(equals + 1))] as const;
  });
  return { name: name.trim().toLowerCase(), parameters };
}

function unquote(value: string): string {
  const trimmed = value.trim();
  if (!trimmed.startsWith('"')) return trimmed;
  return trimmed.replace(/^"|"$/g, "").replace(/\\(.)/g, "$1");
}

/** What a server's answer agrees on, given what was offered. */
export function negotiate(
  offered: readonly Extension[],
  answered: readonly Extension[],
): Negotiation {
  const problems: Problem[] = [];
  let deflate: DeflateParameters | undefined;
  for (const extension of answered) {
    const { name } = extension;
    if (!offered.some((offer) => offer.name === name)) tell(`"${shorten(name)}" was not offered`);
    if (name !== DEFLATE) tell(`"${shorten(name)}" is not known: its frames may not be understood`);
    else if (deflate !== undefined) tell(`"${name}" is agreed on twice; the first one counts`);
    else deflate = readDeflate(extension, tell);
  }
  return deflate === undefined ? { problems } : { deflate, problems };

  function tell(text: string): void {
    problems.push({ rule: "extension", text: `Extension ${text}` });
  }
}

function readDeflate(extension: Extension, tell: (text: string) => void): DeflateParameters {
  let serverNoContextTakeover = false;
  let clientNoContextTakeover = false;
  let serverMaxWindowBits = DEFAULT_WINDOW_BITS;
  let clientMaxWindowBits = DEFAULT_WINDOW_BITS;
  for (const [name, value] of extension.parameters) {
    switch (name) {
      case "server_no_context_takeover":
        serverNoContextTakeover = true;
        if (value !== "") tell(`parameter ${name} takes no value, but has "${shorten(value)}"`);
        break;
      case "client_no_context_takeover":
        clientNoContextTakeover = true;
        if (value !== "") tell(`parameter ${name} takes no value, but has "${shorten(value)}"`);
        break;
      case "server_max_window_bits":
        serverMaxWindowBits = readWindowBits(name, value, tell);
        break;
      case "client_max_window_bits":
        clientMaxWindowBits = readWindowBits(name, value, tell);
        break;
      default:
        tell(`parameter "${shorten(name)}" of ${DEFLATE} is not known`);
    }
  }
  return {
    serverNoContextTakeover,
    clientNoContextTakeover,
    serverMaxWindowBits,
    clientMaxWindowBits,
  };
}

/** RFC 7692, section 7.1.2: 8 to 15, without leading zeroes. */
function readWindowBits(name: string, value: string, tell: (text: string) => void): number {
  if (/^(?:[89]|1[0-5])$/.test(value)) return Number(value);
  tell(`parameter ${name} is "${shorten(value)}", expected 8 to 15`);
  return DEFAULT_WINDOW_BITS;
}
