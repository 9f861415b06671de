// Results of comparisons made by hand: what the engine would have found, told in a few words.

import type { Value } from "../../../../src/base/json.ts";
import type { Act, ActKey, ActKind, ActSession, ActTape } from "../../../../src/diff/act.ts";
import type {
  DiffResult,
  EventSummary,
  Finding,
  Row,
  SessionDiff,
} from "../../../../src/diff/result.ts";
import { DEFAULT_RULES } from "../../../../src/diff/rules.ts";
import type { Ending, SessionStory } from "../../../../src/timeline/sessions_story.ts";
import { type DiffCanvas, diffLines } from "../../../../src/view/terminal/diff/diff_lines.ts";
import { plainPaint } from "../../../../src/view/terminal/paint.ts";

let keys = 0;

/** `→ /sfa room:subscribe` */
export function key(text: string, kind: ActKind = "event"): ActKey {
  const [arrow, namespace = "/", name = ""] = text.split(" ");
  const from = arrow === "→" ? "client" : "server";
  return { index: keys++, from, kind, namespace, name };
}

export function act(of: ActKey, line: number, value: Value, more: Partial<Act> = {}): Act {
  const content = { id: line, shape: 0, value };
  return { line, part: 0, at: line * 10, key: of, content, asks: false, ...more };
}

export function ending(kind: Ending["kind"], at: number, more: Partial<Ending> = {}): Ending {
  return { kind, at, ...more };
}

export function session(
  acts: readonly Act[],
  end: Ending = ending("disconnect", 2070, { by: "client" }),
  label = "session 1 (/sfa)",
): ActSession {
  const story: SessionStory = {
    kind: "session",
    at: 0,
    ending: end,
    sid: "a",
    connections: 1,
    conns: [1],
    namespaces: [],
    heartbeats: { sent: 0, answered: 0, missed: 0, overdue: false },
    events: { client: 0, server: 0 },
  };
  return {
    number: 1,
    kind: "session",
    label,
    at: 0,
    client: acts.filter(({ key: { from } }) => from === "client"),
    server: acts.filter(({ key: { from } }) => from === "server"),
    story,
  };
}

export function tape(name: string, sessions: readonly ActSession[], notes: string[] = []): ActTape {
  const startedAt = "2026-11-21T03:00:00.000Z";
  return { name, mode: "record", entries: 126, milliseconds: 2100, startedAt, sessions, notes };
}

export function summary(of: ActKey, counts: Partial<EventSummary>): EventSummary {
  const none = { left: 0, right: 0, same: 0, changed: 0, missing: 0, added: 0, moved: 0, late: 0 };
  return { key: of, isLive: false, ...none, ...counts };
}

export interface Given {
  readonly rows?: readonly Row[];
  readonly findings?: readonly Finding[];
  readonly left?: ActSession;
  readonly right?: ActSession;
}

/** One session on both tapes, which differs when there are findings. */
export function result(given: Given, more: Partial<DiffResult> = {}): DiffResult {
  const { rows = [], findings = [] } = given;
  const left = given.left ?? session(rows.flatMap(({ left }) => left ?? []));
  const right = given.right ?? session(rows.flatMap(({ right }) => right ?? []));
  const same = findings.length === 0;
  const pair: SessionDiff = { left, right, same, rows: () => rows };
  const [first] = findings;
  return {
    same,
    left: tape("good.ndjson", [left]),
    right: tape("bad.ndjson", [right]),
    sessions: [pair],
    events: [],
    findings,
    ...(first === undefined ? {} : { first: { finding: first } }),
    noise: [],
    rules: DEFAULT_RULES,
    ...more,
  };
}

export function shown(of: DiffResult, canvas: Partial<DiffCanvas> = {}): readonly string[] {
  const plain: DiffCanvas = { columns: 100, paint: plainPaint, context: 3, full: false };
  return [...diffLines(of, { ...plain, ...canvas })];
}
