// The file that keeps what two good tapes taught: JSON, so that people can read it, shorten it and
// have it beside their tests. Whatever is wrong in it is told with its place.

import { isJsonObject, type JsonObject, type JsonValue, parseJson } from "../base/json.ts";
import type { Side } from "../base/side.ts";
import { suggest } from "../base/suggest.ts";
import { compilePath } from "../timeline/filter/path.ts";
import { pathsOfNoise } from "./noise_path.ts";
import type { NoiseKind, NoiseRule } from "./rules.ts";

/** What stands in the file as its `format`. */
export const NOISE_RULES_FORMAT = "wiretape-rules/1";

const KINDS: readonly NoiseKind[] = [
  "value",
  "presence",
  "order",
  "answer",
  "live",
  "timing",
  "ending",
  "session",
];

const FIELDS = ["kind", "what", "event", "namespace", "from", "path"] as const;

/** The rules, as they stand. Throws a SyntaxError for what is no JSON, a TypeError for the rest. */
export function parseNoiseRules(text: string): readonly NoiseRule[] {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    throw new SyntaxError(`Cannot read the rules: this is no JSON (${parsed.reason})`);
  }
  const file = parsed.value;
  if (!isJsonObject(file)) throw mistake("the file", file, `{"format":"${NOISE_RULES_FORMAT}",…}`);
  checkFormat(file.format);
  for (const key of Object.keys(file)) checkKey("the file", key, ["format", "noise"]);
  if (!Array.isArray(file.noise)) throw mistake('"noise"', file.noise, "a list of rules");
  return file.noise.map((rule: JsonValue, index) => readRule(rule, `noise[${index}]`));
}

/** The same rules give the same text, whatever order they were learned in. */
export function printNoiseRules(rules: readonly NoiseRule[]): string {
  const lines = new Set(rules.toSorted(compareRules).map((rule) => JSON.stringify(inOrder(rule))));
  const noise = lines.size === 0 ? "[]" : `[\n    ${[...lines].join(",\n    ")}\n  ]`;
  return `{\n  "format": "${NOISE_RULES_FORMAT}",\n  "noise": ${noise}\n}\n`;
}

/** An older Wiretape must not read half of what a newer one meant. */
function checkFormat(format: JsonValue | undefined): void {
  if (format === NOISE_RULES_FORMAT) return;
  const isNewer = typeof format === "string" && format.startsWith("wiretape-rules/");
  const advice = isNewer ? "; it was written by another version of Wiretape" : "";
  throw mistake('"format"', format, `"${NOISE_RULES_FORMAT}"${advice}`);
}

function checkKey(place: string, key: string, known: readonly string[]): void {
  if (known.includes(key)) return;
  const meant = suggest(key, known);
  const advice = meant === undefined ? `known are ${known.join(", ")}` : `did you mean "${meant}"?`;
  throw new TypeError(`Cannot read the rules: ${place} has an unknown key "${key}"; ${advice}`);
}

function readRule(rule: JsonValue, place: string): NoiseRule {
  if (!isJsonObject(rule)) throw mistake(place, rule, 'a rule such as {"kind":"value",…}');
  for (const key of Object.keys(rule)) checkKey(place, key, FIELDS);
  const kind = KINDS.find((known) => known === rule.kind);
  if (kind === undefined) throw mistake(`${place}.kind`, rule.kind, `one of ${KINDS.join(", ")}`);
  const event = textIn(rule, "event", place);
  const namespace = textIn(rule, "namespace", place);
  const from = sideIn(rule, place);
  const path = textIn(rule, "path", place);
  const what = textIn(rule, "what", place);
  if (kind === "value" && path !== undefined) checkPath(path, `${place}.path`);
  return {
    kind,
    ...(what === undefined ? {} : { what }),
    ...(event === undefined ? {} : { event }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(from === undefined ? {} : { from }),
    ...(path === undefined ? {} : { path }),
  };
}

function textIn(rule: JsonObject, key: string, place: string): string | undefined {
  const value = rule[key];
  if (value === undefined || typeof value === "string") return value;
  throw mistake(`${place}.${key}`, value, "text");
}

function sideIn(rule: JsonObject, place: string): Side | undefined {
  const { from } = rule;
  if (from === undefined || from === "client" || from === "server") return from;
  throw mistake(`${place}.from`, from, '"client" or "server"');
}

/** Other kinds have paths that name no place in a value, too: `gap`. */
function checkPath(path: string | undefined, place: string): void {
  if (path === undefined) {
    throw mistake(place, undefined, 'a path such as "$.room", or "$" for all');
  }
  try {
    for (const plain of pathsOfNoise(path)) compilePath(plain);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`Cannot read the rules: ${place} is ${JSON.stringify(path)}: ${reason}`, {
      cause: error,
    });
  }
}

function mistake(place: string, value: JsonValue | undefined, expected: string): TypeError {
  const shown = value === undefined ? "missing" : shorten(JSON.stringify(value));
  return new TypeError(`Cannot read the rules: ${place} is ${shown}, expected ${expected}`);
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function inOrder(rule: NoiseRule): JsonObject {
  return Object.fromEntries(FIELDS.flatMap((key) =>
    rule[key] === undefined ? [] : [[
      key,
      rule[key],
    ]]
  ));
}

/** By event, so that what is said of one stands together; what is said of none goes first. */
function compareRules(left: NoiseRule, right: NoiseRule): number {
  const mine = sortKeyOf(left);
  const theirs = sortKeyOf(right);
  return mine === theirs ? 0 : mine < theirs ? -1 : 1;
}

function sortKeyOf(
  { namespace = "", event = "", from, kind, what = "", path = "" }: NoiseRule,
): string {
  return JSON.stringify([namespace, event, from ?? "", KINDS.indexOf(kind), what, path]);
}
