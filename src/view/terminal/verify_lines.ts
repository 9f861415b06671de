// What was found wrong with a tape, a line each, and the verdict: one line for a clean tape.

import type { Finding, Verdict } from "../../timeline/verify_finding.ts";
import { printable } from "./event_line.ts";

/** `line 12 args[0].lat  it is 52.1, line 11 says otherwise  (event/raw)`; warnings say so. */
export function verifyLines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ line, field, rule, severity, text }) => {
    const place = field === undefined ? `line ${line}` : `line ${line} ${field}`;
    const mark = severity === "warning" ? "warning: " : "";
    return printable(`${place}: ${mark}${text} (${rule})`);
  });
}

export function verdictLine(verdict: Verdict): string {
  const { entries, events, hiddenLines, errors, warnings, secretsKept } = verdict;
  const counts = [
    count(entries, "entry", "entries"),
    count(events, "event line", "event lines"),
    `${count(hiddenLines, "line", "lines")} with hidden secrets`,
  ].join(", ");
  const secrets = secretsKept ? "secrets were not hidden and not looked for" : "no secret left";
  if (errors + warnings === 0) return `Clean: ${counts}; ${secrets}`;
  const found = [
    ...(errors === 0 ? [] : [count(errors, "error", "errors")]),
    ...(warnings === 0 ? [] : [count(warnings, "warning", "warnings")]),
  ].join(", ");
  return `${errors === 0 ? "Sound" : "Not sound"}: ${found}; ${counts}`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
