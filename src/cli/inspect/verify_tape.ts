// `--verify`: looks whether the tape is what it says, and tells precisely what is wrong and where.

import type { Finding, FindingRule, Verdict } from "../../timeline/verify_finding.ts";
import { verifyTape } from "../../timeline/verify.ts";
import { cut, printable } from "../../view/terminal/event_line.ts";
import { verdictLine, verifyLines } from "../../view/terminal/verify_lines.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { openBytes, unreadable } from "./reading.ts";
import { safeJson } from "./safe_json.ts";
import { type Host, OutputClosedError } from "../host.ts";
import type { Stage } from "./views.ts";

/** How many findings of a rule are told to people; programs get all of them. */
export const MAX_TOLD_OF_A_RULE = 20;

export async function verify(
  typed: string,
  { page, paint, columns, name }: Stage,
  json: boolean,
  host: Host,
): Promise<ExitCode> {
  const counts = new Map<FindingRule, number>();
  const tell = (finding: Finding): void => {
    const count = (counts.get(finding.rule) ?? 0) + 1;
    counts.set(finding.rule, count);
    if (json) {
      page.line(safeJson(finding));
    } else if (count <= MAX_TOLD_OF_A_RULE) {
      const style = finding.severity === "error" ? "red" : "yellow";
      page.lines(verifyLines([finding]).map((line) => paint(style, cut(line, columns))));
    }
  };
  const verdict = await findAll(typed, host, tell);
  if (json) {
    page.line(safeJson({ verdict }));
  } else {
    for (const [rule, count] of counts) {
      const left = count - MAX_TOLD_OF_A_RULE;
      if (left > 0) page.line(`+${left} more (${rule}; --json tells all)`);
    }
    const text = cut(`${printable(name)}: ${verdictLine(verdict)}`, columns);
    page.line(paint(verdict.errors > 0 ? "red" : "green", text));
  }
  page.flush();
  return verdict.errors > 0 ? EXIT.differs : EXIT.fine;
}

async function findAll(
  typed: string,
  host: Host,
  tell: (finding: Finding) => void,
): Promise<Verdict> {
  const findings = verifyTape(openBytes(typed, host));
  try {
    let step = await findings.next();
    for (; !step.done; step = await findings.next()) tell(step.value);
    return step.value;
  } catch (cause) {
    // A closed stdout is nobody's mistake.
    if (cause instanceof OutputClosedError) throw cause;
    throw unreadable(typed, cause);
  }
}
