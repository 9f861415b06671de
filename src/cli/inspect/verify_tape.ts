// `--verify`: looks whether the tape is what it says, and tells precisely what is wrong and where.

import type { Finding } from "../../timeline/verify_finding.ts";
import { verifyTape } from "../../timeline/verify.ts";
import { cut, printable } from "../../view/terminal/event_line.ts";
import { verdictLine, verifyLines } from "../../view/terminal/verify_lines.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import { openBytes } from "./reading.ts";
import type { Host } from "../host.ts";
import type { Stage } from "./views.ts";

/** How many findings are told to people; programs get all of them. */
export const MAX_TOLD_FINDINGS = 50;

export async function verify(
  typed: string,
  { page, paint, columns, name }: Stage,
  json: boolean,
  host: Host,
): Promise<ExitCode> {
  let told = 0;
  const tell = (finding: Finding): void => {
    told += 1;
    if (json) {
      page.line(JSON.stringify(finding));
    } else if (told <= MAX_TOLD_FINDINGS) {
      const style = finding.severity === "error" ? "red" : "yellow";
      page.lines(verifyLines([finding]).map((line) => paint(style, cut(line, columns))));
    }
  };
  const findings = verifyTape(openBytes(typed, host));
  let step = await findings.next();
  for (; !step.done; step = await findings.next()) tell(step.value);
  const verdict = step.value;
  if (json) {
    page.line(JSON.stringify({ verdict }));
  } else {
    if (told > MAX_TOLD_FINDINGS) {
      page.line(`and ${told - MAX_TOLD_FINDINGS} more (--json tells all)`);
    }
    const text = cut(`${printable(name)}: ${verdictLine(verdict)}`, columns);
    page.line(paint(verdict.errors > 0 ? "red" : "green", text));
  }
  page.flush();
  return verdict.errors > 0 ? EXIT.differs : EXIT.fine;
}
