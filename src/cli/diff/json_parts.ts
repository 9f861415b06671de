// Acts, findings and sessions as JSON for programs. The shape is promised in docs/diff-json.md: it
// knows entry numbers and names, and nothing of how the comparison counts inside.

import { type JsonValue, type Value, valueToJson } from "../../base/json.ts";
import type { Act, ActKey, ActSession, ActTape, Content } from "../../diff/act.ts";
import type { Difference, Finding, LiveChange, SessionDiff } from "../../diff/result.ts";
import type { NoiseRule } from "../../diff/rules.ts";
import type { Ending } from "../../timeline/sessions_story.ts";
import { withMarks } from "../../view/terminal/diff/marks.ts";

type Fields = { readonly [field: string]: JsonValue };

export function tapeJson(
  { name, entries, milliseconds, startedAt, sessions, notes }: ActTape,
): Fields {
  return { name, entries, milliseconds, startedAt, sessions: sessions.map(sessionJson), notes };
}

function sessionJson({ number, kind, label, at, client, server, story }: ActSession): Fields {
  const ending = story !== undefined && "ending" in story ? endingJson(story.ending) : undefined;
  return {
    number,
    kind,
    label: withMarks(label),
    at,
    client: client.length,
    server: server.length,
    ...(ending === undefined ? {} : { ending }),
  };
}

/** The numbers of the sessions on their tapes. */
export function pairJson({ left, right }: Pick<SessionDiff, "left" | "right">): Fields {
  return {
    ...(left === undefined ? {} : { left: left.number }),
    ...(right === undefined ? {} : { right: right.number }),
  };
}

export function keyJson({ from, kind, namespace, name }: ActKey): Fields {
  return { from, kind, ns: namespace, name: withMarks(name) };
}

export function actJson({ line, part, at, key, content, answer }: Act): Fields {
  return {
    line,
    part,
    at,
    ...keyJson(key),
    ...contentJson(key, content),
    ...(answer === undefined
      ? {}
      : { answer: { line: answer.line, at: answer.at, ...contentJson(key, answer.content) } }),
  };
}

/** An event's are its arguments, and so are an answer's. */
function contentJson({ kind }: ActKey, { value }: Content): Fields {
  return kind === "event" ? { args: plain(value) } : { value: plain(value) };
}

export function findingJson(finding: Finding, sessions: readonly SessionDiff[]): Fields {
  const pair = sessions[finding.session];
  const start = { kind: finding.kind, session: pair === undefined ? {} : pairJson(pair) };
  switch (finding.kind) {
    case "missing":
      return { ...start, left: actJson(finding.left) };
    case "added": {
      const { right, repeats } = finding;
      const before = repeats === undefined ? {} : { repeats: { line: repeats.line } };
      return { ...start, right: actJson(right), ...before };
    }
    case "changed": {
      const { differences, consequences } = finding;
      return {
        ...start,
        ...sidesJson(finding),
        differences: differences.map(differenceJson),
        ...(consequences === undefined ? {} : { consequences }),
      };
    }
    case "moved":
      return { ...start, ...sidesJson(finding), by: finding.by };
    case "answer":
      return {
        ...start,
        what: finding.what,
        ...sidesJson(finding),
        differences: finding.differences.map(differenceJson),
      };
    case "late": {
      const { what, leftMilliseconds, rightMilliseconds } = finding;
      const times = {
        leftMilliseconds: rounded(leftMilliseconds),
        rightMilliseconds: rounded(rightMilliseconds),
      };
      return { ...start, what, ...sidesJson(finding), ...times };
    }
    case "live":
      return { ...start, ...liveJson(finding.change), event: keyJson(finding.key) };
    case "ending": {
      const { left, right, consequences } = finding;
      return { ...start, left: endingJson(left), right: endingJson(right), consequences };
    }
    case "session-missing":
    case "session-added":
      return start;
  }
}

function sidesJson({ left, right }: { readonly left: Act; readonly right: Act }): Fields {
  return { left: actJson(left), right: actJson(right) };
}

function differenceJson({ path, left, right, distance }: Difference): Fields {
  return {
    path,
    ...(left === undefined ? {} : { left: plain(left) }),
    ...(right === undefined ? {} : { right: plain(right) }),
    ...(distance === undefined ? {} : { distance }),
  };
}

function liveJson(change: LiveChange): Fields {
  const example = "example" in change ? { example: { line: change.example.line } } : {};
  switch (change.what) {
    case "field-lost":
    case "field-new": {
      const { what, path, count, of } = change;
      return { what, path, count, of, ...example };
    }
    case "type": {
      const { what, path, leftTypes, rightTypes, count, of } = change;
      return { what, path, left: leftTypes, right: rightTypes, count, of, ...example };
    }
    case "range":
    case "constant": {
      const { what, path, left, right } = change;
      return { what, path, left: plain(left), right: plain(right), ...example };
    }
    case "rate":
    case "gap":
    case "answers": {
      const { what, left, right } = change;
      return { what, left: rounded(left), right: rounded(right), ...example };
    }
    case "order":
      return { what: change.what, path: change.path, ...example };
  }
}

function endingJson({ kind, at, by, code, reason }: Ending): Fields {
  return {
    kind,
    at,
    ...(by === undefined ? {} : { by }),
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason: withMarks(reason) }),
  };
}

export function ruleJson({ kind, event, namespace, from, path }: NoiseRule): Fields {
  return {
    kind,
    ...(event === undefined ? {} : { event }),
    ...(namespace === undefined ? {} : { ns: namespace }),
    ...(from === undefined ? {} : { from }),
    ...(path === undefined ? {} : { path }),
  };
}

/** To the microsecond, as times stand on tapes; shares and rates need no more. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function plain(value: Value): JsonValue {
  return unmarked(valueToJson(value));
}

function unmarked(value: JsonValue): JsonValue {
  if (typeof value === "string") return withMarks(value);
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(unmarked);
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, item]) => [withMarks(key), unmarked(item)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
