// What a script keeps of HTTP: the request that began a session, and the pages beside the sessions.

import { readEngineUrl } from "../protocols/engine_io/http.ts";
import type { Header, RequestEntry, ResponseEntry } from "../tape/entry.ts";
import { payloadOf } from "../timeline/content.ts";
import type { AllowedOrigin, RecordedPage, RecordedRequest, Refusal } from "./script.ts";

/** Without a request on the tape nothing is known of it. */
const UNKNOWN_REQUEST: RecordedRequest = {
  method: "GET",
  path: "",
  query: [],
  headers: [],
  hiddenParameters: [],
};

export function recordedRequest(entry: RequestEntry | undefined): RecordedRequest {
  if (entry === undefined) return UNKNOWN_REQUEST;
  const { method, url, headers } = entry;
  const { path } = readEngineUrl(url);
  return { method, path, query: queryOf(url), headers, hiddenParameters: hiddenIn(entry) };
}

/** The parameters of a request's target, decoded, in order. */
export function queryOf(url: string): readonly (readonly [name: string, value: string])[] {
  const question = url.indexOf("?");
  return question < 0 ? [] : [...new URLSearchParams(url.slice(question + 1))];
}

function hiddenIn({ url, redacted }: RequestEntry): readonly string[] {
  const ranges = redacted?.url ?? [];
  const names = new Set<string>();
  for (const [start] of ranges) {
    const before = url.slice(url.indexOf("?") + 1, start);
    const parameter = before.slice(before.lastIndexOf("&") + 1);
    const [name] = queryOf(`?${parameter}`)[0] ?? [];
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

/** The value of a header field, undefined when there is none. */
export function headerOf(headers: readonly Header[], name: string): string | undefined {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1];
}

export function subprotocolOf(response: ResponseEntry | undefined): string | undefined {
  return response === undefined ? undefined : headerOf(response.headers, "sec-websocket-protocol");
}

/** RFC 6455, section 4.1. */
export function asksForWebSocket({ method, headers }: RequestEntry): boolean {
  return method === "GET" && headerOf(headers, "upgrade")?.toLowerCase() === "websocket";
}

export function refusalOf(response: ResponseEntry): Refusal {
  const { status, reason, headers } = response;
  const words = reason === undefined ? {} : { reason };
  return { status, ...words, headers, body: payloadOf(response) };
}

export function pageOf(
  request: RequestEntry,
  response: ResponseEntry,
  line: number,
): RecordedPage {
  const { method, url } = request;
  const { at, status, headers } = response;
  const isBodyMissing = response.omitted === true || response.truncated === true;
  const body = isBodyMissing ? "" : payloadOf(response);
  const { path } = readEngineUrl(url);
  return { line, at, method, path, url, status, headers, body, isBodyMissing };
}

/** Fetch, "CORS protocol": whose pages may read the answer. */
export function allowedOriginOf({ headers }: ResponseEntry): AllowedOrigin | undefined {
  const origin = headerOf(headers, "access-control-allow-origin");
  if (origin === undefined) return undefined;
  const credentials = headerOf(headers, "access-control-allow-credentials") === "true";
  return { origin, credentials };
}
