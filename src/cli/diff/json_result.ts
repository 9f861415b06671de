// A whole comparison as one JSON object on one line, written piece by piece: two long tapes may have
// more findings than one text can hold.

import type { DiffResult } from "../../diff/result.ts";
import { safeJson } from "../inspect/safe_json.ts";
import { actJson, findingJson, keyJson, pairJson, ruleJson, tapeJson } from "./json_parts.ts";

/** The pieces of the line, its end not included. */
export function* jsonPieces(result: DiffResult): Generator<string> {
  const { same, left, right, sessions, first, events, findings, noise } = result;
  yield `{"same":${same}`;
  yield `,"left":${safeJson(tapeJson(left))}`;
  yield `,"right":${safeJson(tapeJson(right))}`;
  yield ',"sessions":';
  yield* list(sessions, (session) => ({ ...pairJson(session), same: session.same }));
  if (first !== undefined) {
    const { finding, lastGood } = first;
    const good = lastGood === undefined
      ? {}
      : { lastGood: { left: actJson(lastGood.left), right: actJson(lastGood.right) } };
    yield `,"first":${safeJson({ finding: findingJson(finding, sessions), ...good })}`;
  }
  yield ',"events":';
  yield* list(
    events,
    ({ key, isLive, left, right, same, changed, missing, added, moved, late }) => {
      const counts = { left, right, same, changed, missing, added, moved, late };
      return { ...keyJson(key), ...counts, live: isLive };
    },
  );
  yield ',"findings":';
  yield* list(findings, (finding) => findingJson(finding, sessions));
  yield ',"noise":';
  yield* list(noise, ({ finding, rule }) => ({
    rule: ruleJson(rule),
    finding: findingJson(finding, sessions),
  }));
  yield "}";
}

function* list<Item>(items: readonly Item[], toJson: (item: Item) => unknown): Generator<string> {
  let before = "[";
  for (const item of items) {
    yield `${before}${safeJson(toJson(item))}`;
    before = ",";
  }
  yield items.length === 0 ? "[]" : "]";
}
