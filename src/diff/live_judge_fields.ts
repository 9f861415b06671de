// The places of a live event on two tapes: fields that are new or lost, types that were never there.

import type { LiveField } from "./live_field.ts";
import { OBJECT, TYPES } from "./live_field.ts";
import { judgeValues } from "./live_judge_values.ts";
import { groupPlaces } from "./live_groups.ts";
import type { LiveChange } from "./result.ts";

/** What is usual can be told from so many instances. */
export const FEWEST_INSTANCES = 3;

/** What a place said on the left, and what it says on the right. */
export function judgeFields(
  left: LiveField | undefined,
  right: LiveField | undefined,
): readonly LiveChange[] {
  if (left === undefined || right === undefined) return [];
  const changes: LiveChange[] = [];
  judge(left, right, changes);
  return groupPlaces(changes);
}

function judge(left: LiveField, right: LiveField, changes: LiveChange[]): void {
  if (left.count >= FEWEST_INSTANCES) {
    const change = typeChange(left, right);
    if (change !== undefined) changes.push(change);
    const moved = judgeValues(left, right);
    if (moved !== undefined) changes.push(moved);
  }
  const isArguments = left.path === "$" && left.counts[OBJECT] === 0;
  const around = isArguments ? left.count : left.counts[OBJECT] ?? 0;
  const aroundToo = isArguments ? right.count : right.counts[OBJECT] ?? 0;
  if (around >= FEWEST_INSTANCES && aroundToo > 0) {
    judgeNames(left, right, { left: around, right: aroundToo }, changes);
  }
  if (left.anyKey !== undefined && right.anyKey !== undefined) {
    judge(left.anyKey, right.anyKey, changes);
  }
  if (left.anyItem !== undefined && right.anyItem !== undefined) {
    judge(left.anyItem, right.anyItem, changes);
  }
}

interface Around {
  /** How often the object that holds the fields was there. */
  readonly left: number;
  readonly right: number;
}

function judgeNames(
  left: LiveField,
  right: LiveField,
  around: Around,
  changes: LiveChange[],
): void {
  for (const [name, field] of left.fields) {
    const other = right.fields.get(name);
    const count = around.right - (other?.count ?? 0);
    // With too many keys, this one may be among those that are not known by name.
    const isKnown = other !== undefined || right.anyKey === undefined;
    const example = field.first;
    if (field.count === around.left && count > 0 && isKnown && example !== undefined) {
      const odd = other === undefined ? right.examples[OBJECT] ?? right.first : other.lackedBy;
      changes.push({
        what: "field-lost",
        path: field.path,
        count,
        of: around.right,
        example,
        ...(odd === undefined ? {} : { odd }),
      });
    }
    if (other !== undefined) judge(field, other, changes);
  }
  for (const [name, field] of right.fields) {
    if (left.fields.has(name) || left.anyKey !== undefined) continue;
    const { path, count } = field;
    const example = field.first;
    if (example === undefined) continue;
    changes.push({ what: "field-new", path, count, of: around.right, example });
  }
}

function typeChange(left: LiveField, right: LiveField): LiveChange | undefined {
  const isNew = (count: number, type: number): boolean => count > 0 && left.counts[type] === 0;
  const type = right.counts.findIndex(isNew);
  const example = right.examples[type];
  const leftTypes = typesOf(left);
  if (example === undefined || leftTypes.length === 0) return undefined;
  const count = right.counts.filter(isNew).reduce((sum, count) => sum + count, 0);
  const { path, count: of } = right;
  return { what: "type", path, leftTypes, rightTypes: typesOf(right), count, of, example };
}

function typesOf({ counts }: LiveField): readonly string[] {
  return TYPES.filter((_, type) => (counts[type] ?? 0) > 0);
}
