// How a replay went: lines for people, JSON for programs, and JUnit's XML for those who collect
// tests.

import type { JsonValue } from "../../base/json.ts";
import type { PlayedBecause } from "../../net/replay_server/played.ts";
import type { PlayedFault, ServerFault } from "../../net/replay_server/replay_server.ts";
import { nameOfFault, unmetFaults } from "../../net/replay_server/unmet_faults.ts";
import type { ReplayReport, SessionReport } from "../../replay/report.ts";
import { printable } from "../../view/terminal/event_line.ts";
import { counted } from "../../view/terminal/duration.ts";
import { formatMilliseconds } from "../recording/figures.ts";
import { unexpectedLines } from "./tell.ts";

export interface Outcome {
  /** It has a verdict, and not only a summary. */
  readonly isTest: boolean;
  /** The tape's name. */
  readonly tape: string;
  readonly serve: string;
  readonly match: string;
  readonly seed: number;
  readonly because: PlayedBecause | "stopped" | "command";
  readonly seconds: number;
  /** The faults that were asked for. */
  readonly wanted: readonly ServerFault[];
  /** Those that were put in. */
  readonly faults: readonly PlayedFault[];
  readonly report: ReplayReport;
}

/** How many of one kind are told to people. */
const TOLD = 5;

type Performance = SessionReport["performances"][number];

export function summaryLines(outcome: Outcome): readonly string[] {
  const { report: { totals, times, refused, sessions }, faults, wanted, seed, because } = outcome;
  const played = sessions.filter(({ performances }) => performances.length > 0);
  const bad = sessions.flatMap(({ session, performances }) => {
    const clients = times.clients?.find((one) => one.session === session)?.clients;
    return performances.map((performance, index) => ({ performance, client: clients?.[index] }));
  }).filter(({ performance: { isGood } }) => !isGood);
  return [
    [
      `${counted(played.length, "session")} of ${sessions.length} played`,
      `${totals.served} served`,
      `${totals.matched} matched`,
      `${totals.missed} missed`,
      `${totals.unexpected} unexpected`,
      ...(totals.unserved > 0 ? [`${totals.unserved} not served`] : []),
      ...(times.late > 0
        ? [`${times.late} late, ${formatMilliseconds(times.worstLateness)} at most`]
        : []),
    ].join(", "),
    ...(times.unsent === undefined
      ? []
      : [`${times.unsent} of those served had not been sent yet when their client left`]),
    ...(because === "nobody" ? ["Ended because no client came"] : []),
    ...(because === "silence" ? ["Ended because nothing happened any more"] : []),
    ...unplayedLines(outcome),
    ...bad.slice(0, TOLD).flatMap(({ performance, client }) =>
      performanceLines(performance, client)
    ),
    ...more(bad.length, "session"),
    ...refused.slice(0, TOLD).map(({ reason }) => `refused: ${reason}`),
    ...more(refused.length, "refused client"),
    ...(faults.length > 0 ? [`${counted(faults.length, "fault")} put in, seed ${seed}`] : []),
    ...faults.slice(0, TOLD).map(({ client, fault, line }) =>
      `  ${fault.kind} at entry ${line} for client ${client}`
    ),
    ...unmetFaults(wanted, faults).map((fault) => `Never put in: ${nameOfFault(fault)}`),
    verdictOf(outcome),
  ].map(printable);
}

/** Who came and said nothing is told of: the URL was right. */
function unplayedLines({ report: { totals, silent = [] } }: Outcome): readonly string[] {
  const missing = totals.unplayed - silent.length;
  return [
    ...(missing > 0 ? [`${counted(missing, "session")} of the tape had no client`] : []),
    ...silent.slice(0, TOLD).map(({ line, what }) =>
      `1 client came and never said anything; entry ${line} expected ${what}`
    ),
    ...more(silent.length, "silent client"),
  ];
}

/** A fault that a test asked for and that was never put in has tested nothing. */
export function isGood({ isTest, wanted, faults, report }: Outcome): boolean {
  return report.isGood && (!isTest || unmetFaults(wanted, faults).length === 0);
}

function verdictOf(outcome: Outcome): string {
  const { serve, report: { sessions, refused, silent = [], ...report } } = outcome;
  const isUnseen = silent.length === 0 &&
    sessions.every(({ performances }) => performances.length === 0);
  if (serve === "whole" && isUnseen && refused.length === 0) return "Nobody connected";
  if (isGood(outcome)) return "All as on the tape";
  return report.isGood ? "As on the tape, but a fault was NEVER PUT IN" : "NOT as on the tape";
}

function more(count: number, noun: string): readonly string[] {
  return count > TOLD ? [`  and ${counted(count - TOLD, `more ${noun}`)}`] : [];
}

/** What was not as on the tape. */
export function performanceLines(performance: Performance, client?: number): readonly string[] {
  const { session, line, served, matched, endedBy, reason } = performance;
  const { missedSteps, unexpectedMessages, unservedSteps } = performance;
  const { missed, unexpected, unserved } = performance;
  return [
    `session ${session} (entry ${line})${
      client === undefined ? "" : `, client ${client}`
    }: ${served} served, ${matched} matched` +
    (endedBy === "client" ? `; the client left: ${reason ?? "nobody knows why"}` : "") +
    (endedBy === "fault" ? `; a fault ended it: ${reason}` : ""),
    ...missedSteps.slice(0, TOLD).map((step) => `  entry ${step.line}: missed ${step.what}`),
    ...more(missed, "missed message"),
    ...unexpectedMessages.slice(0, TOLD).flatMap((one) =>
      unexpectedLines(one).map((text) => `  ${text}`)
    ),
    ...more(unexpected, "unexpected message"),
    ...unservedSteps.slice(0, TOLD).map((step) => `  entry ${step.line}: not served ${step.what}`),
    ...more(unserved, "unserved message"),
  ];
}

/** The report as it is written: only what stands under `times` differs from run to run. */
export function outcomeJson(outcome: Outcome): object {
  const { report, faults, wanted, seconds, isTest: _isTest, ...rest } = outcome;
  const { times, ...told } = report;
  return {
    ...told,
    isGood: isGood(outcome),
    ...rest,
    wantedFaults: wanted.map((fault): JsonValue => ({ ...fault })),
    faults: faults.map(({ client, session, fault, line }): JsonValue => ({
      client,
      session,
      line,
      fault: { ...fault },
    })),
    times: { ...times, seconds },
  };
}

/** A test case for each session's performance, and one for each that nobody played. */
export function junitXml(outcome: Outcome): string {
  const { tape, seconds, serve, report: { sessions, refused } } = outcome;
  const cases = sessions.flatMap((session) => casesOf(session, serve === "sessions"));
  const strangers = refused.map(({ reason }, index) =>
    testCase(`refused client ${index + 1}`, [reason])
  );
  const whole = testCase("the whole tape", isGood(outcome) ? [] : wholeReasons(outcome));
  const all = [...cases, ...strangers, whole];
  const failures = all.filter((text) => text.includes("<failure")).length;
  const name = escapeXml(tape);
  const figures = `tests="${all.length}" failures="${failures}" time="${seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="wiretape replay" ${figures}>`,
    `  <testsuite name="${name}" ${figures}>`,
    ...all,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

/** What is wrong in a word, and then what no other case shows: that nobody came, say. */
function wholeReasons(outcome: Outcome): readonly string[] {
  const { report: { totals, sessions }, wanted, faults, because } = outcome;
  const wrong = (["missed", "unexpected", "unserved", "unplayed", "refused"] as const)
    .flatMap((name) => totals[name] > 0 ? [`${totals[name]} ${name}`] : []);
  const unmet = unmetFaults(wanted, faults).map((fault) => `never put in: ${nameOfFault(fault)}`);
  const isUnseen = sessions.every(({ performances }) => performances.length === 0);
  const all = [
    ...(isUnseen ? ["no client played the tape"] : []),
    ...wrong,
    ...unmet,
    ...(because === "failed" ? ["ended by --fail-fast"] : []),
  ];
  return [`Not all was as on the tape: ${all.join(", ")}`, ...unplayedLines(outcome)];
}

function casesOf(session: SessionReport, mustPlay: boolean): readonly string[] {
  const { session: number, line, loaded, performances } = session;
  if (performances.length === 0) {
    const reasons = mustPlay && loaded > 0 ? ["No client played this session"] : [];
    return mustPlay ? [testCase(`session ${number} (entry ${line})`, reasons)] : [];
  }
  return performances.map((performance, index) => {
    const time = performances.length > 1 ? `, client ${index + 1}` : "";
    const reasons = performance.isGood ? [] : performanceLines(performance);
    return testCase(`session ${number} (entry ${line})${time}`, reasons);
  });
}

function testCase(name: string, reasons: readonly string[]): string {
  const opening = `    <testcase name="${escapeXml(name)}" classname="replay"`;
  const [first = ""] = reasons;
  if (reasons.length === 0) return `${opening}/>`;
  const text = escapeXml(reasons.map(printable).join("\n"));
  return `${opening}><failure message="${
    escapeXml(printable(first))
  }">${text}</failure></testcase>`;
}

function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = { "&": "amp", "<": "lt", ">": "gt", '"': "quot" };
  return text.replace(/[&<>"]/g, (character) => `&${names[character]};`);
}
