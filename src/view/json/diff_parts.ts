// The parts of a comparison as data: acts, findings, sessions. Marks of ids and secrets stand as words,
// binary as JSON says it.

import { type JsonValue, type Value, valueToJson } from "../../base/json.ts";
import type { Act, ActKey, ActSession, ActTape, Content } from "../../diff/act.ts";
import type {
  Difference,
  DiffResult,
  EventSummary,
  Finding,
  FirstDivergence,
  LiveChange,
  LiveChanged,
  NoisyFinding,
  SessionDiff,
} from "../../diff/result.ts";
import type { NoiseRule } from "../../diff/rules.ts";
import type { Ending } from "../../timeline/sessions_story.ts";
import { withMarks } from "../terminal/diff/marks.ts";
import type {
  ActReport,
  ContentReport,
  DifferenceReport,
  DiffReport,
  EndingReport,
  EventReport,
  FindingReport,
  FirstReport,
  KeyReport,
  LiveReport,
  NoiseReport,
  PairReport,
  PlacesReport,
  RuleReport,
  SessionPairReport,
  SidesReport,
  TapeReport,
  TapeSessionReport,
} from "./diff_report.ts";

/** All of it at once. */
export function diffReport(result: DiffResult): DiffReport {
  const { same, left, right, sessions, first, events, findings, noise } = result;
  return {
    same,
    left: tapeJson(left),
    right: tapeJson(right),
    sessions: sessions.map(sessionPairJson),
    ...(first === undefined ? {} : { first: firstJson(first, sessions) }),
    events: events.map(eventJson),
    findings: findings.map((finding) => findingJson(finding, sessions)),
    noise: noise.map((one) => noiseJson(one, sessions)),
  };
}

export function tapeJson(
  { name, entries, milliseconds, startedAt, sessions, notes }: ActTape,
): TapeReport {
  return { name, entries, milliseconds, startedAt, sessions: sessions.map(sessionJson), notes };
}

function sessionJson(
  { number, kind, label, at, client, server, story }: ActSession,
): TapeSessionReport {
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
function pairJson({ left, right }: Pick<SessionDiff, "left" | "right">): PairReport {
  return {
    ...(left === undefined ? {} : { left: left.number }),
    ...(right === undefined ? {} : { right: right.number }),
  };
}

export function sessionPairJson(session: SessionDiff): SessionPairReport {
  return { ...pairJson(session), same: session.same };
}

export function firstJson(
  { finding, lastGood }: FirstDivergence,
  sessions: readonly SessionDiff[],
): FirstReport {
  return {
    finding: findingJson(finding, sessions),
    ...(lastGood === undefined ? {} : { lastGood: sidesJson(lastGood) }),
  };
}

export function eventJson(
  { key, isLive, left, right, same, changed, missing, added, moved, late }: EventSummary,
): EventReport {
  const counts = { left, right, same, changed, missing, added, moved, late };
  return { ...keyJson(key), ...counts, live: isLive };
}

export function noiseJson(
  { finding, rule }: NoisyFinding,
  sessions: readonly SessionDiff[],
): NoiseReport {
  return { rule: ruleJson(rule), finding: findingJson(finding, sessions) };
}

function keyJson({ from, kind, namespace, name }: ActKey): KeyReport {
  return { from, kind, ns: namespace, name: withMarks(name) };
}

function actJson({ line, part, at, key, content, answer }: Act): ActReport {
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
function contentJson({ kind }: ActKey, { value }: Content): ContentReport {
  return kind === "event" ? { args: plain(value) } : { value: plain(value) };
}

export function findingJson(finding: Finding, sessions: readonly SessionDiff[]): FindingReport {
  const pair = sessions[finding.session];
  const session = pair === undefined ? {} : pairJson(pair);
  switch (finding.kind) {
    case "missing":
      return { kind: finding.kind, session, left: actJson(finding.left) };
    case "added": {
      const { right, repeats } = finding;
      const before = repeats === undefined ? {} : { repeats: { line: repeats.line } };
      return { kind: finding.kind, session, right: actJson(right), ...before };
    }
    case "changed": {
      const { differences, consequences } = finding;
      return {
        kind: finding.kind,
        session,
        ...sidesJson(finding),
        differences: differences.map(differenceJson),
        ...(consequences === undefined ? {} : { consequences }),
      };
    }
    case "moved":
      return { kind: finding.kind, session, ...sidesJson(finding), by: finding.by };
    case "answer":
      return {
        kind: finding.kind,
        session,
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
      return { kind: finding.kind, session, what, ...sidesJson(finding), ...times };
    }
    case "live":
      return { kind: finding.kind, session, ...liveJson(finding) };
    case "ending": {
      const { left, right, consequences } = finding;
      return {
        kind: finding.kind,
        session,
        left: endingJson(left),
        right: endingJson(right),
        consequences,
      };
    }
    case "session-missing":
    case "session-added":
      return { kind: finding.kind, session };
  }
}

function sidesJson({ left, right }: { readonly left: Act; readonly right: Act }): SidesReport {
  return { left: actJson(left), right: actJson(right) };
}

function differenceJson({ path, left, right, distance }: Difference): DifferenceReport {
  return {
    path,
    ...(left === undefined ? {} : { left: plain(left) }),
    ...(right === undefined ? {} : { right: plain(right) }),
    ...(distance === undefined ? {} : { distance }),
  };
}

function liveJson({ key, change, ofAnswers }: LiveChanged): LiveReport {
  const about = {
    ...placesJson(change),
    event: keyJson(key),
    ...(ofAnswers === undefined ? {} : { ofAnswers }),
  };
  switch (change.what) {
    case "field-lost":
    case "field-new": {
      const { what, path, count, of } = change;
      return { what, path, count, of, ...about };
    }
    case "type": {
      const { what, path, leftTypes, rightTypes, count, of } = change;
      return { what, path, left: leftTypes, right: rightTypes, count, of, ...about };
    }
    case "range":
    case "constant": {
      const { what, path, left, right } = change;
      return { what, path, left: plain(left), right: plain(right), ...about };
    }
    case "rate":
    case "gap":
    case "answers": {
      const { what, left, right } = change;
      return { what, left: rounded(left), right: rounded(right), ...about };
    }
    case "order": {
      const { what, how, path, paths, count } = change;
      return { what, how, path, paths, count, ...about };
    }
    case "silence": {
      const { what, where, left, right } = change;
      return { what, where, left: rounded(left), right: rounded(right), ...about };
    }
    case "outlier": {
      const { what, how, path, paths, count, of } = change;
      const [usual, value] = [plain(change.usual), plain(change.value)];
      return { what, how, path, paths, usual, value, count, of, ...about };
    }
  }
}

/** Where to look. */
function placesJson(change: LiveChange): PlacesReport {
  const odd = "odd" in change ? change.odd : undefined;
  return {
    ...("example" in change ? { example: { line: change.example.line } } : {}),
    ...(odd === undefined ? {} : { odd: { line: odd.line } }),
    ...("expected" in change ? { expected: { line: change.expected.line } } : {}),
  };
}

function endingJson({ kind, at, by, code, reason }: Ending): EndingReport {
  return {
    kind,
    at,
    ...(by === undefined ? {} : { by }),
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason: withMarks(reason) }),
  };
}

function ruleJson({ kind, what, event, namespace, from, path }: NoiseRule): RuleReport {
  return {
    kind,
    ...(what === undefined ? {} : { what }),
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
