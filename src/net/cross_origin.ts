// What a browser asks of a server before a page of another origin may read its answers (the CORS
// protocol of the Fetch standard), as far as a tap must answer for it.

import type { Header, RequestHead, ResponseHead } from "../wire/events.ts";
import { headerTokens, headerValue, headerValues } from "../wire/headers.ts";
import { fieldName, headersOf, type HeadLines, newField } from "./head_lines.ts";

/** What a request asked that its response is judged by. */
export interface Asked {
  readonly method: string;
  /** What the client calls the tap: its Host. */
  readonly host?: string;
  /** As the client sent it. */
  readonly origin?: string;
  /** Access-Control-Request-Method: with OPTIONS it makes a preflight. */
  readonly requestMethod?: string;
  /** Access-Control-Request-Headers */
  readonly requestHeaders?: string;
}

export interface Allowance {
  readonly head: HeadLines;
  /** The lines that were added or replaced, in words. */
  readonly added: readonly string[];
}

/** Methods that need no leave (Fetch standard, "CORS-safelisted method"). */
const SAFELISTED = ["GET", "HEAD", "POST"];
/** It has no body whatever its head says, and so must what takes its place. */
const NOT_MODIFIED = 304;

/** What of a request its response is judged by. */
export function askedBy({ method, headers }: RequestHead): Asked {
  const host = headerValue(headers, "host");
  const origin = headerValue(headers, "origin");
  const requestMethod = headerValue(headers, "access-control-request-method");
  const requestHeaders = headerValue(headers, "access-control-request-headers");
  return {
    method,
    ...(host === undefined ? {} : { host }),
    ...(origin === undefined ? {} : { origin }),
    ...(requestMethod === undefined ? {} : { requestMethod }),
    ...(requestHeaders === undefined ? {} : { requestHeaders }),
  };
}

export function isPreflight(asked: Asked): boolean {
  return asked.method === "OPTIONS" && asked.requestMethod !== undefined;
}

/**
 * What Access-Control-Allow-Origin says to a client whose Origin went on as the target's `own`: its
 * echo is written back.
 */
export function writtenBack(allowed: string, { origin }: Asked, own: string): string {
  return origin !== undefined && allowed === own ? origin : allowed;
}

/** Why a page of the asking origin may not read this response; undefined when it may. */
export function refusalOf(
  asked: Asked,
  { status, headers }: Pick<ResponseHead, "status" | "headers">,
): string | undefined {
  if (asked.origin === undefined) return undefined;
  const allowed = headerValues(headers, "access-control-allow-origin");
  const [only] = allowed;
  if (only === undefined) return "no Access-Control-Allow-Origin";
  if (allowed.length > 1) return "Access-Control-Allow-Origin is repeated";
  if (only !== asked.origin && only !== "*") return `only ${only} is allowed`;
  if (!isPreflight(asked)) return undefined;
  if (!isFine(status)) return `the preflight is answered with ${status}`;
  const methods = headerValues(headers, "access-control-allow-methods");
  if (!methods.includes("*") && !allowsMethod(asked, headers)) {
    return `the method ${asked.requestMethod} is not allowed`;
  }
  if (headerTokens(headers, "access-control-allow-headers").includes("*")) return undefined;
  const missing = missingHeaders(asked, headers);
  return missing.length === 0 ? undefined : `not allowed: the header ${missing.join(", ")}`;
}

/** The head with what it lacks for pages of this origin. */
export function allowPage(
  head: HeadLines,
  status: number,
  asked: Asked,
  origin: string,
): Allowance {
  const headers = headersOf(head);
  const added: string[] = [];
  const fields = [...head.fields];
  const add = (name: string, value: string): void => {
    fields.push(newField(head, name, value));
    added.push(`${name}: ${value}`);
  };
  const drop = (name: string): void => {
    const kept = fields.filter((field) => fieldName(field) !== name);
    fields.splice(0, fields.length, ...kept);
  };
  const allowed = headerValues(headers, "access-control-allow-origin");
  if (allowed.length !== 1 || allowed[0] !== origin) {
    drop("access-control-allow-origin");
    add("Access-Control-Allow-Origin", origin);
  }
  const credentials = headerValues(headers, "access-control-allow-credentials");
  if (credentials.length !== 1 || credentials[0] !== "true") {
    drop("access-control-allow-credentials");
    add("Access-Control-Allow-Credentials", "true");
  }
  let { start } = head;
  if (isPreflight(asked)) {
    if (!isFine(status)) {
      start = acceptingStart(start, status);
      added.push(`status ${status} became ${status === NOT_MODIFIED ? 204 : 200}`);
    }
    if (!allowsMethod(asked, headers)) {
      add("Access-Control-Allow-Methods", asked.requestMethod ?? "");
    }
    if (missingHeaders(asked, headers).length > 0) {
      add("Access-Control-Allow-Headers", asked.requestHeaders ?? "");
    }
  }
  const varies = headerTokens(headers, "vary");
  if (added.length > 0 && !varies.includes("origin") && !varies.includes("*")) {
    add("Vary", "Origin");
  }
  return { head: { ...head, start, fields }, added };
}

/** The body goes on as it came: a status that has none becomes another one that has none. */
function acceptingStart(start: string, status: number): string {
  const line = status === NOT_MODIFIED ? "204 No Content" : "200 OK";
  return start.replace(/(HTTP\/\d\.\d )[^\r\n]*/, (_line, version: string) => version + line);
}

function isFine(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** For a request with credentials "*" stands for nothing but itself. Methods have a case. */
function allowsMethod({ requestMethod = "" }: Asked, headers: readonly Header[]): boolean {
  const allowed = headerValues(headers, "access-control-allow-methods")
    .flatMap((value) => value.split(","))
    .map((method) => method.trim());
  return SAFELISTED.includes(requestMethod) || allowed.includes(requestMethod);
}

function missingHeaders(
  { requestHeaders = "" }: Asked,
  headers: readonly Header[],
): readonly string[] {
  const allowed = headerTokens(headers, "access-control-allow-headers");
  return requestHeaders.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !allowed.includes(name.toLowerCase()));
}
