// What a head becomes on its way through a tap: only the lines that must change do, all others keep
// their order, case and spaces. Pure.

import { type CookiePlace, readCookie } from "./cookies.ts";
import { allowPage, type Asked, writtenBack } from "./cross_origin.ts";
import {
  fieldName,
  fieldValue,
  type HeadLines,
  joinHead,
  splitHead,
  withValue,
} from "./head_lines.ts";
import type { TapChange } from "./tap_owner.ts";

/** What a user may ask for. */
export interface RewriteOptions {
  /**
   * Origin in request heads becomes the target's own; Access-Control-Allow-Origin in responses is
   * written back to what the client sent.
   */
  readonly origin?: boolean;
  /**
   * Another Domain, Secure and what needs Secure are taken off Set-Cookie, for clients that refuse
   * such cookies at http://127.0.0.1. Secure stays on where the tap serves TLS, and where the
   * cookie's name demands it: there some clients keep it, and without it none would.
   */
  readonly cookies?: boolean;
  /**
   * Pages of this origin may read responses: what the server does not say for them is added, and a
   * preflight that it refuses is answered for.
   */
  readonly allowOrigin?: string;
}

export interface RewriteRules {
  /** The target's name for Host. */
  readonly host: string;
  /** The target's origin, where Origin is to be rewritten. */
  readonly origin: string | undefined;
  readonly cookies: boolean;
  /** Browsers reach the tap over TLS. */
  readonly servesTls: boolean;
  readonly allowOrigin: string | undefined;
}

export interface HeadRewrite {
  readonly text: string;
  /** Host alone is no change worth telling: a tap cannot do without. */
  readonly changes: readonly Omit<TapChange, "requestId">[];
}

type Change = HeadRewrite["changes"][number];

/** Whether responses may have to change at all: else their bytes need not be looked at. */
export function changesResponses(rules: RewriteRules): boolean {
  return rules.origin !== undefined || rules.cookies || rules.allowOrigin !== undefined;
}

export function rewriteRequestHead(text: string, rules: RewriteRules): HeadRewrite {
  const head = splitHead(text);
  const changes: Change[] = [];
  const host = head.fields.findIndex((field) => fieldName(field) === "host");
  const fields = head.fields.map((field, index) => {
    if (index === host) return withValue(field, rules.host);
    if (rules.origin === undefined || fieldName(field) !== "origin") return field;
    const sent = fieldValue(field);
    if (sent === rules.origin) return field;
    changes.push({ what: "origin", text: `Origin "${sent}" goes on as "${rules.origin}"` });
    return withValue(field, rules.origin);
  });
  return { text: joinHead({ ...head, fields }), changes };
}

/** `asked` is what the response answers, when that is known. */
export function rewriteResponseHead(
  text: string,
  status: number,
  asked: Asked | undefined,
  rules: RewriteRules,
): HeadRewrite {
  const changes: Change[] = [];
  let head = splitHead(text);
  if (rules.origin !== undefined) head = writeOriginBack(head, asked, rules.origin, changes);
  if (rules.cookies) {
    head = mendCookies(head, { host: asked?.host, servesTls: rules.servesTls }, changes);
  }
  const { allowOrigin } = rules;
  // Interim responses and the 101 are nobody's to read.
  if (status >= 200 && asked !== undefined && allowOrigin !== undefined) {
    if (asked.origin === allowOrigin) {
      const allowance = allowPage(head, status, asked, allowOrigin);
      head = allowance.head;
      if (allowance.added.length > 0) {
        changes.push({ what: "allow-origin", text: `Added: ${allowance.added.join("; ")}` });
      }
    }
  }
  return { text: changes.length === 0 ? text : joinHead(head), changes };
}

function writeOriginBack(
  head: HeadLines,
  asked: Asked | undefined,
  own: string,
  changes: Change[],
): HeadLines {
  if (asked === undefined) return head;
  const fields = head.fields.map((field) => {
    if (fieldName(field) !== "access-control-allow-origin") return field;
    const allowed = fieldValue(field);
    const back = writtenBack(allowed, asked, own);
    if (back === allowed) return field;
    changes.push({
      what: "origin",
      text: `Access-Control-Allow-Origin "${allowed}" goes on as "${back}"`,
    });
    return withValue(field, back);
  });
  return { ...head, fields };
}

function mendCookies(head: HeadLines, place: CookiePlace, changes: Change[]): HeadLines {
  const fields = head.fields.map((field) => {
    if (fieldName(field) !== "set-cookie") return field;
    const { name, title, removed, mended } = readCookie(fieldValue(field), place);
    if (removed.length === 0) return field;
    changes.push({
      what: "cookie",
      text: `Set-Cookie ${name === "" ? `(${title})` : `"${name}"`} goes on without ` +
        removed.join(", "),
    });
    return withValue(field, mended);
  });
  return { ...head, fields };
}
