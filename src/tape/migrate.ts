// Which formats are read, and how older ones become the present one: step by step, each migration
// from one major version to the next, so that no reader behind this file knows old shapes.

import type { JsonObject } from "../base/json.ts";
import { FORMAT } from "./entry.ts";
import { quoteValue } from "./problem.ts";

/** From one major version to the next. Lines stay lines, so that `of` stays true. */
export interface Migration {
  /** The major version that it reads; it gives `from + 1`. */
  readonly from: number;
  /** The header in the newer format. */
  header(header: JsonObject): JsonObject;
  /** A line in the newer format. */
  entry(entry: JsonObject): JsonObject;
}

export type MigrationPlan =
  | { readonly ok: true; readonly steps: readonly Migration[] }
  | { readonly ok: false; readonly reason: string };

const FORMAT_SHAPE = /^wiretape\/(0|[1-9][0-9]{0,8})$/;

/** The major version that this Wiretape writes. */
export const CURRENT_MAJOR = Number(FORMAT.slice(FORMAT.indexOf("/") + 1));

/** The steps from a tape's format to the present one, none when it is the present one. */
export function planMigrations(
  format: unknown,
  migrations: readonly Migration[],
  current: number = CURRENT_MAJOR,
): MigrationPlan {
  const match = typeof format === "string" ? FORMAT_SHAPE.exec(format) : null;
  if (match === null) {
    const found = format === undefined ? "is missing" : `is ${quoteValue(format)}`;
    return { ok: false, reason: `"format" ${found}, expected "wiretape/${current}"` };
  }
  const major = Number(match[1]);
  if (major > current) return { ok: false, reason: describeNewer(major, current) };
  const steps: Migration[] = [];
  for (let from = major; from < current; from++) {
    const step = migrations.find((migration) => migration.from === from);
    if (step === undefined) return { ok: false, reason: describeForgotten(major, from) };
    steps.push(step);
  }
  return { ok: true, steps };
}

export function migrateHeader(header: JsonObject, steps: readonly Migration[]): JsonObject {
  return steps.reduce<JsonObject>(
    (older, step) => ({ ...step.header(older), format: `wiretape/${step.from + 1}` }),
    header,
  );
}

export function migrateEntry(entry: JsonObject, steps: readonly Migration[]): JsonObject {
  return steps.reduce<JsonObject>((older, step) => step.entry(older), entry);
}

function describeNewer(major: number, current: number): string {
  return `it is of format wiretape/${major}; this Wiretape reads up to wiretape/${current}: ` +
    `update Wiretape, or convert the tape with the one that wrote it`;
}

function describeForgotten(major: number, from: number): string {
  return `it is of format wiretape/${major}; this Wiretape knows no way from wiretape/${from} ` +
    `to wiretape/${from + 1}: rewrite it with an older Wiretape`;
}
