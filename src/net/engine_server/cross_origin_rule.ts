// Who may read the answers from a page of another origin: the header fields that the `cors` package
// adds, on answers, on the 101 of a handshake and on preflights (Fetch, "CORS protocol").

import type { Header } from "../../wire/events.ts";
import { headerValue } from "../../wire/headers.ts";
import type { HttpAnswer, ServerRequest } from "./engine_owner.ts";

export interface CrossOriginRule {
  /** What Access-Control-Allow-Origin says to this origin, `*` for one; undefined: nothing. */
  allow(origin: string | undefined): string | undefined;
  /** Default false. */
  readonly credentials?: boolean;
  /** Default: those that `cors` names by itself. */
  readonly methods?: readonly string[];
}

const METHODS: readonly string[] = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"];
const ASKED_HEADERS = "Access-Control-Request-Headers";

/** On every answer, the 101 too. */
export function crossOriginHeaders(
  rule: CrossOriginRule | undefined,
  request: ServerRequest,
): readonly Header[] {
  return rule === undefined ? [] : headersFor(rule, request, false);
}

export function answerPreflight(rule: CrossOriginRule, request: ServerRequest): HttpAnswer {
  const headers = headersFor(rule, request, true);
  return { status: 204, headers: [...headers, ["Content-Length", "0"]], body: "" };
}

function headersFor(
  rule: CrossOriginRule,
  request: ServerRequest,
  isPreflight: boolean,
): readonly Header[] {
  const allowed = rule.allow(headerValue(request.headers, "origin"));
  const isForAll = allowed === "*";
  const headers: Header[] = [];
  if (allowed !== undefined) headers.push(["Access-Control-Allow-Origin", allowed]);
  if (!isForAll) headers.push(["Vary", isPreflight ? `Origin, ${ASKED_HEADERS}` : "Origin"]);
  if (rule.credentials === true) headers.push(["Access-Control-Allow-Credentials", "true"]);
  if (!isPreflight) return headers;
  headers.push(["Access-Control-Allow-Methods", (rule.methods ?? METHODS).join(",")]);
  if (isForAll) headers.push(["Vary", ASKED_HEADERS]);
  const asked = headerValue(request.headers, ASKED_HEADERS);
  if (asked !== undefined) headers.push(["Access-Control-Allow-Headers", asked]);
  return headers;
}
