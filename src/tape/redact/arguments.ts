// Hides secrets in the decoded arguments of an event, leaf by leaf. A leaf's path names the field:
// `args[0].token`; `args[0].x#key` when the secret stood in the key itself.

import { fromBase64 } from "../../base/bytes.ts";
import { sha256 } from "../../base/hash.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json.ts";
import { ARGUMENT_DEPTH_LIMIT, matchedPaths, memberPath } from "./argument_paths.ts";
import type { Fields } from "./fields.ts";
import { fillNumber } from "./filler.ts";
import { schemeLength } from "./header_value.ts";
import { applyHits, mergeHits } from "./hit.ts";
import { findJwts } from "./jwt.ts";
import { scanLevels } from "./levels.ts";
import type { Rules } from "./rules.ts";
import { View } from "./view.ts";

/** The arguments with their secrets hidden; the same arguments when there is none. */
export function hideArguments(
  fields: Fields,
  name: string,
  args: readonly JsonValue[],
): readonly JsonValue[] {
  const { patterns, looksAtAll } = fields.rules;
  if (!looksAtAll && !mayHide(fields.rules, args, 0)) return args;
  const matched = matchedPaths(patterns, name, args);
  return hideList({ fields, matched }, "args", args, undefined, 0);
}

interface Task {
  readonly fields: Fields;
  /** The paths of leaves that a user's expression matched, other than within a string. */
  readonly matched: ReadonlySet<string>;
}

/** The cheap first look: no paths are built for arguments that are clean. */
function mayHide(rules: Rules, value: JsonValue, depth: number): boolean {
  if (typeof value === "string") return rules.mayHide(value);
  if (typeof value === "number") return rules.mayHideNumber(value);
  if (typeof value !== "object" || value === null) return false;
  if (depth > ARGUMENT_DEPTH_LIMIT) return true;
  if (!isJsonObject(value)) return value.some((item) => mayHide(rules, item, depth + 1));
  for (const key in value) {
    if (key === "$binary" || rules.mayHideKey(key)) return true;
    if (mayHide(rules, value[key] ?? null, depth + 1)) return true;
  }
  return false;
}

/** `secretName` is the secret name that the value stands under, if it does. */
function hideValue(
  task: Task,
  path: string,
  value: JsonValue,
  secretName: string | undefined,
  depth: number,
): JsonValue {
  const { fields } = task;
  const under = secretName ?? (task.matched.has(path) ? "" : undefined);
  if (typeof value === "string") {
    return under === undefined ? fields.text(path, value) : hideString(fields, path, value, under);
  }
  if (typeof value === "number") {
    return under === undefined ? value : hideNumber(fields, path, value);
  }
  if (value === null || typeof value === "boolean") return value;
  if (depth > ARGUMENT_DEPTH_LIMIT) {
    fields.add(path, [{ start: 0, end: 1, secret: "", replacement: "*" }]);
    return "*";
  }
  if (!isJsonObject(value)) return hideList(task, path, value, under, depth + 1);
  const binary = hideBinary(fields, path, value, under);
  return binary ?? hideObject(task, path, value, under, depth + 1);
}

function hideList(
  task: Task,
  path: string,
  list: readonly JsonValue[],
  under: string | undefined,
  depth: number,
): readonly JsonValue[] {
  const hidden = list.map((item, index) =>
    hideValue(task, `${path}[${index}]`, item, under, depth)
  );
  return hidden.some((item, index) => item !== list[index]) ? hidden : list;
}

function hideObject(
  task: Task,
  path: string,
  object: JsonObject,
  under: string | undefined,
  depth: number,
): JsonObject {
  const { fields } = task;
  let changed = false;
  const members = Object.entries(object).map(([key, value]): [string, JsonValue] => {
    const name = under ?? (fields.rules.names.isSecret(key) ? key : undefined);
    const hiddenKey = fields.rules.mayHideKey(key) ? hideKey(fields, path, key) : key;
    const hiddenValue = hideValue(task, memberPath(path, hiddenKey), value, name, depth);
    changed ||= hiddenKey !== key || hiddenValue !== value;
    return [hiddenKey, hiddenValue];
  });
  return changed ? Object.fromEntries(members) : object;
}

/** A secret in a key is listed under the path that the key has once it is hidden. */
function hideKey(fields: Fields, path: string, key: string): string {
  const hits = mergeHits(scanLevels(View.of(key, "plain"), fields.rules));
  const hidden = applyHits(key, hits);
  return hits.length === 0 ? key : fields.hide(`${memberPath(path, hidden)}#key`, key, hits);
}

function hideString(fields: Fields, path: string, text: string, under: string): string {
  const start = schemeLength(under, text);
  const whole = View.of(text, "plain").hit(start, text.length, text.slice(start));
  if (whole === undefined) return text;
  const tokens = findJwts(whole.secret);
  const token = tokens[0] && whole.secret.slice(tokens[0].start, tokens[0].end);
  return fields.hide(path, text, [token === undefined ? whole : { ...whole, jwt: token }]);
}

/** As in the raw JSON: a string of the same total length, quotes included. */
function hideNumber(fields: Fields, path: string, value: number): JsonValue {
  if (fields.wasHidden(path)) return value;
  const secret = JSON.stringify(value);
  const hidden: JsonValue = JSON.parse(fillNumber(secret.length, '"', "plain"));
  const length = typeof hidden === "string" ? hidden.length : secret.length;
  fields.add(path, [{ start: 0, end: length, secret, replacement: "*".repeat(length) }]);
  return hidden;
}

/** `{"$binary":{"bytes","sha256","base64"}}`: the hash would tell what short bytes were. */
function hideBinary(
  fields: Fields,
  path: string,
  object: JsonObject,
  under: string | undefined,
): JsonObject | undefined {
  const binary = object.$binary;
  if (!isJsonObject(binary) || typeof binary.base64 !== "string") return undefined;
  const field = `${path}.$binary.base64`;
  const base64 = under === undefined
    ? fields.base64(field, binary.base64)
    : fields.wholeBase64(field, binary.base64);
  if (base64 === binary.base64) return object;
  const hash = sha256(fromBase64(base64) ?? new Uint8Array());
  return { ...object, $binary: { ...binary, sha256: hash, base64 } };
}
