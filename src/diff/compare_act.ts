// Two acts that belong together: what is different between them, and between their answers.

import type { Value } from "../base/json.ts";
import type { Act } from "./act.ts";
import { compareContents } from "./compare_contents.ts";
import type { RuleBook } from "./content_rules.ts";
import type { AnswerChanged, Difference } from "./result.ts";

/** In which places they differ; answers are not looked at. */
export function compareActs(left: Act, right: Act, book: RuleBook): readonly Difference[] {
  const differences = [...keyDifferences(left, right)];
  const isOtherKind = left.key.kind !== right.key.kind;
  if (!isOtherKind && left.content !== right.content) {
    const rules = book.for(left.key);
    differences.push(...compareContents(left.content.value, right.content.value, rules));
  }
  return differences;
}

function* keyDifferences(left: Act, right: Act): Iterable<Difference> {
  const [one, other] = [left.key, right.key];
  if (one.kind !== other.kind) {
    yield { path: "connect", left: connectWords(left), right: connectWords(right) };
    return;
  }
  if (one.namespace !== other.namespace) {
    yield { path: "namespace", left: one.namespace, right: other.namespace };
  }
  if (one.name !== other.name) yield { path: "event", left: one.name, right: other.name };
  if (left.asks !== right.asks) {
    yield { path: "ack", ...(left.asks ? { left: "wanted" } : { right: "wanted" }) };
  }
}

function connectWords({ key, content: { value } }: Act): Value {
  if (key.kind !== "refuse") return "joined";
  const message = typeof value === "object" && value !== null && "message" in value
    ? value.message
    : undefined;
  return typeof message === "string" ? `refused: ${message}` : "refused";
}

/** What became of the answers of two acts that both asked. */
export type AnswerDifference = Pick<AnswerChanged, "what" | "differences">;

export function compareAnswers(
  left: Act,
  right: Act,
  book: RuleBook,
): AnswerDifference | undefined {
  if (left.answer === undefined && right.answer === undefined) return undefined;
  if (left.answer === undefined) return { what: "new", differences: [] };
  if (right.answer === undefined) return { what: "lost", differences: [] };
  const [one, other] = [left.answer.content, right.answer.content];
  if (one === other) return undefined;
  const differences = compareContents(one.value, other.value, book.for(left.key));
  return differences.length === 0 ? undefined : { what: "changed", differences };
}
