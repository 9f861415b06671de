// How each kind of act fared, over all sessions.

import type { Act, ActKey } from "./act.ts";
import type { EventSummary, Finding, SessionDiff } from "./result.ts";

type Draft = { -readonly [Key in keyof EventSummary]: EventSummary[Key] };

/** Client's first, then by how often they came. */
export function summarise(
  sessions: readonly SessionDiff[],
  findings: readonly Finding[],
  live: ReadonlySet<number>,
): readonly EventSummary[] {
  const drafts = new Map<ActKey, Draft>();
  const draftOf = (key: ActKey): Draft => {
    const known = drafts.get(key);
    if (known !== undefined) return known;
    const draft = emptyDraft(key, live.has(key.index));
    drafts.set(key, draft);
    return draft;
  };
  for (const { left, right } of sessions) {
    for (const act of actsOf(left)) draftOf(act.key).left += 1;
    for (const act of actsOf(right)) draftOf(act.key).right += 1;
    // The acts of a session that has no other have none either.
    if (right === undefined) { for (const act of actsOf(left)) draftOf(act.key).missing += 1; }
    if (left === undefined) { for (const act of actsOf(right)) draftOf(act.key).added += 1; }
  }
  for (const finding of findings) count(finding, draftOf);
  // An act may be late in several ways.
  const late = new Set(findings.flatMap((one) => one.kind === "late" ? [one.left] : []));
  for (const act of late) draftOf(act.key).late += 1;
  for (const draft of drafts.values()) {
    const changed = draft.changed + draft.moved;
    draft.same = Math.max(0, Math.min(draft.left - draft.missing, draft.right) - changed);
  }
  return [...drafts.values()].sort(byImportance);
}

function actsOf(session: SessionDiff["left"]): readonly Act[] {
  return session === undefined ? [] : [...session.client, ...session.server];
}

function emptyDraft(key: ActKey, isLive: boolean): Draft {
  return {
    key,
    left: 0,
    right: 0,
    same: 0,
    changed: 0,
    missing: 0,
    added: 0,
    moved: 0,
    late: 0,
    isLive,
  };
}

function count(finding: Finding, draftOf: (key: ActKey) => Draft): void {
  switch (finding.kind) {
    case "missing":
      draftOf(finding.left.key).missing += 1;
      break;
    case "added":
      draftOf(finding.right.key).added += 1;
      break;
    case "changed":
    case "answer":
      draftOf(finding.left.key).changed += 1;
      break;
    case "moved":
      draftOf(finding.left.key).moved += 1;
      break;
  }
}

function byImportance(one: Draft, other: Draft): number {
  if (one.key.from !== other.key.from) return one.key.from === "client" ? -1 : 1;
  return (other.left + other.right) - (one.left + one.right) || one.key.index - other.key.index;
}
