// What became of whole sessions: those that only one tape has, and how the others ended.

import type { DiffResult, EndingChanged, SessionDiff } from "../../../diff/result.ts";
import { counted } from "../duration.ts";
import { type Continued, continuedSessions } from "./continued.ts";
import { endingText, howText } from "./ending_text.ts";
import { sessionName } from "./hunk_lines.ts";
import { type Canvas, draw, type Part } from "../parts.ts";

/** How many of a kind are told one by one. */
const MOST_SESSIONS = 10;

/** The first difference has been told. */
export function sessionLines(
  result: DiffResult,
  canvas: Canvas & { readonly full: boolean },
): readonly string[] {
  const { sessions, findings, noise, first } = result;
  const lines = findings.flatMap((finding) => {
    const session = sessions[finding.session];
    if (session === undefined || finding === first?.finding) return [];
    switch (finding.kind) {
      case "session-missing":
      case "session-added":
        return [draw(aloneParts(session), canvas)];
      case "ending":
        return endingLines(finding, session, canvas);
      default:
        return [];
    }
  });
  const shown = canvas.full ? lines : lines.slice(0, 2 * MOST_SESSIONS);
  const left = lines.length - shown.length;
  return [
    ...shown,
    ...(left > 0
      ? [draw([[`… ${left} more lines of sessions: --full shows all`, "dim"]], canvas)]
      : []),
    ...continuedSessions(result).map((one) => draw(continuedParts(one), canvas)),
    ...endedAlike(sessions, [...findings, ...noise.map(({ finding }) => finding)], canvas),
  ];
}

/** `session 2 (/chat) is missing: 4 acts →, 20 ←` */
export function aloneParts({ left, right }: SessionDiff): readonly Part[] {
  const session = left ?? right;
  if (session === undefined) return [];
  const { client, server } = session;
  return [
    [sessionName({ left: session }), "bold"],
    [" is "],
    left === undefined ? ["new", "green"] : ["missing", "red"],
    [`: ${counted(client.length, "act")} →, ${server.length} ←`],
  ];
}

/** `session 2 goes on where session 1 broke off, with the same 15 acts` */
function continuedParts({ session, before, counts }: Continued): readonly Part[] {
  const isNew = session.left === undefined;
  const count = counted(Array.from(counts.values()).reduce((sum, one) => sum + one, 0), "act");
  const broken = isNew ? before.right : before.left;
  return [
    [sessionName(session), "bold"],
    [isNew ? " goes on where " : " went on where "],
    [broken === undefined ? "" : sessionName({ left: broken }), "bold"],
    [isNew ? " broke off" : " had broken off"],
    [`, with the same ${count}`],
  ];
}

function endingLines(
  finding: EndingChanged,
  session: SessionDiff,
  canvas: Canvas,
): readonly string[] {
  return [
    draw([[sessionName(session), "bold"], [` ${endingWords(finding)}`]], canvas),
    draw([["  - ", "red"], [endingText(finding.left, session.left)]], canvas),
    draw([["  + ", "green"], [endingText(finding.right, session.right)]], canvas),
  ];
}

/** `ended otherwise; 12 more had no time to come` */
export function endingWords({ left, right, consequences }: EndingChanged): string {
  const isAlike = howText(left) === howText(right);
  const how = isAlike ? "ended alike, but at another time" : "ended otherwise";
  return consequences === 0 ? how : `${how}; ${consequences} more had no time to come`;
}

/** Of the sessions that both have. */
function endedAlike(
  sessions: DiffResult["sessions"],
  findings: DiffResult["findings"],
  canvas: Canvas,
): readonly string[] {
  const otherwise = new Set(
    findings.filter(({ kind }) => kind === "ending").map(({ session }) => session),
  );
  const alike = sessions.filter(({ left, right }, index) =>
    left?.story !== undefined && right?.story !== undefined && !otherwise.has(index)
  );
  const [only] = alike;
  if (only === undefined) return [];
  if (alike.length > 1) {
    const all = otherwise.size === 0 ? "all" : "the other";
    return [draw([[`${all} ${alike.length} sessions ended as before`, "dim"]], canvas)];
  }
  const ending = only.left?.story;
  const how = ending !== undefined && "ending" in ending ? `: ${howText(ending.ending)}` : "";
  return [draw([[`${sessionName(only)} ended as before${how}`, "dim"]], canvas)];
}
