// `inspect`: reads a tape from its beginning and hands every moment of it to the view that was asked
// for. Memory does not grow with the tape.

import type { TapeProblem } from "../../tape/problem.ts";
import type { Ending, StoredTape } from "../../tape/reader.ts";
import { quickTest } from "../../timeline/filter/where.ts";
import type { Moment } from "../../timeline/moment.ts";
import { Timeline, timelineOptions } from "../../timeline/timeline.ts";
import type { PaintStyle } from "../../view/terminal/paint.ts";
import { endingLine } from "../../view/terminal/tape_lines.ts";
import { paint } from "../colour.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import type { Host } from "../host.ts";
import { refuseConflicts } from "./conflicts.ts";
import type { InspectFlags } from "./flags.ts";
import { JsonView } from "./json_view.ts";
import { Page } from "./page.ts";
import { Problems } from "./problems.ts";
import { openReading, type ReadingOptions } from "./reading.ts";
import { Selector } from "./selector.ts";
import { SessionsView } from "./sessions_view.ts";
import { ShowJsonView } from "./show_json_view.ts";
import { ShowView } from "./show_view.ts";
import { StatsView } from "./stats_view.ts";
import { TimelineView } from "./timeline_view.ts";
import { verify } from "./verify_tape.ts";
import type { Stage, View } from "./views.ts";

/** The longest line that is printed where there is no terminal. */
const MAX_PLAIN_COLUMNS = 1000;

export async function inspect(
  typed: string,
  flags: InspectFlags,
  host: Host,
): Promise<ExitCode> {
  refuseConflicts(flags);
  const stage = makeStage(typed, flags, host);
  if (flags.verify) return await verify(typed, stage, flags.json, host);
  const view = openView(stage, flags);
  const problems = new Problems(view, stage.page, host);
  const stop = new AbortController();
  const follow = flags.follow ? { follow: stop.signal } : {};
  using _ends = flags.follow
    ? host.onSignal(["SIGINT", "SIGTERM", "SIGHUP"], () => stop.abort())
    : NOBODY;
  const onProblem = (problem: TapeProblem): void => problems.add(problem);
  const look = quickLook(flags);
  await using tape = await openReading(typed, host, { onProblem, ...follow, ...look });
  view.begin(tape.header);
  const { lastAt, followed } = await show(tape, view, stage.page, problems, flags.follow);
  problems.finish();
  const ending = followed ?? tape.ending();
  view.finish({ ending, lastAt });
  stage.page.flush();
  problems.total();
  const warning = flags.follow ? undefined : endingLine(ending);
  if (warning !== undefined) host.stderr.write(`${paint(host.stderr, "yellow", warning)}\n`);
  if (problems.count > 0) return EXIT.inputOutput;
  return flags.failEmpty && view.isEmpty ? EXIT.differs : EXIT.fine;
}

/** Where nothing but the matching moments is printed, the other lines need not even be parsed. */
function quickLook(flags: InspectFlags): Pick<ReadingOptions, "mayMatch"> {
  const { where, json, stats, sessions, show: shown, around } = flags;
  if (!json || stats || sessions || shown !== undefined || around !== undefined) return {};
  const [only, ...more] = where;
  const test = only === undefined || more.length > 0 ? undefined : quickTest(only);
  return test === undefined ? {} : { mayMatch: whileItPays((line) => test.mayMatch(line)) };
}

/** How many lines are looked at before it is known whether looking pays. */
const TRIAL_LINES = 5000;

/** A look costs a quarter of what parsing does: where most lines may match, it is given up. */
function whileItPays(mayMatch: (line: string) => boolean): (line: string) => boolean {
  let looks = 0;
  let refusals = 0;
  return (line) => {
    if (looks === TRIAL_LINES && refusals < TRIAL_LINES / 3) return true;
    if (looks < TRIAL_LINES) looks += 1;
    const may = mayMatch(line);
    if (!may) refusals += 1;
    return may;
  };
}

const NOBODY: Disposable = { [Symbol.dispose](): void {} };

interface Shown {
  /** The last time on the tape. */
  readonly lastAt: number;
  /** How a tape ended that was followed to its end; it could have been written to for ever. */
  readonly followed?: Ending;
}

/** Goes through the tape. */
async function show(
  tape: StoredTape,
  view: View,
  page: Page,
  problems: Problems,
  follow: boolean,
): Promise<Shown> {
  const timeline = new Timeline(timelineOptions(tape));
  const moments: Moment[] = [];
  let lastAt = 0;
  let entries = 0;
  let followed: Ending | undefined;
  page.flush();
  for await (const lines of tape.batches) {
    for (const line of lines) {
      problems.tellBefore(line.number);
      view.line?.(line);
      timeline.receive(line, moments);
      for (const moment of moments) view.receive(moment);
      // One by one: a list whose length is set to 0 loses its room, and needs new room each time.
      while (moments.length > 0) moments.pop();
      if (line.entry.at > lastAt) lastAt = line.entry.at;
      // A tape that is followed ends here; what stands behind an end is read as well otherwise.
      if (follow && line.known && line.entry.kind === "end") {
        followed = { state: "whole", entries, end: line.entry };
      }
      entries += 1;
    }
    page.flush();
    if (followed !== undefined || view.isDone) break;
  }
  return followed === undefined ? { lastAt } : { lastAt, followed };
}

function makeStage(typed: string, flags: InspectFlags, host: Host): Stage {
  const { stdout } = host;
  return {
    page: new Page(stdout),
    selector: new Selector(flags),
    isTerminal: stdout.isTerminal,
    columns: stdout.isTerminal ? stdout.columns : MAX_PLAIN_COLUMNS,
    paint: (style: PaintStyle, text: string): string => paint(stdout, style, text),
    name: typed === "-" ? "stdin" : typed,
  };
}

function openView(stage: Stage, flags: InspectFlags): View {
  const { show: number, json, full } = flags;
  if (number !== undefined) {
    return json ? new ShowJsonView(stage, number) : new ShowView(stage, number, full);
  }
  if (flags.sessions) return new SessionsView(stage, flags.json);
  if (flags.stats) return new StatsView(stage, flags.json);
  if (flags.json) return new JsonView(stage);
  return new TimelineView(stage);
}
