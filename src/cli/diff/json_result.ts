// A whole comparison as one JSON object on one line, written piece by piece: two long tapes may have
// more findings than one text can hold.

import type { DiffResult } from "../../diff/result.ts";
import {
  eventJson,
  findingJson,
  firstJson,
  noiseJson,
  sessionPairJson,
  tapeJson,
} from "../../view/json/diff_parts.ts";
import { safeJson } from "../inspect/safe_json.ts";

/** The pieces of the line, its end not included. */
export function* jsonPieces(result: DiffResult): Generator<string> {
  const { same, left, right, sessions, first, events, findings, noise } = result;
  yield `{"same":${same}`;
  yield `,"left":${safeJson(tapeJson(left))}`;
  yield `,"right":${safeJson(tapeJson(right))}`;
  yield ',"sessions":';
  yield* list(sessions, sessionPairJson);
  if (first !== undefined) yield `,"first":${safeJson(firstJson(first, sessions))}`;
  yield ',"events":';
  yield* list(events, eventJson);
  yield ',"findings":';
  yield* list(findings, (finding) => findingJson(finding, sessions));
  yield ',"noise":';
  yield* list(noise, (one) => noiseJson(one, sessions));
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
