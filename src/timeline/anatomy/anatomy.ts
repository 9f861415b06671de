// Takes apart whatever somebody holds in hand: a packet, a polling body, JSONP, a URL, an answer.
// Says what was guessed. Never throws: what cannot be read is one part, and a mistake.

import type { Payload } from "../../base/bytes.ts";
import { parseJson } from "../../base/json.ts";
import { decodePayload } from "../../protocols/engine_io/payload.ts";
import { answerParts } from "./answer_parts.ts";
import { binaryMessageParts } from "./binary.ts";
import { engineParts } from "./engine_parts.ts";
import { formParts, isJsonpForm, isJsonpScript, scriptParts } from "./jsonp_parts.ts";
import { messageParts } from "./message_parts.ts";
import { type Anatomy, type AnatomyOptions, type Context, Findings, type Part } from "./part.ts";
import { bytesPayloadParts, textPayloadParts } from "./payload_parts.ts";
import { looksLikeUrl, urlParts } from "./url_parts.ts";

interface Taken {
  readonly parts: readonly Part[];
  readonly title: string;
}

/** Takes the input apart; what the options leave open is guessed. */
export function anatomyOf(input: Payload, options: AnatomyOptions = {}): Anatomy {
  const findings = new Findings();
  const { parts, title } = typeof input === "string"
    ? textParts(input, options, findings)
    : bytesParts(input, options, findings);
  const { mistakes, remarks } = findings;
  return { input, title, parts, mistakes, remarks };
}

/** A request's URL taken apart. */
export function urlAnatomy(url: string): Anatomy {
  const findings = new Findings();
  const { parts, title } = urlParts(url, findings);
  return { input: url, title, parts, mistakes: findings.mistakes, remarks: findings.remarks };
}

function textParts(text: string, options: AnatomyOptions, findings: Findings): Taken {
  const context = contextOf(text, options, findings);
  if (options.plain === true) return plainMessage(text, context, findings);
  if (options.transport !== "websocket") {
    if (isJsonpScript(text)) return scriptParts(text, context, findings);
    if (isJsonpForm(text)) return formParts(text, context, findings);
    const answer = answerParts(text, findings);
    if (answer !== undefined) return answer;
  }
  if (options.transport === undefined && options.inner === undefined) {
    if (looksLikeUrl(text)) return urlParts(text, findings);
    if (/^[{[]/.test(text) && parseJson(text).ok) {
      findings.remark(
        "This is read as a message of a plain WebSocket: Engine.IO packets begin with a digit",
      );
      return plainMessage(text, context, findings);
    }
  }
  return context.transport === "polling"
    ? pollingBody(text, context, findings)
    : singlePacket(text, context, findings);
}

function singlePacket(text: string, context: Context, findings: Findings): Taken {
  const { parts, title } = engineParts(text, 0, text.length, context, findings);
  return { parts, title: `Engine.IO packet: ${title}` };
}

/** A body of one packet in revision 4 is that packet. */
function pollingBody(text: string, context: Context, findings: Findings): Taken {
  if (context.engine === 4 && !text.includes("\x1e")) return singlePacket(text, context, findings);
  return textPayloadParts(text, context, findings);
}

function plainMessage(text: string, context: Context, findings: Findings): Taken {
  const { parts, title } = messageParts(text, 0, text.length, context, findings);
  return { parts, title: `Message of a plain WebSocket: ${title}` };
}

function bytesParts(bytes: Uint8Array, options: AnatomyOptions, findings: Findings): Taken {
  const looksFramed = options.transport === undefined && options.engine !== 4 && isFramed(bytes);
  const engine = options.engine ?? (looksFramed ? 3 : 4);
  const transport = options.transport ?? (looksFramed ? "polling" : "websocket");
  const context: Context = { engine, transport, from: options.from, inner: options.inner };
  if (options.engine === undefined && looksFramed) {
    findings.remark("Only revision 3 of Engine.IO writes polling bodies in binary: it is read so");
  }
  return transport === "polling"
    ? bytesPayloadParts(bytes, context, findings)
    : binaryMessageParts(bytes, context, findings);
}

/** A binary polling body of revision 3, which is hard to be by accident. */
function isFramed(bytes: Uint8Array): boolean {
  return (bytes[0] === 0 || bytes[0] === 1) && bytes.length > 3 &&
    decodePayload(bytes, 3).every(({ type }) => type !== "unknown");
}

function contextOf(text: string, options: AnatomyOptions, findings: Findings): Context {
  const counted = options.engine !== 4 && options.transport !== "websocket" && isCounted(text);
  const engine = options.engine ?? (counted ? 3 : 4);
  const guess = counted || text.includes("\x1e") || text.startsWith("b") ? "polling" : "websocket";
  if (options.engine === undefined && counted) {
    findings.remark(
      "Each packet stands behind its length, as only revision 3 of Engine.IO (Socket.IO 1 and 2) " +
        "has it: it is read so. --engine 4 reads it as revision 4",
    );
  }
  return {
    engine,
    transport: options.transport ?? guess,
    from: options.from,
    inner: options.inner,
  };
}

/** Packets behind their lengths, all of them packets: no body of revision 4 looks like that. */
function isCounted(text: string): boolean {
  return /^\d+:/.test(text) && decodePayload(text, 3).every(({ type }) => type !== "unknown");
}
