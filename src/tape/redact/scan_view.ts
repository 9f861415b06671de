// Looks for secrets in one view: what follows a secret name (in JSON, in printed objects, in query
// strings and forms, in header lines), tokens, userinfo in URLs, and the user's own expressions. It
// goes from name to value without parsing the whole, so text that is torn or mixed hides nothing.

import { formDecode } from "./decode.ts";
import { hideHeaderValue, schemeLength } from "./header_value.ts";
import type { Hit } from "./hit.ts";
import { findJwts } from "./jwt.ts";
import type { FoundName } from "./names.ts";
import type { Rules } from "./rules.ts";
import { type FoundValue, hideValue, matchEnd } from "./value.ts";
import type { View } from "./view.ts";

/** Between a name and its value: an optional closing quote, a separator; colours of debug logs. */
// deno-lint-ignore no-control-regex
const ASSIGNMENT = /(["'`]?)(?:\s|\x1b\[\d+m)*(:|=>?)(?:\s|\x1b\[\d+m)*/y;

/** A query or form value where the whole text is one. */
// deno-lint-ignore no-control-regex
const FORM_VALUE = /[^\s&#"<>\uffff\x1e]+/y;

/**
 * A query value within other text. Some characters end it only where they end more than it: before
 * white space, or (`,`) before the JSON of a Socket.IO packet with a query in its namespace.
 */
const LOOSE_VALUE =
  // deno-lint-ignore no-control-regex
  /(?:[^\s&#"<>\\\uffff\x1e`,;')\]}]|\\(?!["\\/bfnrtu])|,(?![\s\uffff\x1e]|$|\d*[[{"\\])|[;')\]}](?![\s\uffff,;:)\]}]|$))+/y;

/** A text that is a URL or a form from end to end. */
const FORM_TEXT = /^[^\s"<>{}]*$/;

const QUOTE = /["'`]/;
const USERINFO = /:\/\/([^\s/?#"'<>\\\uffff:@]*)(?::([^\s/?#"'<>\\\uffff]*))?@/g;
const HEADER_LINE = /(?:^|\n)([A-Za-z][\w-]*):[ \t]*([^\r\n\uffff]*)(\r?)/g;
const JSON_NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export function scanView(view: View, rules: Rules): readonly Hit[] {
  const hits: Hit[] = [];
  for (const pattern of rules.patterns) hits.push(...scanPattern(view, pattern));
  for (const { start, end } of findJwts(view.text)) {
    const token = view.text.slice(start, end);
    const hit = view.hit(start, end, token);
    if (hit !== undefined) hits.push({ ...hit, jwt: token });
  }
  hits.push(...scanNames(view, rules), ...scanUserinfo(view), ...scanHeaderLines(view, rules));
  return hits;
}

function scanNames(view: View, rules: Rules): readonly Hit[] {
  const { text } = view;
  const hits: Hit[] = [];
  const isForm = FORM_TEXT.test(text);
  let position = 0;
  for (;;) {
    const name = rules.names.findIn(text, position);
    if (name === undefined) return hits;
    const found = hideAfterName(view, name, isForm, rules.isCode && !isForm);
    position = found?.end ?? name.end;
    for (const hit of found?.hits ?? []) hits.push(hit);
  }
}

/** What follows a name, if it is a value at all. */
function hideAfterName(
  view: View,
  found: FoundName,
  isForm: boolean,
  isCode: boolean,
): FoundValue | undefined {
  const { name, end } = found;
  ASSIGNMENT.lastIndex = end;
  const assignment = ASSIGNMENT.exec(view.text);
  if (assignment === null) return undefined;
  const [whole, quote = "", separator] = assignment;
  const start = end + whole.length;
  if (separator === "=" && (isForm || !QUOTE.test(view.text.charAt(start)))) {
    if (whole !== "=" || isCode && !isParameter(view.text, end - name.length)) return undefined;
    return hideFormValue(view, start, name, isForm);
  }
  return hideValue(view, start, name, view.rawSlice(end, end + quote.length));
}

/** In program text only what stands in a query is no assignment: `"/me?access_token=…"`. */
function isParameter(text: string, nameStart: number): boolean {
  let start = nameStart;
  while (/[\w-]/.test(text.charAt(start - 1))) start -= 1;
  return /[?&]/.test(text.charAt(start - 1));
}

/** `name=value` in a query, a form or a line of a log. */
function hideFormValue(
  view: View,
  start: number,
  name: string,
  isForm: boolean,
): FoundValue | undefined {
  const end = matchEnd(isForm ? FORM_VALUE : LOOSE_VALUE, view.text, start);
  if (end === undefined) return undefined;
  const value = view.text.slice(start, end);
  const scheme = schemeLength(name, value);
  const hit = view.hit(start + scheme, end, formDecode(value.slice(scheme)));
  return { end, hits: hit === undefined ? [] : [hit] };
}

function scanUserinfo(view: View): readonly Hit[] {
  if (!view.text.includes("@")) return [];
  const hits: (Hit | undefined)[] = [];
  for (const match of view.text.matchAll(USERINFO)) {
    const [, user = "", password = ""] = match;
    const userStart = match.index + "://".length;
    const passwordStart = userStart + user.length + ":".length;
    hits.push(view.hit(userStart, userStart + user.length, formDecode(user)));
    hits.push(view.hit(passwordStart, passwordStart + password.length, formDecode(password)));
  }
  return hits.filter((hit) => hit !== undefined);
}

/** `Name: value` lines. Without a carriage return only names that are headers and nothing else. */
function scanHeaderLines(view: View, rules: Rules): readonly Hit[] {
  const hits: Hit[] = [];
  for (const match of view.text.matchAll(HEADER_LINE)) {
    const [whole, name = "", value = "", carriageReturn = ""] = match;
    if (carriageReturn === "" && !/(?:authorization|cookie)$/i.test(name)) continue;
    const end = match.index + whole.length - carriageReturn.length;
    hits.push(...hideHeaderValue(view, end - value.length, end, name, rules.names));
  }
  return hits;
}

function scanPattern(view: View, pattern: RegExp): readonly Hit[] {
  const hits: Hit[] = [];
  for (const match of view.text.matchAll(pattern)) {
    const [whole, ...groups] = match.indices ?? [];
    const chosen = groups.length > 0 ? groups : [whole];
    for (const place of chosen) {
      const hit = place && patternHit(view, place[0], place[1]);
      if (hit !== undefined) hits.push(hit);
    }
  }
  return hits;
}

/** A whole JSON number stays a JSON value; everything else is filled. */
function patternHit(view: View, start: number, end: number): Hit | undefined {
  const { text } = view;
  const secret = text.slice(start, end);
  const isNumber = JSON_NUMBER.test(secret) &&
    /[[,:]\s{0,8}$/.test(text.slice(Math.max(0, start - 9), start)) &&
    /^\s{0,8}[\],}]/.test(text.slice(end, end + 9));
  return isNumber ? view.hitNumber(start, end, '"') : view.hit(start, end, secret);
}
