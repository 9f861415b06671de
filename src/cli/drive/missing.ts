// What was hidden on the tape and was not given: it would be sent as asterisks, so nothing is sent at
// all. Everything that is missing is told at once, by line, with the flags that give it.

import type { Unfilled } from "../../replay/drive_fill.ts";
import { UsageError } from "../usage_error.ts";
import { argument } from "./argument.ts";

export interface Missing {
  /** The line on the tape. */
  readonly line: number;
  /** What is hidden there: `"token" in its query`. */
  readonly what: string;
  /** The flag that gives it; absent where nobody can tell where it belongs. */
  readonly flag?: string;
  /** Another way. */
  readonly otherwise?: string;
}

export function missingParameter(line: number, name: string): Missing {
  return { line, what: `"${name}" in its query`, flag: `--query ${argument(`${name}=…`)}` };
}

export function missingHeader(line: number, name: string): Missing {
  return { line, what: `its header "${name}"`, flag: `--header ${argument(`${name}: …`)}` };
}

export function missingValue({ line, place, path = "" }: Unfilled): Missing {
  switch (place) {
    case "query":
      return {
        line,
        what: `"${path}" in the query of its namespace`,
        flag: `--query ${argument(`${path}=…`)}`,
      };
    case "somewhere":
      return { line, what: "something in it" };
    case "auth":
    case "message": {
      const flag = `--fill ${argument(`${path}=env:${variableFor(path)}`)}`;
      const auth = place === "auth" ? { otherwise: "--auth '{…}'" } : {};
      return { line, what: `${path} in it`, flag, ...auth };
    }
  }
}

/** Throws when anything is missing; each flag is told once, with the first entry that needs it. */
export function refuseMissing(missing: readonly Missing[]): void {
  const lost = missing.find(({ flag }) => flag === undefined);
  if (lost !== undefined) {
    throw new UsageError(
      `Cannot send entry ${lost.line}: ${lost.what} was hidden on the tape, and nobody can tell where`,
      "Record the session again with --keep-secrets, and keep that tape to yourself",
    );
  }
  const byFlag = new Map<string, Missing>();
  for (const one of missing) {
    const { flag = "" } = one;
    if (!byFlag.has(flag)) byFlag.set(flag, one);
  }
  if (byFlag.size === 0) return;
  const told = [...byFlag.values()];
  const ways = [...byFlag.keys()];
  const [first, ...more] = told.flatMap(({ otherwise = [] }) => otherwise);
  const others = first === undefined || more.length + 1 < told.length ? "" : `, or with ${first}`;
  throw new UsageError(
    told.map(({ line, what }) => `Cannot send entry ${line}: ${what} was hidden on the tape`)
      .join("\n"),
    `Give it with ${ways.join(" ")}${others}`,
  );
}

/** `WIRETAPE_TOKEN` for `$.payload.token`. */
function variableFor(path: string): string {
  const [name = "secret"] = /[A-Za-z]\w*(?=\W*$)/.exec(path) ?? [];
  return `WIRETAPE_${name.toUpperCase()}`;
}
