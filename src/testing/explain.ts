// A replay that went wrong, in words: what was missed, what came instead, where it stands on the
// tape, and what to write into the test to accept it.

import type { PlayedBecause } from "../net/replay_server/played.ts";
import type { PlayedFault } from "../net/replay_server/replay_event.ts";
import type { Unexpected } from "../replay/expectations.ts";
import { explainMiss, type Miss } from "../replay/match.ts";
import type { ReplayReport, SessionReport } from "../replay/report.ts";
import { counted } from "../view/terminal/duration.ts";
import { printable } from "../view/terminal/event_line.ts";

/** How many of one kind are told; the report has more of them. */
export const MAX_TOLD = 5;

type Performance = SessionReport["performances"][number];

export interface Played {
  /** The tape, as it is shown. */
  readonly name: string;
  /** Where clients were to connect to. */
  readonly url: string;
  readonly report: ReplayReport;
  readonly because: PlayedBecause;
  readonly patience: number;
  readonly faults: readonly PlayedFault[];
  readonly oddities: readonly string[];
}

export function explainPlayed(played: Played): string {
  const { name, url, report: { sessions, refused, totals }, because, patience } = played;
  const performances = sessions.flatMap((session) => session.performances);
  const bad = performances.filter(({ isGood }) => !isGood);
  const isUnseen = performances.length + refused.length === 0;
  const { faults, oddities } = played;
  return [
    `The tape ${name} was not played as it was recorded`,
    ...(isUnseen ? [`  nobody has connected to ${url}`] : unplayedLines(sessions, totals.unplayed)),
    ...bad.slice(0, MAX_TOLD).flatMap(performanceLines),
    ...more(bad.length, "session"),
    ...refused.slice(0, MAX_TOLD).map(({ reason }) => `  a client was refused: ${reason}`),
    ...more(refused.length, "refused client"),
    ...(because === "silence" || because === "nobody"
      ? [`  nothing happened any more for ${patience} ms`]
      : []),
    ...(because === "closed" ? ["  the server was closed before the end"] : []),
    ...(faults.length === 0 ? [] : [`  ${counted(faults.length, "fault")} had been put in`]),
    ...oddities.slice(0, MAX_TOLD).map((text) => `  about the tape: ${text}`),
  ].map(printable).join("\n");
}

function unplayedLines(sessions: readonly SessionReport[], unplayed: number): readonly string[] {
  if (unplayed === 0) return [];
  const missing = sessions.filter(({ performances }) => performances.length === 0);
  return [
    ...missing.slice(0, MAX_TOLD).map(({ session, line }) =>
      `  session ${session} (entry ${line}): no client has played it`
    ),
    ...more(missing.length, "unplayed session"),
  ];
}

function performanceLines(performance: Performance): readonly string[] {
  const { session, line, served, matched, missed, unexpected, unserved } = performance;
  const { missedSteps, unexpectedMessages, unservedSteps, endedBy, reason } = performance;
  return [
    `  session ${session} (entry ${line}): ${served} of ${served + unserved} served, ` +
    `${matched} of ${matched + missed} matched` +
    (endedBy === "client" ? `; the client left: ${reason ?? "nobody knows why"}` : ""),
    ...missedSteps.slice(0, MAX_TOLD).map((step) => `    entry ${step.line}: missed ${step.what}`),
    ...more(missed, "missed message", "  "),
    ...unexpectedMessages.slice(0, MAX_TOLD).flatMap(unexpectedLines),
    ...more(unexpected, "unexpected message", "  "),
    ...unservedSteps.slice(0, MAX_TOLD).map((step) =>
      `    entry ${step.line}: not served ${step.what}`
    ),
    ...more(unserved, "unserved message", "  "),
  ];
}

function unexpectedLines({ said, miss }: Unexpected): readonly string[] {
  if (miss === undefined) return [`    unexpected ${said}: the tape has no such message`];
  return [
    `    unexpected ${said}`,
    ...explainMiss(miss).map((line) => `      ${line}`),
    ...acceptance(miss),
  ];
}

/** As it is written into a test. */
function acceptance({ differences }: Miss): readonly string[] {
  const paths = new Set(differences.map(({ path }) => path).filter((path) => path.startsWith("$")));
  if (paths.size === 0) return [];
  const list = [...paths].map((path) => JSON.stringify(path)).join(", ");
  return [`      accept it with { ignore: [${list}] }`];
}

function more(count: number, noun: string, indent = ""): readonly string[] {
  return count > MAX_TOLD ? [`${indent}  and ${counted(count - MAX_TOLD, `more ${noun}`)}`] : [];
}
