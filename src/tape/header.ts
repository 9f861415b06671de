// The first line of a tape: is this a tape, of which format, and is its header as it must be?

import type { JsonObject } from "../base/json.ts";
import type { TapeHeader } from "./entry.ts";
import { HEADER_FIELDS } from "./entry_fields.ts";
import { migrateHeader, type Migration, planMigrations } from "./migrate.ts";
import { compileChecks, findMisfit, parseObject } from "./parse_entry.ts";

export type ParsedHeader =
  | { readonly ok: true; readonly header: TapeHeader; readonly steps: readonly Migration[] }
  /** `kind` did not even say "tape". */
  | { readonly ok: false; readonly isTape: boolean; readonly reason: string };

const CHECKS = compileChecks(HEADER_FIELDS);

/** Reads the header, and finds the migrations that its tape's lines need. */
export function parseHeader(text: string, migrations: readonly Migration[]): ParsedHeader {
  const parsed = parseObject(text);
  if (!parsed.ok) return { ok: false, isTape: false, reason: parsed.reason };
  const isTape = parsed.value.kind === "tape";
  if (!isTape) return { ok: false, isTape, reason: '"kind" is not "tape"' };
  const plan = planMigrations(parsed.value.format, migrations);
  if (!plan.ok) return { ok: false, isTape, reason: plan.reason };
  const header = migrateHeader(parsed.value, plan.steps);
  const reason = findMisfit(header, CHECKS);
  if (reason !== undefined) return { ok: false, isTape, reason };
  return { ok: true, header: asHeader(header), steps: plan.steps };
}

/** The border from JSON to types: `findMisfit` has looked at every field. */
function asHeader(header: JsonObject): TapeHeader {
  return header as unknown as TapeHeader;
}
