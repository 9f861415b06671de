// What one would do next: look at the place in both tapes, or accept the difference. Quietly, once.

import type { Act, ActSession } from "../../../diff/act.ts";
import type { DiffResult } from "../../../diff/result.ts";
import { acceptText } from "./accept_text.ts";
import { sidesOf } from "./finding_text.ts";
import { textWidth } from "../text_width.ts";
import type { Canvas } from "../parts.ts";
import { quoted } from "./quoted.ts";

/** Commands are never cut: they are there to be copied. */
export function hintLines(result: DiffResult, { columns, paint }: Canvas): readonly string[] {
  if (result.same) return [];
  const looks = lookTexts(result);
  const accept = acceptText(result.findings);
  const look = `${LOOK}${looks.join(" · ")}`;
  const lookLines = textWidth(look) <= columns ? [look] : [LOOK, ...looks.map((one) => `  ${one}`)];
  return [
    ...(looks.length === 0 ? [] : lookLines),
    ...(accept === undefined ? [] : [`to allow a change: ${accept}`]),
  ].map((text) => paint("dim", text.trimEnd()));
}

const LOOK = "to look closer: ";

/** `inspect good.ndjson --around 83`, of each tape. */
function lookTexts({ first, left, right, sessions }: DiffResult): readonly string[] {
  if (first === undefined) return [];
  const sides = sidesOf(first.finding);
  const session = sessions[first.finding.session];
  const looks = [
    [left.name, sides.left ?? first.lastGood?.left ?? firstAct(session?.left)],
    [right.name, sides.right ?? first.lastGood?.right ?? firstAct(session?.right)],
  ] as const;
  return looks.flatMap(([name, act]) =>
    act === undefined || name === "stdin" ? [] : [`inspect ${quoted(name)} --around ${act.line}`]
  );
}

function firstAct(session: ActSession | undefined): Act | undefined {
  return session?.client[0] ?? session?.server[0];
}
