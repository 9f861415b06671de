// A replay that went wrong, in words: what was missed, what came instead, where it stands on the
// tape, and what to write into the test to accept it.

import type { PlayedBecause } from "../net/replay_server/played.ts";
import type { PlayedFault } from "../net/replay_server/replay_event.ts";
import type { ServerFault } from "../net/replay_server/transport_fault.ts";
import { nameOfFault } from "../net/replay_server/unmet_faults.ts";
import type { Unexpected } from "../replay/outcome.ts";
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
  /** Those that were asked for and never put in. */
  readonly unmet: readonly ServerFault[];
  readonly oddities: readonly string[];
}

export function explainPlayed(played: Played): string {
  const { name, url, report, because, patience, faults, unmet, oddities } = played;
  const { sessions, refused, totals, silent = [] } = report;
  const performances = sessions.flatMap((session) => session.performances);
  const bad = performances.filter(({ isGood }) => !isGood);
  const isUnseen = performances.length + refused.length + silent.length === 0;
  return [
    report.isGood
      ? `The tape ${name} was played as it was recorded, but not every fault was put in`
      : `The tape ${name} was not played as it was recorded`,
    ...(isUnseen ? [`  nobody has connected to ${url}`] : unplayedLines(sessions, totals.unplayed)),
    ...silent.slice(0, MAX_TOLD).map(({ line, what }) =>
      `  a client came and never said anything: entry ${line} expected ${what}`
    ),
    ...more(silent.length, "silent client"),
    ...bad.slice(0, MAX_TOLD).flatMap(performanceLines),
    ...more(bad.length, "session"),
    ...refused.slice(0, MAX_TOLD).map(({ reason }) => `  a client was refused: ${reason}`),
    ...more(refused.length, "refused client"),
    ...(because === "silence" || because === "nobody"
      ? [`  nothing happened any more for ${patience} ms`]
      : []),
    ...(because === "closed" ? ["  the server was closed before the end"] : []),
    ...(faults.length === 0 ? [] : [`  ${counted(faults.length, "fault")} had been put in`]),
    ...unmet.map((fault) => `  never put in: ${nameOfFault(fault)}`),
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
    (endedBy === "client" ? `; the client left: ${reason ?? "nobody knows why"}` : "") +
    (endedBy === "fault"
      ? `; a fault ended it (${reason}), and nobody came back for the rest`
      : ""),
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
  if (paths.size === 0) {
    return differences.length === 0 ? [] : ['      accept it with { match: "name" }'];
  }
  const list = [...paths].map((path) => JSON.stringify(path)).join(", ");
  return [`      accept it with { ignore: [${list}] }`];
}

function more(count: number, noun: string, indent = ""): readonly string[] {
  return count > MAX_TOLD ? [`${indent}  and ${counted(count - MAX_TOLD, `more ${noun}`)}`] : [];
}
