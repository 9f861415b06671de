// Takes apart what servers answer besides packets: `ok` to a POST, and errors as JSON.

import { isJsonObject, parseJson } from "../../base/json.ts";
import { ERROR_MEANINGS } from "../../protocols/engine_io/http.ts";
import { describeValue, jsonPart } from "./json_parts.ts";
import { type Findings, type Part, partOf } from "./part.ts";
import { POST_SOURCE } from "./sources.ts";

export interface AnswerParts {
  readonly parts: readonly Part[];
  readonly title: string;
}

/** Undefined when it is neither. */
export function answerParts(text: string, findings: Findings): AnswerParts | undefined {
  if (text === "ok" || text === "OK") {
    const part = partOf(text, 0, text.length, {
      name: "acknowledgement",
      meaning: "the server took the packets of a POST",
      source: POST_SOURCE,
    });
    return { parts: [part], title: "Answer to a POST" };
  }
  const parsed = text.startsWith("{") ? parseJson(text) : undefined;
  if (!parsed?.ok || !isJsonObject(parsed.value) || typeof parsed.value.code !== "number") return;
  const part = jsonPart(text, 0, text.length, {
    whole: { name: "error", meaning: "a JSON object: the server refuses the request (status 400)" },
    item: ({ key = "", value }) => ({
      name: `error ${key}`,
      meaning: key === "code" ? codeMeaning(value) : `${key}: ${describeValue(value)}`,
      value,
    }),
  }, findings);
  return { parts: [part], title: "Engine.IO error" };
}

const ADVICE: readonly string[] = [
  "the URL asks for a transport that the server does not have, or for none",
  "the server does not know this sid: it restarted, the session is over, or another process of " +
  "several has it (sticky sessions)",
  "a session is opened by GET",
  "the request does not fit the session: its transport, or its Origin",
  "the server's allowRequest refuses the client",
  "the client speaks revision 3 (Socket.IO 2), and the server has no allowEIO3",
];

function codeMeaning(value: unknown): string {
  const meaning = typeof value === "number" ? ERROR_MEANINGS[value] : undefined;
  if (typeof value !== "number" || meaning === undefined) {
    return `code ${value}, which is none known`;
  }
  return `code ${value}, ${meaning}: ${ADVICE[value]}`;
}
