// `drive` from its flags to its exit code: the tape's client is sent through a tap, so that the new
// session stands on a tape of its own, and what the server said is compared with what it had said.

import { systemClock } from "../../base/clock.ts";
import { isJsonObject, type JsonObject, parseJson } from "../../base/json.ts";
import { systemRandom } from "../../base/random.ts";
import { startTap, type Tap } from "../../net/tap.ts";
import { lateOwner, type TapOwner } from "../../net/tap_owner.ts";
import { targetOf } from "../../net/target.ts";
import type { DriveOutcome } from "../../replay/drive_contract.ts";
import { IdBook } from "../../replay/id_book.ts";
import { Redactor } from "../../tape/redact/redactor.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import type { Host } from "../host.ts";
import { safeJson } from "../inspect/safe_json.ts";
import { readExtra, type RecordingFlags, watchedBy } from "../recording/flags.ts";
import { readTrust } from "../certificate_files.ts";
import { Recording, type RecordingEnd } from "../recording/recording.ts";
import { adviceFor } from "./advice.ts";
import { type Compared, Comparison } from "./compare.ts";
import type { DriveFlags } from "./flags.ts";
import { newTapeName } from "./new_tape_name.ts";
import { HeardOutput, hostHeardBy } from "./heard_output.ts";
import { type DrivePlan, planDrive } from "./plan.ts";
import { type DrivenTape, readDrivenTape } from "./read_session_tape.ts";
import { resultJson, resultLines } from "./result_lines.ts";
import { type DriveRules, readRules } from "./rules.ts";
import { playSessions } from "./stage.ts";

export async function drive(
  file: string,
  typed: string,
  flags: DriveFlags,
  host: Host,
): Promise<ExitCode> {
  // Whatever is wrong with the flags is said before anything starts.
  const rules = readRules(flags, host);
  const tape = await readDrivenTape(file, host);
  const plan = planDrive(typed, tape, rules);
  const hide = new Redactor({
    hashKey: systemRandom.bytes(16),
    extra: readExtra(recordingFlagsOf(flags, tape)),
    enabled: !flags.keepSecrets,
  });
  const out = flags.out ?? newTapeName(systemClock().wallTime(), plan.shown, hide, host);
  const recordingFlags = { ...recordingFlagsOf(flags, tape), out };
  const { rules: { mode } } = rules;
  const comparison = Comparison.of({ file, out, mode, flags, replaced: plan.replaced, host });
  const owners: TapOwner[] = [];
  // Listens first: a recording that cannot begin leaves no tape.
  const tap = await startTap({
    target: targetOf(plan.url),
    owner: lateOwner(owners),
    tls: readTrust(recordingFlags, host),
  });
  try {
    const heard = new HeardOutput();
    const recording = new Recording({
      mode: "record",
      verb: "drive",
      target: plan.shown,
      watch: watchedAs(tape, recordingFlags),
      flags: recordingFlags,
      host: flags.json ? hostHeardBy(heard, host) : host,
      keys: !flags.noKeys,
    });
    owners.push(recording.recorder);
    return await perform({
      ...{ plan, rules, flags, host, tap, recording, heard, file, hide, comparison },
    });
  } finally {
    await tap[Symbol.asyncDispose]();
  }
}

interface Show {
  readonly plan: DrivePlan;
  readonly rules: DriveRules;
  readonly flags: DriveFlags;
  readonly host: Host;
  readonly tap: Tap;
  readonly recording: Recording;
  readonly heard: HeardOutput;
  readonly file: string;
  readonly hide: Redactor;
  readonly comparison: Comparison | undefined;
}

async function perform(show: Show): Promise<ExitCode> {
  const { plan, rules, flags, host, tap, recording, heard, file, hide, comparison } = show;
  const { rules: { mode } } = rules;
  const tell = (lines: readonly string[]): void => {
    for (const line of flags.json ? [] : lines) recording.say(line);
  };
  const where = plan.url.origin === "null" ? plan.url.host : plan.url.origin;
  tell([`Driving ${where} with the client of ${file}`, ...plan.notes]);
  const { monitor, recorder } = recording;
  const played = playSessions(plan.sessions, {
    ...rules,
    ids: new IdBook(),
    address: tap,
    clock: systemClock(),
    entered: () => monitor.connected(),
    // Only who played knows that the client went by itself.
    leaving: () => recorder.note(LEFT, "The client was disconnected: io client disconnect"),
    stopped: recording.stopped,
  });
  const found = await Promise.race([played, recording.hurried.then(() => undefined)]);
  // The connections end before the tape does: what they say last stands on it.
  if (found !== undefined) {
    await Promise.race([tap[Symbol.asyncDispose](), recording.hurried]);
  }
  const outcomes = (found ?? []).map((outcome) => hidden(outcome, hide));
  const end = endOf(outcomes);
  const code = await recording.finish(end);
  const isOver = found !== undefined && end.kind === "stopped" && code === EXIT.fine;
  const compared = isOver ? await comparison?.compare() : undefined;
  // Last of all, so that it stands above the next prompt.
  if (end.kind === "stopped") {
    tell(["", ...resultLines(outcomes, mode, { short: hasStory(compared) })]);
    tellStory(compared, flags.json ? undefined : recording);
    tell(compared?.verdict ?? []);
  } else {
    tell(adviceOn(outcomes, plan));
  }
  await recording.talk.finish();
  if (flags.json) {
    const parsed = parseJson(heard.text);
    const about: JsonObject = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
    const diff = compared === undefined ? {} : { diff: compared.json };
    const result = { ...about, ...resultJson(outcomes, mode), ...diff };
    await host.stdout.send(`${safeJson(result)}\n`);
  }
  if (code !== EXIT.fine) return code;
  return found !== undefined && outcomes.every(({ isSame }) => isSame) ? EXIT.fine : EXIT.differs;
}

function hasStory(compared: Compared | undefined): boolean {
  return compared !== undefined && compared.story.length > 0;
}

/** In colours, where there are any: it comes from tapes, whose secrets are hidden. */
function tellStory(compared: Compared | undefined, recording: Recording | undefined): void {
  if (compared === undefined || !hasStory(compared)) return;
  for (const line of ["", ...compared.story, ""]) recording?.talk.tell(line);
}

/** A note that readers of tapes know: the session's end was the client's. */
const LEFT = "client/disconnected";

/** Nobody was let in, and somebody was to be. */
function endOf(outcomes: readonly DriveOutcome[]): RecordingEnd {
  const [first] = outcomes;
  const isOut = outcomes.every(({ notConnected }) => notConnected !== undefined);
  if (first?.notConnected === undefined || !isOut) return { kind: "stopped" };
  const { notConnected: reason } = first;
  return { kind: "refused", message: `${reason.slice(0, 1).toUpperCase()}${reason.slice(1)}` };
}

function adviceOn([first]: readonly DriveOutcome[], { sessions: [plan] }: DrivePlan): string[] {
  if (first === undefined || plan === undefined) return [];
  const advice = adviceFor(first, plan.session);
  return advice === undefined ? [] : [`  ${advice}`];
}

/** What servers say may hold secrets. */
function hidden(outcome: DriveOutcome, redactor: Redactor): DriveOutcome {
  const hide = (text: string): string => redactor.redactText(text).text;
  const { notConnected } = outcome;
  return {
    ...outcome,
    findings: outcome.findings.map((finding) => ({
      ...finding,
      texts: finding.texts.map(hide),
    })),
    ...(notConnected === undefined ? {} : { notConnected: hide(notConnected) }),
  };
}

/** `*` on a tape stands for every event. */
function watchedAs({ header }: DrivenTape, flags: RecordingFlags): readonly string[] | true {
  const asked = flags.watchAll || flags.watch.length > 0;
  return !asked && header.watch?.includes("*") === true ? true : watchedBy(flags, header.watch);
}

/** Messages are named on the new tape as on the old, and the same is hidden. */
function recordingFlagsOf(flags: DriveFlags, { header }: DrivenTape): RecordingFlags {
  return {
    ...flags,
    redact: [...new Set([...header.redaction?.keys ?? [], ...flags.redact])],
    eventKey: header.eventKeys ?? [],
    duration: undefined,
    events: undefined,
  };
}
